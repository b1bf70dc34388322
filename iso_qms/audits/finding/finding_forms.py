"""What may be typed about findings: noting, explaining, concluding, and narrowing their list."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from iso_qms.audits import choices
from iso_qms.audits.finding.findings import GRADES, NO_CRITERION, NO_REASON, NONCONFORMING
from iso_qms.audits.forms import PapersForm, ReasonForm
from iso_qms.audits.topics import TOPICS
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm, papers

PERIODS = {
    "": (_l("Whole year"), 1, 12),
    "h1": (_l("First half"), 1, 6),
    "h2": (_l("Second half"), 7, 12),
    "q1": (_l("First quarter"), 1, 3),
    "q2": (_l("Second quarter"), 4, 6),
    "q3": (_l("Third quarter"), 7, 9),
    "q4": (_l("Fourth quarter"), 10, 12),
}
"""Parts of a year: their word, first and last month."""


class GradedForm(PapersForm):
    """A grade, and the reason a nonconformity needs."""

    grade = RadioField(_l("Grade"), choices=[(name, one.label) for name, one in GRADES.items()], default="minor")
    grade_reason = StringField(
        _l("Why this grade"),
        [Length(max=500)],
        description=_l("Needed for a nonconformity: one sentence."),
    )

    def validate_grade_reason(self, field: StringField) -> None:
        """Said at its field, and at once with whatever else is missing."""
        if self.grade.data in NONCONFORMING and not field.data:
            raise ValidationError(str(NO_REASON))


class PicturesForm(PapersForm):
    """Files among which there may be pictures."""

    nobody_on_it = BooleanField(_l("Nobody can be recognised on the pictures"))


class FindingForm(GradedForm, PicturesForm):
    """What was seen, and against what."""

    unit = SelectField(_l("Unit"), coerce=choices.whole_number)
    kind = RadioField(_l("About"), choices=list(TOPICS.items()), default="reception")
    title = StringField(
        _l("In one line"),
        [InputRequired(_l("Say in one line what it is.")), Length(max=300)],
        description=_l("The work, not the person: no names here."),
    )
    evidence = TextAreaField(
        _l("Evidence"),
        [InputRequired(_l("Say what was seen."))],
        description=_l("What was seen, heard or read, so that somebody else would see the same."),
    )
    minutes = IntegerField(_l("Minutes missing"), [Optional(), NumberRange(0, 1440)])
    people = IntegerField(_l("Number of people"), [Optional(), NumberRange(0, 10000)])
    place = StringField(_l("Place"), [Length(max=200)])
    observed_at = DateTimeLocalField(
        _l("Seen at"), [InputRequired(_l("When was it seen?"))], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )
    clause = SelectField(_l("Clause of ISO 9001:2015"))
    document = StringField(
        _l("Procedure"),
        [Length(max=80)],
        description=_l("Its code. The revision in force on the day is pinned to the finding."),
    )
    step = StringField(_l("Step or section"), [Length(max=300)])
    article = StringField(
        _l("Article of a law or rule"), [Length(max=1000)], description=_l("Kind, number, date, issuer, article.")
    )
    person = SelectField(
        _l("Person concerned"),
        coerce=choices.whole_number,
        description=_l("Only for working hours and conduct. Then few may read it, and each reading is kept."),
    )
    files = papers(_l("Evidence files"))

    def validate_document(self, field: StringField) -> None:
        """Any of three names the criterion; the first of them says so when none does."""
        if not (field.data or self.clause.data or self.article.data):
            raise ValidationError(str(NO_CRITERION))


class ReplyForm(PicturesForm):
    """The right of reply."""

    text = TextAreaField(
        _l("What happened, as the unit sees it?"),
        [InputRequired(_l("Write what happened."))],
        description=_l("Say what happened and when."),
    )


class ConcludeForm(PicturesForm):
    """Why a finding is confirmed or withdrawn: the team's answer to the explanation."""

    note = TextAreaField(
        _l("The team's answer"),
        [InputRequired(_l("Give a reason: it stands in the history."))],
        description=_l("Answer the explanation, point by point. It is read by those who may read the finding."),
    )


class CorrectForm(ConcludeForm, GradedForm):
    """A finding in other words or with another grade."""

    title = StringField(_l("In one line"), [InputRequired(_l("Say in one line what it is.")), Length(max=300)])
    evidence = TextAreaField(_l("Evidence"), [InputRequired(_l("Say what was seen."))])


class ReassignForm(ReasonForm, PicturesForm):
    """The unit whose matter it is."""

    unit = SelectField(_l("Unit"), coerce=choices.whole_number)


class FindingFilterForm(HouseForm):
    """Which findings a list shows."""

    class Meta:
        csrf = False

    q = StringField(_l("Title or number"))
    unit = SelectField(_l("Unit"), coerce=choices.whole_number, validate_choice=False)
    kind = SelectField(_l("About"), validate_choice=False)
    grade = SelectField(_l("Grade"), validate_choice=False)
    since = DateField(_l("Seen from"))
    until = DateField(_l("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = [(0, _("Every unit")), *choices.units_of_today()]
        self.kind.choices = [("", _("Everything")), *choices.topics()]
        self.grade.choices = [("", _("Every grade")), *((name, str(one.label)) for name, one in GRADES.items())]


class FiguresFilterForm(HouseForm):
    """What the figures of inspections are of."""

    class Meta:
        csrf = False

    year = SelectField(_l("Year"), coerce=choices.whole_number, validate_choice=False)
    period = SelectField(_l("Period"), validate_choice=False)
    unit = SelectField(_l("Unit"), coerce=choices.whole_number, validate_choice=False)
    kind = SelectField(_l("Topic"), validate_choice=False)

    def __init__(self, *args: Any, years: list[int], units: choices.Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year.choices = [(year, str(year)) for year in years]
        self.period.choices = [(name, str(label)) for name, (label, _first, _last) in PERIODS.items()]
        self.unit.choices = [(0, _("Every unit")), *units]
        self.kind.choices = [("", _("Every topic")), *choices.topics()]
