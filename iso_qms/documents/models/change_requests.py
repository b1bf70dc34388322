"""Change requests (phiếu yêu cầu sửa đổi tài liệu): what should change in a document, why, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base
from iso_qms.documents.flow import CHANGE_REQUEST
from iso_qms.documents.models.documents import KINDS, Document, Revision
from iso_qms.i18n import _l
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_units, owned_posts
from iso_qms.organisation.people import Person
from iso_qms.registry import registry

OPEN_REQUESTS = ("requested", "accepted")
"""States in which a request still asks something of somebody."""

FOUR_EYES["requesters"] = _l("You made this request yourself, so somebody else must decide on it.")


class ChangeRequest(HasLifecycle, AgencyOwned, Base):
    """Somebody's wish that a document say something else, from anybody, a finding, a nonconformity or a law."""

    __tablename__ = "change_request"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        UniqueConstraint("agency_id", "cause"),
        Index("ix_change_request_source", "source_kind", "source_id"),
        Index("ix_change_request_list", "agency_id", "state", "due_on"),
        Index("ix_change_request_thing", "thing_kind", "thing_id"),
    )
    workflow = CHANGE_REQUEST
    journal_kind = "change_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    block_id: Mapped[int | None] = mapped_column(ForeignKey("block.id", ondelete="RESTRICT"))
    thing_kind: Mapped[str] = mapped_column(String(40), default="")
    """What it is about, more closely: a form within the document, or a thing of another room that is no document."""
    thing_id: Mapped[int | None]
    thing_code: Mapped[str] = mapped_column(String(80), default="")
    thing_title: Mapped[str] = mapped_column(String(500), default="")
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    source_kind: Mapped[str] = mapped_column(String(40), default="")
    source_id: Mapped[int | None]
    cause: Mapped[str | None] = mapped_column(String(120))
    """What opened it by itself, so that the same cause opens nothing twice; empty where a person asked."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    asked_on: Mapped[date] = mapped_column(Date)
    decide_by: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_days: Mapped[int | None]
    """Working days from its acceptance to `due_on`, where the day was not given as it is."""
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    ended_on: Mapped[date | None] = mapped_column(Date)

    document: Mapped[Document | None] = relationship(lazy="joined")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    revision: Mapped[Revision | None] = relationship(foreign_keys=[revision_id])

    def __str__(self) -> str:
        return f"{self.code} · {self.about_code}"

    @property
    def code(self) -> str:
        """Its number as printed, such as YC-2026-014."""
        return f"YC-{self.year}-{self.number:03d}"

    @property
    def about_code(self) -> str:
        """The code of what should change."""
        return self.thing_code or (self.document.code if self.document else "")

    @property
    def about_title(self) -> str:
        """The title of what should change."""
        return self.thing_title or (self.document.title if self.document else "")

    @property
    def about_kind(self) -> str:
        """What kind of thing should change, in a word of the language spoken now."""
        kind = self.thing_kind or (self.document.kind if self.document else "")
        label = KINDS.get(kind) or (registry.things[kind].label if kind in registry.things else "")
        return str(label)

    @property
    def unit_id(self) -> int | None:
        """The unit in charge of the document; rights over units follow it."""
        return self.document.unit_id if self.document else None

    @property
    def requesters(self) -> list[Person]:
        """Whoever asked: they do not decide on it."""
        return [self.asked_by]

    @property
    def next_day(self) -> date | None:
        """The day by which the next thing is to be done: decided, or carried out."""
        return {"requested": self.decide_by, "accepted": self.due_on}.get(self.state)

    def is_late(self, day: date) -> bool:
        """Whether it is open after the day it was due, or still undecided after the day for that."""
        due = [one for one in (self.next_day, self.due_on) if one is not None]
        return self.state in OPEN_REQUESTS and bool(due) and min(due) < day

    def journal_over(self) -> Document | None:
        return self.document

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """What is asked of documents one may see, of what is no document, and what one asked for oneself."""
        documents = Document.visible_to(person).with_only_columns(Document.id)
        mine = ChangeRequest.asked_by_id == person.id
        other = ChangeRequest.document_id.is_(None)
        return select(ChangeRequest).where(or_(ChangeRequest.document_id.in_(documents), mine, other))


def overdue_on(day: date) -> ColumnElement[bool]:
    """The condition under which a request is late on a day."""
    undecided = and_(ChangeRequest.state == "requested", ChangeRequest.decide_by < day)
    return and_(ChangeRequest.state.in_(OPEN_REQUESTS), or_(undecided, ChangeRequest.due_on < day))


def may_decide(request: ChangeRequest, person: Person) -> bool:
    """Whether a person decides on a request: the document's owner, the head of its unit, or the quality team.

    On what is no document the quality team alone decides.
    """
    if not person.may("documents.decide_changes", request):
        return False
    if person.may("documents.keep_changes"):
        return True
    if request.document is None:
        return False
    owns = request.document.owner_post_id in owned_posts(person, today())
    return owns or request.unit_id in answered_units(person, today())
