"""What falls due by itself: effect on the day, new holders of a post, reminders to acknowledge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import LADDER, ask_readers
from iso_qms.documents.approval.sealing import can_seal, keep_sealed, sealed_file, to_be_sealed
from iso_qms.documents.issue.releasing import take_effect
from iso_qms.documents.issue.suspending import keep_to_the_days
from iso_qms.documents.models import (
    Acknowledgement,
    Distribution,
    Document,
    PeriodicReview,
    Revision,
    answer_is_due,
    still_owed,
    suspended_on,
)
from iso_qms.documents.review.periodic import is_to_be_kept, keep_review
from iso_qms.documents.review.schedule import schedule
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Absence, Holding, Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import Calendar, UnknownYear, add_working_days, working_days_between

MOST_REVIEWS = 5000
"""Reviews a round looks after at once; the next one takes the others."""


def take_effect_round() -> int:
    """Approved revisions whose day has come take effect."""
    return each_due("effect", _come_into_effect, lambda revision, clock: take_effect(revision, by=clock))


def suspensions_round() -> int:
    """Suspensions decided ahead begin on their day, and those with an end are over on theirs."""
    return each_due("suspensions", _not_as_its_days_say, lambda revision, clock: keep_to_the_days(revision, by=clock))


def new_readers_round() -> int:
    """Whoever holds a post now and has not been asked for the revision in force is asked."""
    return each_due("readers", _not_wholly_asked, lambda revision, clock: ask_readers(revision, by=clock))


def remind_round() -> int:
    """Readers are reminded before, on and after the due day; then their head, then the leadership."""
    return each_due("acknowledge", _to_be_reminded, _climb)


def reviews_round() -> int:
    """Periodic reviews are asked for, follow what happened, and end with the issue they were about."""
    return each_due("reviews", _reviews_to_keep, lambda document, clock: keep_review(document, by=clock))


def sign_round() -> int:
    """Approved revisions whose day is fixed get the digital seal of the agency, where it has a certificate."""
    if not can_seal():
        return 0
    return each_due("sign", to_be_sealed, _keep_sealed, prepare=sealed_file)


def _keep_sealed(revision: Revision, clock: Person, file_and_name: tuple[bytes, str]) -> None:
    keep_sealed(revision, file_and_name, by=clock)


def _come_into_effect() -> Select[Revision]:
    # Two revisions may have become due while the timetable rested: the older one takes effect first.
    query = select(Revision).where(Revision.state == "approved", Revision.valid_from <= today())
    return query.order_by(Revision.document_id, Revision.number)


def _reviews_to_keep() -> Select[Document]:
    plans = schedule(walked_agency_id(), today())
    query = select(PeriodicReview).where(PeriodicReview.done_on.is_(None))
    asked = {one.document_id: one for one in db.session.scalars(query)}
    due = [one for one in {*plans, *asked} if is_to_be_kept(plans.get(one), asked.get(one))]
    return select(Document).where(Document.id.in_(sorted(due)[:MOST_REVIEWS])).order_by(Document.id)


def _not_as_its_days_say() -> Select[Revision]:
    begins = and_(Revision.state == "in_force", Revision.id.in_(suspended_on(today())))
    ends = and_(Revision.state == "suspended", Revision.id.not_in(suspended_on(today())))
    return select(Revision).where(or_(begins, ends)).order_by(Revision.id)


def _not_wholly_asked() -> Select[Revision]:
    asked = exists().where(Acknowledgement.revision_id == Revision.id, Acknowledgement.person_id == Holding.person_id)
    asked = asked.correlate(Revision, Holding)  # two selections up, where it would not look by itself
    reader = exists().where(
        Distribution.document_id == Revision.document_id,
        Distribution.ended_on.is_(None),
        Distribution.post_id == Holding.post_id,
        Holding.kind == "holder",
        Holding.is_valid_on(today()),
        Person.id == Holding.person_id,
        Person.locked_at.is_(None),
        ~asked,
    )
    applied = (Revision.state == "in_force", Revision.id.not_in(suspended_on(today())))
    return select(Revision).where(*applied, reader).order_by(Revision.id)


def _to_be_reminded() -> Select[Acknowledgement]:
    calendar = calendar_of(walked_agency_id())
    reached = (
        and_(Acknowledgement.rung == rung, Acknowledgement.due_on <= _last_due_day(offset, calendar))
        for rung, (offset, _who) in enumerate(LADDER)
    )
    query = select(Acknowledgement).join(Revision, Revision.id == Acknowledgement.revision_id)
    # While the owner's answer is due, nobody presses the reader; afterwards the ladder goes on.
    query = query.where(still_owed(today()), ~answer_is_due(today()), or_(*reached))
    return query.where(Acknowledgement.id.not_in(_resting(calendar))).order_by(Acknowledgement.id)


def _resting(calendar: Calendar) -> list[int]:
    """Duties of readers who are on leave today, or were so long that the next rung has not come yet for them."""
    query = select(Acknowledgement.id, Acknowledgement.due_on, Acknowledgement.rung, Acknowledgement.person_id)
    query = query.join(Revision, Revision.id == Acknowledgement.revision_id).where(still_owed(today()))
    away = select(Absence.person_id).where(_is_leave(), Absence.last_on >= Acknowledgement.due_on)
    resting = []
    for number, due_on, rung, person_id in db.session.execute(query.where(Acknowledgement.person_id.in_(away))):
        leave = _leave_of(person_id, due_on)
        late = _late_days(due_on, leave, calendar)
        if any(one.last_on >= today() for one in leave) or _reached(late) <= rung:
            resting.append(number)
    return resting


def _leave_of(person_id: int, due_on: date) -> list[Absence]:
    query = select(Absence).where(Absence.person_id == person_id, _is_leave(), Absence.last_on >= due_on)
    return list(db.session.scalars(query))


def _is_leave() -> Any:
    return and_(Absence.part == "day", Absence.first_on <= today())


def _late_days(due_on: date, leave: list[Absence], calendar: Calendar) -> int:
    """Working days since the due day, those on leave left out; below 0 before it."""
    late = working_days_between(due_on, end=today(), calendar=calendar)
    for one in leave:
        first, last = max(due_on, one.first_on - timedelta(days=1)), min(one.last_on, today())
        late -= max(0, working_days_between(first, end=last, calendar=calendar)) if first < last else 0
    return late


def _reached(late: int) -> int:
    return sum(1 for offset, _who in LADDER if offset <= late)


def _last_due_day(offset: int, calendar: Calendar) -> date:
    """The last due day whose reminder with that offset has come by today."""
    worked = add_working_days(today() + timedelta(days=1), days=-1, calendar=calendar)
    try:
        return add_working_days(worked, days=-offset, calendar=calendar)
    except UnknownYear:
        # At the end of the last year in the calendar nobody can tell the day before a due day.
        return worked


def _climb(duty: Acknowledgement, clock: Person) -> None:
    # After a pause of the timetable only the highest rung reached is sent, not one letter per rung missed.
    late = _late_days(duty.due_on, _leave_of(duty.person_id, duty.due_on), calendar_of(duty.agency_id))
    duty.rung = _reached(late)
    who = LADDER[duty.rung - 1][1]
    tell(
        [duty.person] if who == "reader" else [duty.person, *_above(duty, who)],
        "acknowledge_reminder",
        about=duty.revision,
        by=clock,
        key=f"acknowledge:{duty.id}:{duty.rung}",
        reader=duty.person.name,
        due=duty.due_on,
        late=max(0, late),
    )


def _above(duty: Acknowledgement, who: str) -> list[Person]:
    # The deputies of a head who is away hear of it too; a unit without a head is answered for by the one above.
    found = [one for one in heads_for(duty.unit_id, today()) if one.id != duty.person_id]
    return found + (people_with("documents.approve") if who == "leader" else [])
