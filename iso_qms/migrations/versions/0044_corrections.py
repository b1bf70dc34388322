"""Corrections that somebody was asked for, with a term in working hours, and the ladder that reminds of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0044"
down_revision = "0042"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Two tables; what was written down as put right stays where it stands."""
    _corrections()
    _follow_ups()


def _corrections() -> None:
    name = "correction"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("owner_post_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.Instant(timezone=True), nullable=False),
        sa.Column("first_due_at", db.Instant(timezone=True), nullable=False),
        sa.Column("due_at", db.Instant(timezone=True), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", db.Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        *_agency(name),
        _refers(name, "nonconformity_id", "nonconformity"),
        _refers(name, "owner_post_id", "post"),
        _refers(name, "asked_by_id", "person"),
        _refers(name, "done_by_id", "person"),
    )
    _indexes(name, "agency_id", "nonconformity_id", "owner_post_id", "state")
    op.create_index("ix_correction_due", name, ["agency_id", "state", "due_at"])


def _follow_ups() -> None:
    name = "correction_follow_up"
    keys = ["correction_id", "duty", "series", "offset"]
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", db.Instant(timezone=True), nullable=True),
        sa.Column("told_to", JSON, nullable=False),
        sa.Column("void_at", db.Instant(timezone=True), nullable=True),
        *_agency(name),
        _refers(name, "correction_id", "correction"),
        sa.UniqueConstraint(*keys, name=op.f(f"uq_{name}_correction_id_duty_series_offset")),
    )
    _indexes(name, "agency_id", "correction_id")
    op.create_index("ix_correction_follow_up_pending", name, ["agency_id", "told_at", "void_at", "due_on"])


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
