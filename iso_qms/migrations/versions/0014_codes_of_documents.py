"""Codes that documents bore before, parts for units in codes, successors of units, and the code each cover was
submitted with."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

HEAD = (
    "document_id",
    "number",
    "code",
    "title",
    "issue_number",
    "revision_number",
    "change_summary",
    "change_basis",
    "content_hash",
)


def upgrade() -> None:
    """Columns are added and not rebuilt: on SQLite a rebuilt table would lose its triggers."""
    op.add_column("unit", sa.Column("code_part", sa.String(20), nullable=False, server_default=""))
    op.add_column("document", sa.Column("code_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("revision", sa.Column("code", sa.String(80), nullable=False, server_default=""))
    _know_shared_codes()
    _keep_codes_of_covers()
    _freeze_codes_of_covers()
    op.create_table(
        "unit_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_references("unit_succession", agency_id="agency", unit_id="unit", successor_id="unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
        sa.UniqueConstraint("unit_id", "successor_id", name=op.f("uq_unit_succession_unit_id_successor_id")),
    )
    op.create_table(
        "former_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("code_sort", sa.String(length=300), nullable=False),
        sa.Column("next_code", sa.String(length=80), nullable=False),
        sa.Column("borne_from", sa.Date(), nullable=True),
        sa.Column("borne_until", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("next_unit_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_references("former_code", agency_id="agency", document_id="document", unit_id="unit", next_unit_id="unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_code")),
    )
    for table, column in (
        ("unit_succession", "agency_id"),
        ("unit_succession", "successor_id"),
        ("former_code", "agency_id"),
        ("former_code", "document_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index("ix_former_code_key", "former_code", ["agency_id", "code_sort"], unique=False)
    op.create_index("ix_former_code_until", "former_code", ["agency_id", "borne_until"], unique=False)


def _know_shared_codes() -> None:
    """Codes used twice stay; only from now on nobody gives one twice unknowingly."""
    op.execute(
        "UPDATE document SET code_shared = true WHERE EXISTS (SELECT 1 FROM document AS other "
        "WHERE other.agency_id = document.agency_id AND other.code_sort = document.code_sort "
        "AND other.id < document.id)"
    )
    here = sa.text("NOT code_shared")
    columns = ["agency_id", "code_sort"]
    op.create_index("ix_document_code", "document", columns, unique=True, sqlite_where=here, postgresql_where=here)


def _keep_codes_of_covers() -> None:
    op.execute(
        "UPDATE revision SET code = (SELECT document.code FROM document WHERE document.id = revision.document_id) "
        "WHERE state <> 'draft'"
    )


def _freeze_codes_of_covers() -> None:
    """The same trigger as before, with one column more."""
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in HEAD)
        op.execute("DROP TRIGGER revision_head_frozen")
        op.execute(
            f"CREATE TRIGGER revision_head_frozen BEFORE UPDATE ON revision WHEN OLD.state <> 'draft' AND ({changed}) "
            "BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END"
        )
        return
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in HEAD)
    op.execute("DROP TRIGGER revision_head_frozen ON revision")
    op.execute(
        "CREATE TRIGGER revision_head_frozen BEFORE UPDATE ON revision FOR EACH ROW "
        f"WHEN (OLD.state <> 'draft' AND ({changed})) EXECUTE FUNCTION revision_head_frozen()"
    )


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
        for column, to in columns.items()
    ]
