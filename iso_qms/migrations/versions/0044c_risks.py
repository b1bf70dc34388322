"""The list of risks and opportunities, and the nonconformities that bear on them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0044c"
down_revision = "0044b"


def upgrade() -> None:
    """Two tables."""
    _risks()
    _links()


def _risks() -> None:
    name = "risk"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("owner_post_id", sa.Integer(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_agency(name),
        _refers(name, "owner_post_id", "post"),
    )
    _indexes(name, "agency_id", "owner_post_id")


def _links() -> None:
    name = "risk_link"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_on", sa.Date(), nullable=False),
        *_agency(name),
        _refers(name, "risk_id", "risk"),
        _refers(name, "nonconformity_id", "nonconformity"),
        _refers(name, "linked_by_id", "person"),
        sa.UniqueConstraint("risk_id", "nonconformity_id", name=op.f(f"uq_{name}_risk_id_nonconformity_id")),
    )
    _indexes(name, "agency_id", "nonconformity_id")


def _agency(name: str) -> tuple[Any, ...]:
    return (
        sa.Column("agency_id", sa.Integer(), nullable=False),
        _refers(name, "agency_id", "agency"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _refers(name: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"), ondelete="RESTRICT")


def _indexes(name: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
