"""Readers answer questions, say what they cannot apply, and are asked because the text itself names their post."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0009"
down_revision = "0008"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Two tables, five columns, and the triggers that freeze questions with their revision."""
    # Added one by one and not in a batch, which on SQLite would make the table anew without its triggers.
    op.add_column("distribution", sa.Column("steps", sa.String(200), nullable=False, server_default=""))
    op.add_column("distribution", sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("acknowledgement", sa.Column("steps", sa.String(200), nullable=False, server_default=""))
    op.add_column("acknowledgement", sa.Column("answers", JSON, nullable=False, server_default="{}"))
    _questions()
    _objections()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(sa.text(statement.replace(":", "\\:")))


def _questions() -> None:
    op.create_table(
        "reading_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("right_choice", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_references("reading_question", revision_id="revision", block_id="block", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_question")),
        sa.UniqueConstraint("revision_id", "place", name=op.f("uq_reading_question_revision_id_place")),
    )
    op.create_index(op.f("ix_reading_question_agency_id"), "reading_question", ["agency_id"])


def _objections() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acknowledgement_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("asked_at", db.Instant(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", db.Instant(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("post_title", sa.String(200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_references(
            "objection", acknowledgement_id="acknowledgement", revision_id="revision", post_id="post",
            answered_by_id="person", agency_id="agency",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )  # fmt: skip
    for name in ("acknowledgement_id", "revision_id", "post_id", "agency_id"):
        op.create_index(op.f(f"ix_objection_{name}"), "objection", [name])


def _references(table: str, **others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="RESTRICT")
        for name, other in others.items()
    ]


_FROZEN = "(SELECT state FROM revision WHERE id = {row}.revision_id) <> 'draft'"
SQLITE = [
    f"CREATE TRIGGER reading_question_frozen_{verb.lower()} BEFORE {verb} ON reading_question "
    f"WHEN {_FROZEN.format(row=row)} BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END"
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
]
POSTGRESQL = [
    "CREATE FUNCTION reading_question_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT state FROM revision WHERE id = coalesce(OLD.revision_id, NEW.revision_id)) <> 'draft' THEN "
    "RAISE EXCEPTION 'the revision is no draft'; END IF; RETURN coalesce(NEW, OLD); END $$",
    "CREATE TRIGGER reading_question_frozen BEFORE INSERT OR UPDATE OR DELETE ON reading_question "
    "FOR EACH ROW EXECUTE FUNCTION reading_question_frozen()",
]
