"""An approval keeps the errors that were open and why it was given all the same; agencies switch rules off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0013"
down_revision = "0012"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Two columns and one table."""
    op.add_column("approval", sa.Column("open_errors", JSON, nullable=False, server_default="[]"))
    op.add_column("approval", sa.Column("despite", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "rule_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("off_by_id", sa.Integer(), nullable=False),
        sa.Column("off_name", sa.String(200), nullable=False),
        sa.Column("off_post", sa.String(200), nullable=False),
        sa.Column("off_at", db.Instant(), nullable=False),
        sa.Column("on_by_id", sa.Integer(), nullable=True),
        sa.Column("on_name", sa.String(200), nullable=False),
        sa.Column("on_at", db.Instant(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *[
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_rule_switch_{name}"), ondelete="RESTRICT")
            for name, other in (("off_by_id", "person"), ("on_by_id", "person"), ("agency_id", "agency"))
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_switch")),
    )
    op.create_index(op.f("ix_rule_switch_agency_id"), "rule_switch", ["agency_id"])
    op.create_index(
        "ix_rule_switch_off",
        "rule_switch",
        ["agency_id", "rule"],
        unique=True,
        sqlite_where=sa.text("on_at IS NULL"),
        postgresql_where=sa.text("on_at IS NULL"),
    )
