"""What the page of a dossier says of its promise: its apology, what was broken, and what may be done about it."""

from __future__ import annotations

from typing import Any

from iso_qms.clock import now
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise.apologies import apologies_of, moved_again
from iso_qms.dossiers.promise.apologising import demand_apologisable
from iso_qms.dossiers.promise.promised import VIEWS, broken_by
from iso_qms.organisation.people import Person
from iso_qms.workflow import Refused


def told_of_promise(one: Dossier, person: Person) -> dict[str, Any]:
    """What was broken, what came of it, the apologies, and what this person may do."""
    apologies, has_moved = apologies_of(one), one.rescheduled_to is not None
    first = not has_moved and all(each.state == "dropped" for each in apologies)
    broken = broken_by(one, now())
    return {
        "broken": [VIEWS[name] for name in broken],
        "may_open": bool(broken) and person.may("improvement.open"),
        "apologies": apologies,
        "moved_again": moved_again(one) if has_moved else [],
        "may_apologise": first and person.may("dossiers.apologise") and may_draft(one, person),
    }


def may_draft(one: Dossier, person: Person) -> bool:
    """Whether somebody may draft the apology of a dossier, as far as the dossier itself can say."""
    try:
        demand_apologisable(one, by=person)
    except Refused:
        return False
    return True
