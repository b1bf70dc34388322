"""Dossiers of the one-stop desk, the runs that bring them in, and how each source is read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0036"
down_revision = "0037"


def upgrade() -> None:
    """Three tables."""
    _json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "dossier_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("mapping", _json, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", db.Instant(timezone=True), nullable=False),
        sa.Column("finished_at", db.Instant(timezone=True), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("added", "changed", "same", "refused")),
        sa.Column("set_aside", _json, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dossier_import_file", "dossier_import", ["agency_id", "sha256"])
    op.create_index("ix_dossier_import_agency_id", "dossier_import", ["agency_id"])
    op.create_table(
        "dossier_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("mapping", _json, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "name", name="uq_dossier_source_agency_id_name"),
    )
    op.create_index("ix_dossier_source_agency_id", "dossier_source", ["agency_id"])
    op.create_table(
        "dossier",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("procedure", sa.String(200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("case", sa.String(200), nullable=False),
        sa.Column("received_at", db.Instant(timezone=True), nullable=False),
        sa.Column("first_due_at", db.Instant(timezone=True), nullable=True),
        sa.Column("basis", sa.String(10), nullable=False),
        *(
            sa.Column(name, db.Instant(timezone=True), nullable=True)
            for name in ("given_due_at", "rescheduled_to", "finished_at")
        ),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("receiving_unit_id", sa.Integer(), nullable=True),
        sa.Column("deciding_unit_id", sa.Integer(), nullable=True),
        sa.Column("pauses", _json, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("former", _json, nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["receiving_unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["deciding_unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["run_id"], ["dossier_import.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "source", "code", name="uq_dossier_agency_id_source_code"),
    )
    for name, columns in (
        ("ix_dossier_list", ["agency_id", "received_at", "id"]),
        ("ix_dossier_document", ["document_id", "received_at"]),
        ("ix_dossier_unit", ["deciding_unit_id", "received_at"]),
        ("ix_dossier_open", ["agency_id", "state", "first_due_at"]),
        ("ix_dossier_agency_id", ["agency_id"]),
        ("ix_dossier_receiving_unit_id", ["receiving_unit_id"]),
        ("ix_dossier_run_id", ["run_id"]),
    ):
        op.create_index(name, "dossier", columns)
