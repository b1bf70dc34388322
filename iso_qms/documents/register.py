"""The master list as questions: what was in force on a day, what is being worked on, who has acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import lazyload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Acknowledgement, Document, Revision, counted_on, in_force_on
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import subtree
from iso_qms.text import fold

STATES = ("in_force", "approved", "in_review", "draft", "none")
"""What a document may be asked for: a revision in that state, or none in force on the day."""


@dataclass(frozen=True)
class Wanted:
    """What a reader of the master list asks for."""

    day: date
    typed: str = ""
    kind: str = ""
    unit_id: int = 0
    state: str = ""
    sort: str = "code"


@dataclass
class Line:
    """A line of the master list: the document, its revision on the day or its newest one, and what is coming."""

    document: Document
    shown: Revision | None = None
    is_in_force: bool = False
    coming: Revision | None = None
    done: int = 0
    asked: int = 0
    others: list[Revision] = field(default_factory=list)


def documents_wanted(wanted: Wanted, person: Person) -> Select[Any]:
    """The documents a person may see that fit, in order."""
    query = Document.visible_to(person).where(*_narrowed(wanted))
    if wanted.state in STATES:
        query = query.where(_has(wanted.state, wanted.day, person))
    first = Document.title_sort if wanted.sort == "title" else Document.code_sort
    return query.order_by(first, Document.id)


def counts_of(wanted: Wanted, person: Person) -> dict[str, int]:
    """How many documents fit in each state, and under "" how many in all, whatever state is chosen; three queries."""
    conditions, counts = _narrowed(wanted), dict.fromkeys(STATES, 0)
    documents = Document.visible_to(person).where(*conditions).with_only_columns(func.count(Document.id))
    counts[""] = db.session.scalar(documents) or 0
    # A document has one draft at a time and one revision in force on a day, so revisions can be counted for documents;
    # and whoever sees one of those revisions sees its document.
    fitting = [Revision.document_id.in_(select(Document.id).where(*conditions))] if conditions else []
    mine = Revision.visible_to(person).with_only_columns(Revision.state, func.count())
    working = mine.where(Revision.state.in_(("draft", "in_review", "approved")), *fitting)
    counts |= dict(db.session.execute(working.group_by(Revision.state)).all())
    counts["in_force"] = (
        db.session.scalar(select(func.count(Revision.id)).where(in_force_on(wanted.day), *fitting)) or 0
    )
    counts["none"] = counts[""] - counts["in_force"]
    return counts


def lines_of(documents: Sequence[Document], person: Person, day: date) -> list[Line]:
    """The lines of a page of documents; two queries however many there are."""
    lines = {one.id: Line(one) for one in documents}
    query = Revision.visible_to(person).where(Revision.document_id.in_(lines), Revision.state != "discarded")
    # The documents are at hand already; joining them again would read each once per revision.
    revisions = db.session.scalars(query.options(lazyload(Revision.document)).order_by(Revision.number.desc()))
    for revision in revisions:
        lines[revision.document_id].others.append(revision)
    for line in lines.values():
        _choose(line, day)
    _count_readers(lines.values())
    return list(lines.values())


def holds_on(revision: Revision, day: date) -> bool:
    """Whether a revision is in force on a day, by its dates."""
    if revision.valid_from is None or revision.state not in ("approved", "in_force", "superseded", "withdrawn"):
        return False
    return revision.valid_from <= day and (revision.valid_to is None or day < revision.valid_to)


def _choose(line: Line, day: date) -> None:
    held = next((one for one in line.others if holds_on(one, day)), None)
    line.shown, line.is_in_force = held or next(iter(line.others), None), held is not None
    newer = [one for one in line.others if held is not None and one.number > held.number]
    line.coming = next((one for one in newer if one.state in ("draft", "in_review", "approved")), None)


def _count_readers(lines: Iterable[Line]) -> None:
    shown = {line.shown.id: line for line in lines if line.shown is not None and line.is_in_force}
    query = select(
        Acknowledgement.revision_id, func.count(Acknowledgement.acknowledged_at), func.count(Acknowledgement.id)
    )
    query = query.where(counted_on(today(), Acknowledgement.revision_id.in_(shown)))
    rows = db.session.execute(query.group_by(Acknowledgement.revision_id))
    for revision_id, done, asked in rows:
        shown[revision_id].done, shown[revision_id].asked = done, asked


def _narrowed(wanted: Wanted) -> list[Any]:
    """What is asked of the documents themselves, whatever state they are in."""
    conditions = [Document.folded.contains(word, autoescape=True) for word in fold(wanted.typed).split()]
    if wanted.kind:
        conditions.append(Document.kind == wanted.kind)
    if wanted.unit_id:
        conditions.append(Document.unit_id.in_(subtree(wanted.unit_id)))
    return conditions


def _has(state: str, day: date, person: Person) -> Any:
    holding = exists().where(Revision.document_id == Document.id, in_force_on(day))
    if state == "in_force":
        return holding
    if state == "none":
        return ~holding
    mine = Revision.visible_to(person).with_only_columns(Revision.document_id)
    return Document.id.in_(mine.where(Revision.state == state))
