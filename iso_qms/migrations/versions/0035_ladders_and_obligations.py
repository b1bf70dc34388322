"""Ladders that an agency sets, obligations with their due days, an hour for each digest, what each round came to."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0035"
down_revision = "0031"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Four tables, and a few columns on rounds and people."""
    _ladders()
    _obligations()
    _dues()
    _follow_ups()
    op.add_column("person", sa.Column("digest_hour", sa.Integer(), nullable=True))
    op.add_column("round_lease", sa.Column("did", sa.Integer(), nullable=True))
    op.add_column("round_lease", sa.Column("took_ms", sa.Integer(), nullable=True))
    op.add_column("round_lease", sa.Column("failed_at", db.Instant(timezone=True), nullable=True))
    op.add_column("round_lease", sa.Column("failure", sa.String(length=500), nullable=True))


def _ladders() -> None:
    name = "ladder_rule"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("rungs", JSON, nullable=False),
        sa.Column("head_from", sa.Integer(), nullable=False),
        sa.Column("leaders_from", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        *_agency(name),
        sa.UniqueConstraint("agency_id", "duty", "grade", name=op.f(f"uq_{name}_agency_id_duty_grade")),
    )
    _indexes(name, "agency_id")


def _obligations() -> None:
    name = "obligation"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("owner_post_id", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        *_agency(name),
        _refers(name, "owner_post_id", "post"),
    )
    _indexes(name, "agency_id", "owner_post_id")


def _dues() -> None:
    name = "obligation_due"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        *_agency(name),
        _refers(name, "obligation_id", "obligation"),
        _refers(name, "done_by_id", "person"),
        sa.UniqueConstraint("obligation_id", "start_on", "about", name=op.f(f"uq_{name}_obligation_id_start_on_about")),
    )
    _indexes(name, "agency_id", "obligation_id", "state")
    op.create_index("ix_obligation_due_open", name, ["agency_id", "state", "due_on"])


def _follow_ups() -> None:
    name = "obligation_follow_up"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("due_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", db.Instant(timezone=True), nullable=True),
        sa.Column("told_to", JSON, nullable=False),
        sa.Column("void_at", db.Instant(timezone=True), nullable=True),
        *_agency(name),
        _refers(name, "due_id", "obligation_due"),
        sa.UniqueConstraint("due_id", "duty", "series", "offset", name=op.f(f"uq_{name}_due_id_duty_series_offset")),
    )
    _indexes(name, "agency_id", "due_id")
    op.create_index("ix_obligation_follow_up_pending", name, ["agency_id", "told_at", "void_at", "due_on"])


def _agency(name: str) -> tuple[Any, ...]:
    return (
        sa.Column("agency_id", sa.Integer(), nullable=False),
        _refers(name, "agency_id", "agency"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _refers(name: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"), ondelete="RESTRICT")


def _indexes(name: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
