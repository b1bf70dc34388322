"""The agency's risks and opportunities, each with an owner and a review day (ISO 9001:2015, 6.1 and 10.2.1 e)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base, db
from iso_qms.i18n import _l
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import duty_unit, owners_of
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.remembering import Remembered

KINDS = {"risk": _l("Risk"), "opportunity": _l("Opportunity")}
LEVELS = {1: _l("Low"), 2: _l("Middle"), 3: _l("High")}
"""How likely it is, and how much it would weigh."""


class Risk(Base, AgencyOwned, Journaled, Remembered):
    """What could happen, how likely and how heavy it is, what is done about it, and when it is looked at again."""

    __tablename__ = "risk"
    journal_kind = "risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    consequence: Mapped[str] = mapped_column(Text, default="")
    response: Mapped[str] = mapped_column(Text)
    """What is done about it, or why it is borne."""
    likelihood: Mapped[int]
    impact: Mapped[int]
    owner_post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    noted_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date] = mapped_column(Date)
    reviewed_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)

    owner_post: Mapped[Post] = relationship(lazy="joined")

    def __str__(self) -> str:
        return self.title

    @property
    def unit_id(self) -> int:
        """The unit of the post that answers for it."""
        return duty_unit(self.owner_post, today())

    @property
    def weight(self) -> int:
        """How likely times how heavy: from 1 to 9, to put the list in order."""
        return self.likelihood * self.impact

    @property
    def owners(self) -> list[Person]:
        """Who acts for that post today."""
        return owners_of(self.owner_post, today())

    @staticmethod
    def visible_to(person: Person) -> Select[Risk]:
        """What could happen to an agency is no secret inside it."""
        return select(Risk)


class RiskLink(Base, AgencyOwned, Journaled):
    """A nonconformity that bears on a risk: it happened, or showed that it was weighed wrongly."""

    __tablename__ = "risk_link"
    __table_args__ = (UniqueConstraint("risk_id", "nonconformity_id"),)
    journal_kind = "risk_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id", ondelete="RESTRICT"))
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True)
    why: Mapped[str] = mapped_column(Text)
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    linked_on: Mapped[date] = mapped_column(Date)

    risk: Mapped[Risk] = relationship(lazy="joined")
    nonconformity: Mapped[Nonconformity] = relationship(lazy="joined")
    linked_by: Mapped[Person] = relationship(lazy="joined")

    def __str__(self) -> str:
        return str(self.risk)

    def journal_over(self) -> Nonconformity:
        return self.nonconformity


def risks_of(one: Nonconformity) -> list[RiskLink]:
    """The risks a nonconformity bears on."""
    query = select(RiskLink).where(RiskLink.nonconformity_id == one.id).order_by(RiskLink.id)
    return list(db.session.scalars(query).unique())


def cases_of(risk: Risk, person: Person) -> list[RiskLink]:
    """The nonconformities that bear on a risk, as far as a person may see them."""
    query = select(RiskLink).join(RiskLink.nonconformity).where(RiskLink.risk_id == risk.id, seen_by(person))
    return list(db.session.scalars(query.order_by(RiskLink.id)).unique())


def live_risks() -> list[Risk]:
    """Those that have not ended, the heaviest first."""
    query = select(Risk).where(Risk.ended_on.is_(None))
    found = db.session.scalars(query.order_by(Risk.review_on, Risk.id)).unique()
    return sorted(found, key=lambda one: -one.weight)
