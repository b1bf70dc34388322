"""What may be typed about people: their record, posts, roles, absences and hand-over."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from iso_qms.clock import today
from iso_qms.desk.forms import choices
from iso_qms.i18n import _, _l
from iso_qms.organisation.people import ABSENCE_KINDS, DAY_PARTS, Person
from iso_qms.organisation.rights import ROLES
from iso_qms.web import HouseForm, papers

WHY_CHANGED = _l("Why it changes")
HISTORY = _l("Such as the decision; it stands in the history.")


class PersonForm(HouseForm):
    """A person's record."""

    name = StringField(_l("Full name"), [InputRequired(_l("Type the name.")), Length(max=200)])
    salutation = RadioField(
        _l("Addressed in Vietnamese as"), choices=[("", "anh/chị"), ("ông", "ông"), ("bà", "bà")], default=""
    )
    login = StringField(
        _l("Sign-in name"),
        [Length(max=100)],
        description=_l("Letters a to z, digits, and . _ - @. Without one, the person has no account."),
    )
    email = StringField(_l("E-mail"), [Length(max=200)], description=_l("Reminders go there."))
    phone = StringField(_l("Telephone"), [Length(max=40)])


class ChangePersonForm(PersonForm):
    """A record corrected, and why."""

    reason = StringField(WHY_CHANGED, [Length(max=300)], description=HISTORY)


class ReasonForm(HouseForm):
    """Why something is done or taken back."""

    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Say why."))])


class GivePostForm(HouseForm):
    """A post nobody holds, from a day on."""

    post = SelectField(
        _l("Post"),
        [NumberRange(min=1, message=_l("Choose a post."))],
        coerce=choices.whole_number,
        description=_l("Posts nobody holds today. Others must be ended first."),
    )
    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)
    last_day = DateField(_l("Last day"), [Optional()])
    capacity = SelectField(_l("Signs"), default="")
    files = papers()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post.choices = choices.vacant_posts(today())
        self.capacity.choices = choices.capacities()


class CorrectHoldingForm(HouseForm):
    """The days and the capacity of a holding anew, and why."""

    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))])
    last_day = DateField(_l("Last day"), [Optional()], description=_l("Leave it empty when no end is known."))
    capacity = SelectField(_l("Signs"), default="")
    reason = StringField(WHY_CHANGED, [InputRequired(_l("Say why.")), Length(max=300)])
    files = papers()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.capacity.choices = choices.capacities()


class GrantForm(HouseForm):
    """A role, over the whole agency or a unit and all under it, for a time."""

    role = SelectField(_l("Role"))
    unit = SelectField(_l("Over"), coerce=choices.whole_number)
    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)
    last_day = DateField(_l("Last day"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [("", _("Choose a role")), *choices.roles()]
        self.unit.choices = choices.units(none=_("the whole agency"))

    def validate_role(self, field: SelectField) -> None:
        """One must be chosen."""
        from wtforms.validators import ValidationError

        if field.data not in ROLES:
            raise ValidationError(_("Choose a role."))


class DelegateForm(HouseForm):
    """A deputy for a post, for a period."""

    to = SelectField(_l("Deputy"), [NumberRange(min=1, message=_l("Choose a person."))], coerce=choices.whole_number)
    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)
    last_day = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))])
    capacity = SelectField(_l("Signs"), default="KT.")
    reason = StringField(
        _l("Reason"), [Length(max=300)], description=_l("Leave, a course, a decision with its number.")
    )
    files = papers()

    def __init__(self, *args: Any, holder: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to.choices = choices.people(but=holder)
        self.capacity.choices = choices.capacities()


class AbsenceForm(HouseForm):
    """Leave or duty elsewhere."""

    kind = RadioField(_l("Kind of absence"), choices=list(ABSENCE_KINDS.items()), default="leave")
    first_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))], default=today)
    last_on = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))], default=today)
    part = RadioField(_l("Part of the day"), choices=list(DAY_PARTS.items()), default="day")
    reason = StringField(_l("Reason"), [Length(max=300)])
    files = papers()


class HandOverForm(HouseForm):
    """To whom everything of a leaver goes, from which day."""

    to = SelectField(_l("Successor"), [NumberRange(min=1, message=_l("Choose a person."))], coerce=choices.whole_number)
    on = DateField(_l("First day of the successor"), [InputRequired(_l("Choose the first day."))], default=today)
    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=300)])
    lock = BooleanField(_l("Lock the leaver's account as well"))
    files = papers()

    def __init__(self, *args: Any, leaver: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to.choices = choices.people(but=leaver)


class PeopleFilterForm(HouseForm):
    """Which people a list shows."""

    class Meta:
        csrf = False

    q = StringField(_l("Name, sign-in name or e-mail"))
    unit = SelectField(_l("Unit"), coerce=choices.whole_number, validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = choices.units(none=_("Every unit"))


class RosterForm(HouseForm):
    """An Excel file with units, posts and people."""

    file = FileField(
        _l("Excel file (.xlsx)"),
        [FileRequired(_l("Choose a file."))],
        description=_l("At most 5 MB and 500 rows at once. Nothing is entered before you have seen what would be."),
    )


class ConfirmRosterForm(HouseForm):
    """The day from which what was read shall hold."""

    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)
