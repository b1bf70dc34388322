"""What a reader cannot apply yet, and what the owner answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.models.documents import Revision
from iso_qms.documents.models.reach import reach_of
from iso_qms.documents.models.readers import Acknowledgement
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person, Post


class Objection(Base, AgencyOwned, Journaled):
    """*I cannot apply this, because …*: asked of the owner's post; the reader's duty stays open meanwhile."""

    __tablename__ = "objection"
    journal_kind = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    acknowledgement_id: Mapped[int] = mapped_column(ForeignKey("acknowledgement.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    because: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200), default="")
    post_title: Mapped[str] = mapped_column(String(200), default="")

    duty: Mapped[Acknowledgement] = relationship(back_populates="objections")
    revision: Mapped[Revision] = relationship()
    post: Mapped[Post | None] = relationship()

    def __str__(self) -> str:
        return str(self.revision)

    @staticmethod
    def visible_to(person: Person) -> Any:
        """Whoever asked, whoever is asked, and whoever may see the acknowledgement it is about."""
        reach = reach_of(person)
        shown = select(Acknowledgement.id).where(reach.shows())
        return select(Objection).where(
            or_(Objection.acknowledgement_id.in_(shown), Objection.post_id.in_(reach.posts)),
        )

    def journal_root(self) -> Revision:
        return self.revision


def answer_is_due(day: date) -> Any:
    """The condition that a reader waits for the owner's answer, whose day has not passed."""
    return exists().where(
        Objection.acknowledgement_id == Acknowledgement.id, Objection.answered_at.is_(None), Objection.due_on >= day
    )
