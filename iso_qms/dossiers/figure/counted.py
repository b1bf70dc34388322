"""What a figure of dossiers counts: a span of days, a name, and the condition under which a dossier counts in it.

The figures add counts up; the list behind a figure asks the dossiers themselves, by these conditions. What both say is
held equal by a test. They are written so that either database finds what they name together in an index: nobody was
closed before having come in, and what has a verdict has a moment at which it was closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, not_, or_, select, true

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.dossiers.figure.counting import SET_APART, TIMED, TIMELY
from iso_qms.dossiers.models import CHANNELS, Dossier, of_units
from iso_qms.i18n import _l
from iso_qms.improvement.figure.tallied import Asked as AskedSpan
from iso_qms.improvement.figure.tallies import Span
from iso_qms.organisation.units import subtree
from iso_qms.processes.catalogue.models import PublishedProcedure
from iso_qms.web.pages import day
from iso_qms.worktime import months_after
from iso_qms.worktime.counting import DAY, midnight

WORDS = {
    "received": _l("Received from %(first)s to %(last)s"),
    "online": _l("Filed online from %(first)s to %(last)s"),
    "desk": _l("Filed at the desk or by post from %(first)s to %(last)s"),
    "carried": _l("Carried over from before %(first)s"),
    "handled": _l("In hand from %(first)s to %(last)s, without those left out"),
    "new_online": _l("Filed online from %(first)s to %(last)s, without those left out"),
    "new_desk": _l("Filed at the desk or by post from %(first)s to %(last)s, without those left out"),
    "new_carried": _l("Carried over from before %(first)s, without those left out"),
    "early": _l("Answered before their day, from %(first)s to %(last)s"),
    "on_time": _l("Answered on their day, from %(first)s to %(last)s"),
    "late": _l("Answered late, from %(first)s to %(last)s"),
    "in_time": _l("Answered in time, from %(first)s to %(last)s"),
    "judged": _l("Answered and held against their day, from %(first)s to %(last)s"),
    "undated": _l("Answered from %(first)s to %(last)s without ever having had a due day"),
    "stopped": _l("Stopped from %(first)s to %(last)s"),
    "withdrawn": _l("Taken back by the applicant from %(first)s to %(last)s"),
    "transferred": _l("Passed to another agency from %(first)s to %(last)s"),
    "apart": _l("Stopped, taken back or passed on from %(first)s to %(last)s"),
    "open": _l("Open on %(on)s"),
    "open_in_time": _l("Open and in time on %(on)s"),
    "open_late": _l("Open and late on %(on)s"),
}
LEFT_OUT = (*SET_APART, "undated")
"""How dossiers are closed that the form of the state has no column for."""
BY_CLOSING = ("early", "on_time", "late", "in_time", "judged", "undated")
"""Figures of what was answered in a span: their dossiers lie in the order in which they were answered."""
HEADS = ("document", "deciding", "receiving", "answering")
"""Heads that are numbers, by their names in an address."""
NONE = 0
NO_FIELD = "-"


@dataclass(frozen=True)
class Asked:
    """A span of days, and the heads under which is counted; None means all, 0 or `NO_FIELD` those without."""

    span: Span
    words: AskedSpan
    unit: int | None = None
    """With all under it, whether it received or decides."""
    channel: str | None = None
    document: int | None = None
    field: str | None = None
    deciding: int | None = None
    receiving: int | None = None
    answering: int | None = None
    """Whoever answers for the day: the unit that decides, or, where the source names none, the one that received."""

    @classmethod
    def of(cls, args: Any, *, today: date) -> Asked:
        """From an address; what makes no sense counts as not asked."""
        told = AskedSpan.of(args, today=today)
        heads = {name: args.get(name, type=int) for name in HEADS}
        channel = args.get("channel", "")
        return cls(
            told.span, told, unit=told.unit, channel=channel if channel in CHANNELS else None,
            field=args.get("field") or None, **heads,
        )  # fmt: skip

    @property
    def before(self) -> Asked:
        """The same of the span before: as many months where it is made of such, else as many days.

        The 15th to the 14th is a month.
        """
        first, after = self.span.first, self.span.last + DAY
        months = (after.year - first.year) * 12 + after.month - first.month
        began = months_after(first, -months) if after.day == first.day else first - (after - first)
        return replace(self, span=Span(began, first - DAY, self.span.today))

    @property
    def begins(self) -> datetime:
        """The first moment of it."""
        return midnight(self.span.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return midnight(self.span.last + DAY)

    def address(self, **narrowed: Any) -> dict[str, Any]:
        """What stands in the address of the list behind a figure."""
        own: dict[str, Any] = {"unit": self.unit, "channel": self.channel, "field": self.field}
        own |= {name: getattr(self, name) for name in HEADS}
        own |= {"since": self.span.first.isoformat(), "until": self.span.last.isoformat()} | narrowed
        return {name: value for name, value in own.items() if value is not None}


@dataclass(frozen=True)
class Counted:
    """The figure that a list shows the dossiers of."""

    name: str
    asked: Asked

    @classmethod
    def of(cls, args: Any) -> Counted | None:
        """From an address; None where it names no figure."""
        name = args.get("counted", "")
        return cls(name, Asked.of(args, today=today())) if name in WORDS else None

    @property
    def is_by_closing(self) -> bool:
        """Whether its dossiers are told in the order in which they were answered, not in that in which they came."""
        return self.name in BY_CLOSING

    def condition(self, at: datetime) -> ColumnElement[bool]:
        """Which dossiers these are."""
        return and_(conditions(self.asked, at)[self.name], *narrowed(Dossier, self.asked))


def conditions(asked: Asked, at: datetime) -> Mapping[str, ColumnElement[bool]]:
    """Under which condition a dossier counts in each figure, as seen at a moment."""
    begins, ends, one = asked.begins, asked.ends, Dossier
    is_open = STILL_OPEN

    def within(moment: Any) -> ColumnElement[bool]:
        return and_(moment >= begins, moment < ends)

    received = within(one.received_at)
    carried = and_(one.received_at < begins, or_(is_open, one.finished_at >= begins))
    answered = {name: and_(one.verdict == name, within(one.finished_at)) for name in TIMED}
    answered["undated"] = and_(one.state == "finished", _SET_ASIDE, within(one.finished_at))
    without_a_day = and_(one.finished_at.is_(None), received)
    apart = and_(one.state != "finished", _SET_ASIDE, or_(within(one.finished_at), without_a_day))
    kept = not_(and_(_SET_ASIDE, within(func.coalesce(one.finished_at, one.received_at))))
    open_then = and_(one.received_at < ends, or_(is_open, one.finished_at >= ends))
    seen, hour = (true(), ends) if ends <= at else (is_open, at)
    late = and_(open_then, seen, not_(one.waiting), one.first_due_at.is_not(None), one.first_due_at < hour)
    found = {
        "received": received,
        "online": and_(received, one.channel == "online"),
        "desk": and_(received, one.channel != "online"),
        "carried": carried,
        "handled": and_(
            one.received_at < ends, or_(one.received_at >= begins, is_open, one.finished_at >= begins), kept
        ),
        "new_online": and_(received, one.channel == "online", kept),
        "new_desk": and_(received, one.channel != "online", kept),
        "new_carried": and_(carried, kept),
        **answered,
        **{name: and_(one.state == name, apart) for name in SET_APART},
        "in_time": and_(one.verdict.in_(TIMELY), within(one.finished_at)),
        "judged": and_(one.verdict.in_(TIMED), within(one.finished_at)),
        "apart": apart,
        "open": open_then,
        "open_in_time": and_(open_then, not_(late)),
        "open_late": late,
    }
    return {name: and_(condition, not_(one.left_out)) for name, condition in found.items()}


def counted_as(name: str, asked: Asked) -> str:
    """What a figure counts, in words."""
    days = {"first": day(asked.span.first), "last": day(asked.span.last), "on": day(asked.span.seen_on)}
    return str(WORDS[name]) % days


def narrowed(model: Any, asked: Asked) -> list[ColumnElement[bool]]:
    """The heads of a question, for dossiers or for the counts of them."""
    found: list[ColumnElement[bool]] = []
    if asked.unit is not None:
        found.append(of_units(model, subtree(asked.unit)))
    if asked.channel is not None:
        found.append(model.channel == asked.channel)
    heads = (
        (model.document_id, asked.document),
        (model.deciding_unit_id, asked.deciding),
        (model.receiving_unit_id, asked.receiving),
        (func.coalesce(func.nullif(model.deciding_unit_id, NONE), model.receiving_unit_id), asked.answering),
    )
    for column, number in heads:
        if number is not None:
            found.append(or_(column == number, column.is_(None) if number == NONE else false()))
    if asked.field is not None:
        found.append(_of_field(model.document_id, asked.field))
    return found


def fields() -> dict[int, str]:
    """The field of each procedure: that under which it is published, the first by letter where there are several."""
    found: dict[int, str] = {row.document_id: row.field for row in db.session.execute(_published())}
    return found


STILL_OPEN: ColumnElement[bool] = Dossier.state == literal("open", literal_execute=True)
"""Written into the statement, for only so SQLite sees that the index of the open ones will do."""
_SET_ASIDE: ColumnElement[bool] = Dossier.verdict == literal("not_judged", literal_execute=True)
"""And so that the index of those left out will do."""


def _of_field(document_id: Any, field: str) -> ColumnElement[bool]:
    published = _published().subquery()
    if field == NO_FIELD:
        return or_(document_id.is_(None), document_id.not_in(select(published.c.document_id)))
    found: ColumnElement[bool] = document_id.in_(select(published.c.document_id).where(published.c.field == field))
    return found


def _published() -> Select[Any]:
    one = PublishedProcedure
    named: Any = select(one.document_id, func.min(one.field).label("field"))
    found: Select[Any] = named.where(one.field != "", one.document_id.is_not(None)).group_by(one.document_id)
    return found
