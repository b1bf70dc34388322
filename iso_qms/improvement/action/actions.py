"""Corrective actions, the wish for more time, and the follow-ups that time brings (ISO 9001:2015, 10.2.1 c to f)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base, db, kept
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.ladder import VERIFY, Steps
from iso_qms.improvement.action.ladder_rules import steps_for
from iso_qms.improvement.action.rung import Rung, next_moments
from iso_qms.improvement.correction.corrections import corrected_by
from iso_qms.improvement.effect.measures import EffectMeasure
from iso_qms.improvement.flow import ACTION, EXTENSION
from iso_qms.improvement.models import AgainstNonconformity, CauseAnalysis, Nonconformity, seen_by
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_posts, heads_for, owned_posts, owners_of
from iso_qms.organisation.people import Holding, Person, Post
from iso_qms.organisation.rights import people_with
from iso_qms.workflow import Forbidden, Move

FOUR_EYES["planners"] = _l("You planned this action, so somebody else must judge it. The quality team can.")
FOUR_EYES["action_owners"] = _l(
    "This action belongs to your post, so somebody else must judge it. The quality team can."
)
FOUR_EYES["performers"] = _l("You carried this out, so somebody else must verify it. The quality team can.")
FOUR_EYES["extension_askers"] = _l("You asked for more time yourself, so whoever stands above you decides.")

OPEN = ("planned", "returned", "accepted", "carried_out")


class CorrectiveAction(AgainstNonconformity, HasLifecycle, AgencyOwned, Base):
    """What is done against a cause: by which post, until when, and how one will know that it works."""

    __tablename__ = "corrective_action"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        Index("ix_corrective_action_due", "agency_id", "state", "due_on"),
    )
    workflow = ACTION
    journal_kind = "corrective_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True)
    round: Mapped[int] = mapped_column(default=0)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_action.id", ondelete="RESTRICT"))
    what: Mapped[str] = mapped_column(String(300))
    how: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[str] = mapped_column(Text)
    owner_post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    planned_on: Mapped[date] = mapped_column(Date)
    first_due_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    verify_on: Mapped[date] = mapped_column(Date)
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    result: Mapped[str] = mapped_column(Text, default="")
    performed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    performed_on: Mapped[date | None] = mapped_column(Date)
    assessment: Mapped[str] = mapped_column(Text, default="")
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    verified_on: Mapped[date | None] = mapped_column(Date)

    nonconformity: Mapped[Nonconformity] = relationship(back_populates="actions", lazy="joined")
    follows: Mapped[CorrectiveAction | None] = relationship(remote_side=[id])
    owner_post: Mapped[Post] = relationship(lazy="joined")
    planned_by: Mapped[Person] = relationship(foreign_keys=[planned_by_id])
    verifier: Mapped[Person | None] = relationship(foreign_keys=[verifier_id])
    performed_by: Mapped[Person | None] = relationship(foreign_keys=[performed_by_id])
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id])
    extensions: Mapped[list[Extension]] = relationship(back_populates="action", order_by="Extension.id")
    measure: Mapped[EffectMeasure | None] = relationship(back_populates="action", lazy="joined")
    follow_ups: Mapped[list[FollowUp]] = relationship(back_populates="action", order_by="FollowUp.due_on, FollowUp.id")

    @property
    def code(self) -> str:
        """Its number as printed, such as HĐ-2026-014."""
        return f"HĐ-{self.year}-{self.number:03d}"

    def steps(self, duty: str) -> Steps:
        """The ladder that holds for one of its duties."""
        return steps_for(duty, self.nonconformity.grade, agency_id=self.agency_id)

    def day_of(self, duty: str) -> date:
        """The day on which one of its duties is due."""
        return self.verify_on if duty == VERIFY else self.due_on

    def add_follow_up(self, **values: Any) -> None:
        """One more rung."""
        self.follow_ups.append(FollowUp(agency_id=self.agency_id, told_to=[], **values))

    @property
    def analysis(self) -> CauseAnalysis | None:
        """The cause it is done against: that of its own round."""
        return next((one for one in self.nonconformity.analyses if one.round == self.round), None)

    @property
    def planners(self) -> list[Person]:
        """Whoever planned it."""
        return [self.planned_by]

    @property
    def performers(self) -> list[Person]:
        """Whoever reported it carried out."""
        return [self.performed_by] if self.performed_by else []

    @property
    def owners(self) -> list[Person]:
        """Who holds its post today, deputies after the holder; whoever answers for its unit once the post has ended."""
        day = today()
        if self.owner_post.has_ended(day):
            return owners_of(self.owner_post, day)
        return [one.person for one in self._holdings() if one.is_valid_on(day) and not one.person.is_locked]

    @property
    def action_owners(self) -> list[Person]:
        """Who acts for its post today, and everybody who held it since it was planned: none of them may judge it."""
        return [*self.owners, *(one.person for one in self._holdings() if one.person not in self.owners)]

    @property
    def hands_since(self) -> date:
        """Whoever deputised for somebody since it was planned shares a hand with them."""
        return self.planned_on

    def _holdings(self) -> list[Holding]:
        # Read once per unit of work: every button of the page asks for them.
        if self.id not in kept("action_holdings"):
            read_holders([self])
        found: list[Holding] = kept("action_holdings")[self.id]
        return found

    @property
    def asked_extension(self) -> Extension | None:
        """The wish for more time that waits for a decision."""
        return next((one for one in self.extensions if one.state == "asked"), None)

    def why_not_yet(self, move: Move) -> str | None:
        """Whether it works can be told only after some time; the planned day is a hint, so it blocks nothing."""
        if move.name == "replan" and self.nonconformity.status.final:
            return _("The nonconformity is closed.")
        if move.name == "redo" and self.measure and self.measure.measured_on:
            return _("Its effect is measured already: that result is confirmed, or what did not work has climbed.")
        waits = self.measure is not None and self.measure.measured_on is None
        if self.measure and ((move.name == "verify" and not self.measure.reached) or (move.name == "reject" and waits)):
            return _("Its effect is measured by the system on %(day)s.", day=f"{self.verify_on:%d/%m/%Y}")
        return None

    def _demand_right(self, move: Move, by: Person) -> None:
        super()._demand_right(move, by)
        if by.is_clock:
            return
        if move.name == "carry_out" and by.id not in {person.id for person in self.owners}:
            raise Forbidden(_("This belongs to the post %(post)s. Whoever holds it can.", post=self.owner_post))
        if move.name == "accept" and self.level and not by.may("improvement.lead"):
            raise Forbidden(_("It was reopened one level higher, so leadership accepts the plan."))
        if move.name == "replan" and not by.may("improvement.plan", self.nonconformity):
            raise Forbidden(_("The head of %(unit)s or the quality team plans here.", unit=self.nonconformity.unit))


class Extension(HasLifecycle, AgencyOwned, Base):
    """A wish for more time: until when and why, and what was decided above. All of them are kept."""

    __tablename__ = "extension"
    workflow = EXTENSION
    journal_kind = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id", ondelete="RESTRICT"), index=True)
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    asked_on: Mapped[date] = mapped_column(Date)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")

    action: Mapped[CorrectiveAction] = relationship(back_populates="extensions", lazy="joined")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    def __str__(self) -> str:
        return f"{self.action.code} → {self.to_day:%d/%m/%Y}"

    def journal_over(self) -> CorrectiveAction:
        return self.action

    @property
    def unit_id(self) -> int:
        """The unit whose head decides."""
        return self.action.unit_id

    @property
    def extension_askers(self) -> list[Person]:
        """Whoever asked."""
        return [self.asked_by]

    @property
    def action_owners(self) -> list[Person]:
        """Whoever the action belongs to."""
        return self.action.owners

    @property
    def needs_leadership(self) -> bool:
        """Whether the head is not high enough: the head's own action, or a reopened one."""
        return self.action.owner_post.is_head or self.action.level > 0

    def deciders(self, day: date) -> list[Person]:
        """Who decides: the head of the owner's unit, or leadership above the head; never the asker."""
        barred = {self.asked_by_id, *(person.id for person in self.action_owners)}
        head = [] if self.needs_leadership else heads_for(self.unit_id, day)[:1]
        # A head who stands in for the owner is no one above: else nobody would hear of the wish.
        return [one for one in head if one.id not in barred] or [
            one for one in people_with("improvement.lead", day=day) if one.id not in barred
        ]

    @staticmethod
    def visible_to(person: Person) -> Select[Extension]:
        """Those of the actions one may see."""
        query = select(Extension).join(Extension.action).join(CorrectiveAction.nonconformity)
        return query.where(seen_by(person))

    def _demand_right(self, move: Move, by: Person) -> None:
        super()._demand_right(move, by)
        if self.needs_leadership and not by.is_clock and not by.may("improvement.lead"):
            raise Forbidden(_("Leadership decides this one: it stands above the head of unit."))


class FollowUp(Rung, Base, AgencyOwned):
    """One rung of an action's ladder."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("action_id", "duty", "series", "offset"),
        next_moments("follow_up", "action_id"),
    )
    key = "follow-up"

    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id", ondelete="RESTRICT"), index=True)
    action: Mapped[CorrectiveAction] = relationship(back_populates="follow_ups")


def read_holders(actions: Sequence[CorrectiveAction]) -> None:
    """Read at once who held the posts of several actions, so that asking each of them asks the database no more."""
    if not actions:
        return
    query = select(Holding).where(Holding.post_id.in_({one.owner_post_id for one in actions}))
    held = db.session.scalars(query.order_by(Holding.kind.desc(), Holding.id)).all()
    for action in actions:
        kept("action_holdings")[action.id] = [
            one
            for one in held
            if one.post_id == action.owner_post_id and (one.valid_to is None or one.valid_to > action.planned_on)
        ]


def overdue_at_units() -> Any:
    """The actions that are not carried out and overdue, at the unit that has to act; none of a restricted matter."""
    query = select(Post.unit_id, CorrectiveAction.due_on.label("day")).select_from(CorrectiveAction)
    query = query.join(Post, Post.id == CorrectiveAction.owner_post_id)
    query = query.join(Nonconformity, Nonconformity.id == CorrectiveAction.nonconformity_id)
    late = CorrectiveAction.state.in_(("planned", "returned", "accepted")), CorrectiveAction.due_on < today()
    return query.where(*late, ~Nonconformity.restricted)


def part_of(person: Person) -> ColumnElement[bool]:
    """Nonconformities in which a person has a part.

    An action or a correction of their post or of a unit they answer for, one they planned or are to verify, or an
    extension that leadership decides.
    """
    day = today()
    mine = or_(
        CorrectiveAction.owner_post_id.in_(owned_posts(person, day)),
        CorrectiveAction.owner_post_id.in_(answered_posts(person, day)),
        CorrectiveAction.verifier_id == person.id,
        CorrectiveAction.planned_by_id == person.id,
    )
    own = or_(
        Nonconformity.id.in_(select(CorrectiveAction.nonconformity_id).where(mine)),
        Nonconformity.id.in_(corrected_by(person)),
    )
    if not person.may("improvement.lead"):
        return own
    asked = (
        select(CorrectiveAction.nonconformity_id)
        .join(Extension, Extension.action_id == CorrectiveAction.id)
        .join(Post, Post.id == CorrectiveAction.owner_post_id)
        .where(Extension.state == "asked", Post.is_head)
    )
    return or_(own, Nonconformity.id.in_(asked))
