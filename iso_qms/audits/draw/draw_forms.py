"""What may be typed about draws: what to commit to, who goes when, and why an envelope is handed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.audits import choices
from iso_qms.audits.draw.draws import WEIGHINGS, Draw
from iso_qms.audits.draw.populations import free_of
from iso_qms.audits.forms import Checkboxes, criteria_of_visit, decision_on_team, method_of_visit, topics_asked
from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm, RowForm

MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class CommitForm(HouseForm):
    """What is bound before anything is drawn."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give it a title.")), Length(max=250)],
        description=_l("The name of the unit drawn is put after it."),
    )
    visits = IntegerField(
        _l("Visits to draw"),
        [InputRequired(_l("How many?")), NumberRange(min=1, message=_l("Draw at least one."))],
        default=2,
    )
    first_on = DateField(_l("First day"), [InputRequired(_l("Choose a day."))])
    last_on = DateField(
        _l("Last day"),
        [InputRequired(_l("Choose a day."))],
        description=_l("After it no envelope is opened any more, and the seed is published."),
    )
    units = Checkboxes(
        _l("Units that can be drawn"),
        [InputRequired(_l("Choose at least one unit."))],
        coerce=choices.whole_number,
        description=_l("Your own unit and those above it are not ticked: nobody draws a surprise for themselves."),
    )
    left_out_why = TextAreaField(
        _l("Why the others are left out"), description=_l("It stands beside the draw for everybody to read.")
    )
    weighing = RadioField(_l("Weights"), choices=list(WEIGHINGS.items()), default="needs")
    method = method_of_visit()
    topics = topics_asked()
    criteria = criteria_of_visit()
    programme = SelectField(_l("Programme"), coerce=choices.whole_number)
    decision = decision_on_team()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme.choices = choices.programmes()
        self.units.choices = choices.units_of_today()
        self.topics.choices = choices.topics()


class _Visit:
    """The fields of who goes and when, wherever they stand."""

    lead = SelectField(
        _l("Leads the visit"), [NumberRange(min=1, message=_l("Choose an inspector."))], coerce=choices.whole_number
    )
    planned_at = DateTimeLocalField(_l("Not opened before"), [InputRequired(_l("Choose day and hour."))], format=MOMENT)


class VisitRow(_Visit, RowForm):
    """One envelope to be."""


class DrawForm(HouseForm):
    """Who opens each envelope and when, and what nobody controls."""

    rows = FieldList(FormField(VisitRow))
    public_part = StringField(
        _l("Public part"),
        [Length(max=200)],
        description=_l("What nobody controls and is read out only now, such as today's lottery numbers; may be empty."),
    )

    barred: Mapping[int, str] = {}
    """Who cannot open an envelope, by id, and why."""


class WhyForm(HouseForm):
    """Why; it stands in the history, and beside a draw that is given up."""

    note = TextAreaField(_l("Reason"), [InputRequired(_l("Give a reason: it stands in the history."))])


class HandOnForm(_Visit, WhyForm):
    """Another lead, or another hour, with the reason."""

    barred: Mapping[int, str] = {}


def with_leads(form: Any, draw: Draw) -> Any:
    """The form with everybody who may lead to choose from; the others can be read there, and why not."""
    free, form.barred = free_of(draw, today())
    offered = choices.people(free, today(), none=_("Choose an inspector"))
    for one in [row.form for row in form.rows] if "rows" in form else [form]:
        one.lead.choices = offered
    return form
