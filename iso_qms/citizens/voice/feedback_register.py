"""The register of feedback: what the list may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from iso_qms.citizens.voice.feedback import CHANNELS, ENDED, Feedback, seen_by
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import reach
from iso_qms.text import clean
from iso_qms.web import Column, number_in

VIEWS = {
    "open": _l("Open"),
    "to_sort": _l("To be sorted"),
    "to_answer": _l("To be answered"),
    "to_close": _l("To be closed"),
    "late": _l("Late"),
    "founded": _l("Well-founded"),
    "passed_on": _l("Passed on"),
    "all": _l("All"),
}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; every field may be empty."""

    view: str = "open"
    q: str = ""
    unit: int = 0
    channel: str = ""

    @classmethod
    def of(cls, args: Any) -> Wanted:
        """From the address; what is not known is left out."""
        view, channel = args.get("view", ""), args.get("channel", "")
        return cls(
            view if view in VIEWS else "open",
            clean(args.get("q", "")).strip()[:200],
            number_in(args, "unit"),
            channel if channel in CHANNELS else "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether any field besides the view is set."""
        return bool(self.q or self.unit or self.channel)


def rows(wanted: Wanted, *, person: Person) -> Select[Any]:
    """The feedback a person may see, the newest first."""
    query = select(Feedback).where(seen_by(person), *_narrowed(wanted), _views()[wanted.view])
    loads = joinedload(Feedback.unit), joinedload(Feedback.about_unit), joinedload(Feedback.document)
    return query.options(*loads).order_by(Feedback.received_on.desc(), Feedback.id.desc())


def counts(wanted: Wanted, *, person: Person) -> dict[str, int]:
    """How many there are in each view, with the same fields set; one query."""
    views = _views()
    columns = [func.count().filter(condition) for condition in views.values()]
    query = select(*columns).select_from(Feedback).where(seen_by(person), *_narrowed(wanted))
    return dict(zip(views, db.session.execute(query).one(), strict=True))


def columns() -> list[Column]:
    """The register as a file: nothing by which somebody could be reached, and no word about a person."""
    return [
        Column(_("Number"), str, 14),
        Column(_("Received"), lambda one: one.received_on, 12),
        Column(_("Channel"), lambda one: str(one.channel_label), 20),
        Column(_("Unit that answers"), lambda one: one.unit.name if one.unit else "", 30),
        Column(_("Procedure"), lambda one: one.document.code if one.document else "", 12),
        Column(_("What was said"), _said, 60),
        Column(_("State"), lambda one: str(one.status.label), 22),
        Column(_("To be answered by"), lambda one: one.answer_by, 12),
        Column(_("Answered"), lambda one: one.answered_on, 12),
        Column(_("Well-founded"), _founded, 12),
    ]


def _said(one: Feedback) -> str:
    return _("(few may read it)") if one.is_conduct else one.text


def _founded(one: Feedback) -> str:
    return "" if one.is_founded is None else _("yes") if one.is_founded else _("no")


def _narrowed(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.q:
        found.append(_typed(wanted.q))
    if wanted.unit:
        units = reach(wanted.unit)
        unassigned = and_(Feedback.unit_id.is_(None), Feedback.about_unit_id.in_(units))
        found.append(or_(Feedback.unit_id.in_(units), unassigned))
    if wanted.channel:
        found.append(Feedback.channel == wanted.channel)
    return found


def _typed(words: str) -> ColumnElement[bool]:
    """Its number as printed or without its letters, or a code of a dossier, or words of it."""
    number = words.upper().removeprefix("PA-")
    year, _dash, running = number.rpartition("-")
    if running.isdecimal() and len(running) < 9 and (not year or (year.isdecimal() and len(year) == 4)):
        mine = Feedback.number == int(running)
        return and_(mine, Feedback.year == int(year)) if year else mine
    return or_(Feedback.text.icontains(words, autoescape=True), Feedback.dossier_code.icontains(words, autoescape=True))


def _views() -> dict[str, ColumnElement[bool]]:
    day = today()
    late_sorting = and_(Feedback.state == "received", Feedback.sort_by < day)
    late_answer = and_(Feedback.state == "assigned", Feedback.answer_by < day)
    return {
        "open": Feedback.state.not_in(ENDED),
        "to_sort": Feedback.state == "received",
        "to_answer": Feedback.state == "assigned",
        "to_close": Feedback.state == "answered",
        "late": or_(late_sorting, late_answer),
        "founded": Feedback.is_founded.is_(True),
        "passed_on": Feedback.state == "passed_on",
        "all": true(),
    }
