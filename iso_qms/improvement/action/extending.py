"""More time: asked by the owner with a reason, once for each action, decided above, and kept whatever was decided."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import object_session

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.actions import CorrectiveAction, Extension
from iso_qms.improvement.action.follow_ups import demand_working_day, move_ladder, set_ladder
from iso_qms.improvement.models import readers_among
from iso_qms.journal import say, write
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear, next_working_day

say(
    {
        "extension.asked": _l("asked for more time"),
        "corrective_action.extended": _l("moved the due day"),
        "corrective_action.due_day_moved": _l("moved the due day with the working calendar"),
    }
)


def ask(action: CorrectiveAction, *, by: Person, to_day: date, reason: str) -> Extension:
    """Ask for more time, with a reason and a new working day; an action is given it once."""
    _demand_askable(action, by)
    if not clean(reason).strip():
        raise Incomplete(_("Give a reason: whoever decides reads it, and it stands in the history."))
    if to_day <= max(action.due_on, today()):
        raise Incomplete(_("Choose a day after the present due day and after today."))
    demand_working_day(to_day, calendar_of(action.agency_id))
    wish = Extension(
        agency_id=action.agency_id,
        action=action,
        from_day=action.due_on,
        to_day=to_day,
        reason=clean(reason).strip(),
        asked_by=by,
        asked_on=today(),
    )
    db.session.add(wish)
    write(wish, "extension.asked", by=by, reason=wish.reason, private=action.nonconformity.restricted)
    tell(
        readers_among(wish.deciders(today()), action.nonconformity),
        "extension_asked",
        about=action,
        by=by,
        code=action.code,
        what=action.what,
        due=action.due_on,
        until=to_day,
        reason=wish.reason,
        who=by.name,
    )
    return wish


def grant(wish: Extension, *, by: Person, note: str = "") -> None:
    """Grant the new day. Lateness is still told from the first due day too."""
    action, calendar = wish.action, calendar_of(wish.agency_id)
    _decide(wish, "grant", by, note)
    # What is judged some time after the deed is judged as long after the new day.
    judged = max(action.verify_on, wish.to_day + (action.verify_on - action.due_on))
    action.due_on, action.verify_on = wish.to_day, next_working_day(judged, calendar=calendar)
    write(action, "corrective_action.extended", by=by, private=action.nonconformity.restricted)
    set_ladder(action, ladder.CARRY_OUT, due_on=action.due_on, today=today(), calendar=calendar)
    _tell_owner(wish, "extension_granted", by, note)


def refuse(wish: Extension, *, by: Person, note: str = "") -> None:
    """Refuse the new day, with the reason; the due day and its reminders stay."""
    _decide(wish, "refuse", by, note)
    _tell_owner(wish, "extension_refused", by, note)


MOVES = {"grant": grant, "refuse": refuse}


def end_unanswered(action: CorrectiveAction) -> None:
    """A wish that nobody answered ends with the action itself."""
    for wish in action.extensions:
        if wish.state == "asked":
            refuse_by_itself(wish)


def refuse_by_itself(wish: Extension) -> None:
    """The wish has no object any more."""
    note = _("The action has ended.")
    wish.decided_on, wish.answer = today(), note
    wish.advance("refuse", by=clock_of(wish.agency_id), note=note, private=wish.action.nonconformity.restricted)


def move_with_calendar(action: CorrectiveAction, *, by: Person) -> date | None:
    """After a change of the working calendar: a due day that became a day off moves to the next working day.

    Answers the new day when it moved; reminders not yet told move along.
    """
    calendar = calendar_of(action.agency_id)
    duty = ladder.VERIFY if action.state == "carried_out" else ladder.CARRY_OUT
    before = action.verify_on if duty == ladder.VERIFY else action.due_on
    try:
        after = next_working_day(before, calendar=calendar)
        action.verify_on = next_working_day(action.verify_on, calendar=calendar)
    except UnknownYear:
        return None
    if duty == ladder.CARRY_OUT:
        action.due_on, action.verify_on = after, max(action.verify_on, after)
    if object_session(action).is_modified(action):  # type: ignore[union-attr]
        write(action, "corrective_action.due_day_moved", by=by, private=action.nonconformity.restricted)
    move_ladder(action, duty, due_on=after, today=today(), calendar=calendar)
    return after if after != before else None


def _demand_askable(action: CorrectiveAction, by: Person) -> None:
    if by.id not in {person.id for person in action.owners} or not by.may("improvement.extend"):
        raise Forbidden(_("This belongs to the post %(post)s. Whoever holds it can.", post=action.owner_post))
    if action.state != "accepted":
        raise WrongState(_("More time is asked for while the action is being carried out."))
    if action.asked_extension:
        raise WrongState(_("More time has been asked for already; wait for the decision."))
    if action.extensions:
        raise WrongState(
            _(
                "More time is asked for once, and was on %(day)s. Report what has been carried out; where that is not "
                "enough, ask the quality team to drop this action with a reason, so that another one is planned.",
                day=f"{action.extensions[-1].asked_on:%d/%m/%Y}",
            )
        )


def _decide(wish: Extension, move: str, by: Person, note: str) -> None:
    if wish.action.state != "accepted":
        raise WrongState(_("The action is no longer being carried out."))
    wish.decided_by, wish.decided_on, wish.answer = by, today(), clean(note).strip()
    wish.advance(move, by=by, note=note, private=wish.action.nonconformity.restricted)


def _tell_owner(wish: Extension, letter: str, by: Person, note: str) -> None:
    action = wish.action
    people = {person.id: person for person in (*action.owners, wish.asked_by) if person.id != by.id}
    tell(
        readers_among(people.values(), action.nonconformity),
        letter,
        about=action,
        by=by,
        code=action.code,
        what=action.what,
        due=action.due_on,
        until=wish.to_day,
        reason=note,
    )
