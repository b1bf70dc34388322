"""Which time limit holds for a dossier: that of its case in the revision whose dates cover the day it came in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.documents.models import BINDING, BlockVersion, Document, Revision
from iso_qms.text import fold, sort_key
from iso_qms.worktime import Term, Unit


class Promise(NamedTuple):
    """A term, and the hour after which a receipt counts from the next working day."""

    term: Term
    cutoff: time | None


class _Held(NamedTuple):
    start: date
    end: date | None
    revision_id: int


@dataclass(frozen=True)
class Promises:
    """The procedures of an agency by their codes, their revisions by their days, the limits by their cases."""

    documents: Mapping[str, int]
    held: Mapping[int, list[_Held]]
    limits: Mapping[int, Mapping[str, Promise]]

    def document_of(self, code: str) -> int | None:
        """The procedure that bears a code."""
        return self.documents.get(sort_key(code))

    def revision_on(self, document_id: int, day: date) -> int | None:
        """The revision whose dates cover a day."""
        held = self.held.get(document_id, [])
        place = bisect_right([one.start for one in held], day) - 1
        if place < 0 or (held[place].end is not None and day >= held[place].end):  # type: ignore[operator]
            return None
        return held[place].revision_id

    def promise(self, document_id: int, day: date, case: str) -> Promise | None:
        """The limit of a case on a day: the one so named, else the one without a name, else the only one."""
        limits = self.limits.get(self.revision_on(document_id, day) or 0, {})
        named = limits.get(fold(case)) or limits.get("")
        return named or (next(iter(limits.values())) if len(limits) == 1 else None)

    def has_cases(self, document_id: int, day: date) -> bool:
        """Whether the procedure of a day promises differently from case to case."""
        return len(self.limits.get(self.revision_on(document_id, day) or 0, {})) > 1


def promises(documents: Iterable[int] | None = None) -> Promises:
    """What every procedure of the agency chosen promises, or only some; three queries, however many there are."""
    query = select(Document.id, Document.code_sort).where(Document.kind == "procedure")
    if documents is not None:
        query = query.where(Document.id.in_(list(documents)))
    found = db.session.execute(query).all()
    known = {row.id for row in found}
    held: dict[int, list[_Held]] = defaultdict(list)
    revisions = select(Revision.document_id, Revision.valid_from, Revision.valid_to, Revision.id)
    revisions = revisions.where(Revision.state.in_(BINDING), Revision.valid_from.is_not(None))
    for document_id, start, end, number in db.session.execute(revisions.order_by(Revision.valid_from)):
        if document_id in known and start is not None:
            held[document_id].append(_Held(start, end, number))
    return Promises({row.code_sort: row.id for row in found}, held, _limits(held))


def _limits(held: Mapping[int, list[_Held]]) -> dict[int, dict[str, Promise]]:
    wanted = {one.revision_id for many in held.values() for one in many}
    query = select(BlockVersion.revision_id, BlockVersion.content).where(BlockVersion.kind == "time_limit")
    found: dict[int, dict[str, Promise]] = defaultdict(dict)
    for revision_id, content in db.session.execute(query.order_by(BlockVersion.position)):
        promise = _promise(content) if revision_id in wanted and content.get("kind") == "case" else None
        if promise is not None:
            found[revision_id].setdefault(fold(content.get("case") or ""), promise)
    return found


def term_of(amount: Any, unit: Any) -> Term | None:
    """The term that an amount and a unit of a procedure make; None when they make none."""
    try:
        if unit in ("same_day", "office_hours"):
            return Term(Fraction(1), Unit.SAME_DAY)
        return Term(Fraction(str(amount)), Unit(str(unit)))
    except ValueError:
        return None


def _promise(content: Mapping[str, Any]) -> Promise | None:
    term = term_of(content.get("amount"), content.get("unit"))
    try:
        cutoff = time.fromisoformat(content["cutoff"]) if content.get("cutoff") else None
    except ValueError:
        return None
    return Promise(term, cutoff) if term is not None else None
