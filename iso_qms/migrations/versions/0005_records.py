"""Records that are kept: classes, series, and their disposal."""

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Three tables, and which series a disposal covers."""
    op.create_table(
        "disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("carried_out_by_id", sa.Integer(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_disposal_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_disposal_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["carried_out_by_id"], ["person.id"], name=op.f("fk_disposal_carried_out_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_disposal_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f("uq_disposal_agency_id_year_number")),
    )
    op.create_index(op.f("ix_disposal_agency_id"), "disposal", ["agency_id"], unique=False)
    op.create_index(op.f("ix_disposal_state"), "disposal", ["state"], unique=False)
    op.create_table(
        "record_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_record_class_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_record_class_document_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_class")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_record_class_agency_id_name")),
    )
    op.create_index(op.f("ix_record_class_agency_id"), "record_class", ["agency_id"], unique=False)
    op.create_index(op.f("ix_record_class_document_id"), "record_class", ["document_id"], unique=False)
    op.create_table(
        "record_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("extent", sa.String(length=100), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("held_at", db.Instant(timezone=True), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=False),
        sa.Column("disposed_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_record_series_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["record_class.id"], name=op.f("fk_record_series_class_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_record_series_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_series")),
    )
    op.create_index(op.f("ix_record_series_agency_id"), "record_series", ["agency_id"], unique=False)
    op.create_index(op.f("ix_record_series_class_id"), "record_series", ["class_id"], unique=False)
    op.create_index("ix_record_series_due", "record_series", ["agency_id", "disposed_on", "keep_until"], unique=False)
    op.create_index(op.f("ix_record_series_unit_id"), "record_series", ["unit_id"], unique=False)
    op.create_table(
        "disposal_series",
        sa.Column("disposal_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_series_disposal_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["record_series.id"], name=op.f("fk_disposal_series_series_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("disposal_id", "series_id", name=op.f("pk_disposal_series")),
    )
