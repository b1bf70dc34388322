"""What is decided on a similar case elsewhere: link it, cover it by an action, open it there, or set it aside."""

from __future__ import annotations

from typing import Any

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.elsewhere.similar import COVERED, DECISIONS, OPENED, SET_ASIDE, SimilarCase, proposals
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.registry import Similar, registry
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

say(
    {
        "similar_case.linked": _l("linked a similar case elsewhere"),
        "similar_case.covered": _l("said which action covers a similar case elsewhere"),
        "similar_case.opened": _l("opened a similar case elsewhere"),
        "similar_case.set_aside": _l("set a similar case elsewhere aside"),
    }
)


def proposal(one: Nonconformity, kind: str, thing_id: int, *, by: Person) -> Similar | None:
    """One of the proposals that stand now for this person."""
    return next((each for each in proposals(one, by) if (each.kind, each.thing_id) == (kind, thing_id)), None)


def decide(
    one: Nonconformity,
    found: Similar,
    *,
    by: Person,
    decision: str,
    reason: str = "",
    action: CorrectiveAction | None = None,
) -> SimilarCase:
    """Decide on one proposal. Nothing is taken over by itself, and what is set aside says why."""
    if not by.may("improvement.analyse", one):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=one.unit.name))
    _demand_whole(one, decision, clean(reason).strip(), action)
    case = SimilarCase(
        agency_id=one.agency_id,
        nonconformity=one,
        kind=found.kind,
        thing_id=found.thing_id,
        why=found.why,
        words=found.words[:300],
        unit_id=found.unit_id,
        decision=decision,
        reason=clean(reason).strip(),
        action=action if decision == COVERED else None,
        opened=_opened_there(one, found, by) if decision == OPENED else None,
        decided_by=by,
        decided_on=today(),
    )
    db.session.add(case)
    write(case, f"similar_case.{decision}", by=by, reason=case.reason, private=one.restricted)
    db.session.flush()
    return case


def _demand_whole(one: Nonconformity, decision: str, reason: str, action: CorrectiveAction | None) -> None:
    if decision not in DECISIONS:
        raise Incomplete(_("Decide what becomes of it."))
    if decision == SET_ASIDE and not reason:
        raise Incomplete(_("Say why it is set aside: the reason stands with it."))
    if decision == COVERED and (action is None or action.nonconformity_id != one.id or action.state == "dropped"):
        raise Incomplete(_("Choose the action planned here that covers it."))


def _opened_there(one: Nonconformity, found: Similar, by: Person) -> Nonconformity:
    unit = db.session.get_one(Unit, found.unit_id)
    link: dict[str, Any] = {}
    if found.kind in registry.sources:
        link = {"source_kind": found.kind, "source_id": found.thing_id}
    return open_nonconformity(
        one.title,
        by=by,
        unit=unit,
        grade=one.grade,
        criterion=one.criterion,
        description=_("Looked for elsewhere because of %(code)s: %(found)s", code=one.code, found=found.words),
        document_id=one.document_id,
        revision_id=one.revision_id,
        **link,
    )
