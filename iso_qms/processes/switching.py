"""Which rules of consistency an agency leaves out: switching one off with a reason, and asking it again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import remembered
from iso_qms.processes.checking import RULES
from iso_qms.processes.models import RuleSwitch
from iso_qms.workflow import Forbidden, Incomplete, WrongState

RIGHT = "processes.set_rules"

say({"rule_switch.off": _l("switched a rule off"), "rule_switch.on": _l("switched the rule on again")})


def switch_off(rule: str, *, by: Person, reason: str) -> RuleSwitch:
    """Leave a rule out from now on, on drafts and where revisions are decided on."""
    _demand_right(by)
    if rule not in RULES:
        raise Incomplete(_("Choose a rule."))
    if not reason.strip():
        raise Incomplete(_("Say why this rule is left out: whoever approves relies on it."))
    if rule in rules_off():
        raise WrongState(_("This rule is off already."))
    switch = RuleSwitch(
        agency_id=by.agency_id,
        rule=rule,
        reason=reason.strip(),
        off_by_id=by.id,
        off_name=by.name,
        off_post=by.acting(RIGHT).post,
        off_at=now(),
    )
    db.session.add(switch)
    write(switch, "rule_switch.off", by=by, reason=reason.strip())
    return switch


def switch_on(rule: str, *, by: Person) -> None:
    """Ask a rule again; that it was off, and why, stays on record."""
    _demand_right(by)
    query = select(RuleSwitch).where(RuleSwitch.rule == rule, RuleSwitch.on_at.is_(None))
    switch = db.session.scalars(query.with_for_update()).first()
    if switch is None:
        raise WrongState(_("This rule is on already."))
    switch.on_by_id, switch.on_name, switch.on_at = by.id, by.name, now()
    write(switch, "rule_switch.on", by=by)


def rules_off() -> frozenset[str]:
    """The rules the agency leaves out now, by name."""
    return remembered("rules_off", _read_off)


def switches() -> Sequence[RuleSwitch]:
    """Every time a rule was switched off, the newest first."""
    return db.session.scalars(select(RuleSwitch).order_by(RuleSwitch.off_at.desc(), RuleSwitch.id.desc())).all()


def _read_off() -> frozenset[str]:
    return frozenset(db.session.scalars(select(RuleSwitch.rule).where(RuleSwitch.on_at.is_(None))))


def _demand_right(by: Person) -> None:
    if not by.may(RIGHT):
        raise Forbidden(_("You have no right to say which rules are asked."))
