"""What may be typed about teams: exceptions, declarations of interest, qualifications, and the rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from iso_qms.audits import choices
from iso_qms.audits.forms import Checkboxes, PapersForm
from iso_qms.audits.team.competence import ASKED, QUALIFICATIONS
from iso_qms.audits.team.independence import INTERESTS
from iso_qms.audits.team.team_rules import MOST_MONTHS, MOST_YEARS
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.organisation.people import Person, working_in
from iso_qms.web import HouseForm

MOST_IN_A_TEAM, USUAL_SIZE = 7, 2


class ProposeForm(HouseForm):
    """How large a team shall be."""

    class Meta:
        csrf = False

    size = IntegerField(_l("How many people"), [InputRequired(), NumberRange(1, MOST_IN_A_TEAM)])


class ExceptionForm(PapersForm):
    """The measure that makes up for a tie."""

    measure = TextAreaField(
        _l("Measure that makes up for it"),
        [InputRequired(_l("Say which measure makes up for the tie."))],
        description=_l("Who looks at that part instead, who sits beside them, who checks the findings."),
    )


class DecisionForm(PapersForm):
    """A decision on an exception."""

    note = TextAreaField(_l("Reason"))


class InterestForm(HouseForm):
    """An interest of one's own."""

    kind = SelectField(_l("Kind"), choices=list(INTERESTS.items()))
    unit = SelectField(_l("Unit it ties me to"), coerce=choices.whole_number)
    other = SelectField(_l("Person it ties me to"), coerce=choices.whole_number)
    note = TextAreaField(
        _l("In my own words"), description=_l("Read by you and by quality control only; no journal holds it.")
    )
    since = DateField(_l("Since"), [Optional()])
    until = DateField(_l("Until"), [Optional()], description=_l("The last day; left empty while it lasts."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = [(0, _("No unit")), *choices.units_of_today()]
        there = select(Person.id, Person.name).where(Person.id.in_(working_in(None))).order_by(Person.sort, Person.id)
        self.other.choices = [(0, _("Nobody of this agency")), *(tuple(row) for row in db.session.execute(there))]


class EndInterestForm(HouseForm):
    """Since when an interest is over."""

    until = DateField(_l("Last day"), [InputRequired(_l("Choose a day."))], default=today)


class QualificationForm(PapersForm):
    """What somebody is qualified by."""

    kind = SelectField(_l("Kind"), choices=list(QUALIFICATIONS.items()))
    topic = SelectField(_l("Topic"), description=_l("Only for a training in a topic."))
    title = StringField(_l("Name and number of the paper"), [Length(max=300)])
    issued_on = DateField(
        _l("Since"),
        [InputRequired(_l("Choose a day."))],
        description=_l("The day of the paper; for experience, the day the work in the field began."),
    )
    valid_until = DateField(_l("Valid until"), [Optional()], description=_l("Left empty when it does not expire."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic.choices = [("", _("None")), *choices.topics()]


class TeamRulesForm(HouseForm):
    """What holds for every team."""

    past_months = IntegerField(
        _l("Months somebody who left a unit does not inspect it"),
        [InputRequired(_l("How many?")), NumberRange(0, MOST_MONTHS)],
    )
    lead_kinds = Checkboxes(
        _l("Asked of whoever leads"),
        description=_l("The usual ones are those of Circular 26/2014/TT-BKHCN, article 40."),
    )
    member_kinds = Checkboxes(_l("Asked of every other member"))
    years = IntegerField(_l("Years of experience"), [InputRequired(_l("How many?")), NumberRange(0, MOST_YEARS)])
    topics = Checkboxes(_l("Topics for which a training of their own is asked"))
    allows_exceptions = BooleanField(
        _l("Exceptions may be asked for"),
        description=_l("For an agency too small for a team without any tie; the leadership decides on each."),
    )
    why_exceptions = TextAreaField(_l("Why the agency cannot do without"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(kind, str(QUALIFICATIONS[kind])) for kind in ASKED]
        self.lead_kinds.choices = self.member_kinds.choices = asked
        self.topics.choices = [(name, str(label)) for name, label in TOPICS.items()]
