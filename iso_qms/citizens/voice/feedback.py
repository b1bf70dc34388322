"""Feedback of citizens (ISO 9001:2015, 8.2.1 and 9.1.2; Decree 20/2008/NĐ-CP): what is kept of it, and who sees it.

What somebody wrote is for the quality team until it is sorted, then for the unit that answers; what tells of the
conduct of a person stays with the quality team and whoever answers for that unit. The words, the dossier and how to
reach the citizen never go into the journal, which can forget nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
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
    and_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.citizens.flow import FEEDBACK
from iso_qms.citizens.voice.box_openings import BoxOpening
from iso_qms.clock import today
from iso_qms.db import Base
from iso_qms.documents.models import Document
from iso_qms.i18n import _l
from iso_qms.improvement.action import (  # noqa: F401  (a nonconformity is mapped together with them)
    actions,
)
from iso_qms.improvement.correction import (  # noqa: F401
    corrections,
)
from iso_qms.improvement.models import Nonconformity
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit

CHANNELS = {
    "hotline": _l("Hotline"),
    "box": _l("Suggestion box"),
    "counter": _l("At the counter"),
    "letter": _l("Letter"),
    "mail": _l("E-mail"),
    "form": _l("Form on the pages for citizens"),
}

LEAVING = {
    "legal_complaint": _l("A legal complaint (khiếu nại)"),
    "denunciation": _l("A denunciation (tố cáo)"),
    "other_body": _l("Feedback, but of another body"),
}
"""Why something is passed on; of the first two only that, and the day, is kept."""

HARD_STOP = ("legal_complaint", "denunciation")

UNSORTED, ENDED = "received", ("closed", "passed_on")


class Feedback(HasLifecycle, AgencyOwned, Base, Remembered):
    """What somebody told the agency: through which channel, who answers it until when, what became of it."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        Index("ix_feedback_list", "agency_id", "state", "unit_id"),
    )
    workflow = FEEDBACK
    journal_kind = "complaint"
    """The kind under which improvement knows where a nonconformity comes from."""
    journal_ignored = frozenset(
        {"text", "contact", "dossier_code", "about_unit_id", "document_id", "ticket_hash", "answer", "reminded_on",
         "late_told_on"}
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    received_on: Mapped[date] = mapped_column(Date)
    about_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    """The unit it tells of; `unit_id` is the one that has to answer."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    dossier_code: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(200), default="")
    is_conduct: Mapped[bool] = mapped_column(default=False)
    ticket_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the code by which whoever sent it reads what became of it; what staff wrote down has one that nobody knows."""
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("box_opening.id", ondelete="RESTRICT"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """None: the citizen did."""
    sort_by: Mapped[date | None] = mapped_column(Date)
    """The last day to pass on what is not ours (Decree 20/2008/NĐ-CP); None in a year without a calendar."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    answer_by: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    answered_on: Mapped[date | None] = mapped_column(Date)
    leaving: Mapped[str] = mapped_column(String(20), default="")
    passed_to: Mapped[str] = mapped_column(String(200), default="")
    is_founded: Mapped[bool | None]
    nonconformity_id: Mapped[int | None] = mapped_column(
        ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True
    )
    ended_on: Mapped[date | None] = mapped_column(Date)
    promised_days: Mapped[int] = mapped_column(default=30)
    """After how many days the rule of the day it came in promised to forget how to reach them."""
    contact_ends_on: Mapped[date | None] = mapped_column(Date)
    words_end_on: Mapped[date | None] = mapped_column(Date)
    """Set with the end: what is forgotten on these days."""
    emptied_at: Mapped[datetime | None]
    """When what was said of a person was taken out."""
    reminded_on: Mapped[date | None] = mapped_column(Date)
    late_told_on: Mapped[date | None] = mapped_column(Date)

    about_unit: Mapped[Unit | None] = relationship(foreign_keys=[about_unit_id])
    document: Mapped[Document | None] = relationship()
    opening: Mapped[BoxOpening | None] = relationship()
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    nonconformity: Mapped[Nonconformity | None] = relationship()

    def __str__(self) -> str:
        return f"PA-{self.year}-{self.number:03d}"

    @property
    def channel_label(self) -> Any:
        """The channel in words."""
        return CHANNELS[self.channel]

    @property
    def due_on(self) -> date | None:
        """The day by which somebody has to act: sort it, or answer it."""
        return {"received": self.sort_by, "assigned": self.answer_by}.get(self.state)

    @property
    def answerers(self) -> Iterable[Person]:
        """Who wrote the answer: somebody else closes it."""
        return [self.answered_by] if self.answered_by else []

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """The quality team sees all, a unit what it has to answer, few what tells of a person's conduct."""
        return select(Feedback).where(seen_by(person))

    @staticmethod
    def hidden_from(person: Person) -> Select[Any]:
        """The numbers of those whose acts the journal does not show to a person either."""
        return select(Feedback.id).where(Feedback.is_conduct, ~seen_by(person))


def seen_by(person: Person) -> ColumnElement[bool]:
    """The condition under which a person sees feedback; nobody outside the quality team before it is sorted."""
    if person.may("citizens.sort"):
        return true()
    units = units_with(person, "citizens.feedback")
    open_to = true() if units is None else Feedback.unit_id.in_(units)
    theirs = Feedback.unit_id.in_(answered_units(person, today()))
    sorted_here = Feedback.state.in_(("assigned", "answered", "closed"))
    return and_(sorted_here, or_(theirs, and_(Feedback.is_conduct.is_(False), open_to)))
