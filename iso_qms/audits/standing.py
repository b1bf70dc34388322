"""What inspections bring to the desk: rows of *what awaits me*, figures of *what I answer for*, and hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import g, url_for
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, not_, or_, select
from sqlalchemy.orm import joinedload

from iso_qms.audits.checklist.stale import LOOKED_AHEAD, how_many, to_look_at
from iso_qms.audits.conduct.ladder import LAST_RUNG
from iso_qms.audits.deadlines import conclusion_due, minutes_due, report_due
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import AuditProgramme, Inspection, TeamMember
from iso_qms.audits.programme.spans import first_of
from iso_qms.audits.report.figures import is_told
from iso_qms.audits.report.issued_papers import IssuedPaper
from iso_qms.audits.team.assigning import standings
from iso_qms.audits.team.exceptions import TeamException
from iso_qms.audits.team.team_standing import to_decide
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.minutes import units_to_sign_for
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import write
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, reach
from iso_qms.registry import Awaiting, Counted, Figure

ASKED_FOR = timedelta(days=30)
"""So long after an inspection is closed the leadership is asked for its notice; not every one has one."""


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Findings to explain or conclude, inspections to begin, to end and to confirm, programmes to approve."""
    yield from _of_visits(person, day)
    yield from _of_findings(person, day)


def figures(unit: Unit, day: date) -> Counted:
    """Of this year's findings on a unit, how many are concluded; counts alone, for some of them name people."""
    open_states = ("notified", "returned", "replied")
    late = func.count().filter(Finding.state == "notified", Finding.reply_due_on < day)
    query = select(
        func.count().label("told"),
        func.count().filter(Finding.state.in_(open_states)).label("waiting"),
        late.label("late"),
    ).where(Finding.unit_id.in_(reach(unit.id)), Finding.year == day.year, is_told())
    return Counted(query, partial(_figure, unit))


def _figure(unit: Unit, told: int, waiting: int, late: int) -> Figure | None:
    if not told:
        return None
    return Figure(
        label=_("Findings concluded"),
        value=told - waiting,
        total=told,
        late=bool(late),
        url=url_for("audits.findings", agency=g.agency.slug, unit=unit.id),
        missing=_("%(n)s not explained in time", n=late) if late else "",
    )


def hand_over(leaver: Person, to: Person, by: Person) -> int:
    """Inspections of a leaver go on with the successor where that one may be named; else the place stays empty."""
    query = (
        select(TeamMember)
        .join(Inspection)
        .where(TeamMember.person_id == leaver.id, Inspection.state.in_(("planned", "under_way", "reporting")))
    )
    members = list(db.session.scalars(query).unique())
    for member in members:
        inspection = member.inspection
        found = standings([to], inspection, day=max(inspection.planned_on, today()))
        fits = (
            not found[to.id].against(leads=member.is_lead)
            and to.may("audits.inspect")
            and not inspection.has_member(to)
        )
        if fits:
            acting = to.acting()
            member.person, member.post = to, ", ".join(filter(None, [acting.post, acting.unit]))
            member.checked_at = now()
        elif inspection.state == "planned":
            db.session.delete(member)
        write(inspection, "person.handed_over", by=by)
    return len(members)


def _of_findings(person: Person, day: date) -> Iterator[Awaiting]:
    """Findings to explain, to conclude, and those on the leader's table; one query for all."""
    of_unit = and_(Finding.unit_id.in_(answered_units(person, day)), Finding.restricted_at.is_(None))
    mine = or_(of_unit, Finding.person_id == person.id)
    led = select(TeamMember.inspection_id).where(TeamMember.person_id == person.id, TeamMember.is_lead)
    to_explain = and_(literal(person.may("audits.reply")), Finding.state == "notified", mine)
    to_conclude = and_(Finding.inspection_id.in_(led), Finding.state.in_(("returned", "replied", "notified")))
    on_table = _is_on_the_table() if person.may("audits.approve_programme") else false()
    query = (
        select(Finding, to_explain, to_conclude, on_table)
        .where(or_(to_explain, to_conclude, on_table))
        .options(joinedload(Finding.replies), joinedload(Finding.person))
        .order_by(Finding.reply_due_on, Finding.id)
    )
    for one, explains, concludes, came_back in db.session.execute(query).unique():
        if came_back:
            yield _on_the_table(one)
        if explains:
            yield _to_explain(one, person, day)
        if concludes and (row := _to_conclude(one, day)):
            yield row


def _to_explain(one: Finding, person: Person, day: date) -> Awaiting:
    why = (
        _("Because the finding concerns you: you may explain before it is final.")
        if one.person_id == person.id
        else _("Because you answer for %(unit)s.", unit=one.unit.name)
    )
    return _row(one, day, one.reply_due_on, what=_("Explain: %(title)s", title=one.title), why=why, act=_("Explain"))


def _to_conclude(one: Finding, day: date) -> Awaiting | None:
    if one.state == "returned":
        return _row(
            one,
            day,
            conclusion_due(one),
            what=_("Name the right unit: %(title)s", title=one.title),
            why=_("Because you lead the team, and %(unit)s says it is not its matter.", unit=one.unit.name),
            act=_("Name the unit"),
        )
    if one.state != "replied" and not one.window_is_over:
        return None
    why = _("it was explained") if one.state == "replied" else _("the time to explain has ended")
    return _row(
        one,
        day,
        conclusion_due(one),
        what=_("Conclude: %(title)s", title=one.title),
        why=_("Because you lead the team, and %(why)s.", why=why),
        act=_("Conclude"),
    )


def _is_on_the_table() -> ColumnElement[bool]:
    seen = or_(Finding.table_seen_at.is_not(None), Finding.restricted_at.is_not(None), Finding.state == "withdrawn")
    return and_(Finding.rung == LAST_RUNG, not_(seen))


def _on_the_table(one: Finding) -> Awaiting:
    """What came back until it reached the last rung, for the leadership; the unit and the kind, and no name."""
    return Awaiting(
        due_on=None,
        what=_("Came back: %(topic)s", topic=TOPICS[one.kind]),
        why=_("Because earlier visits to %(unit)s saw the same.", unit=one.unit.name),
        action=_("Look at it"),
        url=url_for("audits.recurrence", agency=g.agency.slug, number=one.id),
        kind="finding",
        code=one.code,
        discreet=True,
    )


def _of_visits(person: Person, day: date) -> Iterator[Awaiting]:
    """Visits to go on with, minutes to confirm, what the leadership decides on, stale questions; one query for all."""
    rows = list(db.session.execute(_about_visits(person, day)).unique())
    if rows and rows[0].stale:
        yield to_look_at(rows[0].stale)
    programmes: set[AuditProgramme] = set()
    told: set[Inspection] = set()
    for one, inspects, signs, belongs, issues, asked, _stale in (row for row in rows if row[0] is not None):
        if asked is not None and (row := to_decide(asked, person, day)):
            yield row
        if one in told:
            continue
        told.add(one)
        if belongs and one.programme is not None:
            programmes.add(one.programme)
        if inspects and (row := _to_inspect(one, person, day)):
            yield row
        if signs and (row := _to_sign(one, person, day)):
            yield row
        if issues:
            yield _to_issue(one, day)
    yield from map(_to_approve, sorted(programmes, key=lambda one: one.year))


def _about_visits(person: Person, day: date) -> Select[Any]:
    member = Inspection.team.any(TeamMember.person_id == person.id)
    goes_on = and_(member, Inspection.state.in_(("planned", "under_way", "reporting")))
    # From the moment somebody stood by them, until the unit stands by what they say now.
    theirs = and_(Inspection.units.any(Unit.id.in_(answered_units(person, day))), Inspection.signatures.any())
    to_sign = and_(Inspection.state == "under_way", theirs)
    approves = person.may("audits.approve_programme")
    to_approve = Inspection.programme.has(AuditProgramme.state == "draft") if approves else false()
    to_issue = and_(not_(member), _wants_notice()) if person.may("audits.issue") else false()
    asked = _asked_of(person)
    excepted = Inspection.id.in_(select(TeamException.inspection_id).where(asked))
    stale = how_many(day + timedelta(days=LOOKED_AHEAD)) if person.may("audits.plan") else select(literal(0))
    # The number of stale questions has a row even when there is no visit.
    held = select(stale.scalar_subquery().label("stale")).subquery()
    return (
        select(Inspection, goes_on, to_sign, to_approve, to_issue, TeamException, held.c.stale)
        .select_from(held)
        .outerjoin(Inspection, or_(goes_on, to_sign, to_approve, to_issue, excepted))
        .outerjoin(TeamException, and_(TeamException.inspection_id == Inspection.id, asked))
        .options(joinedload(Inspection.team), joinedload(Inspection.programme))
        .order_by(Inspection.planned_on, Inspection.id, TeamException.id)
    )


def _asked_of(person: Person) -> ColumnElement[bool]:
    if not person.may("audits.approve_exception"):
        return false()
    seen = Inspection.visible_to(person).where(Inspection.state == "planned").with_only_columns(Inspection.id)
    return and_(TeamException.state == "asked", TeamException.inspection_id.in_(seen))


def _to_inspect(one: Inspection, person: Person, day: date) -> Awaiting | None:
    leads = one.is_led_by(person)
    if one.state == "reporting" and not leads:
        return None
    act, due_on = _next_of(one)
    why = _("Because you lead the team.") if leads else _("Because you are in the team.")
    return _visit_row(one, day, due_on, what=one.title, why=why, act=act)


def _to_sign(one: Inspection, person: Person, day: date) -> Awaiting | None:
    units = units_to_sign_for(one, person)
    if not units:
        return None
    what = _("Confirm the minutes: %(title)s", title=one.title)
    why = _("Because you answer for %(unit)s.", unit=units[0].name)
    return _visit_row(one, day, minutes_due(one), what=what, why=why, act=_("Confirm"), page="audits.minutes")


def _wants_notice() -> ColumnElement[bool]:
    issued = exists().where(IssuedPaper.inspection_id == Inspection.id)
    return and_(Inspection.state == "closed", Inspection.closed_at >= now() - ASKED_FOR, not_(issued))


def _to_issue(one: Inspection, day: date) -> Awaiting:
    what = _("Issue the notice: %(title)s", title=one.title)
    why = _("Because the inspection is closed, and the leadership issues its conclusion.")
    return _visit_row(one, day, None, what=what, why=why, act=_("Look at it"), page="audits.issue_conclusion")


def _next_of(inspection: Inspection) -> tuple[str, date | None]:
    if inspection.state == "planned" and not inspection.day_set:
        return _("Set the day"), first_of(inspection.planned_on, inspection.span)
    if inspection.state == "planned":
        return _("Begin"), inspection.planned_on
    if inspection.state == "under_way":
        return _("Go on"), minutes_due(inspection)
    return _("Write the report"), report_due(inspection)


def _to_approve(one: AuditProgramme) -> Awaiting:
    return Awaiting(
        due_on=None,
        what=_("Approve: %(title)s", title=one),
        why=_("Because the leadership approves the programme."),
        action=_("Look at it"),
        url=url_for("audits.programme", agency=g.agency.slug, year=one.year),
        kind="audit_programme",
        code=str(one.year),
    )


def _row(one: Finding, day: date, due_on: date | None, *, what: str, why: str, act: str) -> Awaiting:
    return Awaiting(
        due_on=due_on,
        what=what,
        why=why,
        action=act,
        url=url_for("audits.finding", agency=g.agency.slug, number=one.id),
        kind="finding",
        code=one.code,
        late=bool(due_on and due_on < day),
        discreet=one.names_somebody or one.kind == "conduct",
    )


def _visit_row(
    one: Inspection, day: date, due_on: date | None, *, what: str, why: str, act: str, page: str = "audits.show"
) -> Awaiting:
    return Awaiting(
        due_on=due_on,
        what=what,
        why=why,
        action=act,
        url=url_for(page, agency=g.agency.slug, number=one.id),
        kind="inspection",
        code=one.code,
        late=bool(due_on and due_on < day),
        discreet=one.is_unannounced,
    )
