"""Blocks: the identity of a piece of text through all revisions, and what it says in each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, ddl
from iso_qms.documents.models.documents import Revision
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned


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


# A block leaves no revision and enters none once either is out of draft.
_FROZEN = "(SELECT state FROM revision WHERE id = {row}.revision_id) <> 'draft'"
ddl(
    BlockVersion.__table__,  # type: ignore[arg-type]
    sqlite=[
        f"CREATE TRIGGER block_version_frozen_{verb.lower()} BEFORE {verb} ON block_version "
        f"WHEN {_FROZEN.format(row=row)} BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END"
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ]
    + [
        "CREATE TRIGGER block_version_stays BEFORE UPDATE OF revision_id, block_id ON block_version "
        "BEGIN SELECT RAISE(ABORT, 'a block stays in its revision'); END"
    ],
    postgresql=[
        "CREATE FUNCTION block_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT state FROM revision WHERE id = coalesce(OLD.revision_id, NEW.revision_id)) <> 'draft' THEN "
        "RAISE EXCEPTION 'the revision is no draft'; END IF; "
        "IF TG_OP = 'UPDATE' AND (NEW.revision_id <> OLD.revision_id OR NEW.block_id <> OLD.block_id) THEN "
        "RAISE EXCEPTION 'a block stays in its revision'; END IF; RETURN coalesce(NEW, OLD); END $$",
        "CREATE TRIGGER block_version_frozen BEFORE INSERT OR UPDATE OR DELETE ON block_version "
        "FOR EACH ROW EXECUTE FUNCTION block_version_frozen()",
    ],
)
