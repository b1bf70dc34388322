"""Which procedures an agency shows to citizens, and what of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db
from iso_qms.documents.models import Document
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered

PARTS: Mapping[str, Any] = {
    "papers": _l("Required papers"),
    "time_limit": _l("Time limits"),
    "fees": _l("Fees"),
    "result": _l("Result"),
    "applicants": _l("Who may apply"),
    "authority": _l("Competent authority"),
    "cooperating": _l("Co-operating bodies"),
    "conditions": _l("Conditions"),
    "forms_list": _l("Forms for applicants"),
    "legal_basis": _l("Legal basis"),
    "steps": _l("Steps"),
    "responsible": _l("Who is responsible for each step"),
}
"""What of a procedure may stand on its page, in the order of the page."""

BOUNDS = {"contact_days": (1, 365), "conduct_months": (1, 120)}
"""The least and the most an agency may choose; no decree sets a term, and a promise without an end is none."""

INTERNAL = ("cooperating", "steps", "responsible")
"""What concerns the office rather than who applies: shown only where an agency chooses so."""

USUAL = tuple(name for name in PARTS if name not in INTERNAL)


class CitizenPage(Base, AgencyOwned, Journaled):
    """That a document is shown to citizens, since when and by whose act; a page taken off keeps its row."""

    __tablename__ = "citizen_page"
    journal_kind = "citizen_page"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), unique=True)
    published_on: Mapped[date]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    taken_off_on: Mapped[date | None]

    document: Mapped[Document] = relationship()
    published_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return str(self.document)

    @property
    def is_open(self) -> bool:
        """Whether citizens see it."""
        return self.taken_off_on is None

    def journal_over(self) -> Document:
        return self.document

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """What is public is nobody's secret, and neither is what was."""
        return select(CitizenPage)


class CitizenRules(Base, AgencyOwned, Journaled, Remembered):
    """What an agency shows of its procedures, and where one hands in."""

    __tablename__ = "citizen_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "citizen_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    where_to_file: Mapped[str] = mapped_column(Text, default="")
    telephone: Mapped[str] = mapped_column(String(100), default="")
    takes_feedback: Mapped[bool] = mapped_column(default=False)
    contact_days: Mapped[int] = mapped_column(default=30)
    conduct_months: Mapped[int] = mapped_column(default=24)

    def __str__(self) -> str:
        return "citizen_rules"


@dataclass(frozen=True)
class Shown:
    """What holds in an agency: the parts shown, where to hand in, whom to ring."""

    parts: tuple[str, ...] = USUAL
    where_to_file: str = ""
    telephone: str = ""
    takes_feedback: bool = False
    """Whether citizens may send feedback from the pages."""
    contact_days: int = 30
    """How to reach whoever sent feedback is forgotten so many days after it ended: the answer has arrived by then."""
    conduct_months: int = 24
    """What was said of a person is taken out so many months after it ended, as the names in findings are."""


def rules_row() -> CitizenRules | None:
    """The row the agency has set, if it has."""
    return db.session.scalars(select(CitizenRules)).first()


def shown_here() -> Shown:
    """What the agency chosen shows, the usual parts until it sets its own."""
    return remembered("citizen_rules", _read)


def _read() -> Shown:
    row = rules_row()
    if row is None:
        return Shown()
    parts = tuple(name for name in PARTS if row.parts.get(name))
    terms = row.contact_days, row.conduct_months
    return Shown(parts, row.where_to_file, row.telephone, row.takes_feedback, *terms)
