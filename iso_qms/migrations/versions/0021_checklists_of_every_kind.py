"""Checklists beside those of topics; questions that ask for a value, carry a clause and hang on blocks."""

import re
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0021"
down_revision = "0019"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
TEXTS = {"name_vi": 200, "name_en": 200}
QUESTION_TEXTS = {"unit_of_measure": 80, "least": 30, "most": 30, "clause": 10, "edition": 10, "block_hash": 64}


def upgrade() -> None:
    """A list is known by its key, which for the lists of topics is the topic; a question by one of its own."""
    with op.batch_alter_table("checklist") as table:
        table.add_column(sa.Column("key", sa.String(20), nullable=False, server_default=""))
        table.add_column(sa.Column("kind", sa.String(12), nullable=False, server_default="topic"))
        for name, length in TEXTS.items():
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        table.add_column(sa.Column("scored", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("retired_at", db.Instant(timezone=True), nullable=True))
        table.alter_column("topic", existing_type=sa.String(12), nullable=True)
    op.execute("UPDATE checklist SET key = topic")
    with op.batch_alter_table("checklist") as table:
        table.drop_constraint(op.f("uq_checklist_agency_id_topic_version"), type_="unique")
        table.create_unique_constraint(op.f("uq_checklist_agency_id_key_version"), ["agency_id", "key", "version"])
    _questions()
    with op.batch_alter_table("checklist_answer") as table:
        table.add_column(sa.Column("value", sa.Text(), nullable=False, server_default=""))


def _questions() -> None:
    with op.batch_alter_table("checklist_question") as table:
        table.add_column(sa.Column("key", sa.String(20), nullable=False, server_default=""))
        for name in ("guidance_vi", "guidance_en"):
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("answer_kind", sa.String(10), nullable=False, server_default="verdict"))
        table.add_column(sa.Column("choices", JSON, nullable=False, server_default="[]"))
        for name, length in QUESTION_TEXTS.items():
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        table.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        for name, other in (("document_id", "document"), ("block_id", "block")):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_checklist_question_{name}"), other, [name], ["id"], ondelete="RESTRICT")
        table.create_index(op.f("ix_checklist_question_document_id"), ["document_id"])
    _give_keys()


def _clause_of(basis: str) -> str:
    cited = re.fullmatch(r"ISO 9001:2015, ((?:[4-9]|10)(?:\.\d)*)", basis)
    number = cited[1] if cited else ""
    # Clauses are listed no finer than these; what was cited more finely belongs to them.
    whole = ("4.4", "6.1", "6.2", "7.1.5", "7.5.3", "8.2.3", "8.3", "8.4", "8.7", "9.2", "10.2")
    return next((one for one in whole if number.startswith(f"{one}.")), number)


def _give_keys() -> None:
    # A question worded alike in several versions of a list is one question.
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT q.id, c.agency_id, c.key, q.vi, q.basis FROM checklist_question q "
            "JOIN checklist c ON c.id = q.checklist_id ORDER BY q.id"
        )
    ).all()
    keys: dict[tuple[int, str, str], str] = {}
    for number, agency_id, list_key, vi, basis in rows:
        key = keys.setdefault((agency_id, list_key, vi), secrets.token_hex(6))
        clause = _clause_of(basis)
        values = {"key": key, "clause": clause, "edition": "2015" if clause else "", "id": number}
        bind.execute(
            sa.text("UPDATE checklist_question SET key = :key, clause = :clause, edition = :edition WHERE id = :id"),
            values,
        )
