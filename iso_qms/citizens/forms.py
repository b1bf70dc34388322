"""What may be typed about pages for citizens."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.citizens.models import BOUNDS, PARTS
from iso_qms.i18n import _l
from iso_qms.web import HouseForm


def _within(name: str) -> list[Any]:
    least, most = BOUNDS[name]
    wrong = _l("Between %(least)s and %(most)s.", least=least, most=most)
    return [InputRequired(wrong), NumberRange(least, most, wrong)]


class TakeOffForm(HouseForm):
    """Why a page is taken off."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Give a reason: it stands in the history.")), Length(max=2000)]
    )


class CitizenRulesForm(HouseForm):
    """What pages for citizens say."""

    parts = SelectMultipleField(
        _l("What citizens see of a procedure"),
        choices=list(PARTS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Steps and the posts responsible concern the office; choose them only where they help."),
    )
    where_to_file = TextAreaField(
        _l("Where to hand in"),
        [Length(max=2000)],
        description=_l("Address, office hours, address of the online service: one a line."),
    )
    telephone = StringField(_l("Telephone for questions"), [Length(max=100)])
    takes_feedback = BooleanField(
        _l("Citizens may send feedback from these pages"),
        description=_l("Without an account. The quality team sorts it within five working days."),
    )
    contact_days = IntegerField(
        _l("Days after the end until it is forgotten how to reach the citizen"),
        _within("contact_days"),
        description=_l("The form tells citizens this number. A longer one holds for what comes in from then on; a "
                       "shorter one for all that has not ended."),
    )  # fmt: skip
    conduct_months = IntegerField(
        _l("Months after the end until what was said of a person is taken out"),
        _within("conduct_months"),
        description=_l("With the answer to it. What has ended keeps the day that was set then."),
    )
