"""What can be done with a corrective action: plan, accept, return, carry out, verify, drop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.extending import end_unanswered
from iso_qms.improvement.action.follow_ups import clear_ladder, demand_working_day, set_ladder, verifiers_of
from iso_qms.improvement.effect.measures import measured_words
from iso_qms.improvement.effect.measuring import (
    Choice,
    choose,
    demand_measured,
    freeze,
    judged_after,
    judged_day,
    with_judged_day,
)
from iso_qms.improvement.models import Nonconformity, readers_among
from iso_qms.improvement.operations import begin, reopen, settle, want_plan
from iso_qms.journal import say, write
from iso_qms.organisation.numbering import numbered
from iso_qms.organisation.people import Person, Post, head_of
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.search import index
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear, working_days_between

say(
    {
        "corrective_action.planned": _l("planned the action"),
        "corrective_action.judged_early": _l("judged it before its planned day"),
    }
)


def plan(nonconformity: Nonconformity, *, by: Person, measure: Choice | None = None, **values: Any) -> CorrectiveAction:
    """Plan an action against the cause. What is expected is fixed now, so that it can be judged later.

    `values`: what, how, expected, owner_post, due_on. When it is judged follows from the window of its measure, which
    no plan is without.
    """
    if not by.may("improvement.plan", nonconformity):
        raise Forbidden(_("The head of %(unit)s or the quality team plans here.", unit=nonconformity.unit))
    if nonconformity.state not in ("analysed", "acting"):
        raise WrongState(_("Give the cause first: an action is planned against a cause."))
    action = CorrectiveAction(
        agency_id=nonconformity.agency_id,
        nonconformity=nonconformity,
        round=nonconformity.reopened,
        planned_by=by,
        planned_on=today(),
        follows_id=_failed(nonconformity),
        **numbered(CorrectiveAction, nonconformity.agency_id),
        **_checked(nonconformity.agency_id, **with_judged_day(values, measure, nonconformity.agency_id)),
    )
    action.first_due_on = action.due_on
    db.session.add(action)
    write(action, "corrective_action.planned", by=by, private=nonconformity.restricted)
    choose(action, measure, by=by)
    _let_find(action)
    _tell(_judges(action), "action_to_accept", action, by=by)
    return action


def replan(
    action: CorrectiveAction, *, by: Person, note: str = "", measure: Choice | None = None, **values: Any
) -> None:
    """Change a plan that is not yet accepted; whoever changes it becomes its planner."""
    judged = with_judged_day(values, measure or action.measure, action.agency_id)
    for name, value in _checked(action.agency_id, **judged).items():
        setattr(action, name, value)
    action.planned_by, action.planned_on, action.first_due_on = by, today(), action.due_on
    _advance(action, "replan", by=by, note=note)
    choose(action, measure, by=by)
    _let_find(action)
    _tell(_judges(action), "action_to_accept", action, by=by)


def accept(action: CorrectiveAction, *, by: Person, verifier: Person | None = None, note: str = "") -> None:
    """Accept a plan: its owner is told, and the follow-ups are set in working days."""
    if action.due_on < today():
        raise WrongState(_("The due day has passed already. Return the plan and ask for a later day."))
    _name_verifier(action, verifier)
    action.accepted_on = today()
    _advance(action, "accept", by=by, note=note)
    freeze(action, by=by)
    _set_ladder(action, ladder.CARRY_OUT, action.due_on)
    begin(action.nonconformity)
    _tell(action.owners, "action_accepted", action, by=by)


def return_plan(action: CorrectiveAction, *, by: Person, note: str = "") -> None:
    """Send a plan back to whoever planned it, with the reason."""
    _advance(action, "return_plan", by=by, note=note)
    _tell(action.planners, "action_returned", action, by=by, reason=note)


def drop(action: CorrectiveAction, *, by: Person, note: str = "") -> None:
    """End an action that is no longer wanted, with the reason."""
    _advance(action, "drop", by=by, note=note)
    clear_ladder(action, ladder.CARRY_OUT)
    _end_wishes(action)
    _tell(action.owners, "action_dropped", action, by=by, reason=note)
    settle(action.nonconformity, by=by)
    want_plan(action.nonconformity, by=by)


def carry_out(
    action: CorrectiveAction,
    *,
    by: Person,
    result: str = "",
    done_on: date | None = None,
    note: str = "",
) -> None:
    """Report an action carried out, with what was done and the evidence; reminders stop, verifying begins."""
    if not clean(result).strip():
        raise Incomplete(_("Say what was done, so that somebody else can verify it."))
    done = done_on or today()
    if not (action.accepted_on or done) <= done <= today():
        raise Incomplete(_("It was done between the day the plan was accepted and today. Choose such a day."))
    action.result, action.performed_by, action.performed_on = clean(result).strip(), by, done
    action.verify_on = judged_after(action)
    _advance(action, "carry_out", by=by, note=note)
    clear_ladder(action, ladder.CARRY_OUT)
    _end_wishes(action)
    _set_ladder(action, ladder.VERIFY, action.verify_on)
    _tell(verifiers_of(action, day=today()), "action_carried_out", action, by=by)


def verify(action: CorrectiveAction, *, by: Person, assessment: str = "", early: str = "") -> None:
    """Find an action effective, with what shows it; with the last one the nonconformity is closed.

    What is measured is confirmed by its result, with a remark where one is wished; `early` says why it is judged
    before its planned day.
    """
    demand_measured(action)
    words = f"{measured_words(action.measure)} {assessment}".strip() if action.measure else assessment
    _judge(action, "verify", by, words, early)
    _tell(_concerned(action), "action_effective", action, by=by)
    settle(action.nonconformity, by=by)


def reject(action: CorrectiveAction, *, by: Person, assessment: str = "", early: str = "") -> None:
    """Find an action not effective: its nonconformity opens again one level higher."""
    if reason := action.why_not_yet(action.workflow.move("reject")):
        raise WrongState(reason)
    _judge(action, "reject", by, assessment, early)
    if action.nonconformity.workflow.allows("reopen", action.nonconformity.state):
        reopen(action.nonconformity, by=by, note=assessment)
    _tell(_concerned(action), "action_not_effective", action, by=by, reason=action.assessment)


def redo(action: CorrectiveAction, *, by: Person, due_on: date | None = None, note: str = "") -> None:
    """What was reported is not what was planned: it goes on until a new day. This judges no effect, and nothing climbs.

    The first due day stays, so that lateness is still told from it; what had been reported stands in the history.
    """
    if reason := action.why_not_yet(action.workflow.move("redo")):
        raise WrongState(reason)
    day = due_on or max(action.due_on, today())
    if day < today():
        raise Incomplete(_("The due day has passed. Choose today or a later day."))
    demand_working_day(day, calendar_of(action.agency_id))
    clear_ladder(action, ladder.VERIFY)
    action.result, action.performed_by, action.performed_on, action.due_on = "", None, None, day
    action.verify_on = max(action.verify_on, day)
    if action.measure:
        action.verify_on = max(action.verify_on, judged_day(day, action.measure.window_days, action.agency_id))
    _advance(action, "redo", by=by, note=note)
    _set_ladder(action, ladder.CARRY_OUT, day)
    _tell(action.owners, "action_to_redo", action, by=by, reason=note)


def tell_of_result(action: CorrectiveAction, *, by: Person, result: str) -> None:
    """Ask whoever verifies to confirm a result that reached its target."""
    _tell(verifiers_of(action, day=today()), "action_measured", action, by=by, result=result)


MOVES = {
    "accept": accept,
    "return_plan": return_plan,
    "replan": replan,
    "carry_out": carry_out,
    "verify": verify,
    "reject": reject,
    "redo": redo,
    "drop": drop,
}


def possible_verifiers(action: CorrectiveAction) -> Sequence[Person]:
    """Who may be named to verify: whoever has the right and no hand in the action."""
    barred = {one.id for one in (*action.action_owners, *action.planners)}
    return [person for person in people_with("improvement.verify") if person.id not in barred]


def days_early(action: CorrectiveAction) -> int:
    """How many working days before its planned day an action is judged, or would be judged today; 0 when it is time."""
    judged = action.verified_on or today()
    if judged >= action.verify_on:
        return 0
    try:
        return max(working_days_between(judged, end=action.verify_on, calendar=calendar_of(action.agency_id)), 1)
    except UnknownYear:
        return (action.verify_on - judged).days


def _checked(
    agency_id: int, *, what: str, expected: str, owner_post: Post | None, due_on: date, verify_on: date, how: str = ""
) -> dict[str, Any]:
    if not clean(what).strip():
        raise Incomplete(_("Say in one line what will be done."))
    if not clean(expected).strip():
        raise Incomplete(_("Say how one will see that it works; later nobody may move that mark."))
    if owner_post is None:
        raise Incomplete(_("Choose the post that carries it out."))
    if due_on < today():
        raise Incomplete(_("The due day has passed. Choose today or a later day."))
    demand_working_day(due_on, calendar_of(agency_id))
    return {
        "what": clean(what).strip(),
        "how": clean(how).strip(),
        "expected": clean(expected).strip(),
        "owner_post": owner_post,
        "due_on": due_on,
        "verify_on": verify_on,
    }


def _failed(nonconformity: Nonconformity) -> int | None:
    if not nonconformity.reopened:
        return None
    failed = [action.id for action in nonconformity.actions if action.state == "not_effective"]
    return failed[-1] if failed else None


def _name_verifier(action: CorrectiveAction, verifier: Person | None) -> None:
    if verifier is not None and verifier not in possible_verifiers(action):
        raise Forbidden(_("%(name)s had a hand in this action, so somebody else must verify it.", name=verifier.name))
    action.verifier = verifier


def _judge(action: CorrectiveAction, move: str, by: Person, assessment: str, early: str) -> None:
    if not clean(assessment).strip():
        raise Incomplete(_("Say what shows whether it works: what was looked at, and what was seen."))
    is_early = days_early(action) > 0
    if is_early and not clean(early).strip():
        raise Incomplete(
            _("It is to be judged on %(day)s. Say why it is judged now already.", day=f"{action.verify_on:%d/%m/%Y}")
        )
    action.assessment, action.verified_by, action.verified_on = clean(assessment).strip(), by, today()
    _advance(action, move, by=by)
    if is_early:
        _tell_early(action, by=by, why=clean(early).strip())
    clear_ladder(action, ladder.VERIFY)


def _tell_early(action: CorrectiveAction, *, by: Person, why: str) -> None:
    days = {"verify_on": [action.verify_on.isoformat(), today().isoformat()]}
    private = action.nonconformity.restricted
    write(action, "corrective_action.judged_early", by=by, reason=why, private=private, details=days)


def _advance(action: CorrectiveAction, move: str, *, by: Person, note: str = "") -> None:
    action.advance(move, by=by, note=note, private=action.nonconformity.restricted)


def _set_ladder(action: CorrectiveAction, duty: str, due_on: date) -> None:
    set_ladder(action, duty, due_on=due_on, today=today(), calendar=calendar_of(action.agency_id))


def _end_wishes(action: CorrectiveAction) -> None:
    end_unanswered(action)


def _judges(action: CorrectiveAction) -> list[Person]:
    right = "improvement.lead" if action.level else "improvement.accept"
    return [person for person in people_with(right) if person.id != action.planned_by_id]


def _concerned(action: CorrectiveAction) -> list[Person]:
    head = head_of(action.nonconformity.unit_id, today())
    leaders = people_with("improvement.lead") if action.level else []
    people = [*action.owners, *action.planners, *([head] if head else []), *leaders]
    return list({person.id: person for person in people}.values())


def _tell(people: Sequence[Person], letter: str, action: CorrectiveAction, *, by: Person, **values: Any) -> None:
    others = [person for person in readers_among(people, action.nonconformity) if person.id != by.id]
    tell(
        others,
        letter,
        about=action,
        by=by,
        code=action.code,
        what=action.what,
        due=action.due_on,
        post=str(action.owner_post),
        verify_on=action.verify_on,
        **values,
    )


def _let_find(action: CorrectiveAction) -> None:
    index(action, title=action.what, code=action.code, body=f"{action.how}\n{action.expected}")
