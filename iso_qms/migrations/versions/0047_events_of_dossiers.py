"""What happened to each dossier; dossiers and events lie by years on PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0047"
down_revision = "0044c"

COPIED = (
    'id, source, code, procedure, document_id, "case", received_at, first_due_at, basis, given_due_at, rescheduled_to, '
    "finished_at, state, verdict, channel, receiving_unit_id, deciding_unit_id, pauses, waiting, digest, former, run_id, "
    "agency_id"
)
INDEXES = {
    "ix_dossier_list": ["agency_id", "received_at", "id"],
    "ix_dossier_document": ["document_id", "received_at"],
    "ix_dossier_unit": ["deciding_unit_id", "received_at"],
    "ix_dossier_open": ["agency_id", "state", "first_due_at"],
    "ix_dossier_receiving_unit_id": ["receiving_unit_id"],
    "ix_dossier_run_id": ["run_id"],
}


def upgrade() -> None:
    """Three new tables; the one of dossiers is made anew, because its key holds the year from now on."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(sa.schema.CreateSequence(sa.Sequence("dossier_number")))
    for table, key in (("dossier_import", None), ("dossier_source", ["agency_id", "name"])):
        with op.batch_alter_table(table) as change:
            change.add_column(sa.Column("kind", sa.String(8), nullable=False, server_default="dossiers"))
            if key:
                change.drop_constraint("uq_dossier_source_agency_id_name", type_="unique")
                change.create_unique_constraint("uq_dossier_source_agency_id_name_kind", [*key, "kind"])
        with op.batch_alter_table(table) as change:
            change.alter_column("kind", server_default=None)
    _move_dossiers(on_postgresql)
    _make_events()


def _move_dossiers(on_postgresql: bool) -> None:
    for name in (*INDEXES, "ix_dossier_agency_id"):
        op.drop_index(name, "dossier")
    op.rename_table("dossier", "dossier_before")
    if on_postgresql:
        op.execute("ALTER TABLE dossier_before DROP CONSTRAINT uq_dossier_agency_id_source_code")
        op.execute("ALTER TABLE dossier_before DROP CONSTRAINT pk_dossier")
        for name in ("document_id", "receiving_unit_id", "deciding_unit_id", "run_id", "agency_id"):
            op.execute(f"ALTER TABLE dossier_before DROP CONSTRAINT fk_dossier_{name}")
    _make_dossiers()
    year = (
        "CAST(extract(year FROM received_at AT TIME ZONE 'Asia/Ho_Chi_Minh') AS smallint)"
        if on_postgresql
        else "CAST(strftime('%Y', received_at, '+7 hours') AS INTEGER)"
    )
    if on_postgresql:
        for (number,) in op.get_bind().execute(sa.text(f"SELECT DISTINCT {year} FROM dossier_before")).all():
            op.execute(f"CREATE TABLE dossier_{number} PARTITION OF dossier FOR VALUES IN ({number})")
        op.execute("SELECT setval('dossier_number', (SELECT coalesce(max(id), 0) + 1 FROM dossier_before))")
    op.execute(f"INSERT INTO dossier ({COPIED}, year, events) SELECT {COPIED}, {year}, 0 FROM dossier_before")
    op.drop_table("dossier_before")


def _make_dossiers() -> None:
    _json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "dossier",
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("year", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("procedure", sa.String(200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("case", sa.String(200), nullable=False),
        sa.Column("received_at", db.Instant(timezone=True), nullable=False),
        sa.Column("first_due_at", db.Instant(timezone=True), nullable=True),
        sa.Column("basis", sa.String(10), nullable=False),
        *(
            sa.Column(name, db.Instant(timezone=True), nullable=True)
            for name in ("given_due_at", "rescheduled_to", "finished_at")
        ),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("receiving_unit_id", sa.Integer(), nullable=True),
        sa.Column("deciding_unit_id", sa.Integer(), nullable=True),
        sa.Column("pauses", _json, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("former", _json, nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("conforms", sa.Boolean(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [target], name=f"fk_dossier_{name}", ondelete="RESTRICT")
            for name, target in (
                ("agency_id", "agency.id"),
                ("document_id", "document.id"),
                ("receiving_unit_id", "unit.id"),
                ("deciding_unit_id", "unit.id"),
                ("run_id", "dossier_import.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", "year", name="pk_dossier"),
        sa.UniqueConstraint("agency_id", "source", "code", "year", name="uq_dossier_agency_id_source_code_year"),
        postgresql_partition_by="LIST (year)",
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "dossier", columns)


def _make_events() -> None:
    op.create_table(
        "dossier_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("lifecycle", sa.String(40), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "name", "lifecycle", name="uq_dossier_activity_agency_id_name_lifecycle"),
    )
    op.create_index("ix_dossier_activity_agency_id", "dossier_activity", ["agency_id"])
    op.create_table(
        "dossier_hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_words", sa.String(200), nullable=False),
        sa.Column("role", sa.String(200), nullable=False),
        sa.Column("person", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "agency_id", "unit_words", "role", "person", name="uq_dossier_hand_agency_id_unit_words_role_person"
        ),
    )
    op.create_index("ix_dossier_hand_agency_id", "dossier_hand", ["agency_id"])
    op.create_table(
        "dossier_event",
        sa.Column("dossier_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("year", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("place", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("instant", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("hand_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "year", "place"),
        postgresql_partition_by="LIST (year)",
        sqlite_with_rowid=False,
    )
