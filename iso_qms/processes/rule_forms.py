"""What may be typed about the rules of consistency."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from iso_qms.i18n import _l
from iso_qms.web import HouseForm


class RuleOffForm(HouseForm):
    """Why a rule of consistency is left out."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why this rule is left out: whoever approves relies on it.")), Length(max=2000)],
        description=_l("It stands on the page of rules and in the journal."),
    )
