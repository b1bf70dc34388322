"""Since when a limit of lateness judges months, how a month beyond it stands now; indexes of what was answered, and moved."""

import sqlalchemy as sa
from alembic import op

from iso_qms import db

revision = "0061"
down_revision = "0060"

MOVED = sa.text("rescheduled_to IS NOT NULL")
FIRST = "(SELECT min(month) FROM late_month WHERE late_month.limit_id = late_limit.id)"


def upgrade() -> None:
    """A limit of before is known to have judged the months it noted and those after them; none was told again yet."""
    with op.batch_alter_table("late_limit") as table:
        table.add_column(sa.Column("since", sa.Date(), nullable=True))
    op.execute(f"UPDATE late_limit SET since = coalesce({FIRST}, judge_from)")
    with op.batch_alter_table("late_limit") as table:
        table.alter_column("since", existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table("late_month") as table:
        for name in ("closed_since", "late_since"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("told_at", db.Instant(timezone=True), nullable=True))
    op.execute("UPDATE late_month SET closed_since = closed, late_since = late")
    with op.batch_alter_table("late_month") as table:
        for name in ("closed_since", "late_since"):
            table.alter_column(name, server_default=None)
    op.create_index("ix_dossier_answered", "dossier", ["agency_id", "finished_at", "verdict"])
    columns = ["agency_id", "rescheduled_to"]
    op.create_index("ix_dossier_moved", "dossier", columns, postgresql_where=MOVED, sqlite_where=MOVED)
