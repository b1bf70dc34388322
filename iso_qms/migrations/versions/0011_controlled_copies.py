"""Every revision has a code for its prints, and numbered copies stand in a register."""

import secrets

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """A token for each revision there is, then the register of copies."""
    # Added and not rebuilt: on SQLite a rebuilt table would lose its triggers.
    op.add_column("revision", sa.Column("token", sa.String(32), nullable=False, server_default=""))
    connection = op.get_bind()
    for number in connection.execute(sa.text("SELECT id FROM revision")).scalars().all():
        values = {"token": secrets.token_urlsafe(12), "id": number}
        connection.execute(sa.text("UPDATE revision SET token = :token WHERE id = :id"), values)
    op.create_index("ix_revision_token", "revision", ["token"], unique=True)
    op.create_table(
        "controlled_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("holder_post_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("recalled_at", db.Instant(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_controlled_copy_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_controlled_copy_given_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["holder_post_id"], ["post.id"], name=op.f("fk_controlled_copy_holder_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_controlled_copy_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_controlled_copy")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_controlled_copy_revision_id_number")),
    )
    for column in ("agency_id", "given_by_id", "holder_post_id", "state"):
        op.create_index(op.f(f"ix_controlled_copy_{column}"), "controlled_copy", [column], unique=False)
    op.create_index("ix_controlled_copy_list", "controlled_copy", ["agency_id", "state", "given_on"], unique=False)
