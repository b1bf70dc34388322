"""Surveys of satisfaction: slips that can be used once, and answers that belong to nobody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0060"
down_revision = "0059"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Nobody was asked here before."""
    _make("survey", [
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("asks", JSON, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
    ], {"document_id": "document.id", "made_by_id": "person.id"}, ("document_id", "state"))  # fmt: skip
    _make("survey_unit", [
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.UniqueConstraint("survey_id", "unit_id"),
    ], {"survey_id": "survey.id", "unit_id": "unit.id"}, ("unit_id",))  # fmt: skip
    _make("survey_slip", [
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("survey_id", "number"),
    ], {"survey_id": "survey.id", "unit_id": "unit.id"}, ("unit_id",))  # fmt: skip
    _make("survey_batch", [
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("taken_back_at", db.Instant(timezone=True), nullable=True),
    ], {"survey_id": "survey.id", "unit_id": "unit.id", "by_id": "person.id"}, ("survey_id",))  # fmt: skip
    _make("survey_answer", [
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("overall", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
    ], {"survey_id": "survey.id", "unit_id": "unit.id", "batch_id": "survey_batch.id"}, ("survey_id", "batch_id"))  # fmt: skip
    op.create_index("ix_survey_answer_day", "survey_answer", ["agency_id", "answered_on"])


def _make(name: str, columns: list[sa.schema.SchemaItem], targets: dict[str, str], indexed: tuple[str, ...]) -> None:
    keys = targets | {"agency_id": "agency.id"}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *columns,
        *(sa.ForeignKeyConstraint([column], [target], ondelete="RESTRICT") for column, target in keys.items()),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in (*indexed, "agency_id"):
        op.create_index(f"ix_{name}_{column}", name, [column])
