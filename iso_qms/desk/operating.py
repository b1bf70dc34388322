"""How the machine runs, for administrators: whether time ticks, what the rounds set aside, what the post refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort, current_app, flash, render_template, url_for
from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.outbox import STALE, Letter, post_again, set_aside_letters
from iso_qms.registry import Round, registry
from iso_qms.rounds import PAUSE, troubles_of
from iso_qms.settings import Settings
from iso_qms.timetable import RoundLease, following_time, is_ticking, leases, ticked_at
from iso_qms.web import back_to, here
from iso_qms.workflow import State

LATE_AFTER = timedelta(minutes=15)
"""How long after its time a round counts as late: some take minutes, and one that broke off is tried again."""


@dataclass(frozen=True)
class RoundLine:
    """A round as the page shows it."""

    label: Any
    rhythm: str
    walked_at: datetime | None
    state: State
    lease: RoundLease | None
    next_at: datetime | None
    set_aside: int


@room.route("/<agency>/operating", needs="organisation.manage")
def operating() -> Any:
    """When time last ticked, how each round stands, and what was set aside."""
    settings: Settings = current_app.config["SETTINGS"]
    last, found, troubles = ticked_at(), leases(), troubles_of(here().id)
    aside = Counter(one.round for one in troubles)
    return render_template(
        "desk/operating.html",
        ticked_at=last,
        is_ticking=is_ticking(),
        rounds=[_line(one, found.get(one.name), settings, aside[one.name]) for one in registry.rounds.values()],
        troubles=troubles,
        labels={one.name: one.label for one in registry.rounds.values()},
        pause=PAUSE,
        letters=set_aside_letters(here().id),
        too_old=now() - STALE,
        posts=bool(settings.smtp_url),
    )


@room.route("/<agency>/operating/letters/<int:number>/again", methods=["POST"], needs="organisation.manage")
def post_letter_again(number: int) -> Any:
    """Post a letter once more that was set aside."""
    mine = Letter.id == number, Letter.agency_id == here().id, Letter.set_aside_at.is_not(None)
    post_again(db.session.scalar(select(Letter).where(*mine)) or abort(404))
    flash(_("The letter is posted again within a minute."))
    return back_to(url_for("desk.operating", agency=here().slug))


def rhythm(every: Mapping[str, Any]) -> str:
    """How often a round is walked, in words; cron fields that have none are shown as they are."""
    hour, minute = str(every.get("hour", "*")), str(every.get("minute", "0"))
    if set(every) == {"second"} and str(every["second"]).startswith("*/"):
        return _("every %(n)s seconds", n=every["second"][2:])
    if set(every) - {"hour", "minute"}:
        return " ".join(f"{name}={value}" for name, value in every.items())
    if hour == "*" and minute == "*":
        return _("every minute")
    if hour == "*" and minute.startswith("*/"):
        return _("every %(n)s minutes", n=minute[2:])
    if hour == "*":
        return _("every hour")
    if "-" in hour:
        span = dict(zip(("first", "last"), hour.split("-"), strict=True))
        if "/" in minute:
            return _("every %(n)s minutes from %(first)s to %(last)s", n=minute.partition("/")[2], **span)
        return _("every hour from %(first)s to %(last)s", **span)
    return _("every day at %(time)s", time=f"{int(hour):02d}:{int(minute):02d}")


def _line(one: Round, lease: RoundLease | None, settings: Settings, set_aside: int) -> RoundLine:
    last = lease.walked_at if lease else None
    following = following_time(one.name, last, settings) if last else None
    state = _state(one, lease, last, settings)
    return RoundLine(one.label, rhythm(one.every), last, state, lease, following, set_aside)


def _state(one: Round, lease: RoundLease | None, last: datetime | None, settings: Settings) -> State:
    if lease is not None and lease.until is not None and lease.until > now():
        return State("walking", _("Being walked"), "live", "review")
    if lease is not None and lease.failed_at is not None:
        return State("broke_off", _("Broke off"), "late", "late")
    if last is None:
        return State("never", _("Never walked"), "wait", "clock")
    following = following_time(one.name, last, settings)
    if following is not None and following + LATE_AFTER <= now():
        return State("late", _("Late for its time"), "late", "late")
    return State("done", _("In time"), "done", "check")
