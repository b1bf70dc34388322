"""What the page of a dossier says of its promise: its apology, what was broken, and what may be done about it."""

from __future__ import annotations

from typing import Any

from iso_qms.clock import now
from iso_qms.dossiers.apologies import apologies_of, moved_again
from iso_qms.dossiers.apologising import demand_apology
from iso_qms.dossiers.broken_promises import opened_of
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promised import VIEWS, broken_by
from iso_qms.organisation.people import Person
from iso_qms.workflow import Refused


def told_of_promise(one: Dossier, person: Person) -> dict[str, Any]:
    """What was broken, what came of it, the apologies, and what this person may do."""
    broken = broken_by(one, now())
    return {
        "broken": [VIEWS[name] for name in broken],
        "may_open": bool(broken) and person.may("improvement.open") and opened_of(one) is None,
        "apologies": apologies_of(one),
        "moved_again": moved_again(one) if one.rescheduled_to else [],
        "may_apologise": person.may("dossiers.apologise") and _may_draft(one, person),
    }


def _may_draft(one: Dossier, person: Person) -> bool:
    try:
        demand_apology(one, by=person)
    except Refused:
        return False
    return True
