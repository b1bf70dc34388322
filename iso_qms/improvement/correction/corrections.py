"""Corrections: what is to be put right at once, by which post, within so many hours of an open office."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import as_local, now, today
from iso_qms.db import Base
from iso_qms.i18n import _
from iso_qms.improvement.action.ladder import CORRECT, Steps
from iso_qms.improvement.action.ladder_rules import steps_for
from iso_qms.improvement.action.rung import Rung, next_moments
from iso_qms.improvement.correction.correction_flow import CORRECTION
from iso_qms.improvement.models import AgainstNonconformity, Nonconformity
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_posts, owned_posts, owners_of
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.working_days import calendar_of
from iso_qms.workflow import Forbidden, Move
from iso_qms.worktime import Calendar, Due, Term, Unit, due


class Correction(AgainstNonconformity, HasLifecycle, AgencyOwned, Base):
    """What somebody was asked to put right at once. The cause is another matter, and another action cures it."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_due", "agency_id", "state", "due_at"),)
    workflow = CORRECTION
    journal_kind = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    owner_post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    hours: Mapped[int]
    """Working hours of the owner's office, from the moment it was asked for."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    asked_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(Text, default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    done_at: Mapped[datetime | None]

    nonconformity: Mapped[Nonconformity] = relationship(back_populates="corrections", lazy="joined")
    owner_post: Mapped[Post] = relationship(lazy="joined")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    follow_ups: Mapped[list[CorrectionFollowUp]] = relationship(
        back_populates="correction", order_by="CorrectionFollowUp.due_on, CorrectionFollowUp.id"
    )

    @property
    def code(self) -> str:
        """The number of its nonconformity: a correction bears none of its own."""
        return self.nonconformity.code

    @property
    def due_on(self) -> date:
        """The day on which its term ends."""
        return as_local(self.due_at).date()

    @property
    def is_late(self) -> bool:
        """Whether the term has ended without it, or had ended when it was done."""
        return self.state != "called_off" and (self.done_at or now()) > self.due_at

    @property
    def owners(self) -> list[Person]:
        """Who acts for its post today."""
        return owners_of(self.owner_post, today())

    @property
    def calendar(self) -> Calendar:
        """The open hours of the office that was asked; they stay when its post ends."""
        return calendar_of(self.agency_id, unit=self.owner_post.unit_id)

    @property
    def reckoned(self) -> Due:
        """When its term ends, and why then; raises UnknownYear."""
        calendar = self.calendar
        return due(as_local(self.asked_at), term=Term(Fraction(self.hours), Unit.WORKING_HOUR), calendar=calendar)

    def steps(self, duty: str) -> Steps:
        """The ladder that holds for corrections of its grade."""
        return steps_for(CORRECT, self.nonconformity.grade, agency_id=self.agency_id)

    def day_of(self, duty: str) -> date:
        """The day on which it is due."""
        return self.due_on

    def add_follow_up(self, **values: Any) -> None:
        """One more rung."""
        self.follow_ups.append(CorrectionFollowUp(agency_id=self.agency_id, told_to=[], **values))

    def _demand_right(self, move: Move, by: Person) -> None:
        if move.name == "call_off":
            if not by.may("improvement.analyse", self.nonconformity):
                unit = self.nonconformity.unit.name
                raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=unit))
            return
        super()._demand_right(move, by)
        if by.id not in {person.id for person in self.owners}:
            raise Forbidden(_("This belongs to the post %(post)s. Whoever holds it can.", post=self.owner_post))


class CorrectionFollowUp(Rung, Base, AgencyOwned):
    """One rung of the ladder of a correction."""

    __tablename__ = "correction_follow_up"
    __table_args__ = (
        UniqueConstraint("correction_id", "duty", "series", "offset"),
        next_moments("correction_follow_up", "correction_id"),
    )
    key = "correction-follow-up"

    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id", ondelete="RESTRICT"), index=True)
    correction: Mapped[Correction] = relationship(back_populates="follow_ups")


def asked_of(person: Person) -> ColumnElement[bool]:
    """The open corrections that a person's posts owe."""
    posts = owned_posts(person, today())
    return and_(Correction.state == "asked", Correction.owner_post_id.in_(posts))


def corrected_by(person: Person) -> Select[Any]:
    """The numbers of nonconformities in which a post of theirs, or of a unit they answer for, was asked to correct."""
    day = today()
    posts = owned_posts(person, day)
    mine = or_(Correction.owner_post_id.in_(posts), Correction.owner_post_id.in_(answered_posts(person, day)))
    return select(Correction.nonconformity_id).where(mine)
