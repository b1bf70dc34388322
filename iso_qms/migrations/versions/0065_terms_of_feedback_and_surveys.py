"""When a survey is shown, and how long an agency keeps what citizens say: its own terms, and the days of each one."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0061"


def upgrade() -> None:
    """What has ended was shown at once, and was to be forgotten after 30 days and 24 months; both stay so."""
    with op.batch_alter_table("survey") as table:
        table.add_column(sa.Column("shown_from", sa.Date(), nullable=True))
    op.execute("UPDATE survey SET shown_from = CURRENT_DATE WHERE state = 'closed'")
    _add("citizen_rules", contact_days=30, conduct_months=24)
    _add("feedback", promised_days=30)
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("contact_ends_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("words_end_on", sa.Date(), nullable=True))
    _set_days()


def _add(name: str, **numbers: int) -> None:
    with op.batch_alter_table(name) as table:
        for column, number in numbers.items():
            table.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default=str(number)))
    with op.batch_alter_table(name) as table:
        for column in numbers:
            table.alter_column(column, server_default=None)


def _set_days() -> None:
    days = sa.Date()
    feedback = sa.table(
        "feedback", sa.column("id"), sa.column("ended_on", days), sa.column("contact_ends_on", days),
        sa.column("words_end_on", days),
    )  # fmt: skip
    bind = op.get_bind()
    rows = bind.execute(sa.select(feedback.c.id, feedback.c.ended_on).where(feedback.c.ended_on.is_not(None))).all()
    for number, ended in rows:
        ends = {"contact_ends_on": ended + timedelta(days=30), "words_end_on": _two_years_after(ended)}
        bind.execute(sa.update(feedback).where(feedback.c.id == number).values(**ends))


def _two_years_after(day: date) -> date:
    return day.replace(year=day.year + 2, day=28 if (day.month, day.day) == (2, 29) else day.day)
