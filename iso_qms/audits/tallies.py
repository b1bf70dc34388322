"""How many findings a year brought, by unit and kind, without giving anybody away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, func, select

from iso_qms.audits.findings import FEWEST, NAMING, NONCONFORMING, Finding
from iso_qms.audits.flow import CONCLUDED
from iso_qms.db import db
from iso_qms.organisation.units import Unit


@dataclass(frozen=True)
class Tally:
    """Nonconformities of one unit by kind; small counts stay hidden, because they would name somebody."""

    unit: Unit
    counts: dict[str, int]

    def shown(self, kind: str) -> str:
        """The count as it may be shown: nothing, the figure, or that there are fewer than three."""
        count = self.counts.get(kind, 0)
        return "–" if count == 0 else str(count) if count >= FEWEST else f"< {FEWEST}"


def tallies_of(year: int) -> list[Tally]:
    """The final nonconformities of a year, findings on persons among them: they are counted here, never told."""
    query = (
        select(Finding.unit_id, Finding.kind, func.count())
        .where(Finding.year == year, Finding.state.in_(CONCLUDED[:2]), Finding.grade.in_(NONCONFORMING))
        .group_by(Finding.unit_id, Finding.kind)
    )
    counted: dict[int, Counter[str]] = {}
    for unit_id, kind, count in db.session.execute(query):
        counted.setdefault(unit_id, Counter())[kind] = count
    units = db.session.scalars(select(Unit).where(Unit.id.in_(counted)).order_by(Unit.sort))
    return [Tally(unit, dict(counted[unit.id])) for unit in units]


def found_at_units(grade: str) -> Any:
    """The final findings of a grade, at the unit where they were made; none that names somebody or is of conduct."""
    query = select(Finding.unit_id, func.date(Finding.observed_at, type_=Date()).label("day"))
    final = Finding.state.in_(CONCLUDED[:2]), Finding.person_id.is_(None), Finding.kind.not_in(NAMING)
    return query.where(Finding.grade == grade, *final)
