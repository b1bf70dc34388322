"""Alembic's entry: runs the steps on the app's own engine.

On SQLite foreign keys are switched off while tables are rebuilt, because dropping a parent would take its children with
it; they are checked afterwards, and a broken one stops the upgrade.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, func, select

from iso_qms.db import Base, db
from iso_qms.migrations import is_ours

UPGRADING = 19_001_2015
"""The number of the advisory lock that lets one process upgrade at a time."""


def run() -> None:
    """Run every step that is due, all in one transaction."""
    with db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            # Inside a transaction SQLite passes this pragma over in silence.
            _driver(connection).execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not on_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(UPGRADING)))
            _migrate(connection)
            if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"the migration would break references: {broken[:5]}")
        if on_sqlite:
            _driver(connection).execute("PRAGMA foreign_keys=ON")


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=is_ours,
        compare_type=True,
        user_module_prefix="db.",
    )
    context.run_migrations()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


run()
