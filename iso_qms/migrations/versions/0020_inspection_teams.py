"""What makes an inspection team independent and qualified: rules, interests, qualifications, exceptions."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0020"
down_revision = "0029"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Five tables."""
    _create(
        "audit_team_rules",
        sa.Column("past_months", sa.Integer(), nullable=False),
        sa.Column("lead_kinds", JSON, nullable=False),
        sa.Column("member_kinds", JSON, nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("allows_exceptions", sa.Boolean(), nullable=False),
        sa.Column("why_exceptions", sa.Text(), nullable=False),
        sa.UniqueConstraint("agency_id"),
    )
    _create(
        "interest",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        *_to("person", "person_id", "other_id"),
        *_to("unit", "unit_id"),
        indexed=("person_id",),
    )
    _create(
        "interest_confirmation",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        *_to("person", "person_id"),
        indexed=("person_id",),
    )
    _create(
        "qualification",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        *_to("person", "person_id"),
        indexed=("person_id",),
    )
    _create(
        "team_exception",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tie", sa.String(60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.Instant(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(30), nullable=False),
        *_to("inspection", "inspection_id"),
        *_to("person", "person_id", "asked_by_id", "decided_by_id"),
        indexed=("inspection_id", "person_id", "state"),
    )


def _create(name: str, *parts: Any, indexed: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *parts,
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_to("agency", "agency_id"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table(name) as table:
        for column in (*indexed, "agency_id"):
            table.create_index(f"ix_{name}_{column}", [column])


def _to(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([one], [f"{table}.id"], ondelete="RESTRICT") for one in columns]
