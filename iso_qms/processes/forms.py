"""What may be typed into the editor, part by part: a form of rows for each kind, and how rows and contents meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.incoming.word_forms import Chosen
from iso_qms.i18n import _, _l
from iso_qms.processes.amounts import UNITS
from iso_qms.processes.blocks import GROUPS, LIMIT_KINDS
from iso_qms.processes.reading.lines import fees_in, forms_in, legal_in, papers_in
from iso_qms.processes.wording import limit_in_words
from iso_qms.text import whole_number
from iso_qms.web import HouseForm, RowForm

Content = dict[str, Any]
LONG = Length(max=20_000)
SHORT = Length(max=1_000)
NEEDED = InputRequired(_l("This is needed, or take the row out."))


class Row(RowForm):
    """A row: the block it continues, so that a moved or reworded row stays the same one."""

    block = HiddenField()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it: such a row is left out without a word."""
        return not any(_typed(one) for one in self if one.name.rpartition("-")[2] in self.words)

    words: tuple[str, ...] = ()
    """The fields in which a person types words; choices alone make no row."""


class PaperRow(Row):
    text = TextAreaField(_l("Paper"), [NEEDED, LONG], render_kw={"rows": 2})
    level = SelectField(
        _l("List level"), choices=[("1", _l("of its own")), ("2", _l("under another")), ("3", _l("third level"))]
    )
    group = SelectField(_l("Kind"), choices=list(GROUPS.items()))
    copies = IntegerField(_l("Copies"), [Optional(), NumberRange(1, 99, _l("A number from 1 to 99."))])
    words = ("text",)


class LimitRow(Row):
    case = StringField(_l("Case"), [SHORT], description=_l("Such as “phải xác minh”. Empty when there is only one."))
    kind = SelectField(_l("What it limits"), choices=list(LIMIT_KINDS.items()))
    amount = StringField(_l("How long"), [Length(max=10)])
    unit = SelectField(_l("Unit of time"), choices=list(UNITS.items()))
    starts_from = StringField(_l("Counted from"), [SHORT], description=_l("Such as “ngày nhận đủ hồ sơ hợp lệ”."))
    cutoff = TimeField(
        _l("Next working day after"),
        [Optional()],
        description=_l("For same-day results: the hour of the last receipt."),
    )
    words = ("case", "amount", "starts_from", "cutoff")

    @property
    def is_blank(self) -> bool:
        """A same-day limit needs no words."""
        return super().is_blank and self.unit.data not in ("same_day", "office_hours")

    def validate_amount(self, field: Field) -> None:
        """An amount where the unit counts something."""
        if self.unit.data in ("same_day", "office_hours"):
            return
        if _amount(field.data) is None:
            raise ValidationError(_("How long? Write a number above 0, such as 3 or 0,5."))


class FeeRow(Row):
    raw = TextAreaField(_l("Fee as printed"), [NEEDED, LONG], render_kw={"rows": 2})
    words = ("raw",)


class LegalRow(Row):
    raw = TextAreaField(_l("Legal text as cited"), [NEEDED, LONG], render_kw={"rows": 2})
    words = ("raw",)

    def validate_raw(self, field: Field) -> None:
        """It must begin as a citation does, or nobody could look it up."""
        if not legal_in(f"- {field.data}"):
            raise ValidationError(_("Begin with the kind of text: Luật, Nghị định, Thông tư, Quyết định…"))


class FormRow(Row):
    title = TextAreaField(_l("Title of the form"), [NEEDED, SHORT], render_kw={"rows": 1})
    code = StringField(_l("Code"), [Length(max=30)], description=_l("Such as BM-07.01."))
    words = ("title", "code")


class RecordRow(Row):
    name = TextAreaField(_l("Record kept"), [NEEDED, SHORT], render_kw={"rows": 1})
    place = StringField(_l("Kept by"), [SHORT])
    retention = StringField(_l("Kept for"), [SHORT], description=_l("Such as “5 năm” or “Vĩnh viễn”."))
    words = ("name", "place", "retention")


class PartForm(HouseForm):
    """What every part carries: how often the draft had been edited when its page was opened."""

    edits = HiddenField()

    @property
    def opened_at(self) -> int:
        """The number of edits this person saw; -1 when the field is broken, which no draft has."""
        return whole_number(self.edits.data, -1)


class HeadForm(PartForm):
    title = TextAreaField(
        _l("Title"), [InputRequired(_l("A procedure has a title.")), Length(max=500)], render_kw={"rows": 2}
    )
    issue_number = IntegerField(_l("Issue number"), [InputRequired(), NumberRange(1, 99, _l("A number from 1 to 99."))])
    revision_number = StringField(
        _l("Revision number"), [Length(max=20)], description=_l("Where your agency counts revisions inside an issue.")
    )
    issued_on = DateField(_l("Date of issue"), [Optional()])
    change_summary = TextAreaField(
        _l("What changes"),
        [LONG],
        render_kw={"rows": 3},
        description=_l("A sentence or two: it stands in the amendment table."),
    )
    change_basis = TextAreaField(
        _l("On what basis"),
        [LONG],
        render_kw={"rows": 2},
        description=_l("The law, decision or finding that asks for it."),
    )


class WordingForm(PartForm):
    text = TextAreaField(_l("Printed wording"), [LONG], render_kw={"rows": 14})


class BringInForm(HouseForm):
    """Which files come in, and who answers for the procedures."""

    files = MultipleFileField(
        _l("Word files"), [Chosen()], description=_l("Up to 20 files, .docx or .doc, at most 50 MB each.")
    )
    unit = SelectField(_l("Unit in charge"), coerce=int)


class CatalogueForm(HouseForm):
    """Which files of the national catalogue are taken in."""

    files = MultipleFileField(
        _l("Files of the catalogue"),
        [Chosen()],
        description=_l("JSON as the national portal gives it, one record or many to a file, or a ZIP of such files."),
    )


class MatchForm(HouseForm):
    """Which procedure of ours a published one is: a proposed one, or the one whose code is typed."""

    document_id = IntegerField(_l("Procedure"))
    code = StringField(_l("Code of our procedure"), [InputRequired(_l("Type the code.")), Length(max=80)])


ROWS: dict[str, type[Row]] = {
    "papers": PaperRow,
    "time_limit": LimitRow,
    "fees": FeeRow,
    "legal_basis": LegalRow,
    "forms_list": FormRow,
    "forms": FormRow,
    "records": RecordRow,
}


def rows_form(part: str) -> type[PartForm]:
    """The form of a part that holds rows of one kind."""
    extra: dict[str, Any] = {"rows": FieldList(FormField(ROWS[part]))}
    if part == "papers":
        extra["sets"] = IntegerField(
            _l("Number of sets"), [Optional(), NumberRange(1, 99, _l("A number from 1 to 99."))]
        )
    if part == "records":
        extra["note"] = TextAreaField(_l("Words before the table"), [LONG], render_kw={"rows": 2})
    return type("RowsForm", (PartForm,), extra)


def texts_form(keys: Sequence[str], labels: Mapping[str, Any]) -> type[PartForm]:
    """The form of sections that are words alone."""
    fields: dict[str, Any] = {}
    for key in keys:
        fields[f"heading_{key}"] = StringField(_l("Heading in print"), [Length(max=110)])
        fields[f"text_{key}"] = TextAreaField(labels[key], [LONG], render_kw={"rows": 5})
    return type("TextsForm", (PartForm,), fields)


def typed_of(content: Mapping[str, Any], block_id: int) -> Content:
    """A content as it is typed into its row."""
    typed = dict(content) | {"block": str(block_id)}
    if "amount" in typed and "cutoff" in typed:
        typed["amount"] = "" if typed["amount"] is None else f"{typed['amount']:g}".replace(".", ",")
        typed["cutoff"] = _time(typed["cutoff"])
    return typed


def values_of(part: str, row: Mapping[str, Any], old: Mapping[str, Any] | None) -> list[Value]:
    """The contents a row says; most say one, a fee or a citation that names several says several."""
    return _READERS[part](dict(row), dict(old or {}))


def _paper(row: Content, _old: Content) -> list[Value]:
    level, copies = int(row["level"]), row["copies"]
    stated = next((one["copies"] for one in papers_in(f"- {row['text']}")), None)
    text = row["text"]
    if copies and not stated and row["group"] != "note":
        text, stated = f"{text} ({copies:02d} bản)", copies
    return [Value("paper", {"text": text, "level": level, "group": row["group"], "copies": stated})]


def _limit(row: Content, old: Content) -> list[Value]:
    counted = row["unit"] not in ("same_day", "office_hours")
    limit = {
        "case": row["case"] or None,
        "kind": row["kind"],
        "amount": _amount(row["amount"]) if counted else None,
        "unit": row["unit"],
        "starts_from": row["starts_from"] or None,
        "cutoff": f"{row['cutoff']:%H:%M}" if row["cutoff"] else None,
    }
    same = all(old.get(name) == value for name, value in limit.items())
    return [Value("time_limit", limit | {"raw": old["raw"] if same and old.get("raw") else limit_in_words(limit)})]


def _fee(row: Content, old: Content) -> list[Value]:
    if old.get("raw") == row["raw"]:
        return [Value("fee", old)]
    return [Value("fee", one) for one in fees_in(f"- {row['raw']}")]


def _legal(row: Content, old: Content) -> list[Value]:
    if old.get("raw") == row["raw"]:
        return [Value("legal_basis", old)]
    return [Value("legal_basis", one) for one in legal_in(f"- {row['raw']}")]


def _form(source: str) -> Callable[[Content, Content], list[Value]]:
    def read(row: Content, _old: Content) -> list[Value]:
        title = row["title"].strip(" ;.,")
        stated = next((one["code"] for one in forms_in(f"- {title}", source=source)), None)
        return [Value("form", {"title": title, "code": row["code"] or stated, "source": source})]

    return read


def _record(row: Content, _old: Content) -> list[Value]:
    return [Value("record", {name: row[name] or None for name in ("name", "place", "retention")})]


_READERS: dict[str, Callable[[Content, Content], list[Value]]] = {
    "papers": _paper,
    "time_limit": _limit,
    "fees": _fee,
    "legal_basis": _legal,
    "forms_list": _form("forms_list"),
    "forms": _form("forms"),
    "records": _record,
}


def _typed(field: Field) -> bool:
    raw = getattr(field, "raw_data", None)
    return bool(str(raw[0]).strip()) if raw else bool(field.data)


def _amount(text: Any) -> float | int | None:
    try:
        value = float(str(text or "").strip().replace(",", "."))
    except ValueError:
        return None
    if not 0 < value < 10_000:
        return None
    return int(value) if value == int(value) else value


def _time(text: str | None) -> Any:
    from datetime import time

    return time.fromisoformat(text) if text else None
