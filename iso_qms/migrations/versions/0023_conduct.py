"""Grades by rule, the ladder of what comes back, small cells, and the end of names in findings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0021"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
KEPT = "(SELECT nameless_at FROM finding WHERE finding.id = OLD.finding_id) IS NULL"
TABLES = ("finding_wording", "finding_reading")


def upgrade() -> None:
    """Two tables, and what stands on a finding besides."""
    _on_findings()
    op.create_table(
        "conduct_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("fewest", "retention_months", "withdrawn_months")),
        sa.Column("grade_rules", JSON, nullable=False),
        sa.Column("ladder", JSON, nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.Column("photos_reason", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id"),
    )
    op.create_index(op.f("ix_conduct_rules_agency_id"), "conduct_rules", ["agency_id"], unique=False)
    op.create_table(
        "restriction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("agency_id", "finding_id", "asked_by_id"):
        op.create_index(op.f(f"ix_restriction_request_{column}"), "restriction_request", [column], unique=False)
    _triggers()


def _on_findings() -> None:
    for column in (
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("grade_rule", sa.String(60), nullable=False, server_default=""),
        sa.Column("proposed_grade", sa.String(12), nullable=False, server_default=""),
        sa.Column("rule_sentence", sa.Text(), nullable=False, server_default=""),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("rung_cases", JSON, nullable=False, server_default="[]"),
        sa.Column("table_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("names_end_on", sa.Date(), nullable=True),
        sa.Column("nameless_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("finding", column)
    op.add_column("attendance_check", sa.Column("counts", JSON, nullable=True))
    with op.batch_alter_table("finding") as table:
        for name in ("grade_rule", "proposed_grade", "rule_sentence", "hold_reason", "rung_cases"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("finding_reply") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)


def _triggers() -> None:
    for name in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}_no_delete")
            op.execute(
                f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} WHEN {KEPT} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
            continue
        op.execute(f"DROP TRIGGER {name}_append_only ON {name}")
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF NOT {KEPT} THEN RETURN OLD; END IF; END IF; "
            f"RAISE EXCEPTION '{name} is append-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()"
        )
