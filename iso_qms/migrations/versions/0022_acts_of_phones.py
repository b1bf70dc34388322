"""What phones sent from a visit, as it was received."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0022"
down_revision = "0018"


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "phone_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("bases", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("captured_at", db.Instant(timezone=True), nullable=False),
        sa.Column("received_at", db.Instant(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_phone_act_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_phone_act_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phone_act_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_phone_act_settled_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_act")),
        sa.UniqueConstraint("agency_id", "uuid", name=op.f("uq_phone_act_agency_id_uuid")),
    )
    op.create_index(op.f("ix_phone_act_agency_id"), "phone_act", ["agency_id"], unique=False)
    op.create_index("ix_phone_act_item", "phone_act", ["inspection_id", "item"], unique=False)
    op.create_index(op.f("ix_phone_act_person_id"), "phone_act", ["person_id"], unique=False)
    op.create_table(
        "phone_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_phone_part_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_phone_part_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_part")),
        sa.UniqueConstraint("person_id", "sha256", name=op.f("uq_phone_part_person_id_sha256")),
    )
    op.create_index(op.f("ix_phone_part_agency_id"), "phone_part", ["agency_id"], unique=False)
