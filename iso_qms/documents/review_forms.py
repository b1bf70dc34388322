"""What may be typed about periodic reviews: what came out, and the months between two of them."""

from __future__ import annotations

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.documents.forms import PapersForm
from iso_qms.documents.models import KINDS, OUTCOMES
from iso_qms.i18n import _l
from iso_qms.web import HouseForm


class ReviewForm(PapersForm):
    """What came out of looking at a document again."""

    outcome = RadioField(
        _l("What came out"), [InputRequired(_l("Choose what came out."))], choices=list(OUTCOMES.items())
    )
    remark = TextAreaField(
        _l("Remark"),
        [Length(max=5000)],
        description=_l("What was looked at; what is to be corrected or changed; why it should be withdrawn."),
    )


class IntervalsForm(HouseForm):
    """Months between two reviews, by kind of document."""

    floor = IntegerField(
        _l("Never fewer months than"),
        [InputRequired(_l("Type a number.")), NumberRange(min=1, max=84, message=_l("Between 1 and 84 months."))],
    )


for _kind, _label in KINDS.items():
    setattr(
        IntervalsForm,
        f"months_{_kind}",
        IntegerField(
            _label,
            [InputRequired(_l("Type a number.")), NumberRange(min=1, max=84, message=_l("Between 1 and 84 months."))],
        ),
    )
