"""The procedures in force on a day, with what is asked of them most: limits, steps, who answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select

from iso_qms.db import db
from iso_qms.documents.models import BlockVersion, Document, Revision, in_force_on
from iso_qms.organisation.units import subtree
from iso_qms.processes.amounts import amount_in_words
from iso_qms.text import clean, fold, whole_number


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to see: the day, words of code or title, a unit with those under it, how long at most."""

    day: date
    typed: str = ""
    unit_id: int = 0

    @staticmethod
    def of(args: Mapping[str, str], today: date) -> Wanted:
        """Read it from an address; what makes no sense is left out."""
        try:
            day = date.fromisoformat(args.get("on", ""))
        except ValueError:
            day = today
        unit = args.get("unit", "")
        return Wanted(day, clean(args.get("q", "")).strip()[:200], whole_number(unit, 0))

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the day is asked."""
        return bool(self.typed or self.unit_id)


@dataclass
class Line:
    """One procedure in force: its document, its revision, how many steps, and its limits as a reader says them."""

    document: Document
    revision: Revision
    steps: int = 0
    limits: list[tuple[str, str]] = field(default_factory=list)


def procedures_wanted(wanted: Wanted) -> Select[Any]:
    """The procedures in force on that day, by code."""
    query: Any = select(Document, Revision).join(
        Revision, and_(Revision.document_id == Document.id, in_force_on(wanted.day))
    )
    query = query.where(Document.kind == "procedure")
    for word in fold(wanted.typed).split():
        query = query.where(Document.folded.contains(word, autoescape=True))
    if wanted.unit_id:
        query = query.where(Document.unit_id.in_(subtree(wanted.unit_id)))
    return query.order_by(Document.code_sort, Document.id)


def lines_of(rows: Iterable[Any]) -> list[Line]:
    """The lines of some rows, their steps and limits read in one query."""
    lines = {revision.id: Line(document, revision) for document, revision in rows}
    query = select(BlockVersion.revision_id, BlockVersion.kind, BlockVersion.content).where(
        BlockVersion.revision_id.in_(lines), BlockVersion.kind.in_(("step", "time_limit"))
    )
    for revision_id, kind, content in db.session.execute(query.order_by(BlockVersion.position)):
        if kind == "step":
            lines[revision_id].steps += 1
        elif content["kind"] == "case":
            words = amount_in_words(content["amount"], content["unit"])
            lines[revision_id].limits.append((content["case"] or "", words))
    return list(lines.values())


def my_parties(parties: Iterable[str | None], places: Sequence[str]) -> set[str]:
    """Which of the printed parties are the reader's: those that name one of their posts or units."""
    mine = [fold(place) for place in places if len(place) > 3]
    return {party for party in parties if party and any(place in fold(party) for place in mine)}
