"""The schema the migrations make is the one the models declare, on both databases."""

from datetime import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from sqlalchemy import inspect, text

from iso_qms import migrations
from iso_qms.db import Base, db

PLAIN_SQL = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' OR name LIKE 'search_words%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
    "UNION SELECT conname FROM pg_constraint WHERE contype = 'x' UNION SELECT indexname FROM pg_indexes "
    "WHERE indexname LIKE 'ix_search_words%'",
}


@pytest.fixture
def declared(context):
    """What the models declare beyond tables; afterwards the database is empty and then migrated."""
    empty()
    db.create_all()
    made = plain_sql()
    empty()
    migrations.upgrade()
    return made


def plain_sql():
    with db.engine.connect() as connection:
        return set(connection.execute(text(PLAIN_SQL[db.engine.dialect.name])).scalars())


def empty():
    db.session.remove()
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        else:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("DROP TABLE search_words")
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
            Base.metadata.drop_all(connection)
        connection.commit()
    db.engine.dispose()


def test_the_migrated_schema_is_the_declared_one(declared):
    with db.engine.connect() as connection:
        assert migrations.differences(connection) == []


def test_the_migrations_make_the_same_triggers_and_constraints(declared):
    assert plain_sql() == declared
    assert len(declared) > 5


def test_upgrading_twice_changes_nothing(declared):
    before = set(inspect(db.engine).get_table_names())
    migrations.upgrade()
    assert set(inspect(db.engine).get_table_names()) == before
    assert migrations.is_current()


def test_every_reference_refuses_to_lose_what_it_points_to(app):
    loose = [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.ondelete != "RESTRICT"
    ]
    assert not loose, f"say ondelete=RESTRICT, because records are evidence: {loose}"


@pytest.mark.parametrize(
    ("name", "added_at", "signature"),
    [
        ("Biên bản KT-2026-03.docx", datetime(2026, 3, 2, 11), 8),
        ("quét.pdf", datetime(2026, 3, 2, 10, 0, 1), 7),
        ("quét.pdf", "2026-03-02 10:30:02.000000", 8),
        ("Ảnh 2026-03-02 10.30.02.jpg", "2026-03-02 10:30:02.000000", None),
        ("Quyết định.pdf", datetime(2026, 3, 1), None),
    ],
)
def test_what_was_signed_before_goes_to_its_signature_and_nothing_else_does(name, added_at, signature):
    step = import_module("iso_qms.migrations.versions.0057_papers_of_signatures")
    signed = [
        SimpleNamespace(id=7, at=datetime(2026, 3, 2, 10)),
        SimpleNamespace(id=8, at="2026-03-02 10:30:00.000000"),
    ]
    visit = SimpleNamespace(year=2026, sequence=3, ended_at=datetime(2026, 3, 2, 11))
    assert step._signature_of(SimpleNamespace(name=name, added_at=added_at), visit, signed) == signature
