"""What may be typed about the rules on hours and conduct, and about a person's own rights."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from iso_qms.audits.finding.findings import GRADES
from iso_qms.audits.finding.grading import FACTS
from iso_qms.audits.topics import TOPICS
from iso_qms.i18n import _l
from iso_qms.web import HouseForm, RowForm

HOW_MANY = InputRequired(_l("How many?"))


class GradeRuleRow(RowForm):
    """One rule of grades."""

    kind = SelectField(_l("About"), choices=list(TOPICS.items()))
    fact = SelectField(_l("Fact"), choices=list(FACTS.items()))
    at_least = IntegerField(_l("Number"), [Optional()])
    grade = SelectField(_l("Grade"), choices=[(name, one.label) for name, one in GRADES.items()])
    vi = StringField(_l("Why, in Vietnamese"), [Length(max=300)])
    en = StringField(_l("Why, in English"), [Length(max=300)])


class LadderRow(RowForm):
    """The ladder of one kind."""

    kind = HiddenField(validators=[AnyOf(TOPICS)])
    months = IntegerField(_l("Months back"), [HOW_MANY])
    reminder = IntegerField(_l("Reminder after visits"), [HOW_MANY])
    plan = IntegerField(_l("Action plan after visits"), [HOW_MANY])
    table = IntegerField(_l("Leader's table after visits"), [HOW_MANY])


class ConductRulesForm(HouseForm):
    """What holds for findings on hours and conduct."""

    fewest = IntegerField(
        _l("Smallest count shown"), [HOW_MANY], description=_l("Smaller ones are hidden in every table of counts.")
    )
    retention_months = IntegerField(
        _l("Months until a name ends"),
        [HOW_MANY],
        description=_l("From the conclusion. Then the name is taken out for good, unless it is held."),
    )
    withdrawn_months = IntegerField(_l("Months until a name ends in a withdrawn finding"), [HOW_MANY])
    rules = FieldList(FormField(GradeRuleRow), label=_l("Grades by rule"), max_entries=40)
    ladder = FieldList(FormField(LadderRow), label=_l("What comes back"), max_entries=7)


class PhotosForm(HouseForm):
    """Whether photographs of people may go with a finding."""

    photos = RadioField(_l("Photographs of people"), choices=[("off", _l("Off")), ("on", _l("On"))], default="off")
    reason = TextAreaField(_l("Why"), [InputRequired(_l("Give a reason: it stands in the history."))])


class RestrictForm(HouseForm):
    """Why a finding is to be restricted."""

    words = TextAreaField(
        _l("Why it is to be restricted"),
        [InputRequired(_l("Say why. Quality control reads your words, not the finding."))],
        description=_l("Quality control reads your name and these words, not the finding."),
    )


class DecideForm(HouseForm):
    """The answer to such a request."""

    granted = RadioField(_l("Answer"), choices=[("yes", _l("Restrict it")), ("no", _l("Leave it as it is"))])
    reason = TextAreaField(_l("Why"), [InputRequired(_l("Give a reason: it stands in the history."))])


class HoldForm(HouseForm):
    """Why a name is held beyond its time, or released."""

    reason = TextAreaField(_l("Why"), [InputRequired(_l("Give a reason: it stands in the history."))])


def empty_rows(form: Any) -> None:
    """Leave one row free below, for the next rule."""
    form.rules.append_entry()
