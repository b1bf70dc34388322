"""Classes of causes, further causes beside the main one, and recurrences told once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Two tables, and a column on each of two; causes given before are the main ones, without a class."""
    with op.batch_alter_table("cause_analysis") as table:
        table.add_column(sa.Column("class_key", sa.String(length=20), nullable=False, server_default=""))
    with op.batch_alter_table("nonconformity") as table:
        table.add_column(sa.Column("recurrence_told", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cause_analysis") as table:
        table.alter_column("class_key", server_default=None)
    with op.batch_alter_table("nonconformity") as table:
        table.alter_column("recurrence_told", server_default=None)
    op.create_table(
        "cause_branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("class_key", sa.String(length=20), nullable=False),
        sa.Column("whys", JSON, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["analysis_id"], ["cause_analysis.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("analysis_id", "position"),
    )
    for column in ("agency_id", "analysis_id"):
        op.create_index(op.f(f"ix_cause_branch_{column}"), "cause_branch", [column], unique=False)
    op.create_table(
        "cause_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("classes", JSON, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id"),
    )
    op.create_index(op.f("ix_cause_rules_agency_id"), "cause_rules", ["agency_id"], unique=False)
