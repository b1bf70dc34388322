"""What people do with files of dossiers: begin to take one in, set rows aside, and end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.dossiers.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.models import DossierImport, DossierSource
from iso_qms.dossiers.rows import Refusal
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import fold
from iso_qms.workflow import Forbidden

say(
    {
        "dossier_import.begun": _l("began to take dossiers in from a file"),
        "dossier_import.ended": _l("took dossiers in from a file"),
        "dossier_source.mapped": _l("said which column of a source is what"),
    }
)

MOST_KEPT = 10_000
"""Refused rows whose numbers are kept; a file with more is the wrong file or has the wrong mapping."""


def begin_import(mapping: ColumnMapping, *, name: str, sha256: str, by: Person) -> DossierImport:
    """Begin to take a file in; its mapping is kept for the next file of that source."""
    if not by.may("dossiers.import"):
        raise Forbidden(_("Only administrators and the quality control team bring dossiers in."))
    _keep_mapping(mapping, by=by)
    run = DossierImport(
        agency_id=by.agency_id,
        kind=mapping.kind,
        source=mapping.source[:60],
        name=name[:255],
        sha256=sha256,
        mapping=mapping.as_json(),
        by_id=by.id,
        started_at=now(),
    )
    db.session.add(run)
    write(run, "dossier_import.begun", by=by)
    return run


def taken_in_before(mapping: ColumnMapping, *, sha256: str) -> DossierImport | None:
    """The run that took this very file in to its end, by the same mapping."""
    query = select(DossierImport).where(DossierImport.sha256 == sha256, DossierImport.finished_at.is_not(None))
    found = db.session.scalars(query.order_by(DossierImport.id.desc()))
    return next((one for one in found if one.mapping == mapping.as_json()), None)


def end_import(run: DossierImport, *, by: Person) -> None:
    """Say that a file was taken in whole; the one entry of the journal tells how much came of it."""
    run.finished_at = now()
    counts = {name: getattr(run, name) for name in ("added", "changed", "same", "refused")}
    write(run, "dossier_import.ended", by=by, details=counts)


def note_refusals(run: DossierImport, refusals: Sequence[Refusal]) -> None:
    """Set rows aside, with their number and reason."""
    run.refused += len(refusals)
    room = MOST_KEPT - len(run.set_aside)
    if refusals and room:
        run.set_aside = [*run.set_aside, *([one.number, one.reason, one.field] for one in refusals[:room])]


def hold_source(name: str) -> None:
    """Hold a source until the unit ends, so that two runs do not work through it at once."""
    db.session.execute(select(DossierSource.id).where(DossierSource.name == name).with_for_update())


def units_by_words(own: Mapping[str, str]) -> dict[str, int]:
    """The units of the agency by their names and codes, and by what a source calls them."""
    found: dict[str, int] = {}
    for number, code, name in db.session.execute(select(Unit.id, Unit.code, Unit.name).order_by(Unit.id)):
        found[fold(name)] = found[fold(code)] = number
    return found | {fold(word): found[fold(code)] for word, code in own.items() if fold(code) in found}


def _keep_mapping(mapping: ColumnMapping, *, by: Person) -> None:
    name, kind = mapping.source[:60], mapping.kind
    query = select(DossierSource).where(DossierSource.name == name, DossierSource.kind == kind)
    source = db.session.scalar(query)
    if source is not None and source.mapping == mapping.as_json():
        return
    if source is None:
        source = DossierSource(agency_id=by.agency_id, name=name, kind=kind, mapping=mapping.as_json())
        db.session.add(source)
    source.mapping = mapping.as_json()
    write(source, "dossier_source.mapped", by=by)
