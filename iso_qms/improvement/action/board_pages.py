"""The board of corrective actions."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from iso_qms.clock import today
from iso_qms.improvement.action.action_list_pages import chips_of_actions
from iso_qms.improvement.action.action_register import WantedActions
from iso_qms.improvement.action.board import board_of
from iso_qms.improvement.models import GRADES
from iso_qms.improvement.room import room
from iso_qms.organisation.units import named_units
from iso_qms.registry import registry
from iso_qms.web import kept_filters, signed_in


@room.route("/board", needs="improvement.read")
def board() -> Any:
    """The actions by state, with the same filters as the list."""
    if back := kept_filters("improvement actions"):
        return back
    person = signed_in()
    wanted = WantedActions.of(request.args, person)
    return render_template(
        "improvement/board.html",
        board=board_of(wanted, person=person, day=today()),
        wanted=wanted,
        chips=chips_of_actions(wanted, "improvement.board"),
        units=named_units(today()),
        grades=GRADES,
        sources=registry.sources,
    )
