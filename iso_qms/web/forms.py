"""Forms: bound to the session's token, in the language spoken, refusing without losing what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from iso_qms.db import db
from iso_qms.i18n import _l, gettext, ngettext
from iso_qms.text import clean, whole_number
from iso_qms.workflow import Refused

PAPERS = _l("Papers that go with it")
FILE_LIMITS = _l("Pictures, PDF, Word, Excel; each up to 20 MB. Cover faces and papers of citizens.")


class _Translations:
    """WTForms' own sentences, from our catalogue."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return ngettext(one, many, number) if "%(num)" in one + many else gettext(one if number == 1 else many)


def _cleaned(value: Any) -> Any:
    # Browsers end the lines of a text area with CR LF; stored with plain ends, a save without a change changes nothing.
    return clean(value).replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _on_one_line(value: Any) -> Any:
    # A browser sends no line break from a field of one line, but a program can: it would end the subject of a letter.
    return " ".join(_cleaned(value).splitlines()) if isinstance(value, str) else value


def _choice(one: Any) -> SelectChoice:
    return one if isinstance(one, SelectChoice) else SelectChoice(*one)


FILTERS = {StringField: _on_one_line, TextAreaField: _cleaned}
"""What becomes of typed words, by their field."""


class _HouseMeta:
    def get_translations(self, form: Any) -> Any:
        return _Translations()

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        # Text is normalised on entry (NFC, no invisible characters); passwords are left as typed.
        if unbound_field.field_class in FILTERS:
            unbound_field.kwargs.setdefault("filters", [FILTERS[unbound_field.field_class]])
        # Choices are written as pairs throughout; WTForms wants a word of its own for each.
        if isinstance(choices := unbound_field.kwargs.get("choices"), list):
            unbound_field.kwargs["choices"] = [_choice(one) for one in choices]
        return unbound_field.bind(form=form, **options)


class HouseForm(FlaskForm):
    """The base of every form on a page."""

    class Meta(_HouseMeta, FlaskForm.Meta):
        pass

    @property
    def status(self) -> int:
        """The status of a page that shows this form: 422 when something was wrong with it."""
        return 422 if self.errors else 200

    @contextmanager
    def refusals(self, at: Field | None = None) -> Iterator[None]:
        """Turn a refusal inside the block into an error of the form, or of the field it is about.

        The unit is rolled back, the words stay.
        """
        try:
            yield
        except Refused as refusal:
            if at is None:
                self.form_errors.append(str(refusal))
            else:
                at.errors = [*at.errors, str(refusal)]
            g.unit_refused = True
            db.session.rollback()


class NeededForOneAct:
    """Marks a field that one of several acts of a form needs, so that no page calls it optional; the act demands it."""

    field_flags = {"needed": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Nothing is wrong before it is known which act is meant."""


def papers(label: Any = PAPERS, hint: Any = FILE_LIMITS) -> Any:
    """A field for the files of an act, which `blobs.attach` keeps; it gives a list, also when none was chosen."""
    return MultipleFileField(label, filters=[lambda files: files or []], description=hint)


class RowForm(Form):
    """The base of a repeated row inside a form; the token stands once, in the form around it."""

    class Meta(_HouseMeta, Form.Meta):
        pass


def rows_posted(prefix: str) -> list[dict[str, str]]:
    """The rows of a repeating part as they were sent, in their order: fields named `prefix-N-name`."""
    rows: dict[int, dict[str, str]] = {}
    for key, value in request.form.items():
        head, _, name = key.partition("-") if "-" in key else ("", "", "")
        number, _, name = name.partition("-")
        if head == prefix and name and (at := whole_number(number, -1)) >= 0:
            rows.setdefault(at, {})[name] = _cleaned(value)
    return [rows[number] for number in sorted(rows)]
