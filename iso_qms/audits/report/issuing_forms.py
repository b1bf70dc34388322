"""What may be typed when a paper is issued."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from iso_qms.clock import today
from iso_qms.i18n import _l
from iso_qms.web import HouseForm


class IssueForm(HouseForm):
    """Number and day of a paper, why it replaces another, and one's password."""

    number = StringField(
        _l("Number"),
        [InputRequired(_l("Type the number under which it is issued.")), Length(max=60)],
        description=_l("As the registry gave it, such as 15/TB-UBND."),
    )
    on = DateField(_l("Issued on"), [InputRequired(_l("On which day?"))], default=today)
    reason = TextAreaField(_l("Why it replaces the earlier one"), [Length(max=1000)])
    own_password = PasswordField(_l("Your password"), [InputRequired(_l("Type your password."))])

    def typed(self) -> dict[str, Any]:
        """What was typed, but the password."""
        return {"number": self.number.data, "on": self.on.data, "reason": self.reason.data or ""}
