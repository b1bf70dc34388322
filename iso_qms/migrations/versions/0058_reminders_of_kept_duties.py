"""Duties that rooms keep themselves climb a ladder; what periodic reviews had told of theirs goes along."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0058"
down_revision = "0057"

BEFORE = (-5, 0, 5)
"""The rungs that every periodic review had until now."""


def upgrade() -> None:
    """One table; the rung that an open review had reached is one that was told, so that nothing is told twice."""
    op.create_table(
        "kept_duty_rung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("told_at", db.Instant(timezone=True), nullable=False),
        sa.Column("told_to", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_kept_duty_rung_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_duty_rung")),
        sa.UniqueConstraint(
            "kind", "thing_id", "due_on", "offset", name=op.f("uq_kept_duty_rung_kind_thing_id_due_on_offset")
        ),
    )
    op.create_index(op.f("ix_kept_duty_rung_agency_id"), "kept_duty_rung", ["agency_id"])
    for rung, offset in enumerate(BEFORE, start=1):
        op.execute(
            'INSERT INTO kept_duty_rung (kind, thing_id, due_on, "offset", told_at, told_to, agency_id) '
            f"SELECT 'periodic_review', id, due_on, {offset}, CURRENT_TIMESTAMP, '[]', agency_id "
            f"FROM periodic_review WHERE done_on IS NULL AND rung = {rung}"
        )
    op.drop_column("periodic_review", "rung")
