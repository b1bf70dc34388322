"""What may be typed when a file of the one-stop software is brought in."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from iso_qms.dossiers.models import KINDS
from iso_qms.i18n import _l
from iso_qms.text import whole_number
from iso_qms.web.forms import HouseForm


class FileForm(HouseForm):
    """A file of dossiers, or of what happened to them."""

    file = FileField(
        _l("File of the one-stop software"),
        [FileRequired(_l("Choose a file."))],
        description=_l("CSV, Excel or XES, also packed (.gz). Nothing comes in before you have seen what would be."),
    )


class ColumnsForm(HouseForm):
    """What the file is, and where it comes from; which column is what stands in fields of its own."""

    source = StringField(
        _l("Source"),
        [InputRequired(_l("Name the software the file comes from.")), Length(max=60)],
        description=_l("The software it comes from. How its files are read is kept under this name for the next one."),
    )
    kind = SelectField(_l("What its rows are"), choices=list(KINDS.items()))

    @property
    def fields(self) -> Mapping[int, str]:
        """The field chosen for each column, by the column's place."""
        found = ((key.removeprefix("field-"), value) for key, value in request.form.items() if key.startswith("field-"))
        return {whole_number(place, -1): value for place, value in found if value}

    @property
    def states(self) -> Mapping[str, str]:
        """What words of the source mean, for states it names in its own way."""
        found = ((key.removeprefix("state:"), value) for key, value in request.form.items() if key.startswith("state:"))
        return {words: value for words, value in found if value}


class SourceForm(HouseForm):
    """The source that sends its rows with a token."""

    source = StringField(
        _l("Source"),
        [InputRequired(_l("Say which source sends its rows with it.")), Length(max=60)],
        description=_l("The name under which its columns were confirmed with a file."),
    )
