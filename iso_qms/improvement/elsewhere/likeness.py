"""What is alike elsewhere: the clauses a criterion names, and which of many cases resemble one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

PROCEDURE, CLASS, CLAUSE, QUESTION, SAME_PROCEDURE = "procedure", "class", "clause", "question", "works_by_it"

_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2})+(?![\d/])")
_NAMED = re.compile(
    r"(?:iso\s*9001(?:\s*:\s*\d{4})?|điều khoản|clauses?)[\s,;:]*((?:[\d.]+|,|;|và|and|\s)+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Resembling:
    """A case as it is compared: where, when, of which procedure, with which classes of cause, under which clauses."""

    id: int
    unit_id: int
    on: date
    document_id: int | None = None
    classes: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()


def clauses_in(criterion: str) -> frozenset[str]:
    """The clauses of the standard that a criterion names, such as 7.5.3; numbers of papers and days are none."""
    return frozenset(clause for run in _NAMED.findall(criterion) for clause in _CLAUSE.findall(run))


def resemblances(one: Resembling, others: Iterable[Resembling], *, since: date) -> Iterator[tuple[int, str]]:
    """The cases elsewhere that resemble one, each with what they share, the nearest reason first.

    Elsewhere is another unit or another procedure; the same class, procedure and unit is a recurrence, told by itself.
    """
    for other in others:
        if other.id == one.id or other.on < since or _same_place(one, other):
            continue
        if why := _shared(one, other):
            yield other.id, why


def _same_place(one: Resembling, other: Resembling) -> bool:
    return one.unit_id == other.unit_id and one.document_id == other.document_id


def _shared(one: Resembling, other: Resembling) -> str:
    if one.document_id and one.document_id == other.document_id:
        return PROCEDURE
    if one.classes & other.classes:
        return CLASS
    return CLAUSE if one.clauses & other.clauses else ""
