"""How the desk says things of people in a word: accounts, roles, last days, absences, devices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from iso_qms.db import Validity
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation.accounts import UserSession
from iso_qms.organisation.people import ABSENCE_KINDS, DAY_PARTS, Absence, Person
from iso_qms.organisation.rights import ROLES, Grant
from iso_qms.web.pages import day
from iso_qms.workflow import State

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
MACHINES = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@room.app_template_filter("account")
def account(one: Person) -> State:
    """How a person's account stands, as a badge shows it."""
    if one.is_locked:
        return State("locked", _("Locked"), "late", "lock")
    if one.login is None:
        return State("none", _("No account"), "calm", "draft")
    if not one.password_hash:
        return State("new", _("No password yet"), "wait", "clock")
    return State("used", _("In use"), "done", "force")


@room.app_template_filter("role")
def role(given: Grant) -> str:
    """The role in words."""
    return str(ROLES[given.role])


@room.app_template_filter("last_day")
def last_day(thing: Validity) -> str:
    """The last day of something that ends: the day before the first without it."""
    end: date | None = thing.valid_to
    return day(end - timedelta(days=1)) if end else "–"


@room.app_template_filter("absence")
def absence(one: Absence) -> str:
    """An absence in words."""
    kind = str(ABSENCE_KINDS[one.kind])
    return kind if one.part == "day" else f"{kind} · {DAY_PARTS[one.part]}"


@room.app_template_filter("device")
def device(one: UserSession) -> str:
    """The browser and the machine of a sign-in, as far as its name tells."""
    return _("%(browser)s on %(machine)s", browser=_named(one.agent, BROWSERS), machine=_named(one.agent, MACHINES))


def _named(agent: str, names: Any) -> str:
    return next((name for mark, name in names if mark in agent), None) or _("unknown")
