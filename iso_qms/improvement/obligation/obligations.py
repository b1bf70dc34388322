"""Obligations: what the agency owes by law or by its own rule on a day, and each time it falls due."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base
from iso_qms.i18n import _, _l, language
from iso_qms.improvement.action.ladder import OBLIGATION, Steps
from iso_qms.improvement.action.ladder_rules import steps_for
from iso_qms.improvement.action.rung import Rung, next_moments
from iso_qms.improvement.obligation.obligation_flow import OBLIGATION_DUE
from iso_qms.improvement.obligation.obligation_rules import AFTER_EVENT, ROLLING, YEARLY, Reckoned, Rule, reckon
from iso_qms.journal import Journaled
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import duty_unit, owners_of
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.remembering import Remembered
from iso_qms.organisation.working_days import calendar_of
from iso_qms.workflow import Forbidden, Move

RULES = {
    YEARLY: _l("On a day of every year"),
    ROLLING: _l("So long after it was last done"),
    AFTER_EVENT: _l("So long after something happened"),
}


class Obligation(AgencyOwned, Base, Journaled, Remembered):
    """A duty with its source, the post that answers for it, and the rule by which it falls due."""

    __tablename__ = "obligation"
    journal_kind = "obligation"

    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(40), default="")
    """Which of the usual ones it was taken from, so that it is not offered twice."""
    title_vi: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(300))
    rule: Mapped[str] = mapped_column(String(20))
    month: Mapped[int] = mapped_column(default=12)
    day: Mapped[int] = mapped_column(default=31)
    amount: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(String(20), default="months")
    owner_post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    retired_on: Mapped[date | None] = mapped_column(Date)

    owner_post: Mapped[Post] = relationship(lazy="joined")
    dues: Mapped[list[ObligationDue]] = relationship(back_populates="obligation", order_by="ObligationDue.id.desc()")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called, in the language spoken now."""
        return self.title_en or self.title_vi if language() == "en" else self.title_vi

    @property
    def unit_id(self) -> int:
        """The unit of the post that answers for it."""
        return duty_unit(self.owner_post, today())

    @property
    def terms(self) -> Rule:
        """Its rule, as the arithmetic takes it."""
        return Rule(self.rule, self.month, self.day, self.amount, self.unit)

    @property
    def waiting(self) -> list[ObligationDue]:
        """Those of its times that are still to be done, the nearest first."""
        return sorted((one for one in self.dues if one.state == "waiting"), key=lambda one: one.due_on)

    @staticmethod
    def visible_to(person: Person) -> Select[Obligation]:
        """What an agency owes is no secret inside it."""
        return select(Obligation)


class ObligationDue(HasLifecycle, AgencyOwned, Base, Remembered):
    """One time that an obligation falls due: from where it is counted, until when, and the evidence."""

    __tablename__ = "obligation_due"
    __table_args__ = (
        UniqueConstraint("obligation_id", "start_on", "about"),
        Index("ix_obligation_due_open", "agency_id", "state", "due_on"),
    )
    remembered_fields = frozenset({"state", "due_on", "about"})
    workflow = OBLIGATION_DUE
    journal_kind = "obligation_due"
    level = 0
    is_private = False

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id", ondelete="RESTRICT"), index=True)
    start_on: Mapped[date] = mapped_column(Date)
    about: Mapped[str] = mapped_column(String(200), default="")
    """What happened on that day, where an event began it."""
    first_due_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None] = mapped_column(Date)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))

    obligation: Mapped[Obligation] = relationship(back_populates="dues", lazy="joined")
    done_by: Mapped[Person | None] = relationship()
    follow_ups: Mapped[list[ObligationFollowUp]] = relationship(
        back_populates="due", order_by="ObligationFollowUp.due_on, ObligationFollowUp.id"
    )

    def __str__(self) -> str:
        return f"{self.obligation.title} ({self.about or self.due_on.strftime('%d/%m/%Y')})"

    def journal_over(self) -> Obligation:
        return self.obligation

    @property
    def unit_id(self) -> int:
        """The unit that has to act."""
        return self.obligation.unit_id

    @property
    def owner_post(self) -> Post:
        """The post that answers for it."""
        return self.obligation.owner_post

    @property
    def owners(self) -> list[Person]:
        """Who acts for that post today."""
        return owners_of(self.owner_post, today())

    @property
    def reckoned(self) -> Reckoned:
        """When it is due by its rule, and why on that day."""
        return reckon(self.obligation.terms, self.start_on, calendar=calendar_of(self.agency_id))

    def steps(self, duty: str) -> Steps:
        """The ladder that holds for obligations."""
        return steps_for(OBLIGATION, "", agency_id=self.agency_id)

    def day_of(self, duty: str) -> date:
        """The day on which it is due."""
        return self.due_on

    def add_follow_up(self, **values: Any) -> None:
        """One more rung."""
        self.follow_ups.append(ObligationFollowUp(agency_id=self.agency_id, told_to=[], **values))

    @staticmethod
    def visible_to(person: Person) -> Select[ObligationDue]:
        """What an agency owes is no secret inside it."""
        return select(ObligationDue)

    def _demand_right(self, move: Move, by: Person) -> None:
        super()._demand_right(move, by)
        if move.name == "fulfil" and not by.is_clock and by.id not in {person.id for person in self.owners}:
            raise Forbidden(_("This belongs to the post %(post)s. Whoever holds it can.", post=self.owner_post))


class ObligationFollowUp(Rung, Base, AgencyOwned):
    """One rung of the ladder of an obligation."""

    __tablename__ = "obligation_follow_up"
    __table_args__ = (
        UniqueConstraint("due_id", "duty", "series", "offset"),
        next_moments("obligation_follow_up", "due_id"),
    )
    key = "obligation-follow-up"

    due_id: Mapped[int] = mapped_column(ForeignKey("obligation_due.id", ondelete="RESTRICT"), index=True)
    due: Mapped[ObligationDue] = relationship(back_populates="follow_ups")
