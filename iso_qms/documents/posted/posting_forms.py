"""What may be typed about postings."""

from __future__ import annotations

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from iso_qms.documents.forms import A_DAY, PapersForm
from iso_qms.documents.models import MEDIA
from iso_qms.i18n import _l
from iso_qms.web import HouseForm, papers

CITES = _l("Legal texts it names")
CITES_HINT = _l("Only where it has words of its own, such as: Nghị định số 123/2015/NĐ-CP. Leave it empty for a print.")
FILES = _l("Photo, or the file that is posted")
FILES_HINT = _l("The legal texts that a Word file (.docx) or a PDF names are read out of it; of a photo they are not.")


class PostingForm(HouseForm):
    """Where a document is posted."""

    medium = RadioField(_l("How it is posted"), choices=list(MEDIA.items()), default="board")
    place = StringField(
        _l("Place or address"),
        [InputRequired(_l("Say where it is posted.")), Length(max=500)],
        description=_l("Such as: notice board on the ground floor, or the address of the page."),
    )
    unit = SelectField(_l("Unit that answers for it"), coerce=int)
    posted_on = DateField(_l("Posted on"), [InputRequired(A_DAY)])
    cites = TextAreaField(CITES, [Length(max=5000)], description=CITES_HINT)
    files = papers(FILES, FILES_HINT)


class RenewPostingForm(HouseForm):
    """That the issue in force is posted now."""

    posted_on = DateField(_l("Posted on"), [InputRequired(A_DAY)])
    cites = TextAreaField(CITES, [Length(max=5000)], description=CITES_HINT)
    files = papers(FILES, FILES_HINT)


class TakeDownForm(PapersForm):
    """That it hangs there no more."""

    ended_on = DateField(_l("Taken down on"), [InputRequired(A_DAY)])


class PostingDaysForm(HouseForm):
    """In how many working days postings are brought up to date."""

    days = IntegerField(_l("Working days"), [InputRequired()])
