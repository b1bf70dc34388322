"""Controlled copies: numbered sheets of a revision in somebody's hands, to be got back when it no longer holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.flow import CONTROLLED_COPY
from iso_qms.documents.models.documents import Revision
from iso_qms.i18n import _, _l
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person, Post

COPY_FORMS = {"paper": _l("On paper"), "pdf": _l("As a PDF file")}


class ControlledCopy(HasLifecycle, AgencyOwned, Base):
    """One numbered copy of a revision: who holds it, since when, and what became of it."""

    __tablename__ = "controlled_copy"
    __table_args__ = (
        UniqueConstraint("revision_id", "number"),
        Index("ix_controlled_copy_list", "agency_id", "state", "given_on"),
    )
    workflow = CONTROLLED_COPY
    journal_kind = "controlled_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    number: Mapped[int]
    form: Mapped[str] = mapped_column(String(10))
    holder_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    holder: Mapped[str] = mapped_column(String(300))
    """Who holds it, in the words of the day it was given: a post, or a body outside the agency."""
    note: Mapped[str] = mapped_column(Text, default="")
    given_on: Mapped[date] = mapped_column(Date)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    recalled_at: Mapped[datetime | None]
    ended_on: Mapped[date | None] = mapped_column(Date)

    revision: Mapped[Revision] = relationship()
    holder_post: Mapped[Post | None] = relationship()
    given_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return f"{self.revision} · {self.number:02d}"

    @property
    def named(self) -> str:
        """What it is called in a sentence of the language spoken now."""
        return _("copy %(number)s of %(revision)s", number=f"{self.number:02d}", revision=self.revision.named)

    @property
    def unit_id(self) -> int:
        """The unit that answers for the document; rights over units follow it."""
        return self.revision.unit_id

    def journal_over(self) -> Any:
        return self.revision.document

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may read a revision may know where its copies are."""
        readable = Revision.visible_to(person).with_only_columns(Revision.id)
        return select(ControlledCopy).where(ControlledCopy.revision_id.in_(readable))
