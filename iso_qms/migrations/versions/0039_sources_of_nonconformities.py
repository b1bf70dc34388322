"""What a nonconformity comes from, where that is not kept in this system: its number and its day."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0036"


def upgrade() -> None:
    """Two columns, empty for what is there."""
    op.add_column("nonconformity", sa.Column("source_reference", sa.String(200), nullable=False, server_default=""))
    op.add_column("nonconformity", sa.Column("source_on", sa.Date(), nullable=True))
