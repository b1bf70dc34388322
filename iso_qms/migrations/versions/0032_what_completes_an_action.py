"""What a corrective action waits for, so that it completes itself."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0038"

NAME = "awaited_thing"


def upgrade() -> None:
    """One table: what is waited for, and what showed that it has happened."""
    op.create_table(
        NAME,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("proof_kind", sa.String(length=40), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{NAME}_{column}"), ondelete="RESTRICT")
            for column, table in (("action_id", "corrective_action"), ("agency_id", "agency"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("action_id", "kind", "thing_id", name=op.f(f"uq_{NAME}_action_id_kind_thing_id")),
    )
    for column in ("agency_id", "happened_on"):
        op.create_index(op.f(f"ix_{NAME}_{column}"), NAME, [column], unique=False)
