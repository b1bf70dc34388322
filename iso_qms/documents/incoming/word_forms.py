"""What may be typed about Word files that come in: which file, and what becomes of it."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import Field, FileField, SelectField, StringField
from wtforms.validators import InputRequired, Length, StopValidation

from iso_qms.documents.models import KINDS
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm

PLAIN_KINDS = tuple(name for name in KINDS if name != "procedure")


class Chosen:
    """At least one file was chosen."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Any, field: Field) -> None:
        given = field.data if isinstance(field.data, list | tuple) else [field.data]
        if not any(getattr(one, "filename", "") for one in given):
            raise StopValidation(_("Choose at least one Word file."))


class WordBackForm(HouseForm):
    """The Word file of a draft that comes back."""

    file = FileField(_l("Word file"), [Chosen()], description=_l(".docx or .doc, at most 50 MB."))


class BringInForm(HouseForm):
    """A Word file that is to become a document."""

    file = FileField(_l("Word file"), [Chosen()], description=_l(".docx or .doc, at most 50 MB."))


class BroughtForm(HouseForm):
    """What a Word file that was read becomes: the words of its cover may be put right here."""

    kind = SelectField(_l("Kind"), choices=[(name, KINDS[name]) for name in PLAIN_KINDS])
    code = StringField(
        _l("Code"),
        [InputRequired(_l("Type the code as it is printed.")), Length(max=80)],
        description=_l("As printed on the cover, such as QT-07 or QT 01/CX-HCTP."),
    )
    title = StringField(_l("Title"), [InputRequired(_l("Type the title.")), Length(max=500)])
    unit = SelectField(_l("Unit in charge"), coerce=int)
