"""Which revisions bear the digital seal of their agency."""

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """One table."""
    op.create_table(
        "revision_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sealed_at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_revision_seal_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_revision_seal_attachment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_seal_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_seal")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_revision_seal_revision_id")),
    )
    op.create_index(op.f("ix_revision_seal_agency_id"), "revision_seal", ["agency_id"], unique=False)
