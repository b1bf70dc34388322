"""Postings: where a document is hung up or put on a website, by which unit, and in which issue."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db
from iso_qms.documents.models.documents import Document, Revision
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.organisation.units import Unit

MEDIA = {"board": _l("Notice board"), "counter": _l("Poster at the counter"), "website": _l("Website")}
USUAL_DAYS = 3
"""Working days to post the new issue or take the old one down, until an agency sets its own."""


class Posting(Base, AgencyOwned, Journaled):
    """One place where a document is posted, and the issue that was last put there."""

    __tablename__ = "posting"
    __table_args__ = (Index("ix_posting_list", "agency_id", "ended_on", "document_id"),)
    journal_kind = "posting"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    medium: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(500))
    """Where it hangs, or the address of the page."""
    cites: Mapped[str] = mapped_column(Text, default="")
    """Which legal texts a posting with words of its own names; empty where it is the document itself."""
    posted_on: Mapped[date]
    posted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    ended_on: Mapped[date | None]

    document: Mapped[Document] = relationship()
    revision: Mapped[Revision] = relationship()
    unit: Mapped[Unit] = relationship(lazy="joined")
    posted_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return f"{MEDIA[self.medium]}: {self.place}"

    def journal_over(self) -> Document:
        return self.document

    def outdated_since(self, day: date) -> date | None:
        """Since when what hangs there is not to be worked by; None while it holds, or is down."""
        revision = self.revision
        if self.ended_on is not None:
            return None
        if revision.valid_to is not None and revision.valid_to <= day:
            return revision.valid_to
        stop = revision.suspension_on(day)
        return stop.valid_from if stop is not None else None

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may read a document may know where it is posted."""
        readable = Document.visible_to(person).with_only_columns(Document.id)
        return select(Posting).where(Posting.document_id.in_(readable))


class PostingText(Base, AgencyOwned):
    """What was read in a file of a posting: the legal texts that its own words name, as printed, one a line."""

    __tablename__ = "posting_text"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="RESTRICT"), primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id", ondelete="RESTRICT"), index=True)
    is_read: Mapped[bool]
    """Whether it could be read: a photo cannot."""
    hangs: Mapped[bool] = mapped_column(default=True)
    """Whether these words hang there still; a file that came later has taken their place."""
    names: Mapped[str] = mapped_column(Text, default="")


class PostingRules(Base, AgencyOwned, Journaled, Remembered):
    """In how many working days an agency brings its postings up to date."""

    __tablename__ = "posting_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "posting_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(default=USUAL_DAYS)


def posting_days() -> int:
    """The working days of the agency chosen."""
    return remembered("posting_days", lambda: row.days if (row := posting_rules_row()) else USUAL_DAYS)


def posting_rules_row() -> PostingRules | None:
    """The row the agency has set, if it has."""
    return db.session.scalars(select(PostingRules)).first()
