"""`python -m benchmarks [SUITE…] [--database sqlite|postgresql] [--documents N] [--seconds S]`.

A ratio of 1 means: as fast as the same work done bare. No figure here is a test; machines differ, ratios less so.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import make_url

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import (
    acts,
    checking,
    checklist,
    conformance,
    coverage,
    deadlines,
    differences,
    dossier_figures,
    dossiers,
    matrix,
    pages,
    phones,
    redlines,
    ticks,
)
from benchmarks.figures import Figure
from iso_qms import create_app
from iso_qms.db import db
from iso_qms.settings import Settings
from tests.fixtures import places, postgres, run

SUITES: dict[str, Callable[..., Iterator[Figure]]] = {
    "pages": pages.measure,
    "acts": acts.measure,
    "redlines": redlines.measure,
    "differences": differences.measure,
    "coverage": coverage.measure,
    "matrix": matrix.measure,
    "checking": checking.measure,
    "phones": phones.measure,
    "checklist": checklist.measure,
    "conformance": conformance.measure,
    "deadlines": deadlines.measure,
    "ticks": ticks.measure,
    "dossiers": dossiers.measure,
    "dossier_figures": dossier_figures.measure,
}


def main() -> None:
    """Measure what was asked for on each database, and print a line per figure."""
    wanted = _arguments()
    run.begin()
    try:
        for database in wanted.database or ["sqlite", "postgresql"]:
            for name in wanted.suite or SUITES:
                with _house(database, name) as (app, place):
                    for figure in SUITES[name](app, place, wanted):
                        print(f"{database:<10} {figure}", flush=True)
    finally:
        postgres.stop()
        run.end()


@contextmanager
def _house(database: str, name: str) -> Iterator[tuple[Flask, places.Place]]:
    home = run.folder() / f"benchmark-{database}-{name}"
    home.mkdir()
    url = f"sqlite:///{home / 'benchmark.db'}" if database == "sqlite" else _fresh_database(f"benchmark_{name}")
    app = create_app(Settings(home=home, database_url=url, password_cost=1))
    with app.app_context():
        db.create_all()
    yield app, places.settle(app)
    with app.app_context():
        db.engine.dispose()


def _fresh_database(name: str) -> str:
    server = postgres.server()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suite", nargs="*", choices=[*SUITES, []], help="which to measure; all when none is named")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=2_000)
    parser.add_argument("--agencies", type=int, default=227)
    parser.add_argument("--cases", type=int, default=100_000, help="of the log that the mining library reads as well")
    parser.add_argument("--many-cases", type=int, default=1_000_000, help="of the log that the command reads alone")
    parser.add_argument("--dossiers", type=int, default=20_000, help="brought in from a file, with six events each")
    parser.add_argument("--register", type=int, default=200_000, help="dossiers of the register the figures are of")
    parser.add_argument("--people", type=int, default=23_000)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each page is asked for")
    return parser.parse_args()


if __name__ == "__main__":
    main()
