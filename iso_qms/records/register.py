"""The register of records: what the list may show, how it is narrowed, what its chips count, what procedures name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from iso_qms.db import db
from iso_qms.documents.models import BlockVersion, Document, Revision, stands_on
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import subtree
from iso_qms.records.models import RecordClass, RecordSeries
from iso_qms.records.terms import written_term
from iso_qms.text import clean, fold

VIEWS = {
    "kept": _l("Kept"),
    "due": _l("Term is over"),
    "held": _l("On hold"),
    "for_ever": _l("Kept for ever"),
    "disposed": _l("Disposed of"),
}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed."""

    view: str = "kept"
    q: str = ""
    unit: int = 0
    kind: int = 0

    @classmethod
    def of(cls, args: Any) -> Wanted:
        """From the address; what is not known is left out."""
        view = args.get("view", "")
        unit, kind = (args.get(name, 0, type=int) for name in ("unit", "kind"))
        return cls(view if view in VIEWS else "kept", clean(args.get("q", "")).strip()[:200], unit, kind)

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the view is chosen."""
        return bool(self.q or self.unit or self.kind)


@dataclass(frozen=True)
class Named:
    """Records a procedure in force names, for which there is no class yet."""

    name: str
    retention: str
    years: int | None
    for_ever: bool
    document: Document


def rows(wanted: Wanted, *, person: Person, day: date) -> Select[Any]:
    """The series that fit, those whose term ends first on top."""
    query = RecordSeries.visible_to(person).where(*_narrowed(wanted), _views(day)[wanted.view])
    return query.order_by(RecordSeries.keep_until.is_(None), RecordSeries.keep_until, RecordSeries.id)


def counts(wanted: Wanted, *, person: Person, day: date) -> dict[str, int]:
    """How many series each view holds, in one query."""
    columns = [func.count().filter(condition).label(name) for name, condition in _views(day).items()]
    query = RecordSeries.visible_to(person).where(*_narrowed(wanted)).with_only_columns(*columns)
    return dict(db.session.execute(query).mappings().one())


def named_by_procedures(day: date) -> list[Named]:
    """What the procedures of a day say is kept, each once, without what has a class already.

    What a suspended procedure says is still kept.
    """
    query = (
        select(BlockVersion.content, Document)
        .join(Revision, Revision.id == BlockVersion.revision_id)
        .join(Document, Document.id == Revision.document_id)
        .where(BlockVersion.kind == "record", stands_on(day))
        .order_by(Document.code_sort, BlockVersion.position)
    )
    known = {fold(name) for name in db.session.scalars(select(RecordClass.name))}
    return list(_once(db.session.execute(query), known))


def _once(found: Iterable[Any], known: set[str]) -> Iterable[Named]:
    for content, document in found:
        name = " ".join(str(content.get("name") or "").split())[:300]
        if name and fold(name) not in known:
            known.add(fold(name))
            retention = str(content.get("retention") or "")
            years, for_ever = written_term(retention)
            yield Named(name, retention, years, for_ever, document)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        RecordSeries.folded.contains(word, autoescape=True) for word in fold(wanted.q).split()
    ]
    if wanted.unit:
        found.append(RecordSeries.unit_id.in_(subtree(wanted.unit)))
    if wanted.kind:
        found.append(RecordSeries.class_id == wanted.kind)
    return found or [true()]


def _views(day: date) -> dict[str, ColumnElement[bool]]:
    kept, held = RecordSeries.disposed_on.is_(None), RecordSeries.held_at.is_not(None)
    return {
        "kept": kept,
        "due": and_(kept, ~held, RecordSeries.keep_until < day),
        "held": and_(kept, held),
        "for_ever": and_(kept, RecordSeries.keep_until.is_(None)),
        "disposed": RecordSeries.disposed_on.is_not(None),
    }
