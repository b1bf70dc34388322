"""Correcting what was typed: causes, reports and verdicts, each with a reason; the old words stand in the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iso_qms.i18n import _, _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.causes import Branch
from iso_qms.improvement.cause.coming_back import tell_of_recurrence
from iso_qms.improvement.cause.giving_causes import checked_branches, checked_cause, set_branches
from iso_qms.improvement.models import Nonconformity
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

REPORTED = ("carried_out",)
JUDGED = ("effective", "not_effective")

say(
    {
        "nonconformity.cause_reworded": _l("corrected the wording of the cause"),
        "corrective_action.reworded": _l("corrected the wording"),
    }
)


def reword_cause(
    one: Nonconformity,
    *,
    by: Person,
    whys: Sequence[str],
    statement: str,
    elsewhere: str = "",
    class_key: str = "",
    further: Sequence[Branch] = (),
    reason: str,
) -> None:
    """Correct the words of the cause that holds now; another cause is another matter: the nonconformity is reopened."""
    if not by.may("improvement.analyse", one):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=one.unit.name))
    cause = one.analysis
    if cause is None or one.status.final:
        raise WrongState(_("No cause stands here that could be corrected."))
    _demand_reason(reason)
    words, others = checked_cause(whys, statement, elsewhere, class_key), checked_branches(further)
    classes = {each.class_key for each in cause.branches}
    told = {name: [getattr(cause, name), value] for name, value in words.items() if getattr(cause, name) != value}
    for name, value in words.items():
        setattr(cause, name, value)
    before = [[each.class_key, *each.whys, each.statement] for each in cause.further]
    set_branches(cause, others)
    after = [[each.class_key, *each.whys, each.statement] for each in cause.further]
    told |= {"further": [before, after]} if before != after else {}
    # What concerns a person leaves only the names of the fields.
    details = dict.fromkeys(told, "") if one.restricted else told
    write(one, "nonconformity.cause_reworded", by=by, reason=reason.strip(), private=one.restricted, details=details)
    if classes != {each.class_key for each in cause.branches}:
        one.recurrence_told = False
        tell_of_recurrence(one, by=by)


def reword_report(action: CorrectiveAction, *, by: Person, text: str, reason: str) -> None:
    """Correct what was reported, by whoever reported it and until it is judged; then what was found, by who judged."""
    field = field_to_reword(action)
    if field is None:
        raise WrongState(_("Nothing is reported here yet that could be corrected."))
    if not may_reword(action, by):
        raise Forbidden(_("Whoever wrote this corrects it: %(name)s.", name=_author(action)))
    _demand_reason(reason)
    if not clean(text).strip():
        raise Incomplete(_("Say what was done, so that somebody else can verify it."))
    setattr(action, field, clean(text).strip())
    private = action.nonconformity.restricted
    write(action, "corrective_action.reworded", by=by, reason=reason.strip(), private=private)


def field_to_reword(action: CorrectiveAction) -> str | None:
    """Which words of an action may be corrected now: its report, its verdict, or none."""
    return "result" if action.state in REPORTED else "assessment" if action.state in JUDGED else None


def may_reword(action: CorrectiveAction, person: Person) -> bool:
    """Whether somebody wrote the words that may be corrected now."""
    return _author(action) == person


def _author(action: CorrectiveAction) -> Any:
    return action.performed_by if action.state in REPORTED else action.verified_by


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
