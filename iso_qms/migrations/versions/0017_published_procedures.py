"""Published procedures of the national catalogue, and how far ours are from them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0017"
down_revision = "0016"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "published_procedure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("title_sort", sa.String(2000), nullable=False),
        sa.Column("folded", sa.String(1500), nullable=False),
        sa.Column("decision", sa.String(80), nullable=False),
        sa.Column("field", sa.String(300), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("taken_in_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("matched_by_id", sa.Integer(), nullable=True),
        sa.Column("matched_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["matched_by_id"], ["person.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "code"),
    )
    with op.batch_alter_table("published_procedure") as table:
        table.create_index("ix_published_procedure_list", ["agency_id", "title_sort", "id"])
        for column in ("document_id", "agency_id"):
            table.create_index(f"ix_published_procedure_{column}", [column])
    op.create_table(
        "published_comparison",
        sa.Column("published_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("differing", sa.Integer(), nullable=True),
        sa.Column("counted_at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["published_id"], ["published_procedure.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("published_id"),
    )
    with op.batch_alter_table("published_comparison") as table:
        table.create_index("ix_published_comparison_agency_id", ["agency_id"])
