"""What citizens say is taken in, sorted, answered; suggestion boxes are opened by two people."""

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    """Nothing was kept of it before; no agency takes feedback from its pages until it says so."""
    with op.batch_alter_table("citizen_rules") as table:
        table.add_column(sa.Column("takes_feedback", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("citizen_rules") as table:
        table.alter_column("takes_feedback", server_default=None)
    _make_openings()
    _make_feedback()
    op.create_table(
        "public_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("mark", "agency_id"):
        op.create_index(f"ix_public_try_{column}", "public_try", [column])


def _make_openings() -> None:
    op.create_table(
        "box_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("witness_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", db.Instant(timezone=True), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["witness_id"], ["person.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("witness_id", "agency_id"):
        op.create_index(f"ix_box_opening_{column}", "box_opening", [column])


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("about_unit_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("dossier_code", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("is_conduct", sa.Boolean(), nullable=False),
        sa.Column("ticket_hash", sa.String(64), nullable=True),
        sa.Column("opening_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("sort_by", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("leaving", sa.String(20), nullable=False),
        sa.Column("passed_to", sa.String(200), nullable=False),
        sa.Column("is_founded", sa.Boolean(), nullable=True),
        sa.Column("nonconformity_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("emptied_at", db.Instant(timezone=True), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("late_told_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], ondelete="RESTRICT")
            for column, target in (
                ("about_unit_id", "unit.id"), ("unit_id", "unit.id"), ("document_id", "document.id"),
                ("opening_id", "box_opening.id"), ("entered_by_id", "person.id"), ("answered_by_id", "person.id"),
                ("nonconformity_id", "nonconformity.id"), ("agency_id", "agency.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "year", "number"),
        sa.UniqueConstraint("ticket_hash"),
    )  # fmt: skip
    op.create_index("ix_feedback_list", "feedback", ["agency_id", "state", "unit_id"])
    for column in ("about_unit_id", "document_id", "opening_id", "unit_id", "nonconformity_id", "state", "agency_id"):
        op.create_index(f"ix_feedback_{column}", "feedback", [column])
