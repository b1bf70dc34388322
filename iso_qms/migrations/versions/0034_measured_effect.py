"""How the effect of corrective actions is measured: the measure of each, and the cases of a repeated check."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0039"


def upgrade() -> None:
    """Two tables; actions planned before have no measure and are verified with words."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "effect_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parameters", json, nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("why_none", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("baseline", json, nullable=True),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("result", json, nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("reached", sa.Boolean(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_keys("effect_measure", {"action_id": "corrective_action", "agency_id": "agency"}),
        sa.UniqueConstraint("action_id", name=op.f("uq_effect_measure_action_id")),
    )
    op.create_table(
        "check_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("which", sa.String(length=200), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_keys("check_item", {"measure_id": "effect_measure", "checked_by_id": "person", "agency_id": "agency"}),
        sa.UniqueConstraint("measure_id", "phase", "which", name=op.f("uq_check_item_measure_id_phase_which")),
    )
    for table, column in (
        ("effect_measure", "agency_id"),
        ("effect_measure", "measured_on"),
        ("check_item", "agency_id"),
        ("check_item", "measure_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _keys(table: str, keys: dict[str, str]) -> list[sa.Constraint]:
    foreign = [
        sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{table}_{one}"), ondelete="RESTRICT")
        for one, other in keys.items()
    ]
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), *foreign]
