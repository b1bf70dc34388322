"""Draws by lot, their envelopes, which envelope an inspection came out of, and samples of files drawn at visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0027"
down_revision = "0023"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = db.Instant(timezone=True)


def upgrade() -> None:
    """Four tables, and a column of inspections."""
    _draws()
    _samples()


def _draws() -> None:
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(250), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("weighing", sa.String(10), nullable=False),
        sa.Column("population", JSON, nullable=False),
        sa.Column("left_out", JSON, nullable=False),
        sa.Column("left_out_why", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("population_hash", sa.String(64), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("committed_at", MOMENT, nullable=False),
        sa.Column("public_part", sa.String(200), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=True),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["audit_programme.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "year", "number"),
    )
    with op.batch_alter_table("draw") as table:
        table.create_index("ix_draw_list", ["agency_id", "id"])
        for column in ("programme_id", "state", "agency_id"):
            table.create_index(f"ix_draw_{column}", [column])
    op.create_table(
        "draw_envelope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draw_id", "place"),
    )
    with op.batch_alter_table("draw_envelope") as table:
        for column in ("lead_id", "agency_id"):
            table.create_index(f"ix_draw_envelope_{column}", [column])
    with op.batch_alter_table("inspection") as table:
        table.add_column(sa.Column("envelope_id", sa.Integer(), nullable=True))
        table.create_unique_constraint("uq_inspection_envelope_id", ["envelope_id"])
        table.create_foreign_key(
            "fk_inspection_envelope_id", "draw_envelope", ["envelope_id"], ["id"], ondelete="RESTRICT"
        )


def _samples() -> None:
    op.create_table(
        "file_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("why_another", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("committed_at", MOMENT, nullable=False),
        sa.Column("codes", JSON, nullable=False),
        sa.Column("codes_hash", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("inspection_id", "unit_id", "place"),
    )
    with op.batch_alter_table("file_sample") as table:
        for column in ("unit_id", "agency_id"):
            table.create_index(f"ix_file_sample_{column}", [column])
    op.create_table(
        "sampled_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["file_sample.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["looked_by_id"], ["person.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sample_id", "place"),
    )
