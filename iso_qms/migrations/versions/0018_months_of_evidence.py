"""What each kind of evidence takes off the interval of periodic reviews is the agency's own rule."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """One column."""
    op.add_column("review_rules", sa.Column("evidence", JSON, nullable=False, server_default="{}"))
