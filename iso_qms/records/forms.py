"""What may be typed about records."""

from __future__ import annotations

from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.i18n import _, _l
from iso_qms.records.terms import MOST_YEARS
from iso_qms.web import HouseForm, papers

NEEDED = InputRequired(_l("Give a reason: it stands in the history."))


class WhenLimited:
    """The number of years is needed where they are not kept for ever, and asked for nothing else."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse an empty field in words of our own; pass over it where they are kept for ever."""
        if form.how_long.data == "years" and field.data is None:
            field.errors = []
            raise StopValidation(_("Type how many years, or choose for ever."))
        if form.how_long.data != "years":
            field.errors = []
            raise StopValidation()


class ClassForm(HouseForm):
    """How long records of a kind are kept."""

    name = StringField(_l("Records of this kind"), [InputRequired(_l("Give the class a name.")), Length(max=300)])
    how_long = RadioField(
        _l("They are kept"),
        choices=[("years", _l("for a number of years")), ("for_ever", _l("for ever"))],
        default="years",
    )
    years = IntegerField(_l("Years"), [WhenLimited(), NumberRange(min=1, max=MOST_YEARS)])
    basis = StringField(
        _l("On what basis"),
        [Length(max=500)],
        description=_l("The circular, schedule or procedure that says so."),
    )
    document = SelectField(_l("Procedure"), coerce=int, default=0, validate_choice=False)

    @property
    def term(self) -> int | None:
        """The years; None for ever."""
        return self.years.data if self.how_long.data == "years" else None


class ChangeClassForm(ClassForm):
    """A change of a class, with its reason."""

    reason = StringField(_l("Why it changes"), [NEEDED, Length(max=500)])


class SeriesForm(HouseForm):
    """Records that are kept from now on."""

    title = StringField(
        _l("What these records are"),
        [InputRequired(_l("Say what these records are.")), Length(max=300)],
        description=_l("Such as: birth registrations, 2024, files 001 to 412."),
    )
    kind = SelectField(_l("Class"), coerce=int, validate_choice=False)
    unit = SelectField(_l("Unit that keeps them"), coerce=int, validate_choice=False)
    closed_on = DateField(
        _l("Closed on"),
        [InputRequired(_l("Choose a day."))],
        description=_l("The term counts from this day."),
    )
    place = StringField(_l("Where they lie"), [Length(max=200)])
    extent = StringField(_l("How much"), [Length(max=100)], description=_l("Such as: 12 boxes, 1.5 m, 430 files."))
    files = papers()


class ChangeSeriesForm(SeriesForm):
    """A correction, with its reason."""

    reason = StringField(_l("Why it changes"), [NEEDED, Length(max=500)])


class ReasonForm(HouseForm):
    """The reason of an act."""

    note = TextAreaField(_l("Reason"), [NEEDED, Length(max=2000)])
    files = papers()


class ProposeForm(HouseForm):
    """Which records are to be disposed of, and how."""

    series = SelectMultipleField(
        _l("Records whose term is over"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    method = StringField(
        _l("How"),
        [InputRequired(_l("Say how they are to be disposed of.")), Length(max=200)],
        description=_l("Such as: shredded by the archive, files erased from the server."),
    )
    note = TextAreaField(_l("What else the approver should know"), [Length(max=2000)])
    files = papers()


class ApproveForm(HouseForm):
    """An act signed with one's own password."""

    own_password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Type your password: it stands for your hand."))],
        description=_l("Typed again so that nobody signs at a desk you have left for a moment."),
    )
    files = papers()


class CarriedOutForm(HouseForm):
    """When and before whom records were disposed of."""

    on = DateField(_l("Carried out on"), [InputRequired(_l("Choose a day."))])
    witnesses = TextAreaField(
        _l("Who was there"),
        [InputRequired(_l("Name who was there.")), Length(max=2000)],
        description=_l("Name and post, one a line; they sign the minutes."),
    )
    files = papers(_l("Signed minutes"))
