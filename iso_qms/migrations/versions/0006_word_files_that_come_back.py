"""What a draft said when its Word file was taken, so that the file can come back; and the agency's own layouts."""

import sqlalchemy as sa
from alembic import op

from iso_qms.db import Instant, Json

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "word_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_word_copy_agency_id_agency"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_word_copy_revision_id_revision"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_copy")),
        sa.UniqueConstraint("revision_id", "edits", name=op.f("uq_word_copy_revision_id_edits")),
    )
    op.create_index(op.f("ix_word_copy_agency_id"), "word_copy", ["agency_id"])
    op.create_table(
        "layout_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_layout_version_added_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_layout_version_agency_id_agency"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_version")),
        sa.UniqueConstraint("agency_id", "kind", "number", name=op.f("uq_layout_version_agency_id_kind_number")),
    )
    op.create_index(op.f("ix_layout_version_agency_id"), "layout_version", ["agency_id"])
