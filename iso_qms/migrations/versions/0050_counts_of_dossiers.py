"""Dossiers are kept as counts by month beside them, and those still open have an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"

HEADS = ("document_id", "receiving_unit_id", "deciding_unit_id")
CLOSED = ("early", "on_time", "late", "undated", "stopped", "withdrawn", "transferred")
COLUMNS = ("received", *CLOSED, "overran", "overran_closed")
STILL_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """One table, filled with what is there, and one index."""
    op.create_table(
        "dossier_count",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False, autoincrement=False) for name in HEADS),
        sa.Column("channel", sa.String(8), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COLUMNS),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_dossier_count_agency_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("agency_id", "month", *HEADS, "channel", name="pk_dossier_count"),
    )
    op.create_index(
        "ix_dossier_still_open",
        "dossier",
        ["agency_id", "first_due_at", "waiting", *HEADS, "channel", "received_at"],
        postgresql_where=STILL_OPEN,
        sqlite_where=STILL_OPEN,
    )
    _count_what_is_there()


def _count_what_is_there() -> None:
    closed, is_closed = "coalesce(finished_at, received_at)", "state <> 'open'"
    over = "(CASE WHEN first_due_at > received_at THEN first_due_at ELSE received_at END)"
    overran = f"first_due_at IS NOT NULL AND NOT waiting AND (state = 'open' OR {closed} >= {over})"
    timed = ", ".join(f"'{name}'" for name in CLOSED[:3])
    is_as = {
        **{name: f"state = 'finished' AND verdict = '{name}'" for name in CLOSED[:3]},
        "undated": f"state = 'finished' AND verdict NOT IN ({timed})",
        **{name: f"state = '{name}'" for name in CLOSED[4:]},
    }
    parts = [
        _part("received_at", "received", "1 = 1"),
        *[_part(closed, name, condition) for name, condition in is_as.items()],
        _part(over, "overran", overran),
        _part(closed, "overran_closed", f"{overran} AND {is_closed}"),
    ]
    names, heads = ", ".join(COLUMNS), f"agency_id, month, {', '.join(HEADS)}, channel"
    sums = ", ".join(f"sum({name})" for name in COLUMNS)
    op.execute(
        f"INSERT INTO dossier_count ({heads}, {names}) "
        f"SELECT {heads}, {sums} FROM ({' UNION ALL '.join(parts)}) AS told GROUP BY {heads}"
    )


def _part(moment: str, column: str, condition: str) -> str:
    month = (
        f"CAST(to_char({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMM') AS integer)"
        if op.get_bind().dialect.name == "postgresql"
        else f"CAST(strftime('%Y%m', {moment}, '+7 hours') AS INTEGER)"
    )
    heads = ", ".join(f"coalesce({name}, 0) AS {name}" for name in HEADS)
    counts = ", ".join(f"{1 if name == column else 0} AS {name}" for name in COLUMNS)
    return f"SELECT agency_id, {month} AS month, {heads}, channel, {counts} FROM dossier WHERE {condition}"
