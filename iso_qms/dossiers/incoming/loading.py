"""Many rows at once, as each database takes them quickest: COPY on PostgreSQL, one prepared statement on SQLite.

Rows are told in plain values: moments with a zone, JSON as Python has it. What is loaded here is no journaled thing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ARRAY, ColumnElement, Table, any_, bindparam, func, select, text

from iso_qms.db import db, upsert
from iso_qms.dossiers.models import NUMBERS, Dossier

Row = Sequence[Any]
PARTED = {"dossier": 50, "dossier_event": 100}
"""The tables that PostgreSQL keeps by years, each with how full it fills a page of them, in per cent.

A dossier is written again once its events come; where its page has room beside it, no index hears of that.
"""
CACHE = 64 << 10
"""Kibibytes of pages that SQLite keeps at hand while much comes in; its usual 2 MB hold too little of the indexes."""


def load(table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows, each with its values in the order of the columns, in the unit that is open."""
    if not rows:
        return
    connection = db.session.connection()
    names = ", ".join(f'"{name}"' for name in columns)
    if _on_postgresql():
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            if all(type(cell) is int for cell in rows[0]):
                copy.write("".join(map(("\t".join(["%d"] * len(columns)) + "\n").__mod__, rows)))
                return
            for row in rows:
                copy.write_row(row)
        return
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(map(tuple, rows)))


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column is one of many values, which PostgreSQL is told as one array and not one by one."""
    told = list(values)
    if not _on_postgresql():
        return cast(ColumnElement[bool], column.in_(told))
    return cast(ColumnElement[bool], column == any_(bindparam(None, told, ARRAY(column.type))))


def add_up(table: Table, keys: Sequence[str], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Add numbers to those that stand under the same keys already, each row with keys and then columns in order.

    Rows come in the order of their keys, so that two imports at once wait for each other and neither for both.
    """
    if not rows:
        return
    names = (*keys, *columns)
    sums = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in columns)
    where = f'INSERT INTO "{table.name}" ({", ".join(names)})'
    meets = f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"
    connection = db.session.connection()
    if _on_postgresql():
        arrays = ", ".join(f"%s::{table.c[name].type.compile(connection.dialect)}[]" for name in names)
        told = tuple(_as_array(column) for column in zip(*rows, strict=True))
        connection.exec_driver_sql(f"{where} SELECT * FROM unnest({arrays}) {meets}", told)
        return
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"{where} VALUES ({marks}) {meets}", list(map(tuple, rows)))


def learned(model: Any, row: Mapping[str, Any], *, key: Sequence[str]) -> int:
    """The number of the row that bears these words under its key; it is added where there is none yet."""
    table, connection = model.__table__, db.session.connection()
    # Another import may learn the same words at this moment; then theirs is the number.
    connection.execute(upsert(table).values(**row).on_conflict_do_nothing())
    number: int = connection.execute(
        select(table.c.id).where(*[table.c[name] == row[name] for name in key])
    ).scalar_one()
    return number


def mark_courses(courses: Sequence[tuple[int, int, int, int | None]]) -> None:
    """Write down of dossiers, by number and year, how many events they have and in what these differ from the steps.

    None stands for one that cannot be judged.
    """
    if not courses:
        return
    connection = db.session.connection()
    if _on_postgresql():
        # One statement for all: a dossier at a time, the way to the server and back takes longer than the work.
        connection.exec_driver_sql(
            "UPDATE dossier SET events = new.events, conforms = new.kinds = 0, differs = coalesce(new.kinds, 0) "
            "FROM unnest(%s::bigint[], %s::smallint[], %s::integer[], %s::smallint[]) "
            "AS new (id, year, events, kinds) WHERE dossier.id = new.id AND dossier.year = new.year",
            tuple(map(_as_array, zip(*courses, strict=True))),
        )
        return
    rows = [
        (events, None if kinds is None else not kinds, int(kinds or 0), number, year)
        for number, year, events, kinds in courses
    ]
    statement = "UPDATE dossier SET events = ?, conforms = ?, differs = ? WHERE id = ? AND year = ?"
    connection.exec_driver_sql(statement, rows)


def stored_as() -> tuple[Callable[[datetime | None], Any], Callable[[Any], str]]:
    """What a moment and a JSON value are turned into for `load`, on the database that is open."""
    return (_same if _on_postgresql() else _sqlite_moment), _json


def new_numbers(many: int) -> list[int]:
    """Numbers that no dossier bears, in order."""
    if many == 0:
        return []
    if _on_postgresql():
        wanted = select(NUMBERS.next_value()).select_from(func.generate_series(1, many).alias())
        return sorted(db.session.scalars(wanted))
    last: int = db.session.execute(select(func.coalesce(func.max(Dossier.__table__.c.id), 0))).scalar_one()
    return list(range(last + 1, last + 1 + many))


def make_room_for(years: Iterable[int]) -> None:
    """See that PostgreSQL has a place for dossiers and events of these years."""
    if not _on_postgresql():
        return
    for year in sorted(set(years)):
        for name, full in PARTED.items():
            place = f"{name}_{int(year)}"
            if db.session.scalar(text("SELECT to_regclass(:place)"), {"place": place}) is None:
                # Two imports may come to the same new year at once.
                made = f"CREATE TABLE IF NOT EXISTS {place} PARTITION OF {name} FOR VALUES IN ({int(year)})"
                db.session.execute(text(f"{made} WITH (fillfactor = {full})"))


def _as_array(column: Sequence[Any]) -> Any:
    """Whole numbers as PostgreSQL writes an array of them, which is ten times quicker than to let the driver do it."""
    if any(isinstance(one, str) for one in column):
        return list(column)
    return "{" + ",".join(["NULL" if one is None else f"{one:d}" for one in column]) + "}"


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _same(moment: datetime | None) -> datetime | None:
    return moment


def _sqlite_moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    known = moment.astimezone(UTC)
    return datetime.combine(known.date(), known.time()).isoformat(" ", "microseconds")


def _json(value: Any) -> str:
    return "[]" if value == [] else json.dumps(value, ensure_ascii=False)
