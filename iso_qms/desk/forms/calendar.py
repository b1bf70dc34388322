"""What may be typed about the working calendar."""

from __future__ import annotations

from datetime import time
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from iso_qms.clock import today
from iso_qms.desk.forms import choices
from iso_qms.desk.forms.people import HISTORY, WHY_CHANGED
from iso_qms.i18n import _, _l
from iso_qms.organisation.operations.calendar import KINDS
from iso_qms.web import HouseForm
from iso_qms.worktime import Interval, Week

ORDINARY = "ordinary"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class CalendarDayForm(HouseForm):
    """What a day is, and what it is called."""

    kind = RadioField(
        _l("What the day is"), choices=[(ORDINARY, _l("An ordinary day, as its weekday says")), *KINDS.items()]
    )
    name_vi = StringField(_l("Name in Vietnamese"), [Length(max=200)])
    name_en = StringField(_l("Name in English"), [Length(max=200)])
    unconfirmed = BooleanField(_l("Not decided yet: whatever depends on this day is provisional"))
    reason = StringField(WHY_CHANGED, [Length(max=300)], description=HISTORY)


class HoursForm(HouseForm):
    """The hours of a week, one line for each day."""

    unit = SelectField(_l("For whom"), coerce=choices.whole_number)
    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)
    mon = StringField(_l("Monday"), [Length(max=100)])
    tue = StringField(_l("Tuesday"), [Length(max=100)])
    wed = StringField(_l("Wednesday"), [Length(max=100)])
    thu = StringField(_l("Thursday"), [Length(max=100)])
    fri = StringField(_l("Friday"), [Length(max=100)])
    sat = StringField(_l("Saturday"), [Length(max=100)])
    sun = StringField(_l("Sunday"), [Length(max=100)])
    reason = StringField(WHY_CHANGED, [Length(max=300)], description=HISTORY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = choices.units(none=_("the whole agency"))

    @property
    def days(self) -> list[Any]:
        """The fields of the seven days."""
        return [self[name] for name in WEEKDAYS]

    def week(self) -> Week:
        """The week as typed; each line was looked at before."""
        return tuple(read_hours(field.data or "") for field in self.days)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the rest, every line must hold hours."""
        fine = bool(super().validate(extra_validators))
        for field in self.days:
            try:
                read_hours(field.data or "")
            except ValidationError as wrong:
                field.errors, fine = [str(wrong)], False
        return fine


def read_hours(text: str) -> tuple[Interval, ...]:
    """Hours as people write them: `7:30–11:30, 13:00–17:00`; nothing is a day off."""
    return tuple(_interval(part) for part in text.replace(";", ",").split(",") if part.strip())


def _interval(text: str) -> Interval:
    opens, _dash, closes = text.replace("—", "–").replace("-", "–").partition("–")
    try:
        return Interval(_time(opens), _time(closes))
    except ValueError:
        raise ValidationError(_("Write hours like 07:30–11:30, 13:00–17:00, or nothing for a day off.")) from None


def _time(text: str) -> time:
    hours, _colon, minutes = text.strip().replace("h", ":").partition(":")
    return time(int(hours), int(minutes or 0))
