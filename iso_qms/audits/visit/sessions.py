"""The sessions of a visit: when, where, what about, who asks and who is asked (ISO 19011: the audit plan)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import Column, ForeignKey, Select, String, Table, Text, Time, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from iso_qms.audits.models import METHODS, Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.timetable_rules import Slot, twice
from iso_qms.db import Base, db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

MOST_DAYS = 10

say(
    {
        "inspection.session_planned": _l("planned a session"),
        "inspection.session_changed": _l("changed a session"),
        "inspection.session_dropped": _l("took a session out of the timetable"),
    }
)


def _people_of(name: str) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("session_id", ForeignKey("visit_session.id", ondelete="RESTRICT"), primary_key=True),
        Column("person_id", ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True),
    )


session_inspector = _people_of("session_inspector")
session_interviewee = _people_of("session_interviewee")


class VisitSession(AgencyOwned, Base, Journaled):
    """One entry of the timetable. It counts days from the first of the visit, so that it moves with the visit."""

    __tablename__ = "visit_session"
    journal_kind = "visit_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    day: Mapped[int] = mapped_column(default=1)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    method: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str] = mapped_column(String(20), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    title: Mapped[str] = mapped_column(String(200), default="")
    others: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection] = relationship()
    document: Mapped[Document | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    inspectors: Mapped[list[Person]] = relationship(secondary=session_inspector, order_by=Person.sort)
    interviewees: Mapped[list[Person]] = relationship(secondary=session_interviewee, order_by=Person.sort)

    def __str__(self) -> str:
        about = self.document.code if self.document else str(TOPICS[self.topic]) if self.topic else ""
        return ": ".join(filter(None, [about, self.title]))

    def journal_root(self) -> Inspection:
        return self.inspection

    @staticmethod
    def visible_to(person: Person) -> Select[VisitSession]:
        """Whoever sees the inspection."""
        seen = Inspection.visible_to(person).with_only_columns(Inspection.id)
        return select(VisitSession).where(VisitSession.inspection_id.in_(seen))

    @property
    def on(self) -> date:
        """The day it is held on, as the visit is planned now."""
        return self.inspection.planned_on + timedelta(days=self.day - 1)

    @property
    def asked(self) -> list[str]:
        """The names of everybody who is asked, those of the house first."""
        return [*(one.name for one in self.interviewees), *filter(None, map(str.strip, self.others.splitlines()))]

    @property
    def slot(self) -> Slot:
        """What the rules of a timetable need of it."""
        return Slot(
            self.id or 0,
            str(self),
            self.on,
            self.starts,
            self.ends,
            self.unit_id,
            self.unit.name if self.unit else "",
            {one.id: one.name for one in self.inspectors},
            {one.id: one.name for one in self.interviewees},
        )


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What is said of a session when it is planned or changed."""

    starts: time
    ends: time
    day: int = 1
    method: str = "on_site"
    topic: str = ""
    document: Document | None = None
    unit: Unit | None = None
    title: str = ""
    inspectors: Sequence[Person] = ()
    interviewees: Sequence[Person] = ()
    others: str = ""


def sessions_of(inspection: Inspection) -> list[VisitSession]:
    """The timetable of a visit, in the order of the day; one query."""
    db.session.flush()
    query = (
        select(VisitSession)
        .where(VisitSession.inspection_id == inspection.id)
        .options(joinedload(VisitSession.inspectors), joinedload(VisitSession.interviewees))
        .order_by(VisitSession.day, VisitSession.starts, VisitSession.ends, VisitSession.id)
    )
    return list(db.session.scalars(query).unique())


def plan_session(inspection: Inspection, what: Planned, *, by: Person) -> VisitSession:
    """Put a session into the timetable; nobody is in two at once."""
    demand_timetable_open(inspection, by=by)
    one = VisitSession(agency_id=inspection.agency_id, inspection=inspection)
    _fill(one, what)
    db.session.add(one)
    write(inspection, "inspection.session_planned", by=by)
    return one


def change_session(one: VisitSession, what: Planned, *, by: Person) -> None:
    """Change a session of the timetable."""
    demand_timetable_open(one.inspection, by=by)
    _fill(one, what)
    write(one.inspection, "inspection.session_changed", by=by)


def drop_session(one: VisitSession, *, by: Person) -> None:
    """Take a session out again."""
    demand_timetable_open(one.inspection, by=by)
    db.session.delete(one)
    write(one.inspection, "inspection.session_dropped", by=by)


def demand_timetable_open(inspection: Inspection, *, by: Person) -> None:
    """Refuse once the visit is over, and whoever neither plans nor leads it."""
    if inspection.state not in ("planned", "under_way"):
        raise WrongState(_("%(inspection)s is over, so its timetable stands.", inspection=inspection.code))
    if not keeps_timetable(inspection, by):
        raise Forbidden(_("Quality control or the team's lead draws up the timetable."))


def keeps_timetable(inspection: Inspection, person: Person) -> bool:
    """Whether somebody draws up the timetable of a visit: whoever plans, and who leads it."""
    return person.may("audits.plan") or inspection.is_led_by(person)


def strays(what: Planned | VisitSession, inspection: Inspection) -> list[str]:
    """What of a session is not in the plan of its visit, or is not any more; a sentence each."""
    there = [
        (what.topic in ("", *inspection.topics), _("The visit does not look at that topic.")),
        (what.document in (None, *inspection.documents), _("The visit does not look at that procedure.")),
        (what.unit in (None, *inspection.units), _("The visit does not go to that unit.")),
    ]
    return [text for holds, text in there if not holds]


def _fill(one: VisitSession, what: Planned) -> None:
    _demand_whole(one.inspection, what)
    one.day, one.starts, one.ends, one.method = what.day, what.starts, what.ends, what.method
    one.topic, one.document, one.unit = what.topic, what.document, what.unit
    one.title, one.others = clean(what.title).strip(), clean(what.others).strip()
    one.inspectors, one.interviewees = list(what.inspectors), list(what.interviewees)
    others = [other.slot for other in sessions_of(one.inspection) if other is not one]
    for first, second, text in twice([*others, one.slot]):
        if one.slot in (first, second):
            raise Incomplete(text)


def _demand_whole(inspection: Inspection, what: Planned) -> None:
    if what.ends <= what.starts:
        raise Incomplete(_("A session ends after it begins."))
    if not 1 <= what.day <= MOST_DAYS or what.method not in METHODS:
        raise Incomplete(_("Choose the day and the method."))
    if not (what.topic or what.document or clean(what.title).strip()):
        raise Incomplete(_("Say what the session is about: a topic, a procedure, or your own words."))
    if stray := strays(what, inspection):
        raise Incomplete(" ".join(stray))
    if any(not inspection.has_member(one) for one in what.inspectors):
        raise Incomplete(_("Only the team asks."))
    if any(inspection.has_member(one) for one in what.interviewees):
        raise Incomplete(_("Nobody of the team is asked by it."))
