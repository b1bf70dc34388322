"""Taking files in: each batch in a unit of its own, with how far the file was gone through.

A run that is killed has taken some batches wholly and the next one not at all, and goes on behind the last. Whoever
works through a file holds it by a sign of life with every batch; one that gives none for a minute has lost it.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import or_, select

from iso_qms.clock import now
from iso_qms.db import db, hold, learn_sizes, transaction, unit
from iso_qms.dossiers.event.event_intake import EventIntake
from iso_qms.dossiers.event.event_rows import EventReader
from iso_qms.dossiers.incoming import kept_files
from iso_qms.dossiers.incoming.hashing import hasher
from iso_qms.dossiers.incoming.intake import Intake
from iso_qms.dossiers.incoming.mapping import BadMapping, Mapping
from iso_qms.dossiers.incoming.reading import Table, open_table
from iso_qms.dossiers.incoming.rows import RowReader
from iso_qms.dossiers.incoming.unreadable import UnreadableTable
from iso_qms.dossiers.models import STALE, DossierImport
from iso_qms.dossiers.operations import begin_import, end_as_repeated, end_import, give_up, taken_in_before
from iso_qms.organisation.agencies import Agency, across, inside
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person

Answer = TypeVar("Answer")
log = logging.getLogger("iso_qms")

BATCHES = {"dossiers": 5_000, "events": 20_000}
MOST_TIMES = 5
"""How often a file is taken up; one that fails each time would fail for ever."""
WAITS_FOR_COLUMNS = timedelta(days=3)
"""After so long a file whose columns nobody confirmed is given up, and removed."""
INTAKES: dict[str, Any] = {"dossiers": Intake, "events": EventIntake}
USUALLY, SELDOM = gc.get_threshold()[0], 50_000
"""New things in memory between two searches for circles among them."""


class Lost(Exception):
    """Somebody else works through the file by now."""


def import_table(table: Table, mapping: Mapping, *, agency_id: int, by_id: int) -> int:
    """Take a file in at once; answers the number of the run.

    The file is read to its end first, so BadMapping and UnreadableTable are raised before anything was written.
    """
    mapping.places(table.headings)
    total, sha256 = table.looked_over(), digest_of(table.path)

    def begin() -> int:
        by = db.session.get_one(Person, by_id)
        run = begin_import(mapping, name=table.name, sha256=sha256, by=by, total=total)
        db.session.flush()
        return run.id

    number = _in_unit(agency_id, begin)
    work_through(number, table, agency_id=agency_id)
    return number


def import_round() -> int:
    """Every file that waits, or was left in the middle, is taken in; files nobody waits for are removed."""
    with unit(writes=False), across():
        due = or_(DossierImport.beat_at.is_(None), DossierImport.beat_at < now() - STALE)
        waits = DossierImport.finished_at.is_(None), DossierImport.broken == "", DossierImport.kept != ""
        query = select(DossierImport.agency_id, DossierImport.id).where(*waits)
        ready = db.session.execute(query.where(DossierImport.confirmed_at.is_not(None), due).order_by(DossierImport.id))
        numbers = [tuple(row) for row in ready]
        old = query.where(DossierImport.confirmed_at.is_(None), DossierImport.started_at < now() - WAITS_FOR_COLUMNS)
        forgotten = [tuple(row) for row in db.session.execute(old)]
    done = sum(_tried(agency_id, number) for agency_id, number in numbers)
    for agency_id, number in forgotten:
        _give_up(agency_id, number, "not_confirmed")
    return done + len(forgotten) + tidy_files()


def tidy_files() -> int:
    """Remove kept files that no run waits for: of a request that broke off, or of a run that was told to end."""
    with unit(writes=False), across():
        waits = DossierImport.finished_at.is_(None), DossierImport.broken == "", DossierImport.kept != ""
        names = set(db.session.scalars(select(DossierImport.kept).where(*waits)))
    return kept_files.forget_all_but(names, before=now() - timedelta(hours=1))


def work_through(number: int, table: Table, *, agency_id: int) -> None:
    """Go through a file from where it was left to its end; raises Lost when somebody else has taken it up."""
    holder = secrets.token_hex(8)
    state = _in_unit(agency_id, lambda: _take_up(number, holder))
    if state is None:
        return
    mapping, done, at = state
    intake = _in_unit(agency_id, lambda: INTAKES[mapping.kind](mapping, agency_id=agency_id))
    rows = reader_of(mapping, table.headings, at=at, agency_id=agency_id).read(table.rows())
    for _row in islice(rows, done):
        pass  # What is in already is only read again, so that a code that comes twice is known.
    with _seldom_tidying():
        while batch := list(islice(rows, BATCHES[mapping.kind])):
            _in_unit(agency_id, partial(_take, intake, batch, number, holder))
    _in_unit(agency_id, lambda: _end(number, holder))


def reader_of(mapping: Mapping, headings: Sequence[str], *, at: datetime, agency_id: int) -> Any:
    """What reads the rows of such a file, as of a moment."""
    if mapping.kind == "events":
        return EventReader(mapping, headings, at=at, hashed=hasher(agency_id))
    return RowReader(mapping, headings, at=at)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tried(agency_id: int, number: int) -> int:
    """A file that fails holds up no other; it is tried again, a few times."""
    try:
        return _taken_up(agency_id, number)
    except Exception:
        log.exception("the file of run %s of agency %s broke off", number, agency_id)
        return 0


def _taken_up(agency_id: int, number: int) -> int:
    with unit(writes=False), inside(db.session.get_one(Agency, agency_id)):
        run = db.session.get_one(DossierImport, number)
        kept, name, times = run.kept, run.name, run.times
    if times >= MOST_TIMES:
        return _give_up(agency_id, number, "failed")
    try:
        table = open_table(kept_files.place_of(kept), name=name)
        work_through(number, table, agency_id=agency_id)
    except FileNotFoundError:
        return _give_up(agency_id, number, "file_gone")
    except (UnreadableTable, BadMapping):
        return _give_up(agency_id, number, "unreadable")
    except Lost:
        return 0
    kept_files.forget(kept)
    return 1


def _take_up(number: int, holder: str) -> tuple[Mapping, int, datetime] | None:
    run = db.session.get_one(DossierImport, number)
    hold(run, "holder", "beat_at", "done", "finished_at", "broken")
    if run.finished_at is not None or run.broken:
        return None
    if run.beat_at is not None and now() - run.beat_at < STALE:
        raise Lost
    before = taken_in_before(run) if not run.done else None
    if before is not None:
        end_as_repeated(run, before, by=db.session.get_one(Person, run.by_id))
        return None
    run.holder, run.beat_at, run.times = holder, now(), run.times + 1
    return Mapping.of_json(run.mapping), run.done, run.started_at


def _take(intake: Any, batch: list[Any], number: int, holder: str) -> None:
    run = _held(number, holder)
    intake.take(batch, run=run)
    run.done, run.beat_at = run.done + len(batch), now()


def _end(number: int, holder: str) -> None:
    run = _held(number, holder)
    end_import(run, by=db.session.get_one(Person, run.by_id))
    learn_sizes()  # A table that was small yesterday may be the largest now, and figures are asked for at once.


@contextmanager
def _seldom_tidying() -> Iterator[None]:
    """Rows go in no circles, and to look for circles among so many takes a fifth of the time."""
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    try:
        yield
    finally:
        gc.set_threshold(USUALLY, *gc.get_threshold()[1:])


def _held(number: int, holder: str) -> DossierImport:
    run = db.session.get_one(DossierImport, number)
    hold(run, "holder")
    if run.holder != holder:
        raise Lost
    return run


def _give_up(agency_id: int, number: int, why: str) -> int:
    def act() -> str:
        run = db.session.get_one(DossierImport, number)
        give_up(run, why, by=clock_of(agency_id))
        return run.kept

    kept_files.forget(_in_unit(agency_id, act))
    return 1


def _in_unit(agency_id: int, act: Callable[[], Answer]) -> Answer:
    with transaction(), inside(db.session.get_one(Agency, agency_id)):
        return act()
