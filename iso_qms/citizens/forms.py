"""What may be typed about pages for citizens."""

from __future__ import annotations

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.citizens.models import PARTS
from iso_qms.i18n import _l
from iso_qms.web import HouseForm


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
