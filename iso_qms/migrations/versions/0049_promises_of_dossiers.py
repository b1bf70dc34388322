"""Units are warned of dossiers that are about to be late, late ones get their apologies, and months have limits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0049"
down_revision = "0052"


def upgrade() -> None:
    """Nobody was warned before, no apology was kept, and no month judged."""
    _make_warnings()
    _make_apologies()
    _make_limits()


def _make_warnings() -> None:
    op.create_table(
        "dossier_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", db.Instant(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("warned_at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dossier_id", "due_at"),
    )
    op.create_index("ix_dossier_warning_unit_id", "dossier_warning", ["unit_id"])
    op.create_index("ix_dossier_warning_agency_id", "dossier_warning", ["agency_id"])


def _make_apologies() -> None:
    op.create_table(
        "apology",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("dossier_code", sa.String(80), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("procedure", sa.String(200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_at", db.Instant(timezone=True), nullable=False),
        sa.Column("reason_kind", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", db.Instant(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], ondelete="RESTRICT")
            for column, target in (
                ("unit_id", "unit.id"), ("document_id", "document.id"), ("drafted_by_id", "person.id"),
                ("signed_by_id", "person.id"), ("agency_id", "agency.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "year", "number"),
    )  # fmt: skip
    live = sa.text("state != 'dropped'")
    op.create_index("uq_apology_live", "apology", ["dossier_id"], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_index("ix_apology_sent", "apology", ["agency_id", "sent_on"])
    for column in ("unit_id", "document_id", "state", "agency_id"):
        op.create_index(f"ix_apology_{column}", "apology", [column])
    op.create_table(
        "dossier_moved_again",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("from_at", db.Instant(timezone=True), nullable=False),
        sa.Column("to_at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["dossier_import.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("dossier_id", "run_id", "agency_id"):
        op.create_index(f"ix_dossier_moved_again_{column}", "dossier_moved_again", [column])


def _make_limits() -> None:
    op.create_table(
        "late_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("judge_from", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("document_id", "unit_id", "agency_id"):
        op.create_index(f"ix_late_limit_{column}", "late_limit", [column])
    op.create_table(
        "late_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("limit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("judged_at", db.Instant(timezone=True), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{one}_id"], [f"{one}.id"], ondelete="RESTRICT")
            for one in ("document", "unit", "nonconformity", "agency")
        ),
        sa.ForeignKeyConstraint(["limit_id"], ["late_limit.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "document_id", "unit_id", "month"),
    )
    for column in ("document_id", "unit_id", "limit_id", "nonconformity_id", "agency_id"):
        op.create_index(f"ix_late_month_{column}", "late_month", [column])
