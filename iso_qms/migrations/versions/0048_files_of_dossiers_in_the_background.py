"""Files of dossiers are taken in in the background, rows set aside are kept to be corrected, and sources have tokens."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0048"
down_revision = "0046"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBERS = ("total", "done", "times")
TEXTS = {"kept": 40, "holder": 40, "broken": 20}


def upgrade() -> None:
    """What was taken in before has been gone through and confirmed."""
    _make_tables()
    with op.batch_alter_table("dossier_import") as table:
        for name in NUMBERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name, most in TEXTS.items():
            table.add_column(sa.Column(name, sa.String(most), nullable=False, server_default=""))
        table.add_column(sa.Column("strange", _JSON, nullable=False, server_default="{}"))
        for name in ("confirmed_at", "beat_at"):
            table.add_column(sa.Column(name, db.Instant(timezone=True), nullable=True))
        table.add_column(sa.Column("repeats_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_dossier_import_repeats_id", "dossier_import", ["repeats_id"], ["id"], ondelete="RESTRICT"
        )
    _move_rows()
    with op.batch_alter_table("dossier_import") as table:
        table.drop_column("set_aside")
        for name in (*NUMBERS, *TEXTS, "strange"):
            table.alter_column(name, server_default=None)


def _move_rows() -> None:
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE dossier_import SET confirmed_at = started_at, total = added + changed + same + refused, "
            "done = added + changed + same + refused"
        )
    )
    row = sa.table("dossier_refused_row", *(sa.column(one) for one in ("run_id", "number", "reason", "field", "cells")))
    for run_id, found in connection.execute(sa.text("SELECT id, set_aside FROM dossier_import")).all():
        refused = json.loads(found) if isinstance(found, str) else found
        for number, reason, field in refused:
            values = {"run_id": run_id, "number": number, "reason": reason, "field": field}
            connection.execute(row.insert().values(**values, cells=sa.literal({}, _JSON)))


def _make_tables() -> None:
    op.create_table(
        "dossier_refused_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("field", sa.String(30), nullable=False),
        sa.Column("cells", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["dossier_import.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dossier_refused_row_run", "dossier_refused_row", ["run_id", "number"])
    op.create_table(
        "dossier_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shown", sa.String(12), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", db.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", db.Instant(timezone=True), nullable=True),
        sa.Column("used_at", db.Instant(timezone=True), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest", name="uq_dossier_token_digest"),
    )
    op.create_index("ix_dossier_token_agency_id", "dossier_token", ["agency_id"])
