"""What an agency has set stands in one row: two people who set it first at the same moment cannot make two."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0033"

TABLES = ("audit_rules", "citizen_rules", "legal_rules", "posting_rules", "review_rules")


def upgrade() -> None:
    """The row that was asked first stays where there are two: it is the one that held, and that changes were made to."""
    for name in TABLES:
        rules = sa.table(name, sa.column("id"), sa.column("agency_id"))
        first = sa.select(sa.func.min(rules.c.id)).group_by(rules.c.agency_id).scalar_subquery()
        op.execute(sa.delete(rules).where(rules.c.id.not_in(first)))
        with op.batch_alter_table(name) as table:
            table.create_unique_constraint(op.f(f"uq_{name}_agency_id"), ["agency_id"])
