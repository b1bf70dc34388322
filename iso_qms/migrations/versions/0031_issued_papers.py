"""Papers issued under a number and a date, and never changed afterwards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0031"
down_revision = "0030"

NAME = "issued_paper"


def upgrade() -> None:
    """One table that refuses to be changed."""
    op.create_table(
        NAME,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", db.Instant(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("signer_post", sa.String(length=200), nullable=False),
        sa.Column("signer_capacity", sa.String(length=10), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{NAME}_{column}"), ondelete="RESTRICT")
            for column, table in (
                ("agency_id", "agency"),
                ("inspection_id", "inspection"),
                ("signed_by_id", "person"),
                ("replaces_id", NAME),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("agency_id", "number", "issued_on", name=op.f(f"uq_{NAME}_agency_id_number_issued_on")),
        sa.UniqueConstraint("replaces_id", name=op.f(f"uq_{NAME}_replaces_id")),
    )
    for column in ("agency_id", "inspection_id"):
        op.create_index(op.f(f"ix_{NAME}_{column}"), NAME, [column], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {NAME}_no_{verb.lower()} BEFORE {verb} ON {NAME} "
                f"BEGIN SELECT RAISE(ABORT, '{NAME} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NAME} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {NAME} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_append_only()"
    )
