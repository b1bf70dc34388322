"""Dossiers are counted by day as well as by month, and those that the form of the state leaves out have an index."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0050b"

HEADS = ("document_id", "receiving_unit_id", "deciding_unit_id")
CLOSED = ("early", "on_time", "late", "undated", "stopped", "withdrawn", "transferred")
COLUMNS = ("received", *CLOSED, "overran", "overran_closed")
PERIODS = {"postgresql": ("YYYYMM", "YYYYMMDD"), "sqlite": ("%Y%m", "%Y%m%d")}
LEFT_OUT = sa.text("verdict = 'not_judged'")


def upgrade() -> None:
    """The table of counts is made anew and filled with what is there."""
    op.drop_table("dossier_count")
    op.create_table(
        "dossier_count",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False, autoincrement=False) for name in HEADS),
        sa.Column("channel", sa.String(8), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COLUMNS),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_dossier_count_agency_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("agency_id", "period", *HEADS, "channel", name="pk_dossier_count"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_dossier_left_out",
        "dossier",
        ["agency_id", "finished_at", "received_at", *HEADS, "channel"],
        postgresql_where=LEFT_OUT,
        sqlite_where=LEFT_OUT,
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
        ("received_at", "received", "1 = 1"),
        *[(closed, name, condition) for name, condition in is_as.items()],
        (over, "overran", overran),
        (closed, "overran_closed", f"{overran} AND {is_closed}"),
    ]
    names, heads = ", ".join(COLUMNS), f"agency_id, period, {', '.join(HEADS)}, channel"
    sums = ", ".join(f"sum({name})" for name in COLUMNS)
    for written in PERIODS[op.get_bind().dialect.name]:
        told = " UNION ALL ".join(_part(*part, written) for part in parts)
        op.execute(
            sa.text(
                f"INSERT INTO dossier_count ({heads}, {names}) SELECT {heads}, {sums} FROM ({told}) AS told GROUP BY {heads}"
            )
        )


def _part(moment: str, column: str, condition: str, written: str) -> str:
    period = (
        f"CAST(to_char({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh', '{written}') AS integer)"
        if op.get_bind().dialect.name == "postgresql"
        else f"CAST(strftime('{written}', {moment}, '+7 hours') AS INTEGER)"
    )
    heads = ", ".join(f"coalesce({name}, 0) AS {name}" for name in HEADS)
    counts = ", ".join(f"{1 if name == column else 0} AS {name}" for name in COLUMNS)
    return f"SELECT agency_id, {period} AS period, {heads}, channel, {counts} FROM dossier WHERE {condition}"
