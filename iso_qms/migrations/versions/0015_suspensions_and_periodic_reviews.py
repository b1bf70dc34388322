"""Days on which a text in force is not applied."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0012"

_CLASH = (
    "SELECT 1 FROM suspension AS other WHERE other.id <> NEW.id AND other.revision_id = NEW.revision_id "
    "AND other.called_off IS FALSE AND NEW.called_off IS FALSE "
    "AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') "
    "AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')"
)
PLAIN = {
    "sqlite": [
        f"CREATE TRIGGER suspension_overlap_{verb.lower()} AFTER {verb} ON suspension WHEN EXISTS ({_CLASH}) "
        "BEGIN SELECT RAISE(ABORT, 'suspension overlaps'); END"
        for verb in ("INSERT", "UPDATE")
    ],
    "postgresql": [
        "ALTER TABLE suspension ADD CONSTRAINT ex_suspension_overlap EXCLUDE USING gist "
        "(revision_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (called_off IS FALSE)"
    ],
}


def upgrade() -> None:
    """One table for suspensions."""
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=100), nullable=False),
        sa.Column("called_off", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_suspension_suspension_validity")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_suspension_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_suspension_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_agency_id"), "suspension", ["agency_id"], unique=False)
    op.create_index("ix_suspension_days", "suspension", ["agency_id", "valid_from", "valid_to"], unique=False)
    op.create_index(op.f("ix_suspension_revision_id"), "suspension", ["revision_id"], unique=False)
    for statement in PLAIN[op.get_bind().dialect.name]:
        op.execute(statement)
