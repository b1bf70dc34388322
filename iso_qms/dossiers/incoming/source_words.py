"""The words of a source that mean nothing here, with how many rows bear each, and what each may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import BlockVersion, Document, Revision
from iso_qms.documents.models.documents import in_force_on
from iso_qms.dossiers.incoming.likely_words import Choice, Likely, likeliest
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.incoming.refused_rows import DossierRefusedRow
from iso_qms.dossiers.models import CHANNELS, STATES, Dossier, DossierImport, DossierName, DossierSource
from iso_qms.dossiers.step.flows import NUMBERED
from iso_qms.i18n import _l
from iso_qms.organisation.units import units_on
from iso_qms.text import fold

FIELDS = {
    "procedure": "procedures",
    "unit": "units",
    "channel": "channels",
    "state": "states",
    "activity": "activities",
}
"""The kinds of words, with the part of a mapping that says what they mean."""
LABELS = {
    "procedure": _l("Procedures"),
    "unit": _l("Units"),
    "channel": _l("Channels"),
    "state": _l("States"),
    "activity": _l("Steps"),
}
OF_KIND = {"dossiers": ("procedure", "unit", "channel", "state"), "events": ("activity", "unit")}
LEAVES = {
    "procedure": _l("leave its dossiers out of the figures"),
    "unit": _l("leave the dossiers it decides out of the figures"),
    "channel": _l("no channel of ours: count it as at the desk"),
    "state": _l("set such rows aside without asking again"),
    "activity": _l("no step of the procedure: do not ask again"),
}
"""What leaving a word out means."""
MOST = 40
"""Words of a kind that are asked for at once, the most frequent first."""


@dataclass(frozen=True)
class Word:
    """A word of a source: how many rows bear it, what it means as said so far, and what it is likely to mean."""

    field: str
    words: str
    rows: int
    means: str = ""
    likely: Sequence[Likely] = ()

    @property
    def proposed(self) -> str:
        """The key that is chosen beforehand: what was said, else what differs in spelling alone."""
        sure = [one.choice.key for one in self.likely if one.is_sure]
        return self.means or (sure[0] if len(sure) == 1 else "")


def sources_of() -> list[DossierSource]:
    """The sources of the agency chosen, by their names."""
    return list(db.session.scalars(select(DossierSource).order_by(DossierSource.name, DossierSource.kind)))


def source_of(run: DossierImport) -> DossierSource | None:
    """The source of a run, once it is known how its files are read."""
    mine = DossierSource.name == run.source, DossierSource.kind == run.kind
    return db.session.scalar(select(DossierSource).where(*mine))


def strange_words(source: DossierSource, choices: Mapping[str, Sequence[Choice]]) -> list[Word]:
    """The words of a source nobody has said the meaning of, the most frequent of each kind first."""
    mapping = ColumnMapping.of_json(source.mapping)
    return [
        Word(field, words, rows, likely=likeliest(words, choices[field]))
        for field in OF_KIND[source.kind]
        for words, rows in _unsaid(_met(source, field), getattr(mapping, FIELDS[field])).most_common(MOST)
    ]


def said_words(source: DossierSource) -> list[Word]:
    """What was said of words of a source so far."""
    mapping = ColumnMapping.of_json(source.mapping)
    return [
        Word(field, words, 0, means=means)
        for field in OF_KIND[source.kind]
        for words, means in sorted(getattr(mapping, FIELDS[field]).items())
    ]


def strange_in(
    met: Mapping[str, Counter[str]], mapping: ColumnMapping, choices: Mapping[str, Any], *, said: ColumnMapping
) -> list[Word]:
    """The same of words that were met in the first rows of a file, with what was just said of them."""
    return [
        Word(field, words, rows, getattr(said, FIELDS[field]).get(words, ""), likeliest(words, choices[field]))
        for field in OF_KIND[mapping.kind]
        for words, rows in _unsaid(met.get(field, Counter()), getattr(mapping, FIELDS[field])).most_common(MOST)
    ]


def choices_for(kind: str) -> dict[str, list[Choice]]:
    """What the words of a source of this kind may mean, by the kind of word."""
    known = {"unit": _units(today())}
    if kind == "events":
        return known | {"activity": _steps()}
    return known | {"procedure": _procedures(), "channel": _table(CHANNELS), "state": _table(STATES)}


def _unsaid(met: Counter[str], said: Mapping[str, str]) -> Counter[str]:
    known = {fold(words) for words in said}
    return Counter({words: rows for words, rows in met.items() if words and fold(words) not in known})


def _met(source: DossierSource, field: str) -> Counter[str]:
    if source.kind == "events":
        return _told_by_runs(source, field)
    return {"procedure": _procedures_met, "unit": _units_met, "channel": _channels_met, "state": _states_met}[field](
        source
    )


def _procedures_met(source: DossierSource) -> Counter[str]:
    query = select(Dossier.procedure, func.count()).where(Dossier.document_id.is_(None), Dossier.source == source.name)
    return _counter(query.group_by(Dossier.procedure))


def _units_met(source: DossierSource) -> Counter[str]:
    """A dossier that names the same unit twice bears it once as received and once as decided."""
    found: Counter[str] = Counter()
    pairs = (
        (Dossier.receiving_unit_id, Dossier.receiving_name_id),
        (Dossier.deciding_unit_id, Dossier.deciding_name_id),
    )
    for unit_id, name_id in pairs:
        found += _named(source, name_id, unit_id.is_(None))
    return found


def _channels_met(source: DossierSource) -> Counter[str]:
    return _named(source, Dossier.channel_name_id, Dossier.channel_name_id.is_not(None))


def _named(source: DossierSource, name_id: Any, condition: Any) -> Counter[str]:
    query = select(DossierName.name, func.count()).join(Dossier, name_id == DossierName.id)
    query = query.where(condition, Dossier.source == source.name)
    return _counter(query.group_by(DossierName.name))


def _counter(query: Any) -> Counter[str]:
    return Counter({row[0]: row[1] for row in db.session.execute(query)})


def _states_met(source: DossierSource) -> Counter[str]:
    query = select(DossierRefusedRow.cells).join(DossierImport, DossierImport.id == DossierRefusedRow.run_id)
    query = query.where(DossierImport.source == source.name, DossierRefusedRow.reason == "unknown_state")
    return Counter(str(cells.get("state", "")) for cells in db.session.scalars(query))


def _told_by_runs(source: DossierSource, field: str) -> Counter[str]:
    query = select(DossierImport.strange).where(DossierImport.source == source.name, DossierImport.kind == source.kind)
    found: Counter[str] = Counter()
    for strange in db.session.scalars(query):
        found.update(strange.get(field, {}))
    return found


def _units(day: date) -> list[Choice]:
    return [Choice(one.code, (one.code, one.name)) for one in units_on(day)]


def _procedures() -> list[Choice]:
    query = select(Document.code, Document.title).where(Document.kind == "procedure").order_by(Document.code_sort)
    return [Choice(code, (code, title)) for code, title in db.session.execute(query)]


def steps_known() -> frozenset[str]:
    """The names of the steps of the procedures in force, as they are compared."""
    return frozenset(fold(one.key) for one in _steps())


def is_step(name: str, steps: frozenset[str]) -> bool:
    """Whether something that happened is called like a step, or by the number of one."""
    return fold(name) in steps or NUMBERED.fullmatch(fold(name)) is not None


def _steps() -> list[Choice]:
    """The steps of the procedures in force, each name once."""
    query = select(BlockVersion.content).join(Revision, Revision.id == BlockVersion.revision_id)
    query = query.where(BlockVersion.kind == "step", in_force_on(today())).order_by(BlockVersion.id)
    names = (" ".join(str(content.get("action") or "").split()) for content in db.session.scalars(query))
    return [Choice(name, (name,)) for name in dict.fromkeys(names) if name]


def _table(labels: Mapping[str, Any]) -> list[Choice]:
    return [Choice(key, (str(label),)) for key, label in labels.items()]


def key_of(typed: str, choices: Iterable[Choice]) -> str:
    """The key of what is called so, by its code, name or label; what is called by nothing stays as it is."""
    wanted = fold(typed)
    named = (one.key for one in choices if wanted in {fold(name) for name in (one.key, one.label, *one.names)})
    return next(named, typed)
