"""What can be done with the measure of an action: choose it, freeze its baseline, look at cases again, name a visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.effect.effects import LONGEST, SHORTEST, is_sane_target, is_sane_window
from iso_qms.improvement.effect.measures import (
    AFTER,
    BEFORE,
    CHECK,
    OWN_KINDS,
    REINSPECTION,
    CheckItem,
    EffectMeasure,
    counted,
)
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of
from iso_qms.registry import Measured, registry
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear, next_working_day

say(
    {
        "effect_measure.chosen": _l("chose how its effect is measured"),
        "effect_measure.frozen": _l("froze the figure it is compared with"),
        "effect_measure.measured": _l("measured its effect"),
        "effect_measure.visit_named": _l("named the visit that looks again"),
        "check_item.looked_at": _l("looked at a case again"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How the effect of an action will be measured, as it was picked with the plan."""

    kind: str
    target: int = 0
    window_days: int = 30
    parameters: dict[str, str] = field(default_factory=dict)
    question: str = ""
    sample_size: int | None = None
    why_none: str = ""


def kinds_offered() -> dict[str, Any]:
    """What may be picked: the measures of the rooms that are here, a repeated check, and a re-inspection if one can."""
    own = {kind: words for kind, words in OWN_KINDS.items() if kind != REINSPECTION or registry.reinspections}
    return {kind: one.label for kind, one in registry.measures.items()} | own


def judged_day(done_on: date, window_days: int, agency_id: int) -> date:
    """The first working day after the window of measurement has ended."""
    after = done_on + timedelta(days=window_days + 1)
    try:
        return next_working_day(after, calendar=calendar_of(agency_id))
    except UnknownYear as error:
        raise Incomplete(
            _("There is no working calendar for %(year)s yet: choose fewer days.", year=error.year)
        ) from error


def demand_choice(choice: Choice | EffectMeasure | None) -> Choice | EffectMeasure:
    """Refuse a plan whose effect nothing will show: it has a measure, or the day of a re-inspection."""
    if choice is None:
        raise Incomplete(
            _(
                "Choose how its effect will be measured. Where no measure fits, a re-inspection on a day "
                "takes its place."
            )
        )
    return choice


def with_judged_day(values: dict[str, Any], choice: Choice | EffectMeasure | None, agency_id: int) -> dict[str, Any]:
    """The values of a plan, with the day on which its measure can be reckoned."""
    window = demand_choice(choice).window_days
    if not is_sane_window(window):
        raise Incomplete(_("Measure over %(from)s to %(to)s days.", **{"from": SHORTEST, "to": LONGEST}))
    return values | {"verify_on": judged_day(values["due_on"], window, agency_id)}


def choose(action: CorrectiveAction, choice: Choice | None, *, by: Person) -> None:
    """Fix what the effect is measured by, the target and the window; a target met already shows no effect."""
    if choice is None:  # What was chosen already stands.
        return
    one = action.measure or EffectMeasure(agency_id=action.agency_id, action=action)
    for name, value in _looked_at(choice).items():
        setattr(one, name, value)
    db.session.add(one)
    db.session.flush()
    _refuse_met(one, _count_before(one, today()))
    write(one, "effect_measure.chosen", by=by, private=action.nonconformity.restricted)


def freeze(action: CorrectiveAction, *, by: Person) -> None:
    """With the accepted plan the figure of before is counted and kept for good."""
    one = action.measure
    if one is None:
        raise WrongState(_("The plan does not say how its effect is measured. Return it, so that a measure is chosen."))
    first = today() - timedelta(days=one.window_days)
    found = counted(_count_before(one, today()), first, today())
    _refuse_met(one, found)
    one.baseline, one.frozen_on = found, today()
    write(one, "effect_measure.frozen", by=by, private=action.nonconformity.restricted)


def judged_after(action: CorrectiveAction) -> date:
    """When it is judged, once it was carried out: after the window, and never on a day that has passed."""
    if action.measure is None or action.performed_on is None:
        return max(action.verify_on, today())
    return max(judged_day(action.performed_on, action.measure.window_days, action.agency_id), today())


def look_at(action: CorrectiveAction, *, by: Person, which: str, is_right: bool, evidence: str) -> CheckItem:
    """Write down one case of the repeated check: before the plan is accepted for comparison, after it for the result.

    Whoever owns or carried out the action does not check it.
    """
    one, phase = _demand_check(action, by)
    named, shows = clean(which).strip(), clean(evidence).strip()
    if not named or not shows:
        raise Incomplete(_("Say which case was looked at, and what shows the answer."))
    if any(item.which == named for item in one.items_of(phase)):
        raise Incomplete(_("%(which)s was looked at already: choose another case.", which=named))
    item = CheckItem(
        agency_id=action.agency_id,
        measure=one,
        phase=phase,
        which=named,
        is_right=is_right,
        evidence=shows,
        checked_by=by,
        checked_on=today(),
    )
    db.session.add(item)
    write(item, "check_item.looked_at", by=by, private=action.nonconformity.restricted)
    return item


def name_visit(action: CorrectiveAction, *, by: Person, visit: int) -> None:
    """Name the planned visit that looks again; the action waits for its findings."""
    one, looking = action.measure, next(iter(registry.reinspections), None)
    if one is None or looking is None or not may_name_visit(action, by):
        raise Forbidden(_("Whoever plans inspections names the visit, while the action waits for one."))
    if visit not in dict(looking.visits(action.unit_id, today())):
        raise Incomplete(_("Choose a visit that is planned at this unit."))
    one.visit_id = visit
    write(one, "effect_measure.visit_named", by=by, private=action.nonconformity.restricted)


def may_name_visit(action: CorrectiveAction, by: Person) -> bool:
    """Whether a visit is wanted and this person plans visits: none fits, or nobody looked while it was measured."""
    one, looking = action.measure, next(iter(registry.reinspections), None)
    if one is None or looking is None or one.visit_id or action.state not in ("accepted", "carried_out"):
        return False
    blank = action.state == "carried_out" and one.measured_on is None and action.verify_on <= today()
    wanted = one.waits_for_visit or (blank and one.fewer_is_better and not one.is_share)
    return wanted and by.may(looking.right)


def check_phase(action: CorrectiveAction, person: Person) -> str:
    """In which part of a repeated check this person may look at cases now; nothing where they may not."""
    one = action.measure
    if one is None or one.kind != CHECK or one.measured_on or person.id in _own_hands(action):
        return ""
    if not (person.may("improvement.verify") or person.may("improvement.analyse", action.nonconformity)):
        return ""
    if action.state == "carried_out":
        return AFTER
    return BEFORE if action.state in ("planned", "returned") else ""


def demand_measured(action: CorrectiveAction) -> None:
    """Refuse to call effective what was to be measured and has not reached its target."""
    if action.measure and not action.measure.reached:
        raise WrongState(
            _("Its effect is measured: there is no result yet that reaches the target. No figure is typed here.")
        )


def count_after(one: EffectMeasure, first: date, last: date) -> Measured | None:
    """What the measure says of the days after; None while it cannot be said."""
    if one.visit_id:
        return registry.reinspections[0].compute(one.visit_id) if registry.reinspections else None
    if one.kind == CHECK:
        # What was looked at before it had to be done over again shows nothing of it.
        items = [each for each in one.items_of(AFTER) if each.checked_on >= first]
        return _of_items(items) if len(items) >= (one.sample_size or 1) else None
    return one.registered.compute(one.parameters, first, last) if one.registered else None


def _looked_at(choice: Choice) -> dict[str, Any]:
    if choice.kind not in kinds_offered():
        raise Incomplete(_("Choose how its effect will be measured."))
    question, why = clean(choice.question).strip(), clean(choice.why_none).strip()
    if choice.kind == CHECK and (not question or not choice.sample_size or choice.sample_size < 1):
        raise Incomplete(_("A repeated check needs a question that is answered yes or no, and how many cases."))
    if choice.kind == REINSPECTION and not why:
        raise Incomplete(_("Say why no measure fits."))
    registered = registry.measures.get(choice.kind)
    share = choice.kind == CHECK or bool(registered and registered.is_share)
    if not is_sane_target(choice.target, share=share):
        raise Incomplete(_("No such target can be reached: a share lies between 0 and 100, a count is not negative."))
    wanted = [one.name for one in registered.parameters] if registered else []
    if any(not choice.parameters.get(name) for name in wanted):
        raise Incomplete(_("Choose what is counted."))
    return {
        "kind": choice.kind,
        "parameters": {name: choice.parameters[name] for name in wanted},
        "target": choice.target,
        "window_days": choice.window_days,
        "question": question if choice.kind == CHECK else "",
        "sample_size": choice.sample_size if choice.kind == CHECK else None,
        "why_none": why if choice.kind == REINSPECTION else "",
    }


def _count_before(one: EffectMeasure, day: date) -> Any:
    if one.kind == REINSPECTION:
        return None
    if one.kind == CHECK:
        items = one.items_of(BEFORE)
        return _of_items(items) if items else None
    return (
        one.registered.compute(one.parameters, day - timedelta(days=one.window_days), day) if one.registered else None
    )


def _of_items(items: list[CheckItem]) -> Measured:
    return Measured(sum(one.is_right for one in items), len(items))


def _refuse_met(one: EffectMeasure, found: Any) -> None:
    plain = counted(found, today(), today()) if isinstance(found, Measured) else found
    value = one.value(plain)
    if one.meets(value):
        raise Incomplete(
            _(
                "The target is met already: %(about)s is %(now)s today, and the target is %(target)s. "
                "Choose a target that only an effect can reach.",
                about=one.about,
                now=one.figure(value),
                target=one.target_words,
            )
        )


def _demand_check(action: CorrectiveAction, by: Person) -> tuple[EffectMeasure, str]:
    phase = check_phase(action, by)
    if action.measure is None or not phase:
        raise Forbidden(
            _(
                "Cases are looked at before the plan is accepted or after it was carried out, "
                "by somebody with no hand in it."
            )
        )
    return action.measure, phase


def _own_hands(action: CorrectiveAction) -> set[int]:
    return {one.id for one in (*action.action_owners, *action.performers)}
