"""The same class of cause, procedure and unit again within some months: a recurrence, with its cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, union_all

from iso_qms.db import db
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.models import CauseAnalysis, CauseBranch, Nonconformity, readers_among, seen_by
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.outbox import tell
from iso_qms.worktime import months_after


@dataclass(frozen=True)
class Case:
    """What is compared: one class of cause of one nonconformity; no procedure is the same as no procedure."""

    id: int
    class_key: str
    unit_id: int
    document_id: int | None
    on: date


def earlier_cases(cases: Iterable[Case], *, months: int) -> dict[int, list[int]]:
    """For each nonconformity that is a recurrence, the earlier ones of its kind within so many months. Pure."""
    kinds: dict[Any, list[Case]] = defaultdict(list)
    for one in {*cases}:
        kinds[one.class_key, one.unit_id, one.document_id].append(one)
    found: dict[int, set[int]] = defaultdict(set)
    for alike in kinds.values():
        alike.sort(key=lambda one: (one.on, one.id))
        for place, later in enumerate(alike):
            since = months_after(later.on, -months)
            found[later.id] |= {one.id for one in alike[:place] if one.on >= since and one.id != later.id}
    return {number: sorted(before) for number, before in found.items() if before}


def recurrences(person: Person) -> dict[int, list[int]]:
    """Every recurrence among what a person may see; what is hidden from them counts for nothing."""
    return earlier_cases(_cases(person), months=causes_of(person.agency_id).months)


def cases_of(one: Nonconformity, person: Person) -> list[Nonconformity]:
    """The earlier cases of a nonconformity that a person may see, the newest first."""
    cases = _cases(person, Nonconformity.unit_id == one.unit_id)
    before = earlier_cases(cases, months=causes_of(one.agency_id).months).get(one.id, [])
    if not before:
        return []
    query = select(Nonconformity).where(seen_by(person), Nonconformity.id.in_(before))
    return list(db.session.scalars(query.order_by(Nonconformity.found_on.desc(), Nonconformity.id.desc())))


def tell_of_recurrence(one: Nonconformity, *, by: Person) -> None:
    """Tell the quality team once, each of the cases they may see; `one` remembers that it was told."""
    if one.recurrence_told:
        return
    for person in readers_among(people_with("improvement.classes"), one):
        if before := cases_of(one, person):
            codes = ", ".join(each.code for each in before)
            tell([person], "cause_again", about=one, by=by, code=one.code, unit=one.unit.name, cases=codes)
            one.recurrence_told = True


def _cases(person: Person, *conditions: Any) -> list[Case]:
    columns = (Nonconformity.unit_id, Nonconformity.document_id, Nonconformity.found_on)
    mine = CauseAnalysis.nonconformity_id == Nonconformity.id
    main = select(Nonconformity.id, CauseAnalysis.class_key, *columns).join(CauseAnalysis, mine)
    others = (
        select(Nonconformity.id, CauseBranch.class_key, *columns)
        .join(CauseAnalysis, mine)
        .join(CauseBranch, CauseBranch.analysis_id == CauseAnalysis.id)
    )
    named = ((main, CauseAnalysis.class_key), (others, CauseBranch.class_key))
    both = (query.where(seen_by(person), key != "", *conditions) for query, key in named)
    return [Case(*row) for row in db.session.execute(union_all(*both))]
