"""The master list as questions: what was in force on a day, what is being worked on, who has acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, lazyload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import (
    Acknowledgement,
    Document,
    Revision,
    Suspension,
    counted_on,
    in_force_on,
    stands_on,
    suspended_on,
)
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import subtree
from iso_qms.text import fold

STATES = ("in_force", "suspended", "approved", "in_review", "draft", "none")
"""What a document may be asked for: a revision applied or suspended on the day, one being worked on, or none."""

OF_A_DAY = ("in_force", "suspended", "none")
"""Those of them that dates tell of any day."""


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
    """Whether what is shown is applied on the day."""
    suspension: Suspension | None = None
    """Why it is not applied on the day although its dates cover it."""
    coming: Revision | None = None
    done: int = 0
    asked: int = 0
    others: list[Revision] = field(default_factory=list)


def documents_wanted(wanted: Wanted, person: Person) -> Select[Any]:
    """The documents a person may see that fit, in order."""
    query = Document.visible_to(person).where(*narrowed(wanted))
    if wanted.state in STATES:
        query = query.where(_has(wanted.state, wanted.day, person))
    first = Document.title_sort if wanted.sort == "title" else Document.code_sort
    return query.order_by(first, Document.id)


def counts_of(wanted: Wanted, person: Person) -> dict[str, int]:
    """How many documents fit in each state, and under "" how many in all, whatever state is chosen; three queries."""
    conditions, counts = narrowed(wanted), dict.fromkeys(STATES, 0)
    documents = Document.visible_to(person).where(*conditions).with_only_columns(func.count(Document.id))
    counts[""] = db.session.scalar(documents) or 0
    # A document has one draft at a time and one revision in force on a day, so revisions can be counted for documents;
    # and whoever sees one of those revisions sees its document.
    fitting = [Revision.document_id.in_(select(Document.id).where(*conditions))] if conditions else []
    mine = Revision.visible_to(person).with_only_columns(Revision.state, func.count())
    working = mine.where(Revision.state.in_(("draft", "in_review", "approved")), *fitting)
    counts |= dict(db.session.execute(working.group_by(Revision.state)).all())
    stopped = func.count(Revision.id).filter(Revision.id.in_(suspended_on(wanted.day)))
    standing = select(func.count(Revision.id), stopped).where(stands_on(wanted.day), *fitting)
    all_standing, counts["suspended"] = db.session.execute(standing).one()
    counts["in_force"] = all_standing - counts["suspended"]
    counts["none"] = counts[""] - all_standing
    return counts


def lines_of(documents: Sequence[Document], person: Person, day: date) -> list[Line]:
    """The lines of a page of documents; two queries however many there are.

    On a day that is not today, a document of which nothing stood on that day shows no revision.
    """
    lines = {one.id: Line(one) for one in documents}
    query = Revision.visible_to(person).where(Revision.document_id.in_(lines), Revision.state != "discarded")
    # The documents are at hand already; joining them again would read each once per revision.
    query = query.options(lazyload(Revision.document), joinedload(Revision.suspensions))
    for revision in db.session.scalars(query.order_by(Revision.number.desc())).unique():
        lines[revision.document_id].others.append(revision)
    for line in lines.values():
        _choose(line, day)
    _count_readers(lines.values())
    return list(lines.values())


def holds_on(revision: Revision, day: date) -> bool:
    """Whether a revision is applied on a day, by its dates and those of its suspensions."""
    return revision.stands_on(day) and revision.suspension_on(day) is None


def _choose(line: Line, day: date) -> None:
    held = next((one for one in line.others if one.stands_on(day)), None)
    line.shown = held or (next(iter(line.others), None) if day == today() else None)
    line.suspension = held.suspension_on(day) if held is not None else None
    line.is_in_force = held is not None and line.suspension is None
    newer = [one for one in line.others if held is not None and one.number > held.number]
    coming = ("draft", "in_review", "approved")
    line.coming = next((one for one in newer if one.state in coming), None) if day == today() else None


def _count_readers(lines: Iterable[Line]) -> None:
    shown = {line.shown.id: line for line in lines if line.shown is not None and line.is_in_force}
    query = select(
        Acknowledgement.revision_id, func.count(Acknowledgement.acknowledged_at), func.count(Acknowledgement.id)
    )
    query = query.where(counted_on(today(), Acknowledgement.revision_id.in_(shown)))
    rows = db.session.execute(query.group_by(Acknowledgement.revision_id))
    for revision_id, done, asked in rows:
        shown[revision_id].done, shown[revision_id].asked = done, asked


def narrowed(wanted: Wanted) -> list[Any]:
    """What is asked of the documents themselves, whatever state they are in."""
    conditions = [Document.folded.contains(word, autoescape=True) for word in fold(wanted.typed).split()]
    if wanted.kind:
        conditions.append(Document.kind == wanted.kind)
    if wanted.unit_id:
        conditions.append(Document.unit_id.in_(subtree(wanted.unit_id)))
    return conditions


def _has(state: str, day: date, person: Person) -> Any:
    of_it = exists().where(Revision.document_id == Document.id)
    if state == "in_force":
        return of_it.where(in_force_on(day))
    if state == "suspended":
        return of_it.where(stands_on(day), Revision.id.in_(suspended_on(day)))
    if state == "none":
        return ~of_it.where(stands_on(day))
    mine = Revision.visible_to(person).with_only_columns(Revision.document_id)
    return Document.id.in_(mine.where(Revision.state == state))
