"""What stands on a revision's route: the opinions asked and given, and the approval."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, append_only, ddl
from iso_qms.documents.models.documents import Revision
from iso_qms.journal import Journaled
from iso_qms.organisation.people import Person, Post


class Review(Base, Journaled):
    """A reviewer's place in a round and the opinion given there. Places are in order; equal ones side by side."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("revision_id", "round", "post_id"),)
    journal_kind = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    round: Mapped[int]
    place: Mapped[int] = mapped_column(default=1)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    asked_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    opinion: Mapped[str] = mapped_column(String(10), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200), default="")
    post_title: Mapped[str] = mapped_column(String(200), default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")

    revision: Mapped[Revision] = relationship(back_populates="reviews")
    post: Mapped[Post] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship()

    def journal_root(self) -> Revision:
        return self.revision


_GIVEN = "OLD.opinion <> ''"
ddl(
    Review.__table__,  # type: ignore[arg-type]
    sqlite=[
        f"CREATE TRIGGER review_given_{verb.lower()} BEFORE {verb} ON review WHEN {_GIVEN} "
        "BEGIN SELECT RAISE(ABORT, 'an opinion once given stays'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    postgresql=[
        "CREATE FUNCTION review_given() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'an opinion once given stays'; END $$",
        f"CREATE TRIGGER review_given BEFORE UPDATE OR DELETE ON review FOR EACH ROW WHEN ({_GIVEN}) "
        "EXECUTE FUNCTION review_given()",
    ],
)


class Approval(Base, Journaled):
    """The approval of a revision, bound to the hash of exactly that text, with name, post and capacity as of then.

    An internal act: it is no digital signature and must never look like one (domain: Decree 30/2020, art. 5).
    """

    __tablename__ = "approval"
    journal_kind = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[datetime]
    content_hash: Mapped[str] = mapped_column(String(64))
    open_errors: Mapped[list[Any]] = mapped_column(default=list)
    """What the check called an error that day, told in Vietnamese: `rule`, `heading`, `place`, `shown`."""
    despite: Mapped[str] = mapped_column(Text, default="")
    """Why it was approved with those errors."""

    revision: Mapped[Revision] = relationship(back_populates="approval")

    def journal_root(self) -> Revision:
        return self.revision


append_only(Approval.__table__)  # type: ignore[arg-type]
