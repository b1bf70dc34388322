"""Nonconformities and the causes found for them (ISO 9001:2015, 10.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import as_local, today
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.improvement.cause.causes import Branch, first_blaming
from iso_qms.improvement.flow import NONCONFORMITY
from iso_qms.journal import Journaled
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_units, duty_unit
from iso_qms.organisation.people import Person, Post, holdings_of
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Move

if TYPE_CHECKING:
    from iso_qms.improvement.action.actions import CorrectiveAction
    from iso_qms.improvement.correction.corrections import Correction

GRADES = {"major": _l("Major"), "minor": _l("Minor"), "observation": _l("Observation")}

SOURCES = {
    "own": _l("Noticed by ourselves"),
    "finding": _l("Finding of an inspection"),
    "complaint": _l("Complaint or feedback"),
    "review": _l("Management review"),
    "late_dossier": _l("Late dossier"),
    "document": _l("Check of a document"),
    "periodic_review": _l("Periodic review of a document"),
    "external_inspection": _l("External inspection"),
}
"""Where a nonconformity may come from; the rooms above register more under the same kind."""

LEVELS = {0: _l("Head of unit"), 1: _l("Leadership")}
"""Who answers for it: each reopening climbs one level, up to leadership."""


class Nonconformity(HasLifecycle, AgencyOwned, Base):
    """Something that does not meet a requirement: what happened, where, against which criterion, and what was done."""

    __tablename__ = "nonconformity"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        Index("ix_nonconformity_source", "source_kind", "source_id"),
        Index("ix_nonconformity_list", "agency_id", "state", "unit_id"),
    )
    workflow = NONCONFORMITY
    journal_kind = "nonconformity"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    criterion: Mapped[str] = mapped_column(Text, default="")
    grade: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int | None]
    source_reference: Mapped[str] = mapped_column(String(200), default="")
    """Its number or name as printed, where the source is not kept in this system."""
    source_on: Mapped[date | None] = mapped_column(Date)
    document_id: Mapped[int | None]
    revision_id: Mapped[int | None]
    found_on: Mapped[date] = mapped_column(Date)
    analyse_by: Mapped[date] = mapped_column(Date)
    restricted: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    correction: Mapped[str] = mapped_column(Text, default="")
    corrected_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    reopened: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    recurrence_told: Mapped[bool] = mapped_column(default=False)

    unit: Mapped[Unit] = relationship(lazy="joined")
    opened_by: Mapped[Person] = relationship()
    analyses: Mapped[list[CauseAnalysis]] = relationship(back_populates="nonconformity", order_by="CauseAnalysis.id")
    actions: Mapped[list[CorrectiveAction]] = relationship(
        back_populates="nonconformity", order_by="CorrectiveAction.id"
    )
    corrections: Mapped[list[Correction]] = relationship(back_populates="nonconformity", order_by="Correction.id")

    def __str__(self) -> str:
        return self.code if self.restricted else f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """Its number as printed, such as KPH-2026-014."""
        return f"KPH-{self.year}-{self.number:03d}"

    @property
    def analysis(self) -> CauseAnalysis | None:
        """The cause that holds now; after a reopening there is none until a new one is given."""
        last = self.analyses[-1] if self.analyses else None
        return last if last and last.round == self.reopened else None

    @property
    def owed_correction(self) -> Correction | None:
        """The correction somebody was asked for that ends first, of those still to be done."""
        owed = [one for one in self.corrections if not one.status.final]
        return min(owed, key=lambda one: one.due_at, default=None)

    @property
    def put_right_on(self) -> date | None:
        """The last day on which something of the case itself was put right."""
        days = [self.corrected_on, *(as_local(one.done_at).date() for one in self.corrections if one.done_at)]
        return max((day for day in days if day), default=None)

    @staticmethod
    def visible_to(person: Person) -> Select[Nonconformity]:
        """Those of one's own units, of the units one answers for, those one has a part in; for overseers all."""
        return select(Nonconformity).where(seen_by(person))

    @staticmethod
    def hidden_from(person: Person) -> Select[Any]:
        """The numbers of restricted ones whose acts the journal does not show to a person either."""
        return select(Nonconformity.id).where(Nonconformity.restricted, ~seen_by(person))

    def why_not_yet(self, move: Move) -> str | None:
        """Ending it waits for what is being put right; closing for every action, and one that proved effective."""
        if move.name in ("close", "dismiss") and self.owed_correction:
            return _("A correction is still to be done: %(what)s.", what=self.owed_correction.what)
        if move.name != "close":
            return None
        if open_ones := [action.code for action in self.actions if not action.status.final]:
            return _("Still open: %(actions)s.", actions=", ".join(open_ones))
        proved = any(action.state == "effective" and action.round == self.reopened for action in self.actions)
        return None if proved else _("No action of this round has proved effective yet.")


class CauseAnalysis(Base, AgencyOwned, Journaled):
    """Why it happened, from why to why; one for each time the nonconformity was opened. Never overwritten."""

    __tablename__ = "cause_analysis"
    __table_args__ = (UniqueConstraint("nonconformity_id", "round"),)
    journal_kind = "cause_analysis"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True)
    round: Mapped[int]
    whys: Mapped[list[Any]] = mapped_column(default=list)
    statement: Mapped[str] = mapped_column(Text)
    elsewhere: Mapped[str] = mapped_column(Text, default="")
    class_key: Mapped[str] = mapped_column(String(20), default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    given_on: Mapped[date] = mapped_column(Date)

    nonconformity: Mapped[Nonconformity] = relationship(back_populates="analyses")
    given_by: Mapped[Person] = relationship(lazy="joined")
    further: Mapped[list[CauseBranch]] = relationship(
        back_populates="analysis", order_by="CauseBranch.position", cascade="all, delete-orphan", lazy="joined"
    )

    def journal_root(self) -> Nonconformity:
        return self.nonconformity

    @property
    def branches(self) -> list[Branch]:
        """Every chain with its class and its cause: the main one first."""
        main = Branch(self.class_key, tuple(self.whys), self.statement, is_main=bool(self.further))
        return [main, *(Branch(one.class_key, tuple(one.whys), one.statement) for one in self.further)]

    @property
    def is_about_people_only(self) -> bool:
        """Whether a chain stops at somebody's character, which only causes given long ago still do."""
        return first_blaming(self.branches) is not None


class CauseBranch(Base, AgencyOwned, Journaled):
    """A further cause beside the main one: its class, its own chain of whys, and what stands at its end."""

    __tablename__ = "cause_branch"
    __table_args__ = (UniqueConstraint("analysis_id", "position"),)
    journal_kind = "cause_branch"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("cause_analysis.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int]
    class_key: Mapped[str] = mapped_column(String(20), default="")
    whys: Mapped[list[Any]] = mapped_column(default=list)
    statement: Mapped[str] = mapped_column(Text)

    analysis: Mapped[CauseAnalysis] = relationship(back_populates="further")

    def journal_root(self) -> Nonconformity:
        return self.analysis.nonconformity


class AgainstNonconformity:
    """What is done about a nonconformity by whoever holds a post: it climbs with it, and is as private as it is."""

    if TYPE_CHECKING:
        id: Mapped[int]
        code: Any
        what: Mapped[str]
        nonconformity_id: Mapped[int]
        nonconformity: Mapped[Nonconformity]
        owner_post: Mapped[Post]

    def __str__(self) -> str:
        return self.code if self.nonconformity.restricted else f"{self.code} {self.what}"

    def journal_over(self) -> Nonconformity:
        """Whose journal tells of it."""
        return self.nonconformity

    @property
    def unit_id(self) -> int:
        """The unit that has to act, the heir's once its post has ended: rights over it are those over this unit."""
        return duty_unit(self.owner_post, today())

    @property
    def level(self) -> int:
        """How high it has climbed: 0 the head of unit, 1 leadership."""
        return self.nonconformity.level

    @property
    def is_private(self) -> bool:
        """Whether the journal keeps what is said of it as a hash."""
        return self.nonconformity.restricted

    @classmethod
    def visible_to(cls, person: Person) -> Select[Any]:
        """Those whose nonconformity one may see."""
        return select(cls).join(cls.nonconformity).where(seen_by(person))

    @classmethod
    def hidden_from(cls, person: Person) -> Select[Any]:
        """The numbers of those whose acts the journal does not show to a person."""
        return select(cls.id).where(cls.nonconformity_id.in_(Nonconformity.hidden_from(person)))


def seen_by(person: Person) -> ColumnElement[bool]:
    """The condition under which a person sees a nonconformity.

    A restricted one is for the quality team, whoever answers for its unit, whoever opened it or acts on it, and for
    leadership once it has climbed there.
    """
    from iso_qms.improvement.action.actions import part_of

    conduct = units_with(person, "improvement.restricted")
    if conduct is None:
        return true()
    escalated = Nonconformity.level > 0 if person.may("improvement.lead") else false()
    return or_(
        Nonconformity.unit_id.in_(conduct | answered_units(person, today())),
        Nonconformity.opened_by_id == person.id,
        escalated,
        and_(Nonconformity.restricted.is_(False), _open_to(person)),
        part_of(person),
    )


def readers_among(people: Iterable[Person], one: Nonconformity) -> list[Person]:
    """Those of some people who may read it; nobody else is told of a restricted one."""
    if not one.restricted:
        return list(people)
    db.session.flush()
    mine = select(Nonconformity.id).where(Nonconformity.id == one.id)
    return [person for person in people if db.session.scalar(mine.where(seen_by(person)))]


def _open_to(person: Person) -> ColumnElement[bool]:
    answering = units_with(person, "improvement.analyse")
    if answering is None or person.may("improvement.oversee"):
        return true()
    return Nonconformity.unit_id.in_(answering | {one.post.unit_id for one in holdings_of(person, today())})
