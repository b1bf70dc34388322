"""What time does with feedback: it reminds, tells what is late, moves days, and forgets what is needed no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, false, or_, select

from iso_qms.citizens.voice.answering import SORT_DAYS, empty, erase_contact, term
from iso_qms.citizens.voice.feedback import ENDED, Feedback
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of, is_worked
from iso_qms.outbox import tell
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import UnknownYear, next_working_day

say({"complaint.day_moved": _l("moved its day, because the calendar changed")})


def feedback_round() -> int:
    """Each piece of feedback that is due, late, or kept long enough."""
    return each_due("feedback", _due, _do)


def calendar_moves(agency: Agency, by: Person) -> Iterator[tuple[list[Person], str]]:
    """After a change of the working calendar every open day moves once; answers who is concerned, and by what."""
    open_ones = Feedback.agency_id == agency.id, Feedback.state.in_(("received", "assigned"))
    for one in db.session.scalars(select(Feedback).where(*open_ones)):
        before, after = one.due_on, _moved(one)
        if after is None or after == before:
            continue
        if one.state == "received":
            one.sort_by = after
        else:
            one.answer_by = after
        write(one, "complaint.day_moved", by=by, private=one.is_conduct)
        people = heads_for(one.unit_id, today())[:1] if one.unit_id else people_with("citizens.sort")
        yield people, _("%(code)s is due on %(day)s now.", code=one, day=f"{after:%d/%m/%Y}")


def _moved(one: Feedback) -> date | None:
    """The day to sort it is reckoned anew; one to answer that became a day off moves to the next working day."""
    if one.state == "received":
        return term(SORT_DAYS, agency_id=one.agency_id, start=one.received_on)
    try:
        return one.answer_by and next_working_day(one.answer_by, calendar=calendar_of(one.agency_id))
    except UnknownYear:
        return None


def _due() -> Select[Any]:
    day = today()
    by, waits = _due_day(), Feedback.state.in_(("received", "assigned"))
    soon = term(1, agency_id=walked_agency_id()) or day
    reminding = and_(waits, by <= soon, Feedback.reminded_on.is_(None))
    late = and_(waits, by < day, Feedback.late_told_on.is_(None))
    worked = is_worked(day, agency_id=walked_agency_id())
    telling = or_(reminding, late) if worked else false()
    return select(Feedback).where(or_(telling, _contact_due(day), _conduct_due(day)))


def _do(one: Feedback, clock: Person) -> None:
    day = today()
    if one.state not in ENDED:
        _remind(one, day, by=clock)
        return
    assert one.contact_ends_on is not None
    assert one.words_end_on is not None
    if one.contact and one.contact_ends_on <= day:
        erase_contact(one, by=clock)
    if one.is_conduct and one.emptied_at is None and one.words_end_on <= day:
        empty(one, by=clock)


def _remind(one: Feedback, day: date, *, by: Person) -> None:
    """Whoever has to act is told once before the day and once after it, then the quality team too."""
    due = one.due_on
    is_late = due is not None and due < day
    quality = people_with("citizens.sort")
    heads = heads_for(one.unit_id, day)[:1] if one.unit_id else []
    people = [*heads, *quality] if is_late or not heads else heads
    tell(people, "feedback_reminder", about=one, by=by, code=str(one), due=due, is_late=is_late)
    one.reminded_on = one.reminded_on or day
    one.late_told_on = day if is_late else one.late_told_on


def _due_day() -> Any:
    return case((Feedback.state == "received", Feedback.sort_by), else_=Feedback.answer_by)


def _contact_due(day: date) -> Any:
    return and_(Feedback.contact != "", Feedback.contact_ends_on <= day)


def _conduct_due(day: date) -> Any:
    return and_(Feedback.is_conduct, Feedback.emptied_at.is_(None), Feedback.words_end_on <= day)
