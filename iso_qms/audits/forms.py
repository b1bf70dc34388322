"""What may be typed about programmes, inspections, minutes, checklists and rules."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.audits import choices
from iso_qms.audits.models import KINDS, METHODS
from iso_qms.audits.programme.spans import SPANS
from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm, papers


class Checkboxes(SelectMultipleField):
    """Several of a short list."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def kind_of_visit() -> RadioField:
    """Whether the units know beforehand."""
    return RadioField(
        _l("Kind"),
        choices=list(KINDS.items()),
        default="announced",
        description=_l("The units of an unannounced one see nothing of it until it begins."),
    )


def method_of_visit() -> RadioField:
    """On site, remote or both."""
    return RadioField(_l("Method"), choices=list(METHODS.items()), default="on_site")


def topics_asked() -> Checkboxes:
    """What is inspected; the form offers the choices."""
    return Checkboxes(_l("Topics"), [InputRequired(_l("Choose at least one topic."))])


def further_checklists() -> Checkboxes:
    """Lists of the library besides those of the topics; the form offers the choices."""
    return Checkboxes(
        _l("Further checklists"), description=_l("From the library; the questions of the topics are asked in any case.")
    )


def criteria_of_visit() -> TextAreaField:
    """Against what is inspected."""
    return TextAreaField(
        _l("Criteria"),
        [InputRequired(_l("Say against what is inspected."))],
        description=_l("Rules, decisions, procedures or clauses the team holds what it sees against."),
    )


def decision_on_team() -> StringField:
    """The decision by which the team was set up."""
    return StringField(
        _l("Decision on the team"), [Length(max=200)], description=_l("Number and date, for the minutes.")
    )


class PapersForm(HouseForm):
    """Papers that go with an act."""

    files = papers()


class ProgrammeForm(PapersForm):
    """The programme of a year."""

    year = IntegerField(_l("Year"), [InputRequired(_l("Which year?")), NumberRange(2000, 2100)])
    objectives = TextAreaField(
        _l("Objectives"),
        [InputRequired(_l("Say what the year's inspections shall reach."))],
        description=_l(
            "What has changed, what went wrong last year, which processes matter most (ISO 9001:2015, 9.2.2)."
        ),
    )


def how_exactly() -> RadioField:
    """Whether the day of a visit is known, or only its month or quarter."""
    return RadioField(
        _l("How exactly"),
        choices=list(SPANS.items()),
        default="day",
        description=_l("Without a day the visit stands in its month or quarter until the day is set."),
    )


class InspectionForm(PapersForm):
    """The plan of one inspection."""

    title = StringField(_l("Title"), [InputRequired(_l("Give it a title.")), Length(max=300)])
    kind = kind_of_visit()
    planned_on = DateField(_l("Planned for"), [InputRequired(_l("Choose a day."))], default=today)
    span = how_exactly()
    method = method_of_visit()
    programme = SelectField(_l("Programme"), coerce=choices.whole_number)
    units = Checkboxes(_l("Units"), [InputRequired(_l("Choose at least one unit."))], coerce=choices.whole_number)
    topics = topics_asked()
    checklists = further_checklists()
    criteria = criteria_of_visit()
    documents = TextAreaField(
        _l("Procedures looked at"),
        description=_l("Their codes, one a line. Whoever wrote, reviewed or approved one cannot be in the team."),
    )
    decision = decision_on_team()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme.choices = choices.programmes()
        self.units.choices = choices.units_of_today()
        self.topics.choices = choices.topics()
        self.checklists.choices = choices.further_checklists()


class DayForm(HouseForm):
    """The day of a visit."""

    day = DateField(_l("Planned for"), [InputRequired(_l("Choose a day."))])


class MemberForm(HouseForm):
    """Somebody for the team."""

    person = SelectField(
        _l("Inspector"), [NumberRange(min=1, message=_l("Choose an inspector."))], coerce=choices.whole_number
    )
    is_lead = BooleanField(_l("leads the team"))


class ReasonForm(PapersForm):
    """Why; it stands in the history."""

    note = TextAreaField(_l("Reason"), [InputRequired(_l("Give a reason: it stands in the history."))])


class ReportForm(PapersForm):
    """The lead's report."""

    conclusion = TextAreaField(
        _l("Conclusion"),
        [InputRequired(_l("Write the conclusion."))],
        description=_l("What is well, what is not, as a whole. Without names of people."),
    )
    recommendation = TextAreaField(_l("Recommendations"))


class SignForm(PapersForm):
    """One's own confirmation of the minutes."""

    remark = TextAreaField(
        _l("What we want the minutes to say"),
        description=_l("It stands there word for word, and in the report to the leadership. Name nobody."),
    )
    own_password = PasswordField(_l("Your password"), [InputRequired(_l("Type your password."))])


class PaperForm(HouseForm):
    """A signature on paper, or none and who saw it."""

    unit = SelectField(_l("For"), coerce=choices.whole_number)
    how = RadioField(
        _l("How it was signed"),
        choices=[("on_paper", _l("Signed on paper")), ("refused", _l("Did not sign"))],
        default="on_paper",
    )
    name = StringField(_l("Who stood for the unit"), [InputRequired(_l("Type the name.")), Length(max=200)])
    post = StringField(_l("Post"), [Length(max=300)])
    witness = StringField(_l("Witness"), [Length(max=200)], description=_l("Needed when nobody of the unit signed."))
    remark = TextAreaField(_l("What they want the minutes to say"))
    scans = papers(_l("Scanned copy"), _l("PDF or pictures of the signed pages."))

    def validate_witness(self, field: StringField) -> None:
        """A refusal has a witness."""
        if self.how.data == "refused" and not (field.data or "").strip():
            raise ValidationError(_("Name a witness: the minutes say who saw that they were not signed."))


class RulesForm(HouseForm):
    """What holds for every inspection of the agency."""

    reply_days = IntegerField(_l("Working days to explain a finding"), [InputRequired(_l("How many?"))])
    minutes_days = IntegerField(
        _l("Working days to end a visit with minutes"),
        [InputRequired(_l("How many?"))],
        description=_l("From the day it began. The lead sees what is due on the desk."),
    )
    conclude_days = IntegerField(
        _l("Working days to conclude a finding"),
        [InputRequired(_l("How many?"))],
        description=_l("From the last explanation, or from the end of the time to explain."),
    )
    report_days = IntegerField(
        _l("Working days to report"),
        [InputRequired(_l("How many?"))],
        description=_l("From the end of the visit until the inspection is closed."),
    )
    hours_basis = StringField(
        _l("Rule on working hours"),
        [Length(max=300)],
        description=_l("Stands as the criterion of findings made from a head-count."),
    )


class InspectionFilterForm(HouseForm):
    """Which inspections a list shows."""

    class Meta:
        csrf = False

    q = StringField(_l("Title or number"))
    unit = SelectField(_l("Unit"), coerce=choices.whole_number, validate_choice=False)
    topic = SelectField(_l("Topic"), validate_choice=False)
    year = SelectField(_l("Year"), coerce=choices.whole_number, validate_choice=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = [(0, _("Every unit")), *choices.units_of_today()]
        self.topic.choices = [("", _("Every topic")), *choices.topics()]
        self.year.choices = [(0, _("Every year")), *((year, str(year)) for year in years)]
