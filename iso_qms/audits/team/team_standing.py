"""What inspection teams bring to the desk: exceptions to decide on, what expires, what is confirmed yearly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.audits.team.competence import Held
from iso_qms.audits.team.exceptions import TeamException
from iso_qms.audits.team.interests import HOLDS_FOR
from iso_qms.audits.team.qualifications import REMINDED, Papers, Qualification, papers_of
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.organisation.people import Person, one_hand
from iso_qms.organisation.rights import people_with
from iso_qms.registry import Awaiting, Deadline, DutyTold, KeptDuty


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """For an inspector with qualifications: what must be renewed, and the yearly confirmation."""
    papers = papers_of(person.agency_id).get(person.id) if person.may("audits.inspect") else None
    if papers is not None:
        yield from _to_renew(person, papers, day)
        yield from _to_confirm(papers, day)


def to_decide(one: TeamException, person: Person, day: date) -> Awaiting | None:
    """An exception to decide on, unless whoever looks asked for it or is excused by it."""
    if person.id in one_hand({one.asked_by_id, one.person_id}, day):
        return None
    return Awaiting(
        due_on=one.inspection.planned_on,
        what=_("Decide on an exception for %(who)s", who=one.person.name),
        why=_("Because the leadership decides on ties in a team."),
        action=_("Look at it"),
        url=url_for("audits.exception", agency=g.agency.slug, number=one.id),
        kind="team_exception",
        code=one.inspection.code,
        late=one.inspection.planned_on < day,
        discreet=True,
    )


def deadlines(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Trainings and other qualifications whose validity ends in a stretch of days: one's own, or all for who plans."""
    seen = papers_of(person.agency_id)
    seen = seen if person.may("audits.plan") else {number: seen[number] for number in {person.id} & seen.keys()}
    ending = [(number, one) for number, papers in seen.items() for one in _newest(papers) if _ends(one, first, last)]
    query = select(Person.id, Person.name).where(Person.id.in_({number for number, _one in ending}))
    names = {row.id: row.name for row in db.session.execute(query)} if ending else {}
    for number, one in ending:
        yield Deadline(
            on=one.until or last,
            what=_("%(what)s of %(name)s", what=one, name=names.get(number, "")),
            kind=_("Validity ends"),
            url=url_for("audits.inspector", agency=g.agency.slug, number=number),
        )


def open_by(agency_id: int, last: date) -> Iterator[tuple[int, date, date]]:
    """What inspectors are qualified by and ends by a day: number, the day it was issued, the last day it is valid."""
    inspectors = {one.id for one in people_with("audits.inspect")}
    query = select(Qualification).where(Qualification.agency_id == agency_id, Qualification.struck.is_(False))
    newest: dict[tuple[int, str, str], Qualification] = {}
    for one in db.session.scalars(query.where(Qualification.person_id.in_(inspectors)).order_by(Qualification.id)):
        key = one.person_id, one.kind, one.topic
        newest[key] = max(newest.get(key, one), one, key=lambda each: each.valid_until or date.max)
    for one in newest.values():
        if one.valid_until is not None and one.valid_until <= last:
            yield one.id, one.issued_on, one.valid_until


def told(one: Qualification, day: date) -> DutyTold:
    """The inspector, then quality control, who keeps the qualifications."""
    return DutyTold([one.person], people_with("audits.plan", day=day))


def named(one: Qualification) -> Any:
    """What ends, and whose it is."""
    return _l("%(what)s of %(name)s", what=one.as_held, name=one.person.name)


VALIDITY = KeptDuty(
    label=_l("Qualifications of inspectors and their validity"),
    endpoint="audits.inspectors",
    right="audits.plan",
    model=Qualification,
    loads=(joinedload(Qualification.person),),
    named=named,
    rungs=(-40, -20, -5, 0, 5),
    head_from=-5,
    leaders_from=5,
    every=20,
    open=open_by,
    told=told,
)


def _ends(one: Held, first: date, last: date) -> bool:
    return one.until is not None and first <= one.until <= last


def _newest(papers: Papers) -> Iterable[Held]:
    newest: dict[tuple[str, str], Held] = {}
    for one in papers.held:
        known = newest.setdefault((one.kind, one.topic), one)
        if known.until is not None and (one.until is None or one.until > known.until):
            newest[one.kind, one.topic] = one
    return newest.values()


def _to_renew(person: Person, papers: Papers, day: date) -> Iterator[Awaiting]:
    for one in _newest(papers):
        if one.until is not None and one.until <= day + REMINDED:
            yield Awaiting(
                due_on=one.until,
                what=_("Renew: %(what)s", what=one),
                why=_("Because nobody inspects without what the agency asks of inspectors."),
                action=_("Look at it"),
                url=url_for("audits.inspector", agency=g.agency.slug, number=person.id),
                kind="qualification",
                late=one.until < day,
            )


def _to_confirm(papers: Papers, day: date) -> Iterator[Awaiting]:
    last = papers.confirmed_on
    if last is not None and day < last + HOLDS_FOR:
        return
    yield Awaiting(
        due_on=last + HOLDS_FOR if last else None,
        what=_("Confirm the interests you have declared"),
        why=_("Because you inspect: once a year you say that they are complete."),
        action=_("Confirm"),
        url=url_for("audits.interests", agency=g.agency.slug),
        kind="interest",
        late=last is not None,
    )
