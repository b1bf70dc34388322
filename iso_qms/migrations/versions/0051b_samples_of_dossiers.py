"""Samples are drawn from the register of dossiers, in parts, and each dossier's papers are checked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051b"
down_revision = "0049"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Samples that were drawn from lists have neither parts nor papers."""
    with op.batch_alter_table("file_sample") as table:
        table.add_column(sa.Column("strata", _JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("basis", _JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("file_sample") as table:
        for name in ("strata", "basis"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("sampled_file") as table:
        table.add_column(sa.Column("dossier_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("revision_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("finding_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("papers", _JSON, nullable=False, server_default="[]"))
        for target in ("revision", "finding"):
            name = f"{target}_id"
            table.create_foreign_key(f"fk_sampled_file_{name}", target, [name], ["id"], ondelete="RESTRICT")
    with op.batch_alter_table("sampled_file") as table:
        table.alter_column("papers", server_default=None)
