"""Questions a reader answers before acknowledging: they hang on a changed block and are frozen with the revision."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, ddl
from iso_qms.documents.models.documents import Revision
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned


class ReadingQuestion(Base, AgencyOwned, Journaled):
    """One question with its choices, of which one is right; `block_id` says where the answer stands."""

    __tablename__ = "reading_question"
    __table_args__ = (UniqueConstraint("revision_id", "place"),)
    journal_kind = "reading_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="RESTRICT"))
    place: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[Any]]
    right_choice: Mapped[int]
    """Which choice is right, counted from 1."""

    revision: Mapped[Revision] = relationship()

    def journal_root(self) -> Revision:
        return self.revision


_FROZEN = "(SELECT state FROM revision WHERE id = {row}.revision_id) <> 'draft'"
ddl(
    ReadingQuestion.__table__,  # type: ignore[arg-type]
    sqlite=[
        f"CREATE TRIGGER reading_question_frozen_{verb.lower()} BEFORE {verb} ON reading_question "
        f"WHEN {_FROZEN.format(row=row)} BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END"
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ],
    postgresql=[
        "CREATE FUNCTION reading_question_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT state FROM revision WHERE id = coalesce(OLD.revision_id, NEW.revision_id)) <> 'draft' THEN "
        "RAISE EXCEPTION 'the revision is no draft'; END IF; RETURN coalesce(NEW, OLD); END $$",
        "CREATE TRIGGER reading_question_frozen BEFORE INSERT OR UPDATE OR DELETE ON reading_question "
        "FOR EACH ROW EXECUTE FUNCTION reading_question_frozen()",
    ],
)
