"""The database: one declarative base, one way to read, one way to write, on SQLite and on PostgreSQL.

Reading units use a plain transaction. Writing units take SQLite's write lock at once (`BEGIN IMMEDIATE`) behind a file
lock shared by all processes, because SQLite's own waiting is unfair and gives up under load.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import IO, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, CheckConstraint, Date, DateTime, Engine, MetaData, Table, and_, event, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm import registry as Registry
from sqlalchemy.schema import DDL
from sqlalchemy.types import TypeDecorator

if sys.platform == "win32":  # pragma: no cover - exercised on Windows only
    import msvcrt
else:
    import fcntl

log = logging.getLogger("iso_qms")

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC that knows its zone on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """The base of every table."""

    registry = Registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: Instant(), dict[str, Any]: Json, list[Any]: Json},
    )


class HouseSession(FlaskSession):
    """A session that opens writing transactions when its unit says so."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        bind = super().get_bind(*args, **kwargs)
        return _writing(bind) if self.info.get("writes") and isinstance(bind, Engine) else bind


db = SQLAlchemy(model_class=Base, session_options={"class_": HouseSession})


class Validity:
    """Half-open time of validity `[valid_from, valid_to)` in days of the agency's zone."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    @hybrid_method
    def is_valid_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @is_valid_on.inplace.expression  # type: ignore[attr-defined, untyped-decorator]
    @classmethod
    def _is_valid_on(cls, day: date) -> Any:
        return and_(cls.valid_from <= day, or_(cls.valid_to.is_(None), cls.valid_to > day))


def validity_order(table: str) -> CheckConstraint:
    """The check that a validity does not end before it begins."""
    return CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=f"{table}_validity")


@contextmanager
def transaction() -> Iterator[HouseSession]:
    """A writing unit for jobs and commands: commits at the end, rolls back on any error."""
    with collecting_asides(), unit(writes=True) as session:
        yield session
        session.commit()


@contextmanager
def unit(*, writes: bool) -> Iterator[HouseSession]:
    """One unit of work on the request's session. The caller commits; whatever is not committed is rolled back."""
    session: Any = db.session()
    if session.info.get("writes"):
        # On SQLite the inner unit would wait for the write lock of the outer one, which waits for the inner.
        raise RuntimeError("A writing unit is open already, and a unit does not stand inside another.")
    if session.in_transaction():
        session.rollback()
    with _write_lock() if writes else _no_lock():
        session.info["writes"] = writes
        try:
            yield session
        finally:
            if not writes:
                # Nothing was changed, and marking each thing read as stale takes as long as reading some of them.
                session.expunge_all()
            session.rollback()
            session.info.pop("writes", None)


def aside(act: Callable[[], None], *, quietly: bool = False) -> None:
    """Do a small writing act in a unit of its own, after the current one has ended, whatever became of it.

    Failed sign-ins, refused pages and openings of a named finding leave their trace this way. With `quietly` an act
    that fails is only logged: the answer was given already, and it stands.
    """
    waiting = db.session().info.get("asides")
    if waiting is None:
        _do_aside(act, quietly)
    else:
        waiting.append(partial(_do_aside, act, quietly))


@contextmanager
def collecting_asides() -> Iterator[None]:
    """Hold back `aside` acts until the end of the outermost such block, then do each in its own unit."""
    if "asides" in db.session().info:
        yield
        return
    waiting: list[Callable[[], None]] = []
    db.session().info["asides"] = waiting
    try:
        yield
    finally:
        db.session().info.pop("asides", None)
        for act in waiting:
            act()


def _do_aside(act: Callable[[], None], quietly: bool) -> None:
    try:
        with transaction():
            act()
    except Exception:
        if not quietly:
            raise
        log.exception("an act aside failed")


def kept(name: str) -> dict[Any, Any]:
    """A place to keep what is read once per unit of work; emptied when the unit ends or anything is written."""
    places: dict[str, dict[Any, Any]] = db.session().info.setdefault("kept", {})
    return places.setdefault(name, {})


@event.listens_for(Session, "after_flush")
@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget_kept(session: Session, *_context: Any) -> None:
    session.info.pop("kept", None)


def hold(thing: Any, *fresh: str) -> None:
    """Hold a row until the unit ends: who comes for it at the same moment waits. Its `fresh` fields are read anew."""
    model = type(thing)
    db.session.execute(select(model.id).where(model.id == thing.id).with_for_update())
    if fresh:
        db.session.expire(thing, fresh)


def upsert(table: Any) -> Any:
    """An INSERT into a table that can say what to do where the row is there already (ON CONFLICT)."""
    return (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(table)


def learn_sizes() -> None:
    """Let SQLite count its rows roughly: it chooses indexes blindly otherwise. PostgreSQL counts by itself."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA analysis_limit=1000"))
        db.session.execute(text("ANALYZE"))


def open_engine(engine: Engine) -> None:
    """Set up an engine when the app is made: SQLite's pragmas, the kind of BEGIN, the file of the write lock."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def ddl(table: Table, *, sqlite: list[str], postgresql: list[str]) -> None:
    """Attach triggers and such to a table, for both databases; migrations read them from the table's info."""
    table.info.setdefault("ddl", []).append({"sqlite": sqlite, "postgresql": postgresql})
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgresql)):
        for statement in statements:
            escaped = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", escaped)


def append_only(table: Table) -> None:
    """Triggers that refuse to change or remove any row of the table."""
    name = table.name
    ddl(
        table,
        sqlite=[
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ],
        postgresql=[
            f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{name} is append-only'; END $$",
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()",
        ],
    )


def no_overlap(table: Table, *keys: str, when: str = "TRUE") -> None:
    """No two validities of the same keys may overlap: an exclusion constraint or, on SQLite, triggers."""
    name, condition = table.name, when if when != "TRUE" else "1"
    same = " AND ".join(f"other.{key} = NEW.{key}" for key in keys)
    other_when = condition if condition == "1" else f"other.{condition}"
    new_when = condition if condition == "1" else f"NEW.{condition}"
    clash = (
        f"SELECT 1 FROM {name} AS other WHERE other.id <> NEW.id AND {same} AND {other_when} AND {new_when} "
        "AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') "
        "AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')"
    )
    equal = ", ".join(f"{key} WITH =" for key in keys)
    ddl(
        table,
        sqlite=[
            f"CREATE TRIGGER {name}_overlap_{verb.lower()} AFTER {verb} ON {name} WHEN EXISTS ({clash}) "
            f"BEGIN SELECT RAISE(ABORT, '{name} overlaps'); END"
            for verb in ("INSERT", "UPDATE")
        ],
        postgresql=[
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f"ALTER TABLE {name} ADD CONSTRAINT ex_{name}_overlap EXCLUDE USING gist "
            f"({equal}, daterange(valid_from, valid_to) WITH &&) WHERE ({when})",
        ],
    )


_writers: dict[int, Engine] = {}


def _writing(engine: Engine) -> Engine:
    # One option engine per engine: a session keys its connections by engine, so a new one each time would
    # open a second connection in the middle of a unit.
    known = _writers.get(id(engine))
    if known is None or known.pool is not engine.pool:
        known = _writers[id(engine)] = engine.execution_options(writes=True)
    return known


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # A name that has ended, or words that were passed on, must not stay readable in what the file no longer uses.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _no_lock() -> Iterator[None]:
    yield


@contextmanager
def _write_lock() -> Iterator[None]:
    engine = db.engine
    if engine.dialect.name != "sqlite" or engine.url.database in (None, "", ":memory:"):
        yield
        return
    # A fresh descriptor each time: the lock then holds between threads as well as between processes.
    with open(f"{engine.url.database}.lock", "a+b") as file:
        _lock(file)
        try:
            yield
        finally:
            _unlock(file)


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":  # pragma: no cover
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)


def _unlock(file: IO[bytes]) -> None:
    if sys.platform == "win32":  # pragma: no cover
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
