"""Saying what the words of a source mean: kept with its mapping, and used for what is in already where it is wanted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.dossiers.due.reckonings import words_mapped
from iso_qms.dossiers.fields import KINDS
from iso_qms.dossiers.incoming import kept_files
from iso_qms.dossiers.incoming.likely_words import Choice
from iso_qms.dossiers.incoming.mapping import LEFT_OUT
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.incoming.refused_rows import DossierRefusedRow
from iso_qms.dossiers.incoming.source_words import FIELDS, LABELS
from iso_qms.dossiers.models import Dossier, DossierImport, DossierSource
from iso_qms.dossiers.operations import take_again
from iso_qms.i18n import _
from iso_qms.journal import write
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden, Incomplete

Said = Mapping[str, Mapping[str, str]]


def say_words(source: DossierSource, said: Said, *, by: Person, choices: Mapping[str, Sequence[Choice]]) -> Said:
    """Keep with the mapping of a source what some of its words mean, by their kind; nothing unsays one.

    Answers what is new. Refused where a word would mean something that is not there.
    """
    if not by.may("dossiers.import"):
        raise Forbidden(_("Only administrators and the quality control team bring dossiers in."))
    parts = {field: dict(source.mapping.get(part, {})) for field, part in FIELDS.items()}
    new = {
        field: {words: means for words, means in words_of.items() if parts[field].get(words, "") != means}
        for field, words_of in said.items()
    }
    demand_known(new, choices)
    for field, words_of in new.items():
        parts[field] = {words: means for words, means in (parts[field] | words_of).items() if means}
    if not any(new.values()):
        return {}
    kept = {part: parts[field] for field, part in FIELDS.items()}
    source.mapping = ColumnMapping.of_json({**source.mapping, **kept}).as_json()
    told = {words: means for words_of in new.values() for words, means in words_of.items()}
    write(source, "dossier_source.worded", by=by, details=told)
    return new


def demand_known(said: Said, choices: Mapping[str, Iterable[Choice]]) -> None:
    """Refuse a word that would mean something that is not there."""
    for field, words_of in said.items():
        known = {LEFT_OUT, "", *(one.key for one in choices.get(field, ()))}
        for words, means in words_of.items():
            if means not in known:
                told = {"what": LABELS[field], "means": means, "words": words}
                raise Incomplete(_("“%(words)s”: among %(what)s there is no “%(means)s”.", **told))


def map_again(source: DossierSource, new: Said, *, by: Person) -> DossierImport | None:
    """Map the dossiers again that bear words whose meaning is new.

    Rows that were set aside because nobody knew their state are taken in; answers the run that does it.
    """
    asked = {field: list(new.get(field, {})) for field in ("procedure", "unit", "channel")}
    facts: dict[str, object] = {field: words for field, words in asked.items() if words}
    if source.kind == "events" and new.get("activity"):
        facts["activity"] = dict(new["activity"])
    if facts:
        words_mapped(source.kind, source.name, facts, by=by)
    states = {words for words, means in new.get("state", {}).items() if means not in ("", LEFT_OUT)}
    rows = _set_aside(source, states) if states else []
    return _brought_again(source, rows, by=by) if rows else None


def _set_aside(source: DossierSource, states: set[str]) -> list[dict[str, str]]:
    """What the rows of these states said, the newest of each dossier, without those that came in meanwhile."""
    query = select(DossierRefusedRow.cells).join(DossierImport, DossierImport.id == DossierRefusedRow.run_id)
    query = query.where(DossierImport.source == source.name, DossierRefusedRow.reason == "unknown_state")
    rows = db.session.scalars(query.order_by(DossierRefusedRow.id))
    found = {cells["code"]: cells for cells in rows if cells.get("state") in states and cells.get("code")}
    there = select(Dossier.code).where(Dossier.source == source.name, Dossier.code.in_(list(found)))
    known = set(db.session.scalars(there))
    return [cells for code, cells in found.items() if code not in known]


def _brought_again(source: DossierSource, rows: Sequence[Mapping[str, str]], *, by: Person) -> DossierImport:
    names = [name for name in KINDS[source.kind].fields if any(name in cells for cells in rows)]
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(names)
    sheet.writerows([[cells.get(name, "") for name in names] for cells in rows])
    kept, sha256 = kept_files.keep(io.BytesIO(text.getvalue().encode()))
    columns = {name: name for name in names}
    mapping = ColumnMapping.of_json({**source.mapping, "columns": columns})
    name = _("rows of %(source)s that were set aside", source=source.name)
    return take_again(mapping, name=f"{name}.csv", kept=kept, sha256=sha256, total=len(rows), by=by)
