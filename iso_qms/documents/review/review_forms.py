"""What may be typed about periodic reviews: what came out, and the months between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.documents.forms import PapersForm
from iso_qms.documents.models import KINDS, OUTCOMES
from iso_qms.documents.review.periodic import MOST_MONTHS
from iso_qms.i18n import _l
from iso_qms.registry import ReviewEvidence
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


def _months(label: Any, fewest: int) -> IntegerField:
    between = _l("Between 1 and 84 months.") if fewest else _l("Between 0 and 84 months.")
    return IntegerField(
        label, [InputRequired(_l("Type a number.")), NumberRange(min=fewest, max=MOST_MONTHS, message=between)]
    )


class IntervalsForm(HouseForm):
    """Months between two reviews by kind of document, and what each kind of evidence takes off."""

    floor = _months(_l("Never fewer months than"), 1)

    @classmethod
    def asking(cls, evidence: Mapping[str, ReviewEvidence]) -> type[IntervalsForm]:
        """The form with a field for each kind of evidence that the rooms have brought."""
        labels = {name: str(one.label) for name, one in evidence.items()}
        fields = {f"off_{name}": _months(label[:1].upper() + label[1:], 0) for name, label in labels.items()}
        return type(cls.__name__, (cls,), fields)


for _kind, _label in KINDS.items():
    setattr(IntervalsForm, f"months_{_kind}", _months(_label, 1))
