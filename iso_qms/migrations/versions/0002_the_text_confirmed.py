"""Minutes are confirmed as a text, surprise visits stay without a number, and the lead's work falls due."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Three tables of inspections; what was confirmed before counts as given to an earlier text."""
    with op.batch_alter_table("minutes_signature") as table:
        table.add_column(sa.Column("text_hash", sa.String(64), nullable=False, server_default=""))
    with op.batch_alter_table("inspection") as table:
        table.alter_column("sequence", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("audit_rules") as table:
        for name, days in (("minutes_days", 2), ("conclude_days", 3), ("report_days", 5)):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=str(days)))
