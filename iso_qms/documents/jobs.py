"""What falls due by itself: effect on the day, new holders of a post, reminders to acknowledge."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledging import ask_readers
from iso_qms.documents.models import Acknowledgement, Distribution, Revision, still_owed
from iso_qms.documents.releasing import take_effect
from iso_qms.organisation.operations import in_each_agency
from iso_qms.organisation.people import Person, head_of
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.worktime import working_days_between

LADDER = ((-1, "reader"), (0, "reader"), (1, "reader"), (3, "head"), (5, "leader"))
"""When a late reader is reminded, in working days from the due day, and how high up the ladder it goes."""


def take_effect_round() -> int:
    """Approved revisions whose day has come take effect."""
    return in_each_agency(_take_effect)


def new_readers_round() -> int:
    """Whoever holds a post now and has not been asked for the revision in force is asked."""
    return in_each_agency(_new_readers)


def remind_round() -> int:
    """Readers are reminded before, on and after the due day; then their head, then the leadership."""
    return in_each_agency(_remind)


def _take_effect(clock: Person) -> int:
    # Two revisions may have become due while the timetable rested: the older one takes effect first.
    query = select(Revision).where(Revision.state == "approved", Revision.valid_from <= today())
    due = db.session.scalars(query.order_by(Revision.document_id, Revision.number)).all()
    for revision in due:
        take_effect(revision, by=clock)
    return len(due)


def _new_readers(clock: Person) -> int:
    distributed = select(Distribution.document_id).where(Distribution.ended_on.is_(None))
    query = select(Revision).where(Revision.state == "in_force", Revision.document_id.in_(distributed))
    return sum(ask_readers(revision, by=clock) for revision in db.session.scalars(query).all())


def _remind(clock: Person) -> int:
    calendar = calendar_of(clock.agency_id)
    query = (
        select(Acknowledgement)
        .join(Revision, Revision.id == Acknowledgement.revision_id)
        .where(still_owed(today()), Acknowledgement.rung < len(LADDER))
        .order_by(Acknowledgement.id)
    )
    sent = 0
    for duty in db.session.scalars(query).all():
        late = working_days_between(duty.due_on, end=today(), calendar=calendar)
        sent += _climb(duty, late, clock)
    return sent


def _climb(duty: Acknowledgement, late: int, clock: Person) -> int:
    # After a pause of the timetable only the highest rung reached is sent, not one letter per rung missed.
    reached = sum(1 for offset, _who in LADDER if offset <= late)
    if reached <= duty.rung:
        return 0
    who = LADDER[reached - 1][1]
    people = [duty.person] if who == "reader" else [duty.person, *_above(duty, who)]
    duty.rung = reached
    key = f"acknowledge:{duty.id}:{reached}"
    tell(
        people,
        "acknowledge_reminder",
        about=duty.revision,
        by=clock,
        key=key,
        reader=duty.person.name,
        due=duty.due_on,
        late=max(0, late),
    )
    return 1


def _above(duty: Acknowledgement, who: str) -> list[Person]:
    from iso_qms.organisation.rights import people_with

    head = head_of(duty.unit_id, today())
    found = [head] if head is not None and head.id != duty.person_id else []
    return found + (people_with("documents.approve") if who == "leader" else [])
