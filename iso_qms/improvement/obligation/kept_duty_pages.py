"""The page of a duty that another room keeps: what is open, when it is due, and what was told of it to whom."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for

from iso_qms.clock import today
from iso_qms.improvement.action.ladder_rules import steps_for
from iso_qms.improvement.action.rungs import from_due_day
from iso_qms.improvement.obligation.kept_duties import kept_for, standing_of
from iso_qms.improvement.room import room
from iso_qms.registry import registry
from iso_qms.web import here, signed_in


@room.route("/obligations/kept/<name>", needs="improvement.read")
def kept_duty(name: str) -> Any:
    """What is open of a duty, the nearest first, with the ladder by which it climbs."""
    person = signed_in()
    duty = kept_for(person).get(name) or abort(404)
    return render_template(
        "improvement/kept_duty.html",
        name=name,
        duty=duty,
        rows=standing_of(name, person, today()),
        steps=steps_for(name, "", agency_id=here().id),
        when=from_due_day,
        url_of=lambda thing: registry.things[thing.journal_kind].url(thing),
        kept_at=url_for(duty.endpoint, agency=here().slug),
        may_set=person.may("improvement.ladders"),
    )
