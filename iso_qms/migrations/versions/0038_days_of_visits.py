"""A visit may be planned for a month, before anybody knows its day."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"


def upgrade() -> None:
    """Every visit there is has its day."""
    with op.batch_alter_table("inspection") as table:
        table.add_column(sa.Column("day_set", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("inspection") as table:
        table.alter_column("day_set", server_default=None)
