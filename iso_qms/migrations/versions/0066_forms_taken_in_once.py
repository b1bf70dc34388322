"""Forms that were sent, and where their answers led, so that the same form sent twice does one thing."""

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    """Rows are removed after a day."""
    op.create_table(
        "sent_sheet",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sent_at", db.Instant(timezone=True), nullable=False),
        sa.Column("led_to", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sent_sheet"),
    )
