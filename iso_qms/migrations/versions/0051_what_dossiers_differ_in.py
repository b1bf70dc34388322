"""Each dossier says in what it differs from the steps in force on its day."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    """What came in before is known to differ or not; in what shows when it is judged again."""
    with op.batch_alter_table("dossier") as table:
        table.add_column(sa.Column("differs", sa.SmallInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("dossier") as table:
        table.alter_column("differs", server_default=None)
