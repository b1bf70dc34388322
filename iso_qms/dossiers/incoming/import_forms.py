"""What may be typed when a file of the one-stop software is brought in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from iso_qms.dossiers.incoming.likely_words import Choice
from iso_qms.dossiers.incoming.source_words import FIELDS, choices_for, key_of
from iso_qms.dossiers.models import KINDS
from iso_qms.i18n import _l
from iso_qms.text import whole_number
from iso_qms.web.forms import HouseForm


class FileForm(HouseForm):
    """A file of dossiers, or of what happened to them."""

    file = FileField(
        _l("File of the one-stop software"),
        [FileRequired(_l("Choose a file."))],
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
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """What words of the source mean, by their kind, as far as it was said."""
        found = chosen_words(choices_for(str(self.kind.data)))
        return {field: {words: means for words, means in said.items() if means} for field, said in found.items()}


class WordsForm(HouseForm):
    """What words of a source mean; each stands in a field of its own, named by its kind and itself."""

    again = BooleanField(
        _l("Map what is in already again"),
        default=True,
        description=_l("Dossiers that bear these words get their units, procedures and days anew, behind your back."),
    )


def chosen_words(choices: Mapping[str, Sequence[Choice]]) -> dict[str, dict[str, str]]:
    """What was chosen for each word, by its kind; what was typed beside the list counts before it.

    What is typed may be a code or a name; what is neither stays as it was typed, and is refused by the verb.
    """
    found: dict[str, dict[str, str]] = {}
    for name, value in request.form.items():
        field, colon, words = name.partition(":")
        if colon and field in FIELDS:
            typed = request.form.get(f"other:{name}", "").strip()
            found.setdefault(field, {})[words] = key_of(typed, choices.get(field, ())) if typed else value
    return found


class SourceForm(HouseForm):
    """The source that sends its rows with a token."""

    source = StringField(
        _l("Source"),
        [InputRequired(_l("Say which source sends its rows with it.")), Length(max=60)],
        description=_l("The name under which its columns were confirmed with a file."),
    )
