"""Migrations: how the schema came to be, step by step, on SQLite and on PostgreSQL (Alembic)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from iso_qms.db import Base, db, unit

HERE = Path(__file__).parent


def upgrade() -> None:
    """Bring the database to the newest schema; nothing happens when it is there already.

    Two processes that start at once wait for each other: on the write lock, or on an advisory lock of PostgreSQL.
    """
    with unit(writes=True):
        command.upgrade(_config(), "head")


def is_current() -> bool:
    """Whether the database has the newest schema."""
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_heads()
    return set(here) == set(ScriptDirectory.from_config(_config()).get_heads())


def new_revision(message: str) -> None:
    """Write the migration that leads from the database to the models; its text is then read and bettered by hand."""
    command.revision(_config(), message=message, autogenerate=True)


def differences(connection: Connection) -> list[Any]:
    """What the migrated schema lacks or has beyond the declared one; empty when all is well."""
    context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    """Whether an object is declared by the models; triggers' helpers and full-text tables are made by plain SQL."""
    if kind == "table" and reflected:
        return not (name or "").startswith("search_words")
    return not (kind == "index" and (name or "").startswith(("ix_search_words", "ex_")))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config
