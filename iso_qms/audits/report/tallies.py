"""How many findings a year brought, by unit and kind, without giving anybody away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, func, not_, select

from iso_qms.audits.conduct.cells import HIDDEN, TOTAL, hidden_besides, with_totals
from iso_qms.audits.finding.findings import NAMING, NONCONFORMING, Finding, naming_nobody
from iso_qms.audits.flow import CONCLUDED
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit


@dataclass(frozen=True)
class Tally:
    """Nonconformities of one unit by kind, and their total, as they may be shown; of all units without one."""

    unit: Unit | None
    cells: dict[str, str]

    def shown(self, kind: str) -> str:
        """The count as it may be shown: nothing, the figure, or that it is hidden."""
        return self.cells.get(kind, "–")

    @property
    def name(self) -> str:
        """The unit's name, or that these are the totals."""
        return self.unit.name if self.unit else _("All units")


def tallies_of(year: int, *, fewest: int) -> list[Tally]:
    """The final nonconformities of a year, findings on persons among them: they are counted here, never told.

    Restricted ones are not counted. Whoever reads this may list those that name nobody, so what is hidden is reckoned
    for those on persons too. What would give a small count away is hidden with it; the last row is the totals.
    """
    query = (
        select(Finding.unit_id, Finding.kind, func.count(), func.count().filter(not_(naming_nobody())))
        .where(Finding.year == year, Finding.state.in_(CONCLUDED[:2]), Finding.grade.in_(NONCONFORMING))
        .where(Finding.restricted_at.is_(None))
        .group_by(Finding.unit_id, Finding.kind)
    )
    counted = db.session.execute(query).all()
    counts = {(unit, kind): count for unit, kind, count, _naming in counted}
    hidden = hidden_besides(counts, {(unit, kind): naming for unit, kind, _count, naming in counted}, fewest)
    table = with_totals(counts)
    rows: dict[object, dict[str, str]] = {}
    for (row, kind), count in table.items():
        rows.setdefault(row, {})[str(kind)] = HIDDEN if (row, kind) in hidden else str(count or "–")
    numbers = [row for row in rows if row != TOTAL]
    units = db.session.scalars(select(Unit).where(Unit.id.in_(numbers)).order_by(Unit.sort)).all() if numbers else []
    return [*(Tally(unit, rows[unit.id]) for unit in units), *([Tally(None, rows[TOTAL])] if units else [])]


def found_at_units(grade: str) -> Any:
    """The final findings of a grade, at the unit where they were made; none that names somebody or is of conduct."""
    query = select(Finding.unit_id, func.date(Finding.observed_at, type_=Date()).label("day"))
    final = Finding.state.in_(CONCLUDED[:2]), naming_nobody(), Finding.kind.not_in(NAMING)
    counts = Finding.restricted_at.is_(None)
    return query.where(Finding.grade == grade, counts, *final)
