"""What an agency has set for its score card stands in one row."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050b"
down_revision = "0051b"


def upgrade() -> None:
    """One table, empty: the usual weights hold until an agency sets its own."""
    op.create_table(
        "score_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_score_rules_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_rules")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_score_rules_agency_id")),
    )
    op.create_index(op.f("ix_score_rules_agency_id"), "score_rules", ["agency_id"])
