"""Who keeps a legal text, and requests on things that are no documents, such as questions of a checklist."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """A column for legal texts; for change requests what they are about where that is no document."""
    with op.batch_alter_table("legal_text") as table:
        table.add_column(sa.Column("keeper_unit_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_legal_text_keeper_unit_id"), "unit", ["keeper_unit_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("change_request") as table:
        table.alter_column("document_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("thing_kind", sa.String(40), nullable=False, server_default=""))
        table.add_column(sa.Column("thing_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("thing_code", sa.String(80), nullable=False, server_default=""))
        table.add_column(sa.Column("thing_title", sa.String(500), nullable=False, server_default=""))
        table.create_index("ix_change_request_thing", ["thing_kind", "thing_id"])
