"""Issue decisions: one administrative act that puts a set of revisions in force on one date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Select, String, Table, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.flow import ISSUE_DECISION
from iso_qms.documents.models import Revision
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person, Post

decision_revision = Table(
    "issue_decision_revision",
    Base.metadata,
    Column("decision_id", ForeignKey("issue_decision.id", ondelete="RESTRICT"), primary_key=True),
    Column("revision_id", ForeignKey("revision.id", ondelete="RESTRICT"), primary_key=True),
)


class IssueDecision(HasLifecycle, AgencyOwned, Base):
    """A decision with number and date, such as 493/QĐ-UBND, and the revisions it puts in force."""

    __tablename__ = "issue_decision"
    __table_args__ = (UniqueConstraint("agency_id", "number", "decided_on"),)
    workflow = ISSUE_DECISION
    journal_kind = "issue_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date] = mapped_column(Date)
    effective_on: Mapped[date] = mapped_column(Date)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    signer_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"))
    issued_at: Mapped[datetime | None]
    signer_name: Mapped[str] = mapped_column(String(200), default="")
    signer_post: Mapped[str] = mapped_column(String(200), default="")
    signer_capacity: Mapped[str] = mapped_column(String(10), default="")

    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    signing_post: Mapped[Post | None] = relationship(foreign_keys=[signer_post_id])
    revisions: Mapped[list[Revision]] = relationship(secondary=decision_revision)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def preparers(self) -> list[Person]:
        """Those who must not issue it themselves."""
        return [self.prepared_by]

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Issued ones everybody; those in preparation whoever may write or oversee documents."""
        query = select(IssueDecision)
        if person.may("documents.oversee") or person.may("documents.write") or person.may("documents.approve"):
            return query
        return query.where(IssueDecision.state == "issued")
