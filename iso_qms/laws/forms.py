"""What may be typed about legal texts."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.laws.keeping import MOST_MONTHS
from iso_qms.laws.models import KINDS
from iso_qms.organisation.units import named_units
from iso_qms.web import HouseForm

A_DAY = InputRequired(_l("Type a day, such as 24/11/2026."))


class TextForm(HouseForm):
    """A legal text of the register."""

    kind = SelectField(_l("Kind"), choices=list(KINDS.items()), default="Nghị định")
    number = StringField(
        _l("Number"),
        [InputRequired(_l("Type the number as it is printed.")), Length(max=60)],
        description=_l("As printed, such as 123/2015/NĐ-CP."),
    )
    issuer = StringField(_l("Issued by"), [InputRequired(_l("Type who issued it.")), Length(max=200)])
    issued_on = DateField(_l("Date of the text"), [A_DAY])
    title = TextAreaField(
        _l("Title"),
        [InputRequired(_l("Type the title.")), Length(max=1000)],
        description=_l("For a law its name, such as Luật Hộ tịch: documents cite it by that."),
    )
    effect_from = DateField(_l("In effect from"), [Optional()])
    effect_to = DateField(
        _l("No longer in effect from"),
        [Optional()],
        description=_l("Only where the text itself ends; what replaces it is entered on its page."),
    )
    keeper_unit_id = SelectField(_l("Kept by"), coerce=int, default=0)
    note = TextAreaField(_l("Note"), [Length(max=5000)])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        units = [(one.id, one.name) for one in named_units(today())]
        self.keeper_unit_id.choices = [(0, _("Nobody named")), *units]

    def values(self) -> dict[str, Any]:
        """What the operation is called with."""
        given = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return given | {"note": given["note"] or "", "keeper_unit_id": given["keeper_unit_id"] or None}


class ChangeForm(HouseForm):
    """What replaces or amends a text, and from when."""

    kind = RadioField(
        _l("What happens to it"),
        choices=[("replaces", _l("It is replaced")), ("amends", _l("It is amended"))],
        default="replaces",
    )
    newer = SelectField(_l("By which text"), coerce=int, validate_choice=False, default=0)
    on = DateField(_l("From which day"), [A_DAY])


class RulesForm(HouseForm):
    """In how many months changes of the law are carried into documents."""

    months = IntegerField(_l("Months"), [InputRequired(_l("Type a number.")), NumberRange(min=1, max=MOST_MONTHS)])
    basis = StringField(_l("On what basis"), [Length(max=300)])
