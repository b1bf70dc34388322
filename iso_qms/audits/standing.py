"""What inspections bring to the desk: rows of *what awaits me*, figures of *what I answer for*, and hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import g, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.audits.deadlines import conclusion_due, minutes_due, report_due
from iso_qms.audits.findings import Finding
from iso_qms.audits.minutes import units_to_sign_for
from iso_qms.audits.models import AuditProgramme, Inspection, TeamMember
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import write
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, subtree
from iso_qms.registry import Awaiting, Figure


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Findings to explain or conclude, inspections to begin, to end and to confirm, programmes to approve."""
    yield from _to_explain(person, day)
    yield from _to_inspect(person, day)
    yield from _to_sign(person, day)
    yield from _to_conclude(person, day)
    yield from _to_approve(person)


def figures(person: Person, unit: Unit, day: date) -> Iterator[Figure]:
    """Of this year's findings on a unit, how many are concluded; counts alone, for some of them name people."""
    open_states = ("notified", "returned", "replied")
    late = func.count().filter(Finding.state == "notified", Finding.reply_due_on < day)
    told, waiting, overdue = db.session.execute(
        select(func.count(), func.count().filter(Finding.state.in_(open_states)), late).where(
            Finding.unit_id.in_(subtree(unit.id)), Finding.year == day.year, Finding.notified_at.is_not(None)
        )
    ).one()
    if told:
        yield Figure(
            label=_("Findings concluded"),
            value=told - waiting,
            total=told,
            late=bool(overdue),
            url=url_for("audits.findings", agency=g.agency.slug, unit=unit.id),
            missing=_("%(n)s not explained in time", n=overdue) if overdue else "",
        )


def hand_over(leaver: Person, to: Person, by: Person) -> int:
    """Inspections of a leaver go on with the successor where that one is independent; else the place stays empty."""
    from iso_qms.audits.sides import why_not_independent

    query = (
        select(TeamMember)
        .join(Inspection)
        .where(TeamMember.person_id == leaver.id, Inspection.state.in_(("planned", "under_way", "reporting")))
    )
    members = list(db.session.scalars(query).unique())
    for member in members:
        inspection = member.inspection
        why = why_not_independent(
            to, units=inspection.units, documents=inspection.documents, day=max(inspection.planned_on, now().date())
        )
        fits = why is None and to.may("audits.inspect") and not inspection.has_member(to)
        if fits:
            acting = to.acting()
            member.person, member.post = to, ", ".join(filter(None, [acting.post, acting.unit]))
            member.checked_at = now()
        elif inspection.state == "planned":
            db.session.delete(member)
        write(inspection, "person.handed_over", by=by)
    return len(members)


def _to_explain(person: Person, day: date) -> Iterator[Awaiting]:
    if not person.may("audits.reply"):
        return
    answered = answered_units(person, day)
    query = _findings().where(
        Finding.state == "notified", Finding.unit_id.in_(answered) | (Finding.person_id == person.id)
    )
    for one in db.session.scalars(query).unique():
        mine = one.person_id == person.id
        why = (
            _("Because the finding concerns you: you may explain before it is final.")
            if mine
            else _("Because you answer for %(unit)s.", unit=one.unit.name)
        )
        yield _row(one, day, one.reply_due_on, what=_("Explain: %(title)s", title=one.title), why=why, act=_("Explain"))


def _to_inspect(person: Person, day: date) -> Iterator[Awaiting]:
    query = (
        select(Inspection)
        .join(TeamMember, TeamMember.inspection_id == Inspection.id)
        .where(TeamMember.person_id == person.id, Inspection.state.in_(("planned", "under_way", "reporting")))
        .options(selectinload(Inspection.team))
        .order_by(Inspection.planned_on)
    )
    for one in db.session.scalars(query).unique():
        leads = one.is_led_by(person)
        if one.state == "reporting" and not leads:
            continue
        act, due_on = _next_of(one)
        why = _("Because you lead the team.") if leads else _("Because you are in the team.")
        yield _visit_row(one, day, due_on, what=one.title, why=why, act=act)


def _to_sign(person: Person, day: date) -> Iterator[Awaiting]:
    answered = answered_units(person, day)
    query = select(Inspection).where(
        Inspection.state == "under_way", Inspection.units.any(Unit.id.in_(answered)), Inspection.signatures.any()
    )
    for one in db.session.scalars(query.order_by(Inspection.id)) if answered else ():
        # From the moment somebody stood by them, until the unit stands by what they say now.
        if units := units_to_sign_for(one, person):
            what = _("Confirm the minutes: %(title)s", title=one.title)
            why = _("Because you answer for %(unit)s.", unit=units[0].name)
            yield _visit_row(one, day, minutes_due(one), what=what, why=why, act=_("Confirm"), page="audits.minutes")


def _next_of(inspection: Inspection) -> tuple[str, date | None]:
    if inspection.state == "planned":
        return _("Begin"), inspection.planned_on
    if inspection.state == "under_way":
        return _("Go on"), minutes_due(inspection)
    return _("Write the report"), report_due(inspection)


def _to_conclude(person: Person, day: date) -> Iterator[Awaiting]:
    led = select(TeamMember.inspection_id).where(TeamMember.person_id == person.id, TeamMember.is_lead)
    query = _findings().where(Finding.inspection_id.in_(led), Finding.state.in_(("returned", "replied", "notified")))
    query = query.options(selectinload(Finding.replies))
    for one in db.session.scalars(query).unique():
        if one.state == "returned":
            yield _row(
                one,
                day,
                conclusion_due(one),
                what=_("Name the right unit: %(title)s", title=one.title),
                why=_("Because you lead the team, and %(unit)s says it is not its matter.", unit=one.unit.name),
                act=_("Name the unit"),
            )
        elif one.state == "replied" or one.window_is_over:
            why = _("it was explained") if one.state == "replied" else _("the time to explain has ended")
            yield _row(
                one,
                day,
                conclusion_due(one),
                what=_("Conclude: %(title)s", title=one.title),
                why=_("Because you lead the team, and %(why)s.", why=why),
                act=_("Conclude"),
            )


def _to_approve(person: Person) -> Iterator[Awaiting]:
    if not person.may("audits.approve_programme"):
        return
    query = select(AuditProgramme).where(AuditProgramme.state == "draft", AuditProgramme.inspections.any())
    for one in db.session.scalars(query):
        yield Awaiting(
            due_on=None,
            what=_("Approve: %(title)s", title=one),
            why=_("Because the leadership approves the programme."),
            action=_("Look at it"),
            url=url_for("audits.programme", agency=g.agency.slug, year=one.year),
            kind="audit_programme",
            code=str(one.year),
        )


def _findings() -> Select[Finding]:
    return (
        select(Finding)
        .options(joinedload(Finding.inspection), joinedload(Finding.unit))
        .order_by(Finding.reply_due_on, Finding.id)
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
