"""The legal texts that files of postings name."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"


def upgrade() -> None:
    """One table."""
    op.create_table(
        "posting_text",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("hangs", sa.Boolean(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("attachment_id"),
    )
    with op.batch_alter_table("posting_text") as table:
        for column in ("posting_id", "agency_id"):
            table.create_index(f"ix_posting_text_{column}", [column])
