"""What falls due by itself: effect on the day, new holders of a post, reminders to acknowledge."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Select, and_, exists, or_, select

from iso_qms.clock import today
from iso_qms.documents.acknowledging import ask_readers
from iso_qms.documents.models import Acknowledgement, Distribution, Revision, still_owed
from iso_qms.documents.releasing import take_effect
from iso_qms.documents.sealing import can_seal, seal, to_be_sealed
from iso_qms.organisation.people import Holding, Person, head_of
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import Calendar, UnknownYear, add_working_days, working_days_between

LADDER = ((-1, "reader"), (0, "reader"), (1, "reader"), (3, "head"), (5, "leader"))
"""When a late reader is reminded, in working days from the due day, and how high up the ladder it goes."""


def take_effect_round() -> int:
    """Approved revisions whose day has come take effect."""
    return each_due("effect", _come_into_effect, lambda revision, clock: take_effect(revision, by=clock))


def new_readers_round() -> int:
    """Whoever holds a post now and has not been asked for the revision in force is asked."""
    return each_due("readers", _not_wholly_asked, lambda revision, clock: ask_readers(revision, by=clock))


def remind_round() -> int:
    """Readers are reminded before, on and after the due day; then their head, then the leadership."""
    return each_due("acknowledge", _to_be_reminded, _climb)


def sign_round() -> int:
    """Approved revisions whose day is fixed get the digital seal of the agency, where it has a certificate."""
    return each_due("sign", to_be_sealed, lambda revision, clock: seal(revision, by=clock)) if can_seal() else 0


def _come_into_effect() -> Select[Revision]:
    # Two revisions may have become due while the timetable rested: the older one takes effect first.
    query = select(Revision).where(Revision.state == "approved", Revision.valid_from <= today())
    return query.order_by(Revision.document_id, Revision.number)


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
    return select(Revision).where(Revision.state == "in_force", reader).order_by(Revision.id)


def _to_be_reminded() -> Select[Acknowledgement]:
    calendar = calendar_of(walked_agency_id())
    reached = (
        and_(Acknowledgement.rung == rung, Acknowledgement.due_on <= _last_due_day(offset, calendar))
        for rung, (offset, _who) in enumerate(LADDER)
    )
    query = select(Acknowledgement).join(Revision, Revision.id == Acknowledgement.revision_id)
    return query.where(still_owed(today()), or_(*reached)).order_by(Acknowledgement.id)


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
    late = working_days_between(duty.due_on, end=today(), calendar=calendar_of(duty.agency_id))
    duty.rung = sum(1 for offset, _who in LADDER if offset <= late)
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
    from iso_qms.organisation.rights import people_with

    head = head_of(duty.unit_id, today())
    found = [head] if head is not None and head.id != duty.person_id else []
    return found + (people_with("documents.approve") if who == "leader" else [])
