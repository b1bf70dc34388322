"""The schema the migrations make is the one the models declare, on both databases."""

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
