"""What people do with files of dossiers: begin to take one in, set rows aside, and end it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, or_, select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.models import Dossier, DossierImport, DossierSource
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean, fold
from iso_qms.workflow import Forbidden, WrongState

say(
    {
        "dossier_import.received": _l("brought a file of dossiers"),
        "dossier_import.begun": _l("began to take dossiers in from a file"),
        "dossier_import.given_up": _l("gave a file of dossiers up"),
        "dossier_import.ended": _l("took dossiers in from a file"),
        "dossier_source.mapped": _l("said which column of a source is what"),
        "dossier_source.worded": _l("said what words of a source mean"),
    }
)


def receive_file(*, name: str, kept: str, sha256: str, total: int, by: Person) -> DossierImport:
    """Take a file up that somebody brought; nothing of it comes into the register before its columns are confirmed."""
    run = _new_run(name=name, sha256=sha256, total=total, by=by)
    run.kept = kept
    db.session.add(run)
    write(run, "dossier_import.received", by=by)
    return run


def confirm(run: DossierImport, mapping: ColumnMapping, *, by: Person) -> None:
    """Say how its columns are to be read: it waits for its turn now, and its source is read so from now on."""
    if run.confirmed_at is not None or run.finished_at is not None or run.broken:
        raise WrongState(_("The columns of this file were confirmed already."))
    _read_as(run, mapping, by=by)
    write(run, "dossier_import.begun", by=by)


def begin_import(
    mapping: ColumnMapping, *, name: str, sha256: str, by: Person, total: int = 0, keeps: bool = True
) -> DossierImport:
    """Begin to take a file in at once; its mapping is kept for the next file of that source unless told otherwise."""
    run = _new_run(name=name, sha256=sha256, total=total, by=by)
    _read_as(run, mapping, by=by, keeps=keeps)
    db.session.add(run)
    write(run, "dossier_import.begun", by=by)
    return run


def take_again(mapping: ColumnMapping, *, name: str, kept: str, sha256: str, total: int, by: Person) -> DossierImport:
    """Let rows that were set aside wait for their turn as a file of their own; how their source is read stays."""
    run = _new_run(name=name, sha256=sha256, total=total, by=by)
    run.kept = kept
    _read_as(run, mapping, by=by, keeps=False)
    db.session.add(run)
    write(run, "dossier_import.begun", by=by)
    return run


def taken_in_before(run: DossierImport) -> DossierImport | None:
    """The earlier run that took this very file in to its end by the same mapping and set nothing aside.

    Of a file with rows set aside something may come in now that did not then, so it is gone through again. So is one
    that came in before the words of sources were kept: they are filled in then.
    """
    query = select(DossierImport).where(
        DossierImport.sha256 == run.sha256, DossierImport.finished_at.is_not(None), DossierImport.id != run.id,
        DossierImport.refused == 0, DossierImport.repeats_id.is_(None),
    )  # fmt: skip
    found = db.session.scalars(query.order_by(DossierImport.id.desc()))
    return next((one for one in found if one.mapping == run.mapping and _has_words(one)), None)


def _has_words(run: DossierImport) -> bool:
    """Whether what its source calls units stands with the dossiers of a run, as far as its file names any."""
    if not {"receiving_unit", "deciding_unit"} & set(run.mapping.get("columns", ())):
        return True
    named = or_(Dossier.deciding_name_id.is_not(None), Dossier.receiving_name_id.is_not(None))
    mine = select(Dossier.id).where(Dossier.run_id == run.id).limit(1)
    return db.session.scalar(mine.where(named)) is not None or db.session.scalar(mine) is None


def first_brought(number: int) -> int:
    """The run with which the file of a run first came here, whatever became of it; rows are no newer than that."""
    sha256 = db.session.scalar(select(DossierImport.sha256).where(DossierImport.id == number))
    first = select(func.min(DossierImport.id)).where(DossierImport.sha256 == sha256)
    return (db.session.scalar(first) if sha256 else None) or number


def end_as_repeated(run: DossierImport, before: DossierImport, *, by: Person) -> None:
    """End a run whose file is in already: nothing changes, and the report says so with figures of its own."""
    run.repeats_id, run.same = before.id, before.added + before.changed + before.same
    run.done = run.total = run.same
    end_import(run, by=by)


def end_import(run: DossierImport, *, by: Person) -> None:
    """Say that a file was taken in whole; the one entry of the journal tells how much came of it."""
    run.finished_at, run.total, run.holder = now(), run.done or run.total, ""
    counts = {name: getattr(run, name) for name in ("added", "changed", "same", "refused")}
    write(run, "dossier_import.ended", by=by, details=counts)


def give_up(run: DossierImport, why: str, *, by: Person) -> None:
    """Say that a file is not taken in any further; what came in stays, and the file is removed."""
    run.broken, run.holder = why, ""
    write(run, "dossier_import.given_up", by=by)


def _new_run(*, name: str, sha256: str, total: int, by: Person) -> DossierImport:
    if not by.may("dossiers.import"):
        raise Forbidden(_("Only administrators and the quality control team bring dossiers in."))
    plain = clean(name).replace("\\", "/").rsplit("/", 1)[-1][:255]
    return DossierImport(
        agency_id=by.agency_id, source="", name=plain, sha256=sha256, mapping={}, by_id=by.id, started_at=now(), done=0,
        total=total, added=0, changed=0, same=0, older=0, refused=0, times=0, strange={}, kept="", holder="",
        broken="",
    )  # fmt: skip


def _read_as(run: DossierImport, mapping: ColumnMapping, *, by: Person, keeps: bool = True) -> None:
    if keeps:
        _keep_mapping(mapping, by=by)
    run.kind, run.source, run.mapping, run.confirmed_at = mapping.kind, mapping.source[:60], mapping.as_json(), now()


def hold_source(name: str) -> None:
    """Hold a source until the unit ends, so that two runs do not work through it at once."""
    db.session.execute(select(DossierSource.id).where(DossierSource.name == name).with_for_update())


def hold_sources() -> None:
    """Hold every source of the agency until the unit ends, so that nothing comes in meanwhile."""
    db.session.execute(select(DossierSource.id).order_by(DossierSource.id).with_for_update())


def units_by_words(own: Mapping[str, str]) -> dict[str, int]:
    """The units of the agency by their names and codes, and by what a source calls them."""
    found: dict[str, int] = {}
    for number, code, name in db.session.execute(select(Unit.id, Unit.code, Unit.name).order_by(Unit.id)):
        found[fold(name)] = found[fold(code)] = number
    return found | {fold(word): found[fold(code)] for word, code in own.items() if fold(code) in found}


def unit_names() -> list[tuple[str, str]]:
    """What the units of the agency are called: the code and the name of each."""
    return [(row.code, row.name) for row in db.session.execute(select(Unit.code, Unit.name))]


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
