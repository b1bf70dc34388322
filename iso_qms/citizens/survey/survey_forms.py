"""What may be typed about surveys, and by a citizen who answers one."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.citizens.survey.surveys import LABELS, OVERALL, Survey
from iso_qms.citizens.voice.feedback_forms import OpenForm, procedures
from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.organisation.units import named_units
from iso_qms.web import HouseForm

OVERALL_FIELD = "overall"
MAY_BE_BLANK = ""


class SurveyForm(HouseForm):
    """What is asked, when, where."""

    title = StringField(_l("Name of the survey"), [InputRequired(_l("Give the survey a name.")), Length(max=200)])
    first_on = DateField(_l("First day"), [InputRequired(_l("Choose a day."))])
    last_on = DateField(_l("Last day"), [InputRequired(_l("Choose a day."))])
    units = SelectMultipleField(
        _l("Units"), coerce=str, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    document = SelectField(_l("Procedure"), coerce=str)
    asks = TextAreaField(
        _l("Questions, one a line"),
        description=_l("Each is answered from 1, not at all, to 5, fully. Whether one is satisfied all in all is "
                       "always asked last."),
    )  # fmt: skip

    def offer(self) -> SurveyForm:
        """Fill in what may be chosen."""
        self.units.choices = [(str(one.id), one.name) for one in named_units(today())]
        self.document.choices = procedures(_("Any procedure"))
        return self


class HandOutForm(HouseForm):
    """How many slips a unit needs, or how many were asked there without one."""

    slips = IntegerField(
        _l("Slips to print"), description=_l("Each has a number and a code that can be used once."), default=0
    )
    asked = IntegerField(
        _l("Asked without a printed slip"), description=_l("So that the share who answered can be told."), default=0
    )


class EndForm(HouseForm):
    """Whether what it says is shown at once."""

    at_once = BooleanField(
        _l("Show what it says at once"),
        description=_l("Otherwise from tomorrow on. Until it is shown, a survey ended by mistake can be reopened; "
                       "after that it cannot, because the answers between could be told by subtraction."),
    )  # fmt: skip


class ReopenForm(HouseForm):
    """Why it is reopened."""

    note = StringField(
        _l("Why"), [InputRequired(_l("Give a reason: it stands in the history.")), Length(max=500)]
    )  # fmt: skip


class _Numbered(HouseForm):
    """Whether rows without the number of a slip are meant so."""

    unnumbered = BooleanField(
        _l("Papers typed without a number carry none"),
        description=_l("Slips printed here carry a number; one that was scanned as well would count twice without it."),
    )


class TypeInForm(_Numbered):
    """Answers typed from paper; the rows of the grid are read beside it."""


class KeepForm(_Numbered):
    """Answers of a file that were read and shown, to be kept."""

    unit = HiddenField()
    kept = HiddenField()


class BringInForm(HouseForm):
    """A file of answers of one unit."""

    unit = SelectField(_l("Unit"), coerce=str)
    file = FileField(
        _l("File"),
        [InputRequired(_l("Choose a file."))],
        description=_l("Excel (.xlsx) or CSV in UTF-8: the questions as headings, in any order, then a citizen a row, "
                       "from 1 to 5. A column “Slip no.” may stand beside them."),
    )  # fmt: skip


def answer_form(survey: Survey) -> Any:
    """The form of a citizen: a scale for each question; each may be left blank, the overall one is asked for."""
    scale = [(str(value), f"{value}: {words}") for value, words in LABELS.items()]
    fields: dict[str, Any] = {}
    for key, words in survey.questions:
        fields[key] = RadioField(str(words), choices=[*scale, (MAY_BE_BLANK, _("I cannot say"))], default=MAY_BE_BLANK)
    needed = InputRequired(_("Say whether you are satisfied all in all."))
    fields[OVERALL_FIELD] = RadioField(str(OVERALL), [needed], choices=scale)
    fields["website"] = StringField(_("Leave this empty"), [Length(max=200)])
    return type("AnswerSurveyForm", (OpenForm,), fields)()
