"""What may be typed about controlled copies."""

from __future__ import annotations

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from iso_qms.documents.forms import A_DAY, PapersForm
from iso_qms.documents.models import COPY_FORMS
from iso_qms.i18n import _l
from iso_qms.web import HouseForm


class GiveCopyForm(HouseForm):
    """Who gets a numbered copy, in which form, on which day."""

    post = SelectField(_l("Held by the post"), coerce=int, default=0, validate_choice=False)
    outside = StringField(
        _l("Or a body outside the agency"),
        [Length(max=300)],
        description=_l("Such as the department of justice of the province; it gets no letter from the system."),
    )
    form = RadioField(_l("Form of the copy"), choices=list(COPY_FORMS.items()), default="paper")
    given_on = DateField(_l("Given on"), [InputRequired(A_DAY)])
    note = TextAreaField(
        _l("Note"), [Length(max=2000)], description=_l("Where it hangs or lies, such as: notice board at counter 1.")
    )


class CopyMoveForm(HouseForm):
    """What became of a copy."""

    note = TextAreaField(_l("What is known"), [Length(max=5000)])


class SignedFileForm(PapersForm):
    """A signed PDF that is kept with a revision."""
