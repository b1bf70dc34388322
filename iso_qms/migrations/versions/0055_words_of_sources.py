"""What sources call units stays with their dossiers, which can be reckoned again; apologies are public by choice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0055"
down_revision = "0054"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
NAMES = ("receiving_name_id", "deciding_name_id", "channel_name_id")
STILL_OPEN, NAMED = sa.text("state = 'open'"), sa.text("channel_name_id IS NOT NULL")
HEADS = ("document_id", "receiving_unit_id", "deciding_unit_id", "channel", "received_at")


def upgrade() -> None:
    """Of what came in before, the words of its source are not known; no dossier is left out, and none reckoned again."""
    with op.batch_alter_table("dossier") as table:
        for name in NAMES:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(sa.Column("left_out", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("dossier") as table:
        table.alter_column("left_out", server_default=None)
    op.drop_index("ix_dossier_still_open", table_name="dossier")
    columns = ["agency_id", "first_due_at", "waiting", *HEADS, "left_out"]
    op.create_index("ix_dossier_still_open", "dossier", columns, postgresql_where=STILL_OPEN, sqlite_where=STILL_OPEN)
    op.create_index(
        "ix_dossier_channel_name", "dossier", ["channel_name_id"], postgresql_where=NAMED, sqlite_where=NAMED
    )
    op.add_column("apology", sa.Column("unowed_on", sa.Date(), nullable=True))
    _names()
    _reckonings()
    op.create_table(
        "apology_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        _agency("apology_list"),
        sa.PrimaryKeyConstraint("id", name="pk_apology_list"),
        sa.UniqueConstraint("agency_id", name="uq_apology_list_agency_id"),
    )
    op.create_index("ix_apology_list_agency_id", "apology_list", ["agency_id"])


def _names() -> None:
    op.create_table(
        "dossier_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        _agency("dossier_name"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_name"),
        sa.UniqueConstraint("agency_id", "name", name="uq_dossier_name_agency_id_name"),
    )
    op.create_index("ix_dossier_name_agency_id", "dossier_name", ["agency_id"])


def _reckonings() -> None:
    op.create_table(
        "dossier_reckoning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("told", JSON, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        _agency("dossier_reckoning"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_dossier_reckoning_by_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_reckoning"),
    )
    op.create_index("ix_dossier_reckoning_agency_id", "dossier_reckoning", ["agency_id"])


def _agency(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=f"fk_{table}_agency_id", ondelete="RESTRICT")
