"""On its day the system reckons whether an action worked; what did not reach its target opens one level higher."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, func, or_, select

from iso_qms.clock import today
from iso_qms.improvement.action.acting import reject, tell_of_result
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.effect.measures import AFTER, CHECK, CheckItem, EffectMeasure, counted, measured_words
from iso_qms.improvement.effect.measuring import count_after
from iso_qms.journal import write
from iso_qms.organisation.people import Person
from iso_qms.rounds import each_due


def effects_round() -> int:
    """What is to be judged today is counted: reached waits for another person, not reached climbs."""
    return each_due("measures", lambda: to_measure(today()), lambda action, clock: measure_effect(action, by=clock))


def to_measure(day: date) -> Select[CorrectiveAction]:
    """The actions whose day of measurement has come, that have no result, and for which one can be had."""
    looked = select(func.count(CheckItem.id)).where(CheckItem.measure_id == EffectMeasure.id, CheckItem.phase == AFTER)
    ready = or_(
        EffectMeasure.visit_id.is_not(None),
        and_(EffectMeasure.kind == CHECK, looked.scalar_subquery() >= EffectMeasure.sample_size),
        EffectMeasure.kind.not_in((CHECK, "reinspection")),
    )
    query = select(CorrectiveAction).join(CorrectiveAction.measure).where(ready, EffectMeasure.measured_on.is_(None))
    due = CorrectiveAction.state == "carried_out", CorrectiveAction.verify_on <= day
    return query.where(*due).order_by(CorrectiveAction.id)


def measure_effect(action: CorrectiveAction, *, by: Person) -> int:
    """Count once, keep the figure with its rows, and say what follows; answers 0 while it cannot be said yet."""
    one = action.measure
    if one is None or one.measured_on or action.state != "carried_out" or action.performed_on is None:
        return 0
    first, last = action.performed_on, one.window_end(action.performed_on)
    found = counted(count_after(one, first, last), first, last)
    if found is None or (value := one.value(found)) is None:
        return 0
    one.result, one.measured_on, one.reached = found, today(), one.meets(value)
    write(one, "effect_measure.measured", by=by, private=action.nonconformity.restricted)
    if one.reached:
        tell_of_result(action, by=by, result=measured_words(one))
    else:
        reject(action, by=by, assessment=measured_words(one))
    return 1
