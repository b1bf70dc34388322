"""What can be done with a correction: ask for it, report it put right, call it off, move it with the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.follow_ups import clear_ladder, move_ladder, set_ladder
from iso_qms.improvement.action.ladder import CORRECT
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.models import Nonconformity, readers_among
from iso_qms.improvement.operations import settle
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person, Post, head_of
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear

MOST_HOURS = 80
"""Working hours a correction may take: what needs longer is an action with a plan."""

USUAL_HOURS = {"major": 4, "minor": 8, "observation": 16}
"""What is proposed, by grade."""

say(
    {
        "correction.asked_for": _l("asked for a correction"),
        "correction.term_moved": _l("moved the term of the correction, with the calendar"),
    }
)


def ask_for(one: Nonconformity, *, by: Person, what: str, owner_post: Post | None, hours: int) -> Correction:
    """Ask a post to put the case itself right within so many working hours; its holders are told at once."""
    _demand_askable(one, by)
    said = clean(what).strip()
    if not said:
        raise Incomplete(_("Say in one line what is to be put right."))
    if owner_post is None:
        raise Incomplete(_("Choose the post that puts it right."))
    if not 1 <= hours <= MOST_HOURS:
        raise Incomplete(_("Give from 1 to %(most)s working hours; what takes longer is an action.", most=MOST_HOURS))
    asked = Correction(
        agency_id=one.agency_id,
        nonconformity=one,
        what=said[:300],
        owner_post=owner_post,
        hours=hours,
        asked_by=by,
        asked_at=now(),
        follow_ups=[],
    )
    # The post's number is not set yet: without a flush its office could not be asked for its hours.
    asked.owner_post_id = owner_post.id
    with db.session.no_autoflush:  # It has no day yet, so it cannot be stored before the calendar is asked.
        asked.first_due_at = asked.due_at = _term_end(asked)
    db.session.add(asked)
    write(asked, "correction.asked_for", by=by, private=one.restricted)
    set_ladder(asked, CORRECT, due_on=asked.due_on, today=today(), calendar=asked.calendar)
    _tell(asked.owners, "correction_asked", asked, by=by, urgent=True)
    return asked


def put_right(asked: Correction, *, by: Person, result: str, note: str = "") -> None:
    """Report what was put right: reminders stop, and whoever asked and the head of the unit are told."""
    if not clean(result).strip():
        raise Incomplete(_("Say what was put right."))
    asked.result, asked.done_by, asked.done_at = clean(result).strip(), by, now()
    asked.advance("put_right", by=by, note=note, private=asked.is_private)
    clear_ladder(asked, CORRECT)
    head = head_of(asked.nonconformity.unit_id, today())
    _tell([asked.asked_by, *([head] if head else [])], "correction_done", asked, by=by, result=asked.result)
    settle(asked.nonconformity, by=by)


def call_off(asked: Correction, *, by: Person, note: str = "") -> None:
    """It is not wanted any more, with the reason."""
    asked.advance("call_off", by=by, note=note, private=asked.is_private)
    clear_ladder(asked, CORRECT)
    _tell(asked.owners, "correction_called_off", asked, by=by, reason=note)
    settle(asked.nonconformity, by=by)


MOVES = {"put_right": put_right, "call_off": call_off}


def calendar_moves(agency: Agency, by: Person) -> Iterator[tuple[list[Person], str]]:
    """After a change of days or hours every open term is reckoned anew; answers who is concerned, and by what."""
    query = select(Correction).where(Correction.agency_id == agency.id, Correction.state == "asked")
    for asked in db.session.scalars(query).unique().all():
        if _moved(asked, by=by):
            until = f"{as_local(asked.due_at):%H:%M %d/%m/%Y}"
            yield asked.owners, _("The correction of %(code)s is due by %(until)s now.", code=asked.code, until=until)


def _moved(asked: Correction, *, by: Person) -> bool:
    try:
        ends = asked.reckoned.ends_at.astimezone(UTC)
    except UnknownYear:
        return False
    if ends == asked.due_at:
        return False
    asked.due_at = ends
    write(asked, "correction.term_moved", by=by, private=asked.is_private)
    calendar = asked.calendar
    move_ladder(asked, CORRECT, due_on=asked.due_on, today=today(), calendar=calendar)
    return True


def _term_end(asked: Correction) -> datetime:
    try:
        return asked.reckoned.ends_at.astimezone(UTC)
    except UnknownYear as error:
        raise Incomplete(
            _("There is no working calendar for %(year)s yet: give fewer hours.", year=error.year)
        ) from error


def _demand_askable(one: Nonconformity, by: Person) -> None:
    if not by.may("improvement.analyse", one):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=one.unit.name))
    if one.status.final:
        raise WrongState(_("%(code)s has ended. Reopen it first.", code=one.code))


def _tell(people: Sequence[Person], letter: str, asked: Correction, *, by: Person, **values: Any) -> None:
    others = {person.id: person for person in people if person.id != by.id}
    tell(
        readers_among(others.values(), asked.nonconformity),
        letter,
        about=asked,
        by=by,
        code=asked.code,
        what=asked.what,
        post=str(asked.owner_post),
        hours=asked.hours,
        due=asked.due_at,
        **values,
    )
