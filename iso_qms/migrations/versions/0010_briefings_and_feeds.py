"""Heads brief their staff and record it; each person may have a private calendar feed."""

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Three tables and one column."""
    op.add_column("acknowledgement", sa.Column("brief_by", sa.Date(), nullable=True))
    _briefings()
    _feeds()


def _briefings() -> None:
    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", db.Instant(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("post_title", sa.String(200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_references("briefing", revision_id="revision", unit_id="unit", recorded_by_id="person", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("revision_id", "unit_id", name=op.f("uq_briefing_revision_id_unit_id")),
    )
    op.create_index(op.f("ix_briefing_unit_id"), "briefing", ["unit_id"])
    op.create_index(op.f("ix_briefing_agency_id"), "briefing", ["agency_id"])
    op.create_table(
        "briefed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("was_there", sa.Boolean(), nullable=False),
        sa.Column("caught_up_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_references("briefed", briefing_id="briefing", person_id="person", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefed")),
        sa.UniqueConstraint("briefing_id", "person_id", name=op.f("uq_briefed_briefing_id_person_id")),
    )
    op.create_index(op.f("ix_briefed_agency_id"), "briefed", ["agency_id"])


def _feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", db.Instant(), nullable=False),
        *_references("calendar_feed", person_id="person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )


def _references(table: str, **others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="RESTRICT")
        for name, other in others.items()
    ]
