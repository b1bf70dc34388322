"""What a year's programme needs: for each unit how often it should be visited and why, and what the law wants at least.

Counted are only visits a reader may see, so that no figure tells of a surprise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import selectinload

from iso_qms.audits.models import Inspection, inspection_unit
from iso_qms.audits.programme.frequency import Frequency, at_least_a_third, frequency_of, months_waited
from iso_qms.audits.programme.frequency_rules import WAITING, Rules, frequency_rules, kinds_of_evidence
from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, stands_on
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, units_on
from iso_qms.registry import registry
from iso_qms.worktime import months_after

ON_SITE = ("on_site", "hybrid")


@dataclass(frozen=True)
class Need:
    """One unit's year: when it was last visited, the formula, when the next visit is due, and what is planned."""

    unit: Unit
    last: date | None
    frequency: Frequency
    planned: Sequence[Inspection] = ()

    @property
    def next_on(self) -> date | None:
        """The last day for the next visit by the formula; none for a unit never visited: it is due."""
        return months_after(self.last, self.frequency.months) if self.last else None

    @property
    def missing(self) -> int:
        """Visits the year still lacks against the proposal."""
        return max(0, self.frequency.visits - len(self.planned))

    @property
    def explanation(self) -> list[str]:
        """Each part of the score with its numbers, then the sum."""
        return explained(self.frequency)


@dataclass(frozen=True)
class Year:
    """A year's needs: the units, and what the legal floor lacks (Decision 19/2014, 4.4 b; Circular 26/2014, 33)."""

    needs: Sequence[Need]
    rules: Rules
    procedures: Sequence[Document] = ()
    """Procedures in force that no inspection of the year looks at."""
    procedures_total: int = 0
    on_site: int = 0
    """Units with a visit on site, wholly or in part."""
    unvisited: Sequence[Unit] = field(default_factory=tuple)
    waiting: int = 0
    """Units of which every visit of the year is still only planned."""

    @property
    def on_site_floor(self) -> int:
        """How many units must be visited on site, for an agency that inspects others."""
        return at_least_a_third(len(self.needs))


def year_for(person: Person, year: int, day: date) -> Year:
    """What a year needs, as this person may see it, reckoned on a day."""
    rules, there = frequency_rules(person.agency_id), _inspections(person, year)
    last, happened = _last_visits(person), _happened(day, rules.looks_back)
    planned: dict[int, list[Inspection]] = defaultdict(list)
    for one in there:
        for unit in one.units:
            planned[unit.id].append(one)
    needs = [
        Need(unit, last.get(unit.id), _frequency(rules, happened[unit.id], last.get(unit.id), day), planned[unit.id])
        for unit in units_on(day)
    ]
    procedures, looked_at = _procedures(day), {one.id for visit in there for one in visit.documents}
    return Year(
        needs=sorted(needs, key=lambda one: (-one.missing, -one.frequency.score, one.unit.sort)),
        rules=rules,
        procedures=[one for one in procedures if one.id not in looked_at],
        procedures_total=len(procedures),
        on_site=sum(any(one.method in ON_SITE for one in need.planned) for need in needs),
        unvisited=[one.unit for one in needs if not one.planned],
        waiting=sum(bool(one.planned) and not any(visit.started_at for visit in one.planned) for one in needs),
    )


def explained(frequency: Frequency) -> list[str]:
    """The formula in words: a line for each kind of evidence, then what comes out."""
    words = kinds_of_evidence()
    lines = [
        _(
            "%(what)s: %(count)s × %(each)s = %(points)s",
            what=words.get(one.name, one.name),
            count=one.count,
            each=one.each,
            points=one.points,
        )
        for one in frequency.evidence
    ]
    said = _(
        "%(usual)s − %(score)s ÷ %(step)s (whole months: %(off)s) = %(months)s months",
        usual=frequency.usual,
        score=frequency.score,
        step=frequency.step,
        off=frequency.months_off,
        months=frequency.months,
    )
    if not frequency.evidence:
        said = _("%(n)s months, nothing weighs here", n=frequency.months)
    return [*lines, _("%(sum)s, the fewest there may be", sum=said) if frequency.stands_at_fewest else said]


def _frequency(rules: Rules, happened: Counter[str], last: date | None, day: date) -> Frequency:
    counts = happened | Counter({WAITING: months_waited(last, day, usual=rules.usual)})
    return frequency_of(counts, usual=rules.usual, fewest=rules.fewest, step=rules.step, weights=rules.points)


def _inspections(person: Person, year: int) -> list[Inspection]:
    query = Inspection.visible_to(person).where(Inspection.year == year, Inspection.state != "cancelled")
    query = query.options(selectinload(Inspection.units), selectinload(Inspection.documents))
    return list(db.session.scalars(query.order_by(Inspection.planned_on, Inspection.id)))


def _last_visits(person: Person) -> dict[int, date]:
    """The day each unit was last visited: a visit counts once it has begun."""
    seen = Inspection.visible_to(person).where(Inspection.started_at.is_not(None), Inspection.state != "cancelled")
    ids = seen.with_only_columns(Inspection.id)
    query = (
        select(inspection_unit.c.unit_id, func.max(Inspection.started_at))
        .join(Inspection, Inspection.id == inspection_unit.c.inspection_id)
        .where(Inspection.id.in_(ids))
        .group_by(inspection_unit.c.unit_id)
    )
    return {unit_id: as_local(at).date() for unit_id, at in db.session.execute(query)}


def _happened(day: date, looks_back: int) -> dict[int, Counter[str]]:
    """How often each kind of evidence happened at each unit in the months looked back on; one query."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    parts = [_named(kind, one.happened()) for kind, one in registry.unit_evidence.items()]
    if not parts:
        return found
    rows = union_all(*parts).subquery()
    query = select(rows.c.unit_id, rows.c.kind, func.count()).group_by(rows.c.unit_id, rows.c.kind)
    since = months_after(day, -looks_back)
    for unit_id, kind, count in db.session.execute(query.where(rows.c.day > since, rows.c.day <= day)):
        found[unit_id][kind] = count
    return found


def _named(kind: str, query: Any) -> Any:
    part = query.subquery()
    return select(literal(kind).label("kind"), part.c.unit_id, part.c.day)


def _procedures(day: date) -> list[Document]:
    query = select(Document).join(Revision, Revision.document_id == Document.id)
    query = query.where(stands_on(day), Document.kind == "procedure").order_by(Document.code_sort)
    return list(db.session.scalars(query))
