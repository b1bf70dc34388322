"""What time does with obligations: it reminds of them, moves them with the calendar, and puts them on desks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import g, url_for
from sqlalchemy import Select, false, select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, language
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.follow_ups import remind
from iso_qms.improvement.action.rung import read_rungs
from iso_qms.improvement.obligation.obligation_acts import reckon_anew
from iso_qms.improvement.obligation.obligations import ObligationDue, ObligationFollowUp
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import is_head_of, owned_posts, why_passed_on
from iso_qms.organisation.people import Person, away_among, head_of
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of, is_worked
from iso_qms.registry import Awaiting
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import working_days_between

AHEAD = timedelta(days=45)
"""How long before its day an obligation stands on the desk of whoever answers for it."""

CLIMBED_AFTER = timedelta(days=7)
"""How long after its day it lies on leadership's desk too."""


def obligations_round() -> int:
    """Whoever answers for an obligation is reminded of it by its ladder."""
    return each_due("obligations", _due, lambda due, clock: tell_due(due, today(), by=clock), read=_read)


def tell_due(due: ObligationDue, day: date, *, by: Person) -> int:
    """Tell the highest rung that was reached; those below it that a pause of the timetable missed fall away."""
    *missed, reached = (one for one in due.follow_ups if one.is_pending and one.due_on <= day)
    for one in missed:
        one.void_at = now()
    steps, calendar = due.steps(ladder.OBLIGATION), calendar_of(due.agency_id)
    roles = steps.told_at(ladder.OBLIGATION, reached.offset, level=0)
    people = list({person.id: person for role in roles for person in _in_role(due, role, day)}.values())
    reached.told_at, reached.told_to = now(), [person.name for person in people]
    left = working_days_between(day, end=due.due_on, calendar=calendar)
    words = {"what": str(due), "due": due.due_on, "left": max(left, 0), "late": max(-left, 0)}
    words |= {"post": str(due.owner_post), "source": due.obligation.source}
    remind(people, "obligation_reminder", reached, about=due, by=by, day=day, words=words)
    _keep_climbing(due, reached, steps)
    return len(people)


def calendar_moves(agency: Agency, by: Person) -> Iterator[tuple[list[Person], str]]:
    """After a change of the working calendar every open due day is reckoned anew, once."""
    query = select(ObligationDue).where(ObligationDue.agency_id == agency.id, ObligationDue.state == "waiting")
    for due in db.session.scalars(query).unique().all():
        if day := reckon_anew(due, by=by):
            words = {"what": due.obligation.title, "day": f"{day:%d/%m/%Y}"}
            yield due.owners, _("%(what)s is due on %(day)s now.", **words)


class Waiting(NamedTuple):
    """A due obligation as desks tell it; remembered between pages, because few of them change in a month."""

    id: int
    due_on: date
    title_vi: str
    title_en: str
    about: str
    post_id: int
    post: str
    unit_id: int


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """The obligations of my posts that come near, and for leadership those long overdue."""
    posts, leads = owned_posts(person, day), person.may("improvement.lead")
    for due in remembered(("obligations that wait", day), _read_waiting):
        if due.post_id in posts and due.due_on <= day + AHEAD:
            yield _row(due, day, own=True)
        elif leads and due.due_on < day - CLIMBED_AFTER and not is_head_of(person, due.unit_id, day):
            yield _row(due, day, own=False)


def ahead(person: Person, day: date) -> Iterator[Awaiting]:
    """The obligations of my posts that are still far off: they stand in my calendar, and not yet on the desk."""
    posts = owned_posts(person, day)
    for due in remembered(("obligations that wait", day), _read_waiting):
        if due.post_id in posts and due.due_on > day + AHEAD:
            yield _row(due, day, own=True)


def _read_waiting() -> list[Waiting]:
    query = select(ObligationDue).where(ObligationDue.state == "waiting").order_by(ObligationDue.due_on)
    return [
        Waiting(
            id=due.id,
            due_on=due.due_on,
            title_vi=due.obligation.title_vi,
            title_en=due.obligation.title_en,
            about=due.about,
            post_id=due.obligation.owner_post_id,
            post=str(due.owner_post),
            unit_id=due.unit_id,
        )
        for due in db.session.scalars(query).unique()
    ]


def _row(due: Waiting, day: date, *, own: bool) -> Awaiting:
    title = due.title_en or due.title_vi if language() == "en" else due.title_vi
    return Awaiting(
        due_on=due.due_on,
        what=title + (f": {due.about}" if due.about else ""),
        why=why_owned(due.post_id, due.post, day) if own else _("It is overdue and has come up to you."),
        action=_("Report it done") if own else _("See what holds it up"),
        url=url_for("improvement.obligation_due", agency=g.agency.slug, number=due.id),
        kind="obligation",
        late=due.due_on < day,
    )


def why_owned(post_id: int, post: str, day: date) -> str:
    """Why what a post answers for lies on a desk: it is held, or it has ended and its duties passed on."""
    return why_passed_on(post, post_id, day) or _("Because you are %(post)s, which answers for it.", post=post)


def _due() -> Select[ObligationDue]:
    worked = is_worked(today(), agency_id=walked_agency_id())
    pending = ObligationFollowUp.told_at.is_(None), ObligationFollowUp.void_at.is_(None)
    come = select(ObligationFollowUp.due_id).where(*pending, ObligationFollowUp.due_on <= today())
    waits = ObligationDue.state == "waiting"
    return select(ObligationDue).where(waits, ObligationDue.id.in_(come) if worked else false())


def _read(dues: Sequence[ObligationDue]) -> None:
    read_rungs(dues, ObligationFollowUp, ObligationFollowUp.due_id)


def _keep_climbing(due: ObligationDue, reached: Any, steps: ladder.Steps) -> None:
    if any(one.is_pending for one in due.follow_ups):
        return
    offset = steps.next_after(reached.offset)
    if day := ladder.rung_day(due.due_on, offset=offset, calendar=calendar_of(due.agency_id)):
        due.add_follow_up(duty=ladder.OBLIGATION, series=reached.series, offset=offset, due_on=day)


def _in_role(due: ObligationDue, role: str, day: date) -> Iterable[Person]:
    head = head_of(due.unit_id, day)
    above = [head] if head else people_with("improvement.lead", day=day)
    if role == ladder.HEAD:
        return above
    if role == ladder.LEADERS:
        return people_with("improvement.lead", day=day)
    return ladder.heard_by(due.owners, away=away_among(due.owners, day), above=lambda: above)
