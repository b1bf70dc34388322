"""What comes back: where a finding stands on the ladder, and what each rung brings about, once."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select, true

from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.conduct.ladder import Case, Standing, lineage, standing
from iso_qms.audits.finding.findings import NONCONFORMING, Finding
from iso_qms.audits.finding.opening import nonconformity_of, open_from
from iso_qms.audits.flow import CONCLUDED
from iso_qms.clock import HO_CHI_MINH, as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Succession
from iso_qms.outbox import tell
from iso_qms.rounds import each_due
from iso_qms.workflow import Forbidden
from iso_qms.worktime import months_after

say(
    {
        "finding.climbed": _l("was put on the ladder of what comes back"),
        "finding.table_seen": _l("took note of what comes back"),
    }
)


def standing_of(finding: Finding) -> Standing:
    """Where a finding stands: the rung its earlier cases lead to, whatever the reader may see of them."""
    step = conduct_of(finding.agency_id).step(finding.kind)
    units = lineage(finding.unit.id, _passed())
    since = datetime.combine(months_after(finding.observed_on, -step.months), time(0), HO_CHI_MINH)
    return standing(
        _case(finding), map(_case_of, db.session.execute(_cases(finding, units, since))), step=step, units=units
    )


def cases_seen(found: Standing, *, seen_by: Person) -> list[Finding]:
    """The cases one may read, newest first; the others are counted alone."""
    query = Finding.visible_to(seen_by).where(Finding.id.in_([one.id for one in found.cases]))
    return list(db.session.scalars(query.order_by(Finding.observed_at.desc())).unique()) if found.cases else []


def walk() -> int:
    """Put each concluded nonconformity on the ladder, and do what its rung brings about; each once."""
    return each_due("recurrence", _to_climb, climb)


def climb(finding: Finding, clock: Person) -> None:
    """Put a finding on the ladder, and those higher that were seen after it and concluded before it."""
    _settle(finding, clock)
    for later in db.session.scalars(_after(finding)).unique().all():
        _settle(later, clock)


def _settle(finding: Finding, clock: Person) -> None:
    """Keep the rung with the cases that made it, remind the head from the first on, demand a plan from the second.

    A rung that was reached stays, also when one of its cases is withdrawn later.
    """
    found = standing_of(finding)
    if finding.rung is not None and found.rung <= finding.rung:
        return
    finding.rung, finding.rung_cases = found.rung, [one.id for one in found.cases]
    if found.rung:
        key = f"recurrence:{finding.id}"
        tell(
            heads_for(finding.unit_id, today()),
            "recurrence",
            about=finding,
            by=clock,
            key=key,
            times=found.times,
        )
    if found.rung > 1 and nonconformity_of(finding) is None:
        open_from(finding, by=clock)
    write(finding, "finding.climbed", by=clock, private=finding.is_private)


def take_note(finding: Finding, *, by: Person) -> None:
    """A leader has looked at what came back on the third rung."""
    if not by.may("audits.approve_programme"):
        raise Forbidden(_("The leadership takes note of this."))
    if finding.table_seen_at is None:
        finding.table_seen_at = now()
        write(finding, "finding.table_seen", by=by, private=finding.is_private)


def _to_climb() -> Select[Finding]:
    return select(Finding).where(_stands(), Finding.rung.is_(None)).order_by(Finding.observed_at, Finding.id)


def _after(finding: Finding) -> Select[Finding]:
    step = conduct_of(finding.agency_id).step(finding.kind)
    until = datetime.combine(months_after(finding.observed_on, step.months), time.max, HO_CHI_MINH)
    heirs = lineage(finding.unit.id, [(new, old) for old, new in _passed()])
    return (
        select(Finding)
        .where(
            _stands(),
            Finding.kind == finding.kind,
            Finding.unit_id.in_(heirs),
            Finding.rung.is_not(None),
            not_(_seen_by_then(finding)),
            Finding.id != finding.id,
            Finding.observed_at <= until,
        )
        .order_by(Finding.observed_at, Finding.id)
    )


def _seen_by_then(finding: Finding) -> ColumnElement[bool]:
    # Of two of one moment the one noted first was first, so that neither stands on the other's shoulders twice.
    before = true() if finding.id is None else Finding.id < finding.id
    same = and_(Finding.observed_at == finding.observed_at, before)
    return or_(Finding.observed_at < finding.observed_at, same)


def _passed() -> list[tuple[int, int]]:
    """Which unit's work passed to which."""
    return [(old, new) for old, new in db.session.execute(select(Succession.unit_id, Succession.successor_id))]


def _stands() -> ColumnElement[bool]:
    # Only what is final counts, and neither what was withdrawn nor what is restricted.
    return and_(Finding.state.in_(CONCLUDED[:2]), Finding.grade.in_(NONCONFORMING), Finding.restricted_at.is_(None))


def _case(one: Finding) -> Case:
    return Case(one.id or 0, one.unit.id, one.kind, one.observed_on, one.inspection_id or one.inspection.id)


_COLUMNS = (Finding.id, Finding.unit_id, Finding.kind, Finding.observed_at, Finding.inspection_id)


def _cases(finding: Finding, units: set[int], since: datetime) -> Any:
    return select(*_COLUMNS).where(
        _stands(),
        Finding.unit_id.in_(units),
        Finding.kind == finding.kind,
        _seen_by_then(finding),
        Finding.observed_at >= since,
    )


def _case_of(row: Any) -> Case:
    number, unit, kind, at, visit = row
    return Case(number, unit, kind, as_local(at).date(), visit)
