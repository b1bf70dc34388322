"""Taking a whole file in: each batch in a unit of its own, so that one killed in the middle is taken up again.

Rows that came in before are known by source and code, so the same file, whole or broken off, does nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.dossiers.event_intake import EventIntake
from iso_qms.dossiers.event_rows import EventReader
from iso_qms.dossiers.hashing import hasher
from iso_qms.dossiers.intake import Intake
from iso_qms.dossiers.mapping import Mapping
from iso_qms.dossiers.models import DossierImport
from iso_qms.dossiers.operations import begin_import, end_import, taken_in_before
from iso_qms.dossiers.reading import Table
from iso_qms.dossiers.rows import RowReader
from iso_qms.organisation.agencies import Agency, inside
from iso_qms.organisation.people import Person

Answer = TypeVar("Answer")

BATCH = 5_000
INTAKES: dict[str, Any] = {"dossiers": Intake, "events": EventIntake}


def import_table(table: Table, mapping: Mapping, *, agency_id: int, by_id: int) -> int:
    """Take a file in; answers the number of the run, an earlier one where this very file is in already.

    The file is read to its end first, so BadMapping and UnreadableTable are raised before anything was written.
    """
    sha256 = digest_of(table.path)
    mapping.places(table.headings)
    table.looked_over()

    def begin() -> tuple[int, bool]:
        before = taken_in_before(mapping, sha256=sha256)
        if before is not None:
            return before.id, True
        run = begin_import(mapping, name=table.name, sha256=sha256, by=_person(by_id))
        db.session.flush()
        return run.id, False

    number, done = _in_unit(agency_id, begin)
    if done:
        return number
    intake = _in_unit(agency_id, lambda: INTAKES[mapping.kind](mapping, agency_id=agency_id))
    for batch in _batches(_read(table, mapping, agency_id)):
        _in_unit(agency_id, partial(_taken, intake, batch, number))
    _in_unit(agency_id, lambda: end_import(db.session.get_one(DossierImport, number), by=_person(by_id)))
    return number


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(table: Table, mapping: Mapping, agency_id: int) -> Iterator[Any]:
    if mapping.kind == "events":
        return EventReader(mapping, table.headings, at=now(), hashed=hasher(agency_id)).read(table.rows())
    return RowReader(mapping, table.headings, at=now()).read(table.rows())


def _taken(intake: Any, batch: list[Any], number: int) -> None:
    intake.take(batch, run=db.session.get_one(DossierImport, number))


def _in_unit(agency_id: int, act: Callable[[], Answer]) -> Answer:
    with transaction(), inside(db.session.get_one(Agency, agency_id)):
        return act()


def _person(number: int) -> Person:
    return db.session.get_one(Person, number)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
