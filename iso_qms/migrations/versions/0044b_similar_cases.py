"""What was decided on similar cases elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0044b"
down_revision = "0044"

REFERS = {
    "agency_id": "agency",
    "nonconformity_id": "nonconformity",
    "unit_id": "unit",
    "action_id": "corrective_action",
    "opened_id": "nonconformity",
    "decided_by_id": "person",
}


def upgrade() -> None:
    """One table."""
    name, keys = "similar_case", ["nonconformity_id", "kind", "thing_id"]
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("opened_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"), ondelete="RESTRICT")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint(*keys, name=op.f(f"uq_{name}_nonconformity_id_kind_thing_id")),
    )
    for column in ("agency_id", "nonconformity_id", "opened_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
