"""An import says how many of its rows are older than what is known."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    """No run of before told such rows from the changed ones; what programs sent is no file that may come again."""
    with op.batch_alter_table("dossier_import") as table:
        table.add_column(sa.Column("older", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("dossier_import") as table:
        table.alter_column("older", server_default=None)
    op.execute("UPDATE dossier_import SET sha256 = '' WHERE name LIKE 'REST dsr%…'")
