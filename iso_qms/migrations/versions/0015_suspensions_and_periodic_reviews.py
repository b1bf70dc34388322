"""Days on which a text in force is not applied, and when each document is looked at again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
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
    """One table for suspensions, one for reviews, one for the agency's intervals."""
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
    _reviews()


def _reviews() -> None:
    op.create_table(
        "periodic_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("formula", JSON, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post_title", sa.String(length=200), nullable=False),
        sa.Column("change_request_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_periodic_review_{name}_id"), ondelete="RESTRICT"
            )
            for name, table in (
                ("agency", "agency"),
                ("document", "document"),
                ("revision", "revision"),
                ("done_by", "person"),
                ("change_request", "change_request"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_review")),
    )
    for column in ("agency_id", "document_id", "revision_id"):
        op.create_index(op.f(f"ix_periodic_review_{column}"), "periodic_review", [column], unique=False)
    op.create_index("ix_periodic_review_open", "periodic_review", ["agency_id", "done_on", "due_on"], unique=False)
    op.create_table(
        "review_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("months", JSON, nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_review_rules_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rules")),
    )
    op.create_index(op.f("ix_review_rules_agency_id"), "review_rules", ["agency_id"], unique=False)
