"""What `iso-qms procedures import` does: each file in a unit of its own, so that a refused one holds up no other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click
from sqlalchemy import select

from iso_qms import create_app
from iso_qms.db import db, transaction
from iso_qms.i18n import speaking
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.processes.operations import import_file, read_file
from iso_qms.workflow import Refused

Answer = dict[str, Any]


def import_all(files: Iterable[tuple[str, bytes | OSError]], *, agency: str, unit: str, by: str) -> list[Answer]:
    """Import each file as a draft; answers what became of it. Raises click's usage error for an unknown name."""
    with create_app().app_context():
        return [_imported(name, data, agency=agency, unit=unit, by=by) for name, data in files]


def _imported(name: str, data: bytes | OSError, **names: str) -> Answer:
    if isinstance(data, OSError):
        return _refused(name, "unreadable", f"The file cannot be opened: {data.strerror or data}.")
    try:
        found = read_file(data, name.rpartition("/")[2])
        with transaction(), speaking("en"):
            person, unit = _found(**names)
            revision = import_file(data, found["file"], by=person, unit=unit, found=found)
            db.session.flush()
            answer: Answer = json.loads(json.dumps({"file": name, **_told(revision)}))
            return answer
    except Refused as refusal:
        return _refused(name, getattr(refusal, "code", "refused"), str(refusal))


def _found(*, agency: str, unit: str, by: str) -> tuple[Person, Unit]:
    found = db.session.scalar(select(Agency).where(Agency.slug == agency))
    if found is None:
        raise click.UsageError(f"There is no agency {agency!r}.")
    choose(found)
    person = db.session.scalar(select(Person).where(Person.login == by))
    if person is None or person.is_locked:
        raise click.UsageError(f"Nobody signs in as {by!r} in {found.name}.")
    chosen = db.session.scalar(select(Unit).where(Unit.code == unit))
    if chosen is None:
        raise click.UsageError(f"{found.name} has no unit {unit!r}.")
    return person, chosen


def _told(revision: Any) -> Answer:
    return {
        "document": revision.document_id,
        "revision": revision.number,
        "code": revision.document.code,
        "title": revision.title,
        "state": revision.state,
        "blocks": len(revision.blocks),
        "warnings": revision.read_from["warnings"],
    }


def _refused(name: str, code: str, message: str) -> Answer:
    return {"file": name, "error": {"code": code, "message": message}}
