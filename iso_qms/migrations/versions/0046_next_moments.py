"""What time looks for is found by an index on the rungs to come alone."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0047"

RUNGS = {"follow_up": "action_id", "obligation_follow_up": "due_id"}


def upgrade() -> None:
    """One index of each kind of rung gives way to a smaller one."""
    pending = sa.text("told_at IS NULL AND void_at IS NULL")
    for table, thing in RUNGS.items():
        name = f"ix_{table}_pending"
        op.drop_index(name, table_name=table)
        op.create_index(name, table, ["agency_id", "due_on", thing], sqlite_where=pending, postgresql_where=pending)
