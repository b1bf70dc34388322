"""The page on which quality control sets the ladders, each tried on a made-up action before it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.ladder_rules import duties, grades_of, set_steps, steps_for
from iso_qms.improvement.action.rungs import distance, from_due_day, label_of, short_day
from iso_qms.improvement.models import GRADES
from iso_qms.improvement.obligation.obligation_forms import LadderForm, parted
from iso_qms.improvement.room import room
from iso_qms.organisation.working_days import calendar_of
from iso_qms.web import back_to, here, signed_in
from iso_qms.worktime import UnknownYear, next_working_day

EVERY = "-"
"""Stands in the address of a ladder that is the same for every grade."""

WHO = {
    ladder.OWNER: _l("the owner"),
    ladder.HEAD: _l("the head"),
    ladder.LEADERS: _l("leadership"),
    ladder.VERIFIER: _l("whoever verifies"),
}


@room.route("/ladders", needs="improvement.read")
def ladders() -> Any:
    """Every ladder that holds: when somebody is reminded, and who."""
    rows = [
        (duty, grade, steps_for(duty, grade, agency_id=here().id)) for duty in duties() for grade in grades_of(duty)
    ]
    may_set = signed_in().may("improvement.ladders")
    return render_template(
        "improvement/ladders.html", rows=rows, when=from_due_day, DUTIES=duties(), GRADES=GRADES, may_set=may_set
    )


@room.route("/ladders/<duty>/<grade>", methods=["GET", "POST"], needs="improvement.ladders")
def set_ladder(duty: str, grade: str) -> Any:
    """Set one ladder. What was told stays told; reminders to come of everything open move at once."""
    grade = "" if grade == EVERY else grade
    if grade not in grades_of(duty):
        abort(404)
    held = steps_for(duty, grade, agency_id=here().id)
    form = LadderForm(data=_typed(held))
    steps = held
    if form.validate_on_submit():
        steps = form.steps() or held
        if not form.errors and "try" not in request.form:
            with form.refusals():
                set_steps(duty, grade, steps, by=signed_in())
                flash(_("The ladder was set; reminders to come have moved, and none is repeated."))
                return back_to(url_for("improvement.ladders", agency=here().slug))
    shown = {"form": form, "duty": duties()[duty], "grade": GRADES.get(grade), "tried": _tried(duty, steps, form)}
    return render_template("improvement/set_ladder.html", **shown), form.status


def _typed(steps: ladder.Steps) -> dict[str, Any]:
    before = ", ".join(str(-one) for one in steps.rungs if one < 0)
    after = ", ".join(str(one) for one in steps.rungs if one > 0)
    head, leaders = parted(steps.head_from), parted(steps.leaders_from)
    climbs = {"head_from": head[0], "head_side": head[1], "leaders_from": leaders[0], "leaders_side": leaders[1]}
    return {"before": before, "after": after, "sample": today(), "every": steps.every, **climbs}


def _tried(duty: str, steps: ladder.Steps, form: LadderForm) -> list[dict[str, Any]]:
    """The rungs of a made-up action as its page would show them, with one behind the last."""
    if steps.fault():
        return []
    calendar = calendar_of(here().id)
    try:
        due_on = next_working_day(form.sample.data or today(), calendar=calendar)
    except UnknownYear:
        return []
    last = steps.next_after(steps.rungs[-1])
    found = list(ladder.rungs(steps, due_on=due_on, calendar=calendar))
    if day := ladder.rung_day(due_on, offset=last, calendar=calendar):
        found.append((last, day))
    return [_rung(duty, steps, offset, day) for offset, day in found]


def _rung(duty: str, steps: ladder.Steps, offset: int, day: date) -> dict[str, Any]:
    told = ", ".join(str(WHO[role]) for role in steps.told_at(duty, offset, level=0))
    note = told if offset == 0 else f"{distance(duty, offset)}: {told}"
    return {"label": label_of(duty, offset, steps), "state": "plan", "date": short_day(day), "note": note}
