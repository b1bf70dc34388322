"""`iso-qms serve`, `timetable`, `round`, `db` and `settings`: what an operator starts and looks after."""

from __future__ import annotations

import os
import re
import signal
import sys
from dataclasses import fields
from typing import Any

import click

SECRETS = ("secret_key", "smtp_url", "database_url", "signing_passphrase", "time_stamp_url")
BROKEN = 1


@click.command()
def serve() -> None:
    """Serve the pages, until stopped."""
    from waitress import serve as waitress_serve

    from iso_qms import create_app

    app = create_app()
    settings = app.config["SETTINGS"]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    waitress_serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=8,
        ident=None,
        # Far above what the app takes, so that it is the app that refuses, in the language of whoever sent it.
        max_request_body_size=10 * app.config["MAX_CONTENT_LENGTH"],
        clear_untrusted_proxy_headers=not settings.proxies,
    )


@click.command()
def timetable() -> None:
    """Walk every round when it is due, until stopped. Any number of processes may do this at once."""
    from iso_qms import create_app
    from iso_qms.timetable import run

    run(create_app())


@click.command("round")
@click.argument("name", required=False)
def round(name: str | None) -> None:
    """Walk one round now; without a name, list them."""
    from iso_qms import create_app
    from iso_qms.registry import registry
    from iso_qms.timetable import walk

    app = create_app()
    if name not in registry.rounds:
        click.echo(f"There is no round {name!r}. The rounds are:" if name else "The rounds are:", err=bool(name))
        for one in registry.rounds.values():
            click.echo(f"  {one.name:<14} {_english(one.label)}", err=bool(name))
        sys.exit(2 if name else 0)
    with app.app_context():
        click.echo(f"{name}: {walk(name)}")


@click.group("db")
def db() -> None:
    """Make, upgrade and check the database."""


@db.command("upgrade")
def upgrade() -> None:
    """Make what is missing in the database; safe to run again."""
    from iso_qms import create_app

    with create_app().app_context():
        upgrade_schema()
    click.echo("The database is up to date.")


@db.command("check")
def check() -> None:
    """Say whether the database has every table and column this version needs, and whether its references hold."""
    from iso_qms import create_app

    with create_app().app_context():
        faults = schema_faults()
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(BROKEN)
    click.echo("The database is as this version needs it.")


@click.command("settings")
def settings() -> None:
    """Print every setting with its value and its sentence; secrets are masked."""
    from iso_qms.settings import PREFIX, Settings, sentence_of

    chosen = Settings.from_environment(os.environ)
    for one in fields(Settings):
        click.echo(f"{PREFIX}{one.name.upper()}={_shown(one.name, getattr(chosen, one.name))}")
        click.echo(f"    {sentence_of(one.name)}")


def upgrade_schema() -> None:
    """Bring the database to the schema of this version."""
    from iso_qms import migrations

    migrations.upgrade()


def schema_faults() -> list[str]:
    """What the database lacks, one sentence each; the triggers too, without which history could be changed."""
    from sqlalchemy import inspect, text

    from iso_qms.db import db as database

    found = inspect(database.engine)
    there, faults = set(found.get_table_names()), []
    for table in database.metadata.sorted_tables:
        if table.name not in there:
            faults.append(f"The table {table.name} is missing: run iso-qms db upgrade.")
            continue
        columns = {column["name"] for column in found.get_columns(table.name)}
        faults += [f"{table.name}.{one.name} is missing." for one in table.columns if one.name not in columns]
    named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if database.engine.dialect.name == "postgresql":
        named = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    triggers = set(database.session.scalars(text(named)))
    faults += [f"The trigger {one} is missing or switched off." for one in sorted(_declared_triggers() - triggers)]
    if database.engine.dialect.name == "sqlite":
        for row in database.session.execute(text("PRAGMA foreign_key_check")):
            faults.append(f"Row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there.")
    return faults


def _declared_triggers() -> set[str]:
    from iso_qms.db import db as database

    kind = database.engine.dialect.name
    parts = [part for table in database.metadata.sorted_tables for part in table.info.get("ddl", ())]
    statements = [statement for part in parts for statement in part[kind]]
    return {found for each in statements for found in re.findall(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)", each)}


def _english(label: Any) -> str:
    from iso_qms.i18n import speaking

    with speaking("en"):
        return str(label)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return "…" if name in SECRETS and value else str(value)
