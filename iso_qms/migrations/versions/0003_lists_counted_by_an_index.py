"""How many revisions are in force on a day is counted from an index alone."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One index, with the dates it lacked."""
    op.drop_index("ix_revision_standing", table_name="revision")
    op.create_index("ix_revision_standing", "revision", ["agency_id", "state", "valid_from", "valid_to"])
