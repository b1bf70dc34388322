"""Signs of formalism: the limits an agency sets, talks about a sign, and when a reader first opened what was asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0045"
down_revision = "0046"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Two tables, of which the talks refuse to be changed, and one column that is empty for what is there."""
    op.add_column("acknowledgement", sa.Column("opened_at", db.Instant(timezone=True), nullable=True))
    op.create_table(
        "sign_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("limits", JSON, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_sign_rules_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_rules")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_sign_rules_agency_id")),
    )
    op.create_index(op.f("ix_sign_rules_agency_id"), "sign_rules", ["agency_id"])
    op.create_table(
        "sign_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=40), nullable=False),
        sa.Column("case_key", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_sign_talk_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sign_talk_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_talk")),
    )
    op.create_index(op.f("ix_sign_talk_agency_id"), "sign_talk", ["agency_id"])
    op.create_index("ix_sign_talk_case", "sign_talk", ["agency_id", "sign", "case_key"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER sign_talk_no_{verb.lower()} BEFORE {verb} ON sign_talk "
                "BEGIN SELECT RAISE(ABORT, 'sign_talk is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION sign_talk_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'sign_talk is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER sign_talk_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sign_talk "
        "FOR EACH STATEMENT EXECUTE FUNCTION sign_talk_append_only()"
    )
