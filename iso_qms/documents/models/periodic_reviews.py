"""Periodic reviews: whether a document still suits, asked again after an interval; and the agency's intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db
from iso_qms.documents.models.documents import KINDS, Document, Revision
from iso_qms.documents.review.interval import Interval
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.registry import registry

OUTCOMES = {
    "suits": _l("It still suits"),
    "correction": _l("A small correction"),
    "change": _l("It must change: a change request is opened"),
    "withdraw": _l("It should be withdrawn: leadership is asked"),
}
"""What may come out of a review. One that a new issue or a withdrawal made needless is `overtaken`."""
OVERTAKEN = "overtaken"

USUAL_MONTHS = 24
USUAL_FLOOR = 6
"""Months between two reviews, and the fewest they are shortened to, until an agency sets its own (7.5.2, 7.5.3)."""


class PeriodicReview(Base, AgencyOwned, Journaled):
    """One look at whether a revision still suits: asked for when its day comes near, or done ahead of it."""

    __tablename__ = "periodic_review"
    __table_args__ = (Index("ix_periodic_review_open", "agency_id", "done_on", "due_on"),)
    journal_kind = "periodic_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    asked_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    formula: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The formula of the day: the usual months, the floor, and what had happened."""
    since: Mapped[date] = mapped_column(Date)
    """The day the interval was counted from: the last review, or the effective day."""
    outcome: Mapped[str] = mapped_column(String(20), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None] = mapped_column(Date)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200), default="")
    post_title: Mapped[str] = mapped_column(String(200), default="")
    change_request_id: Mapped[int | None] = mapped_column(ForeignKey("change_request.id", ondelete="RESTRICT"))

    document: Mapped[Document] = relationship()
    revision: Mapped[Revision] = relationship()

    def __str__(self) -> str:
        return f"{self.document.code} · {self.due_on:%d/%m/%Y}"

    @property
    def interval(self) -> Interval:
        """The formula of its day."""
        return Interval.of_kept(self.formula)

    @property
    def outcome_label(self) -> str:
        """What came out of it, in words; empty while it is open."""
        return (
            _("Overtaken by a new issue or a withdrawal")
            if self.outcome == OVERTAKEN
            else str(OUTCOMES.get(self.outcome, ""))
        )

    @property
    def unit_id(self) -> int:
        """The unit that answers for the document; rights over units follow it."""
        return self.document.unit_id

    def journal_over(self) -> Document:
        return self.document

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may see the document may see how it was reviewed."""
        documents = Document.visible_to(person).with_only_columns(Document.id)
        return select(PeriodicReview).where(PeriodicReview.document_id.in_(documents))


class ReviewRules(Base, AgencyOwned, Journaled, Remembered):
    """How many months an agency lets pass between two reviews of a kind of document, what shortens them, the fewest."""

    __tablename__ = "review_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "review_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    months: Mapped[dict[str, Any]] = mapped_column(default=dict)
    floor: Mapped[int] = mapped_column(default=USUAL_FLOOR)
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By kind of evidence, the months each piece takes off; a kind that is missing takes off what its room proposes."""


@dataclass(frozen=True)
class Intervals:
    """The months that hold in an agency: by kind of document, off for each piece of evidence of a kind, the floor."""

    months: Mapping[str, int]
    evidence: Mapping[str, int]
    floor: int = USUAL_FLOOR


def intervals_of(agency_id: int) -> Intervals:
    """The agency's intervals, the usual ones until it sets its own."""
    return remembered("review_rules", partial(_read, agency_id), agency_id=agency_id)


def rules_row(agency_id: int) -> ReviewRules | None:
    """The row an agency has set, if it has."""
    return db.session.scalars(select(ReviewRules).where(ReviewRules.agency_id == agency_id)).first()


def _read(agency_id: int) -> Intervals:
    row = rules_row(agency_id)
    own = row.months if row else {}
    months = {kind: int(own.get(kind, USUAL_MONTHS)) for kind in KINDS}
    own = row.evidence if row else {}
    evidence = {name: int(own.get(name, one.months)) for name, one in registry.review_evidence.items()}
    return Intervals(MappingProxyType(months), MappingProxyType(evidence), row.floor if row else USUAL_FLOOR)
