"""Who a document is given to, and who has acknowledged which revision."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, and_, exists, select, union_all
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, ddl
from iso_qms.documents.models.documents import Document, Revision
from iso_qms.documents.models.suspensions import suspended_on
from iso_qms.i18n import _
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Holding, Person, Post
from iso_qms.organisation.units import Unit

if TYPE_CHECKING:
    from iso_qms.documents.models.objections import Objection


class Distribution(Base, AgencyOwned, Journaled):
    """A post a document is given to: its holder must acknowledge every revision."""

    __tablename__ = "distribution"
    __table_args__ = (UniqueConstraint("document_id", "post_id"),)
    journal_kind = "distribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    why: Mapped[str] = mapped_column(String(300), default="")
    steps: Mapped[str] = mapped_column(String(200), default="")
    """The places in the text in force that name this post, such as "4, 4a"; empty: it is only on the list."""
    listed: Mapped[bool] = mapped_column(default=True)
    """Whether somebody put the post on the list; else it follows from the text alone."""
    ended_on: Mapped[date | None] = mapped_column(Date)

    document: Mapped[Document] = relationship()
    post: Mapped[Post] = relationship(lazy="joined")

    def journal_root(self) -> Document:
        return self.document


class Acknowledgement(Base, AgencyOwned):
    """One person's duty to acknowledge one revision, and its fulfilment. Never deleted, never moved.

    Asking is told once in the revision's history, however many are asked; answering is told for each.
    """

    __tablename__ = "acknowledgement"
    journal_kind = "acknowledgement"
    __table_args__ = (
        UniqueConstraint("revision_id", "person_id"),
        Index("ix_acknowledgement_open", "person_id", "acknowledged_at"),
        Index("ix_acknowledgement_due", "due_on", "acknowledged_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    why: Mapped[str] = mapped_column(String(300), default="")
    steps: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    rung: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    """When its reader first opened the text after having been asked."""
    acknowledged_at: Mapped[datetime | None]
    brief_by: Mapped[date | None] = mapped_column(Date)
    """Until when a head briefs the staff; empty for readers who have nobody to brief."""
    remark: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What became of each question, by its number: `tries` and whether it was answered `right`."""
    name: Mapped[str] = mapped_column(String(200), default="")
    post_title: Mapped[str] = mapped_column(String(200), default="")
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")

    revision: Mapped[Revision] = relationship()
    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()
    unit: Mapped[Unit] = relationship()
    objections: Mapped[list[Objection]] = relationship(back_populates="duty", order_by="Objection.id")

    def __str__(self) -> str:
        return str(self.revision)

    @staticmethod
    def visible_to(person: Person) -> Any:
        """One's own, and those one answers for."""
        from iso_qms.documents.models.reach import reach_of

        return select(Acknowledgement).where(reach_of(person).shows())

    @property
    def reason(self) -> str:
        """Why this person, in a sentence of the language spoken now."""
        if self.steps:
            return _(
                "Because you are %(post)s: the procedure gives step %(steps)s to this post.",
                post=self.post.title,
                steps=self.steps,
            )
        return self.why or _("Because you are %(post)s: it is given to this post.", post=self.post.title)


ddl(
    Acknowledgement.__table__,  # type: ignore[arg-type]
    sqlite=[
        "CREATE TRIGGER acknowledgement_kept BEFORE DELETE ON acknowledgement "
        "BEGIN SELECT RAISE(ABORT, 'acknowledgements are never deleted'); END",
        "CREATE TRIGGER acknowledgement_stays BEFORE UPDATE ON acknowledgement "
        "WHEN NEW.revision_id <> OLD.revision_id OR NEW.person_id <> OLD.person_id OR (OLD.acknowledged_at IS NOT NULL "
        "AND NEW.acknowledged_at IS NOT OLD.acknowledged_at) "
        "BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never moved'); END",
    ],
    postgresql=[
        "CREATE FUNCTION acknowledgement_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' OR NEW.revision_id <> OLD.revision_id OR NEW.person_id <> OLD.person_id OR "
        "(OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at) THEN "
        "RAISE EXCEPTION 'acknowledgements are never deleted or moved'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER acknowledgement_kept BEFORE UPDATE OR DELETE ON acknowledgement "
        "FOR EACH ROW EXECUTE FUNCTION acknowledgement_kept()",
    ],
)


def still_owed(day: date) -> Any:
    """The condition that an acknowledgement is still to be given: not yet given, applied, and still a reader.

    Whoever has left every post the document is given to owes nothing any more; the row of having been asked stays.
    """
    reads = exists().where(
        Holding.person_id == Acknowledgement.person_id,
        Holding.kind == "holder",
        Holding.is_valid_on(day),
        Holding.post_id == Distribution.post_id,
        Distribution.document_id == Revision.document_id,
        Distribution.ended_on.is_(None),
    )
    locked = exists().where(Person.id == Acknowledgement.person_id, Person.locked_at.is_not(None))
    applied = and_(Revision.state == "in_force", Revision.id.not_in(suspended_on(day)))
    return and_(Acknowledgement.acknowledged_at.is_(None), applied, reads, ~locked)


def counted_on(day: date, *among: Any) -> Any:
    """The condition that an acknowledgement counts in figures: given, or still to be given.

    `among` are the conditions that narrow what is counted. They are needed here, because the database looks for those
    given and for those owed apart: asked whether each row is one *or* the other, PostgreSQL takes a minute for 23,000.
    """
    duties = select(Acknowledgement.id).join(Revision, Revision.id == Acknowledgement.revision_id).where(*among)
    given = duties.where(Acknowledgement.acknowledged_at.is_not(None))
    return Acknowledgement.id.in_(union_all(given, duties.where(still_owed(day))))


def is_read_on(day: date) -> Any:
    """The condition that somebody is to read a document: given to a post that somebody who can sign in holds."""
    return exists().where(
        Distribution.document_id == Document.id,
        Distribution.ended_on.is_(None),
        Holding.post_id == Distribution.post_id,
        Holding.kind == "holder",
        Holding.is_valid_on(day),
        Person.id == Holding.person_id,
        Person.locked_at.is_(None),
    )
