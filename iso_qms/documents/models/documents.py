"""Controlled documents and their revisions: the nouns everything else hangs on."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

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
    false,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import as_local, today
from iso_qms.db import Base, db, ddl, kept, no_overlap
from iso_qms.documents.flow import REVISION
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import owned_posts
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, Move

if TYPE_CHECKING:
    from iso_qms.documents.models.former_codes import FormerCode
    from iso_qms.documents.models.route import Approval, Review
    from iso_qms.documents.models.suspensions import Suspension
    from iso_qms.documents.models.texts import BlockVersion

KINDS = {
    "policy": _l("Quality policy"),
    "manual": _l("Quality manual"),
    "procedure": _l("Procedure"),
    "work_instruction": _l("Work instruction"),
    "form": _l("Form"),
    "external": _l("External document"),
}
PUBLISHED = ("in_force", "suspended", "superseded", "withdrawn")
BINDING = ("approved", "in_force", "suspended", "superseded", "withdrawn")
"""States in which a revision's dates say when it holds."""

FOUR_EYES["contributors"] = _l("You wrote part of this revision, so somebody else must review and approve it.")
FOUR_EYES["preparers"] = _l("You prepared this decision, so somebody else must issue it.")


class Document(Base, AgencyOwned, Journaled):
    """A controlled document: its code as printed, its owner, and the revisions it went through."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_list", "agency_id", "code_sort", "id"),
        Index("ix_document_titles", "agency_id", "title_sort", "id"),
        Index("ix_document_kind", "agency_id", "kind"),
        Index(
            "ix_document_code",
            "agency_id",
            "code_sort",
            unique=True,
            sqlite_where=text("NOT code_shared"),
            postgresql_where=text("NOT code_shared"),
        ),
    )
    journal_kind = "document"
    journal_ignored = frozenset({"code_sort", "title_sort", "folded", "code_shared"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))
    code_sort: Mapped[str] = mapped_column(String(300), default="")
    code_shared: Mapped[bool] = mapped_column(default=False)
    """Whether it was given a code that another one bears already; nobody does so unknowingly, says the database."""
    title: Mapped[str] = mapped_column(String(500))
    title_sort: Mapped[str] = mapped_column(String(2000), default="")
    folded: Mapped[str] = mapped_column(String(1000), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    owner_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"))
    issuer: Mapped[str] = mapped_column(String(200), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))

    unit: Mapped[Unit] = relationship(lazy="joined")
    owner_post: Mapped[Post | None] = relationship()
    replaced_by: Mapped[Document | None] = relationship(remote_side=[id])
    revisions: Mapped[list[Revision]] = relationship(back_populates="document", order_by="Revision.number")
    former: Mapped[list[FormerCode]] = relationship(viewonly=True, order_by="FormerCode.id.desc()")

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """What was ever published is open to everybody in the agency; the rest to those who work on it."""
        if _sees_drafts(person):
            return select(Document)
        published = exists().where(Revision.document_id == Document.id, is_public())
        working = Document.id.in_(Revision.visible_to(person).with_only_columns(Revision.document_id))
        empty = ~exists().where(Revision.document_id == Document.id)
        return select(Document).where(or_(published, working, empty if person.may("documents.write") else false()))

    def revision_on(self, day: date) -> Revision | None:
        """The revision in force on a day, by its dates alone: a late timetable never makes the wrong text valid."""
        return db.session.scalars(select(Revision).where(Revision.document_id == self.id, in_force_on(day))).first()

    def standing_on(self, day: date) -> Revision | None:
        """The revision whose dates cover a day, whether it is applied or suspended: there is one at a time."""
        return db.session.scalars(select(Revision).where(Revision.document_id == self.id, stands_on(day))).first()

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
        Index("ix_revision_standing", "agency_id", "state", "valid_from", "valid_to"),
        Index("ix_revision_token", "token", unique=True),
    )
    workflow = REVISION
    journal_kind = "revision"
    journal_ignored = frozenset({"token"})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(80), default="")
    """The code its cover was submitted with, which is part of what was approved; empty before."""
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
    token: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_urlsafe(12))
    """What the code on its prints leads to: nobody guesses it, and it tells nothing of the revision."""

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
    suspensions: Mapped[list[Suspension]] = relationship(
        back_populates="revision", order_by="Suspension.valid_from, Suspension.id"
    )

    def __str__(self) -> str:
        return f"{self.document.code} · {self.issue_label}"

    @property
    def printed_code(self) -> str:
        """The code on its cover: a draft follows the register, what was submitted keeps the code of that day."""
        return self.document.code if self.state == "draft" else self.code or self.document.code

    @property
    def issue_label(self) -> str:
        """Issue and revision number as they are printed: 02, or 02/01."""
        printed = f"{self.issue_number:02d}"
        return f"{printed}/{self.revision_number}" if self.revision_number else printed

    @property
    def issue_day(self) -> date | None:
        """The day printed as date of issue: the one its decision or its author gave, else the day of its approval."""
        return self.issued_on or (as_local(self.approval.at).date() if self.approval else None)

    @property
    def named(self) -> str:
        """What it is called in a sentence of the language spoken now."""
        return _("%(code)s, issue %(issue)s", code=self.document.code, issue=self.issue_label)

    @property
    def unit_id(self) -> int:
        """The unit that answers for it; rights over units follow it."""
        return self.document.unit_id

    def journal_over(self) -> Document:
        return self.document

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Published ones everybody; others those who write, review or approve them, and who oversees drafts."""
        query = select(Revision)
        if _sees_drafts(person):
            return query

        posts = owned_posts(person, today())
        mine = or_(
            Revision.contributors.any(Person.id == person.id),
            Revision.reviews.any(_review().post_id.in_(posts)),
            Revision.approver_post_id.in_(posts),
            Revision.document.has(Document.owner_post_id.in_(posts)),
        )
        return query.where(or_(is_public(), mine))

    @property
    def hands_since(self) -> date:
        """Whoever deputised for somebody while it was written shares a hand with them."""
        return as_local(self.created_at).date()

    def stands_on(self, day: date) -> bool:
        """Whether its dates cover a day, whether it is applied or suspended then."""
        if self.valid_from is None or self.state not in BINDING:
            return False
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def suspension_on(self, day: date) -> Suspension | None:
        """The suspension of a day, by its dates alone: a late timetable neither prolongs nor shortens it."""
        return next((one for one in self.suspensions if one.is_valid_on(day)), None)

    def suspension_to_come(self, day: date) -> Suspension | None:
        """The suspension that is decided and begins after a day."""
        coming = (one for one in self.suspensions if one.valid_from > day and not one.called_off)
        return next(coming, None)

    def reviews_of_round(self) -> list[Review]:
        """The opinions of the present round, in their order."""
        return [one for one in self.reviews if one.round == self.review_round]

    def reviews_to_come(self) -> list[Review]:
        """The places of the round that begins when the draft is submitted."""
        return [one for one in self.reviews if one.round == self.review_round + 1]

    def previous(self) -> Revision | None:
        """The revision this one changes: the newest one before it that has or had its day."""
        read = kept("previous_revisions")
        if self.id not in read:
            query = select(Revision).where(
                Revision.document_id == self.document_id,
                Revision.number < self.number,
                Revision.state.in_(BINDING),
                Revision.valid_from.is_not(None),
            )
            read[self.id] = db.session.scalars(query.order_by(Revision.number.desc())).first()
        found: Revision | None = read[self.id]
        return found

    def why_not_yet(self, move: Move) -> str | None:
        from iso_qms.documents.readiness import why_not_yet

        return why_not_yet(self, move.name)

    def posts_asked(self) -> set[int]:
        """The posts its route names now: this round's reviewers and the approver."""
        return {one.post_id for one in self.reviews_of_round()} | {self.approver_post_id or 0}

    def is_asked(self, person: Person) -> bool:
        """Whether a person acts for one of the posts its route names, as holder, as deputy, or since it ended."""
        return not self.posts_asked().isdisjoint(owned_posts(person, today()))

    def _demand_right(self, move: Move, by: Person) -> None:
        # The route may name posts of other units: whoever is asked needs the right, but not over this very unit.
        if move.name not in ("send_back", "approve"):
            super()._demand_right(move, by)
        elif not (by.may(move.needs) and self.is_asked(by)):
            raise Forbidden(_("This is up to those whom its route names: %(posts)s.", posts=self._route_in_words()))

    def _route_in_words(self) -> str:
        posts = [one.post.title for one in self.reviews_of_round()]
        return ", ".join([*posts, *([self.approver_post.title] if self.approver_post else [])])


no_overlap(Revision.__table__, "document_id", when="valid_from IS NOT NULL")  # type: ignore[arg-type]
_HEAD = ("document_id", "number", "code", "title", "issue_number", "revision_number", "change_summary", "change_basis")
ddl(
    Revision.__table__,  # type: ignore[arg-type]
    sqlite=[
        f"CREATE TRIGGER revision_head_frozen BEFORE UPDATE ON revision WHEN OLD.state <> 'draft' AND "
        f"({' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in (*_HEAD, 'content_hash'))}) "
        "BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END",
    ],
    postgresql=[
        "CREATE FUNCTION revision_head_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the revision is no draft'; END $$",
        "CREATE TRIGGER revision_head_frozen BEFORE UPDATE ON revision FOR EACH ROW WHEN (OLD.state <> 'draft' AND "
        f"({' OR '.join(f'NEW.{name} IS DISTINCT FROM OLD.{name}' for name in (*_HEAD, 'content_hash'))})) "
        "EXECUTE FUNCTION revision_head_frozen()",
    ],
)


def is_public() -> Any:
    """The condition that everybody in the agency may read a revision: it holds, it held, or its day is fixed."""
    coming = and_(Revision.state == "approved", Revision.valid_from.is_not(None))
    return or_(Revision.state.in_(PUBLISHED), coming)


def in_force_on(day: date) -> Any:
    """The condition that a revision is applied on a day: its dates cover it, and it is not suspended then."""
    from iso_qms.documents.models.suspensions import suspended_on

    return and_(stands_on(day), Revision.id.not_in(suspended_on(day)))


def stands_on(day: date) -> Any:
    """The condition that the dates of a revision cover a day, whether it is applied or suspended then."""
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


def _review() -> type[Review]:
    from iso_qms.documents.models.route import Review

    return Review
