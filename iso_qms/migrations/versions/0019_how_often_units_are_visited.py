"""How often an agency's units are visited, and what each kind of evidence weighs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0026"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """One row an agency."""
    op.create_table(
        "frequency_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("looks_back", sa.Integer(), nullable=False),
        sa.Column("oversees_others", sa.Boolean(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id"),
    )
    with op.batch_alter_table("frequency_rules") as table:
        table.create_index("ix_frequency_rules_agency_id", ["agency_id"])
