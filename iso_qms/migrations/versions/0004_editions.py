"""An agency tells by its edition whether what is remembered of its organisation still holds."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One column; every agency begins with an edition of its own."""
    op.add_column("agency", sa.Column("edition", sa.String(16), nullable=False, server_default=""))
    agency = sa.table("agency", sa.column("id", sa.Integer), sa.column("edition", sa.String))
    for (agency_id,) in op.get_bind().execute(sa.select(agency.c.id)).all():
        op.execute(agency.update().where(agency.c.id == agency_id).values(edition=secrets.token_hex(8)))
