"""The page on which several planned visits get their team and checklists at once."""

from __future__ import annotations

from datetime import MAXYEAR
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy.orm import selectinload
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from iso_qms.audits import choices
from iso_qms.audits.forms import Checkboxes
from iso_qms.audits.models import Inspection
from iso_qms.audits.operations import inspection_people
from iso_qms.audits.programme.planning import chosen_team
from iso_qms.audits.programme.setting_many import Assignment, NotAllAssigned, assign_many
from iso_qms.audits.room import room
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.text import whole_number
from iso_qms.web import HouseForm, back_to, here, signed_in


class AssignForm(HouseForm):
    """A team and topics for several visits."""

    visits = Checkboxes(
        _l("Planned visits"), [InputRequired(_l("Choose at least one visit."))], coerce=choices.whole_number
    )
    lead = SelectField(_l("Leads the team"), coerce=choices.whole_number)
    members = Checkboxes(
        _l("Others in the team"),
        coerce=choices.whole_number,
        description=_l("Whoever is not independent of a unit is refused for that visit, with the reason."),
    )
    replaces = BooleanField(_l("Whoever else is in these teams leaves them"))
    topics = Checkboxes(_l("Topics"), description=_l("Each brings its checklist. With none ticked they stay."))
    leave_out = BooleanField(_l("Leave out the visits that are refused"))

    def __init__(self, there: list[Inspection], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people = inspection_people(today())
        self.visits.choices = [(one.id, _label(one)) for one in there]
        self.topics.choices = choices.topics()
        self.lead.choices = choices.people(self.people, today(), none=_("The teams stay as they are"))
        self.members.choices = [(one.value, one.label) for one in self.lead.choices if one.value]


@room.route("/programmes/<int:year>/assign", methods=["GET", "POST"], needs="audits.plan")
def assign(year: int) -> Any:
    """Set team and topics of several visits; when some are refused, none is set until they are left out."""
    there = _planned(year if 1 < year < MAXYEAR else abort(404))
    ticked = [whole_number(one, 0) for one in request.args.getlist("visit")]
    form, refused = AssignForm(there, visits=ticked), []
    if form.validate_on_submit():
        with form.refusals():
            chosen = [one for one in there if one.id in form.visits.data]
            outcome = assign_many(chosen, _given(form), by=signed_in())
            refused = [(_label(one), why) for one, why in outcome.refused]
            if not outcome.done or (refused and not form.leave_out.data):
                raise NotAllAssigned(_("Not every visit can be set like that, so nothing is changed yet."))
            flash(_("%(n)s visits were set.", n=len(outcome.done)))
            return back_to(url_for(".programme", agency=here().slug, year=year))
    return render_template("audits/assign.html", form=form, year=year, refused=refused, any=bool(there)), form.status


def _planned(year: int) -> list[Inspection]:
    query = Inspection.visible_to(signed_in()).where(Inspection.year == year, Inspection.state == "planned")
    query = query.options(selectinload(Inspection.units), selectinload(Inspection.team))
    return list(db.session.scalars(query.order_by(Inspection.planned_on, Inspection.id)))


def _given(form: AssignForm) -> Assignment:
    team = chosen_team(form.people, lead_id=form.lead.data, member_ids=form.members.data or [])
    return Assignment(team=team, replaces=form.replaces.data, topics=form.topics.data or [])


def _label(one: Inspection) -> str:
    led = [_("led by %(name)s", name=one.lead.name)] if one.lead else [_("no team yet")]
    return " · ".join([one.planned_words, one.title, *led])
