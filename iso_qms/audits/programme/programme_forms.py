"""What may be typed about a year's needs: how often units are visited, and visits of many units at once."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.audits import choices
from iso_qms.audits.forms import (
    Checkboxes,
    criteria_of_visit,
    decision_on_team,
    further_checklists,
    how_exactly,
    kind_of_visit,
    method_of_visit,
    topics_asked,
)
from iso_qms.audits.operations import inspection_people
from iso_qms.audits.programme.frequency_rules import MOST, MOST_POINTS, USUAL, Rules, kinds_of_evidence
from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm

NUMBER = _l("Type a number.")


def _number(label: Any, name: str, description: Any = "") -> IntegerField:
    most = NumberRange(min=1, max=MOST[name])
    return IntegerField(label, [InputRequired(NUMBER), most], description=description)


class FrequencyForm(HouseForm):
    """How often units are visited; the points of each kind of evidence are fields named `points_…`."""

    usual = _number(
        _l("Usual months between two visits"),
        "usual",
        _l("At most twelve: each unit is audited at least once a year."),
    )
    fewest = _number(_l("Never fewer months than"), "fewest")
    step = _number(_l("Points that take off one month"), "step")
    looks_back = _number(_l("Months of evidence that count"), "looks_back")
    oversees_others = BooleanField(
        _l("We inspect other bodies"),
        description=_l("Then at least a third of the units must be visited on site in a year."),
    )


def frequency_form(rules: Rules) -> FrequencyForm:
    """The form with a field for each kind of evidence the house has today, filled with what holds."""
    between = NumberRange(min=0, max=MOST_POINTS)
    fields = {
        f"points_{kind}": IntegerField(label, [InputRequired(NUMBER), between])
        for kind, label in kinds_of_evidence().items()
    }
    filled = {name: getattr(rules, name) for name in (*USUAL, "oversees_others")}
    points = {f"points_{kind}": each for kind, each in rules.points.items()}
    form: FrequencyForm = type("FrequencyForm", (FrequencyForm,), fields)(**filled, **points)
    return form


class ManyForm(HouseForm):
    """Visits of many units at once."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give it a title.")), Length(max=250)],
        description=_l("The name of each unit is put after it."),
    )
    kind = kind_of_visit()
    method = method_of_visit()
    first_on = DateField(_l("First day"), [InputRequired(_l("Choose a day."))])
    last_on = DateField(
        _l("Last day"),
        [InputRequired(_l("Choose a day."))],
        description=_l("The visits are spread evenly over the working days between both."),
    )
    span = how_exactly()
    units = Checkboxes(_l("Units"), [InputRequired(_l("Choose at least one unit."))], coerce=choices.whole_number)
    topics = topics_asked()
    checklists = further_checklists()
    with_procedures = BooleanField(_l("Look at the procedures each unit is in charge of"))
    criteria = criteria_of_visit()
    lead = SelectField(_l("Leads the team"), coerce=choices.whole_number)
    members = Checkboxes(
        _l("Others in the team"),
        coerce=choices.whole_number,
        description=_l("Whoever is not independent of a unit is refused for that unit, with the reason."),
    )
    decision = decision_on_team()
    leave_out = BooleanField(_l("Leave out the units that are refused"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = inspection_people(today())
        self.units.choices = choices.units_of_today()
        self.topics.choices = choices.topics()
        self.checklists.choices = choices.further_checklists()
        self.lead.choices = choices.people(self.people, today(), none=_("Named later"))
        self.members.choices = [(one.value, one.label) for one in self.lead.choices if one.value]
