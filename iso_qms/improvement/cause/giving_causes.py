"""What a cause must say to be accepted: an end, at least one why, a known class, more than a person's fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iso_qms.i18n import _
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.cause.causes import Branch
from iso_qms.improvement.models import CauseAnalysis, CauseBranch
from iso_qms.organisation.agencies import chosen_id
from iso_qms.text import clean
from iso_qms.workflow import Incomplete

MOST_BRANCHES = 7
"""So many causes at most stand beside the main one."""


def checked_cause(whys: Sequence[str], statement: str, elsewhere: str, class_key: str = "") -> dict[str, Any]:
    """The words of a cause, looked at and trimmed."""
    main = _checked(Branch(class_key, tuple(whys), statement))
    return {
        "whys": list(main.whys),
        "statement": main.statement,
        "elsewhere": clean(elsewhere).strip(),
        "class_key": main.class_key,
    }


def checked_branches(branches: Sequence[Branch]) -> list[Branch]:
    """The further causes, looked at and trimmed; rows left empty are left out."""
    found = [_checked(one) for one in branches if any(clean(said).strip() for said in (*one.whys, one.statement))]
    if len(found) > MOST_BRANCHES:
        raise Incomplete(_("At most %(most)s causes stand beside the main one.", most=MOST_BRANCHES))
    return found


def set_branches(cause: CauseAnalysis, branches: Sequence[Branch]) -> None:
    """Put the further causes beside the main one: rows that stand are changed, so that each keeps its history."""
    for position, one in enumerate(branches):
        values = {"class_key": one.class_key, "whys": list(one.whys), "statement": one.statement}
        if position < len(cause.further):
            for name, value in values.items():
                setattr(cause.further[position], name, value)
        else:
            cause.further.append(CauseBranch(agency_id=cause.agency_id, position=position, **values))
    del cause.further[len(branches) :]


def _checked(branch: Branch) -> Branch:
    whys = tuple(clean(why).strip() for why in branch.whys if clean(why).strip())
    statement = clean(branch.statement).strip()
    if not statement:
        raise Incomplete(_("State the cause: in one sentence, what has to change so that it does not happen again?"))
    if not whys:
        raise Incomplete(_("Ask at least once why it happened."))
    if branch.class_key and branch.class_key not in {one.key for one in causes_of(chosen_id() or 0).classes}:
        raise Incomplete(_("Choose a class from the list."))
    checked = Branch(branch.class_key, whys, statement)
    if checked.is_about_people_only:
        raise Incomplete(
            _(
                "“%(cause)s” speaks of a person only. Ask why once more, and add what in the way of working let it "
                "happen or why nobody noticed: a person alone is never the whole cause, and no action could cure it.",
                cause=statement,
            )
        )
    return checked
