"""A file of a visit may be evidence for an answer, and a visit may be planned for a quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0034"


def upgrade() -> None:
    """Beside each such file its unit and question; a visit without a day was planned for its month until now."""
    op.create_table(
        "answer_file",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["question_id"], ["checklist_question.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("attachment_id"),
    )
    op.create_index("ix_answer_file_place", "answer_file", ["question_id", "unit_id"])
    with op.batch_alter_table("inspection") as table:
        table.add_column(sa.Column("span", sa.String(8), nullable=False, server_default="day"))
    op.execute("UPDATE inspection SET span = 'month' WHERE NOT day_set")
    with op.batch_alter_table("inspection") as table:
        table.alter_column("span", server_default=None)
        table.drop_column("day_set")
