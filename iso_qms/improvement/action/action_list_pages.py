"""The list of corrective actions, to look at and as Excel."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.action_register import VIEWS, WantedActions, action_counts, action_rows
from iso_qms.improvement.figure.figure_words import acts_told
from iso_qms.improvement.figure.tallied import Asked
from iso_qms.improvement.models import GRADES
from iso_qms.improvement.nonconformity_pages import chips_of
from iso_qms.improvement.room import room
from iso_qms.improvement.telling import standing
from iso_qms.organisation.units import named_units
from iso_qms.registry import registry
from iso_qms.web import Column, as_excel, kept_filters, paged, signed_in


@room.route("/actions", needs="improvement.read")
def actions() -> Any:
    """Every corrective action one may see, whatever nonconformity it belongs to."""
    if back := kept_filters("improvement actions"):
        return back
    person = signed_in()
    wanted = WantedActions.of(request.args, person)
    page = paged(action_rows(wanted, person=person, day=today()))
    return render_template(
        "improvement/actions.html",
        page=page,
        wanted=wanted,
        chips=chips_of_actions(wanted, "improvement.actions"),
        units=named_units(today()),
        grades=GRADES,
        sources=registry.sources,
        standing={one.id: standing(one, today()) for one in page},
        behind=_behind(wanted),
    )


@room.route("/actions.xlsx", needs="improvement.read")
def actions_excel() -> Response:
    """The same rows as Excel."""
    wanted = WantedActions.of(request.args, signed_in())
    columns = [
        Column(_("Number"), lambda one: one.code, 16),
        Column(_("What will be done"), lambda one: one.what, 60),
        Column(_("Nonconformity"), lambda one: one.nonconformity.code, 18),
        Column(_("Owner"), lambda one: str(one.owner_post), 36),
        Column(_("Planned on"), lambda one: one.planned_on, 12),
        Column(_("First due on"), lambda one: one.first_due_on, 12),
        Column(_("Due on"), lambda one: one.due_on, 12),
        Column(_("Carried out on"), lambda one: one.performed_on, 12),
        Column(_("Verified on"), lambda one: one.verified_on, 12),
        Column(_("State"), lambda one: str(one.status.label), 24),
    ]
    found = db.session.scalars(action_rows(wanted, person=signed_in(), day=today())).unique()
    return as_excel(found, columns, name=_("Corrective actions"))


def _behind(wanted: WantedActions) -> str:
    """What the list shows, where it stands behind a figure."""
    if wanted.behind is None:
        return ""
    return acts_told(request.args["counted"], Asked.of(request.args, today=today()))


def chips_of_actions(wanted: WantedActions, endpoint: str) -> list[dict[str, Any]]:
    """The views of actions as chips, leading to the list or to the board."""
    found = action_counts(wanted, person=signed_in(), day=today())
    return chips_of(VIEWS, found, wanted.view, endpoint)
