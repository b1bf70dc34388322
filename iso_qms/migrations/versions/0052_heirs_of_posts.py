"""A post that ends may say which one has its duties, and time finds due corrections by the rungs to come alone."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    """No post of before passed its duties on: whoever answers for its unit has them."""
    with op.batch_alter_table("post") as table:
        table.add_column(sa.Column("heir_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_post_heir_id_post", "post", ["heir_id"], ["id"], ondelete="RESTRICT")
    pending, name = sa.text("told_at IS NULL AND void_at IS NULL"), "ix_correction_follow_up_pending"
    op.drop_index(name, table_name="correction_follow_up")
    columns = ["agency_id", "due_on", "correction_id"]
    op.create_index(name, "correction_follow_up", columns, sqlite_where=pending, postgresql_where=pending)
