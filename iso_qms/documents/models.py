"""Controlled documents and their revisions: the nouns everything else hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db, ddl, no_overlap
from iso_qms.documents.flow import REVISION
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person, Post, holdings_of
from iso_qms.organisation.units import Unit

KINDS = {
    "policy": _l("Quality policy"),
    "manual": _l("Quality manual"),
    "procedure": _l("Procedure"),
    "work_instruction": _l("Work instruction"),
    "form": _l("Form"),
    "external": _l("External document"),
}
PUBLISHED = ("in_force", "superseded", "withdrawn")
BINDING = ("approved", "in_force", "superseded", "withdrawn")
"""States in which a revision's dates say when it holds."""

FOUR_EYES["contributors"] = _l("You wrote part of this revision, so somebody else must review and approve it.")
FOUR_EYES["preparers"] = _l("You prepared this decision, so somebody else must issue it.")


class Document(Base, AgencyOwned, Journaled):
    """A controlled document: its code as printed, its owner, and the revisions it went through."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_list", "agency_id", "code_sort", "id"),
        Index("ix_document_kind", "agency_id", "kind"),
    )
    journal_kind = "document"
    journal_ignored = frozenset({"code_sort", "title_sort"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))
    code_sort: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(500))
    title_sort: Mapped[str] = mapped_column(String(2000), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    owner_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"))
    issuer: Mapped[str] = mapped_column(String(200), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))

    unit: Mapped[Unit] = relationship(lazy="joined")
    owner_post: Mapped[Post | None] = relationship()
    replaced_by: Mapped[Document | None] = relationship(remote_side=[id])
    revisions: Mapped[list[Revision]] = relationship(back_populates="document", order_by="Revision.number")

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @staticmethod
    def visible_to(person: Person) -> Select[tuple[Document]]:
        """What was ever published is open to everybody in the agency; the rest to those who work on it."""
        published = exists().where(Revision.document_id == Document.id, Revision.state.in_(PUBLISHED))
        working = Document.id.in_(Revision.visible_to(person).with_only_columns(Revision.document_id))
        empty = ~exists().where(Revision.document_id == Document.id)
        query = select(Document)
        if _sees_drafts(person):
            return query
        return query.where(or_(published, working, empty if person.may("documents.write") else False))

    def revision_on(self, day: date) -> Revision | None:
        """The revision in force on a day, by its dates alone: a late timetable never makes the wrong text valid."""
        return db.session.scalars(select(Revision).where(Revision.document_id == self.id, in_force_on(day))).first()

    def draft(self) -> Revision | None:
        """The revision being worked on, if any; a document has one at a time."""
        open_states = ("draft", "in_review", "approved")
        query = select(Revision).where(Revision.document_id == self.id, Revision.state.in_(open_states))
        return db.session.scalars(query.order_by(Revision.number.desc())).first()


revision_contributor = Table(
    "revision_contributor",
    Base.metadata,
    Column("revision_id", ForeignKey("revision.id", ondelete="RESTRICT"), primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True),
)


class Revision(HasLifecycle, AgencyOwned, Base):
    """One version of a document's text. Immutable once it has left draft; in force from one day to another."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_revision_validity", "document_id", "valid_from", "valid_to"),
        Index("ix_revision_state", "agency_id", "state"),
    )
    workflow = REVISION
    journal_kind = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))
    number: Mapped[int]
    issue_number: Mapped[int] = mapped_column(default=1)
    revision_number: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(500))
    change_summary: Mapped[str] = mapped_column(Text, default="")
    change_basis: Mapped[str] = mapped_column(Text, default="")
    issued_on: Mapped[date | None] = mapped_column(Date)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    review_round: Mapped[int] = mapped_column(default=0)
    approver_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"))
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    read_from: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    edits: Mapped[int] = mapped_column(default=0)

    document: Mapped[Document] = relationship(back_populates="revisions", lazy="joined")
    approver_post: Mapped[Post | None] = relationship()
    contributors: Mapped[list[Person]] = relationship(secondary=revision_contributor)
    blocks: Mapped[list[BlockVersion]] = relationship(
        back_populates="revision", order_by="BlockVersion.position, BlockVersion.id"
    )
    reviews: Mapped[list[Review]] = relationship(
        back_populates="revision", order_by="Review.round, Review.place, Review.id"
    )
    approval: Mapped[Approval | None] = relationship(back_populates="revision", uselist=False)

    def __str__(self) -> str:
        return f"{self.document.code} · {self.issue_label}"

    @property
    def issue_label(self) -> str:
        """Issue and revision number as they are printed: 02, or 02/01."""
        printed = f"{self.issue_number:02d}"
        return f"{printed}/{self.revision_number}" if self.revision_number else printed

    @property
    def unit_id(self) -> int:
        """The unit that answers for it; rights over units follow it."""
        return self.document.unit_id

    def journal_over(self) -> Document:
        return self.document

    @staticmethod
    def visible_to(person: Person) -> Select[tuple[Revision]]:
        """Published ones everybody; others those who write, review or approve them, and who oversees drafts."""
        query = select(Revision)
        if _sees_drafts(person):
            return query
        from iso_qms.clock import today

        posts = [one.post_id for one in holdings_of(person, today())]
        mine = or_(
            Revision.contributors.any(Person.id == person.id),
            Revision.reviews.any(Review.post_id.in_(posts)),
            Revision.approver_post_id.in_(posts),
            Revision.document.has(Document.owner_post_id.in_(posts)),
        )
        return query.where(or_(Revision.state.in_(PUBLISHED), mine))

    def reviews_of_round(self) -> list[Review]:
        """The opinions of the present round, in their order."""
        return [one for one in self.reviews if one.round == self.review_round]

    def previous(self) -> Revision | None:
        """The revision this one changes: the newest one before it that was ever binding."""
        query = select(Revision).where(
            Revision.document_id == self.document_id, Revision.number < self.number, Revision.state.in_(BINDING)
        )
        return db.session.scalars(query.order_by(Revision.number.desc())).first()

    def why_not_yet(self, move: Any) -> str | None:
        from iso_qms.documents.readiness import why_not_yet

        return why_not_yet(self, move.name)


no_overlap(Revision.__table__, "document_id", when="valid_from IS NOT NULL")  # type: ignore[arg-type]


class Block(Base, AgencyOwned):
    """The identity of a piece of text through all revisions: redlines, questions and citations hang on it."""

    __tablename__ = "block"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)


class BlockVersion(Base, Journaled):
    """What a block says in one revision. Told in the revision's history; frozen when the revision leaves draft."""

    __tablename__ = "block_version"
    __table_args__ = (UniqueConstraint("revision_id", "block_id"),)
    journal_kind = "block_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    position: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hash: Mapped[str] = mapped_column(String(64))

    revision: Mapped[Revision] = relationship(back_populates="blocks")

    def journal_root(self) -> Revision:
        return self.revision


_FROZEN = "(SELECT state FROM revision WHERE id = {row}.revision_id) <> 'draft'"
ddl(
    BlockVersion.__table__,  # type: ignore[arg-type]
    sqlite=[
        f"CREATE TRIGGER block_version_frozen_{verb.lower()} BEFORE {verb} ON block_version "
        f"WHEN {_FROZEN.format(row=row)} BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END"
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ],
    postgresql=[
        "CREATE FUNCTION block_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT state FROM revision WHERE id = coalesce(OLD.revision_id, NEW.revision_id)) <> 'draft' THEN "
        "RAISE EXCEPTION 'the revision is no draft'; END IF; RETURN coalesce(NEW, OLD); END $$",
        "CREATE TRIGGER block_version_frozen BEFORE INSERT OR UPDATE OR DELETE ON block_version "
        "FOR EACH ROW EXECUTE FUNCTION block_version_frozen()",
    ],
)


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

    revision: Mapped[Revision] = relationship(back_populates="approval")

    def journal_root(self) -> Revision:
        return self.revision


class Distribution(Base, AgencyOwned, Journaled):
    """A post a document is given to: its holder must acknowledge every revision."""

    __tablename__ = "distribution"
    __table_args__ = (UniqueConstraint("document_id", "post_id"),)
    journal_kind = "distribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    why: Mapped[str] = mapped_column(String(300), default="")
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
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    rung: Mapped[int] = mapped_column(default=0)
    acknowledged_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    post_title: Mapped[str] = mapped_column(String(200), default="")
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")

    revision: Mapped[Revision] = relationship()
    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()
    unit: Mapped[Unit] = relationship()


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


def in_force_on(day: date) -> Any:
    """The condition that a revision holds on a day, derived from its dates."""
    return and_(
        Revision.state.in_(BINDING),
        Revision.valid_from <= day,
        or_(Revision.valid_to.is_(None), Revision.valid_to > day),
    )


def people_behind(revision: Revision) -> Iterable[Person]:
    """Everybody who had a hand in a revision: writers, reviewers with an opinion, approver (audit independence)."""
    people = {one.id: one for one in revision.contributors}
    people |= {one.person.id: one.person for one in revision.reviews if one.person is not None}
    if revision.approval is not None:
        approver = db.session.get(Person, revision.approval.person_id)
        people |= {approver.id: approver} if approver else {}
    return people.values()


def _sees_drafts(person: Person) -> bool:
    return person.may("documents.oversee")
