"""The table of steps as it is typed: a field of time for each case, and a tick where a step shares the time above it.

What is typed is what is printed ("0,5 ngày", "Giờ hành chính"); what was understood of it stands beside. A bare figure
or a bare "ngày" counts working days: the form says so, and the head of the printed table says so too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from iso_qms.documents.comparison.alignment import Value
from iso_qms.i18n import _, _l
from iso_qms.processes.agreement import cases_of
from iso_qms.processes.forms import LONG, NEEDED, SHORT, Content, PartForm, Row
from iso_qms.processes.reading.lines import times_in
from iso_qms.processes.word.steps import cell_text

MOST_CASES = 6


class StepRow(Row):
    """One step; the fields of time are added for each case."""

    number = StringField(_l("No."), [Length(max=20)])
    action = TextAreaField(_l("Work"), [NEEDED, LONG], render_kw={"rows": 3})
    responsible = TextAreaField(_l("Responsible"), [SHORT], render_kw={"rows": 2})
    output = TextAreaField(_l("Result or form"), [SHORT], render_kw={"rows": 2})
    words: tuple[str, ...] = ("number", "action", "responsible", "output")


class StepsForm(PartForm):
    """The steps, the cases their time is told for, and the words printed over the table."""

    note = TextAreaField(_l("Words around the table"), [LONG], render_kw={"rows": 2})
    cases = FieldList(StringField(_l("Case"), [SHORT]))

    def validate_cases(self, field: Any) -> None:
        """Cases are told apart by their names."""
        names = [(one.data or "").strip() for one in field]
        if len(set(names)) < len(names):
            raise ValidationError(_("Two cases have the same name."))

    def validate_rows(self, field: Any) -> None:
        """A step either has a time of its own or shares the one above; the first has none above."""
        for place, row in enumerate(field):
            for at in range(len(self.cases)):
                shared, own = row.form[f"joined_{at}"], row.form[f"time_{at}"]
                if shared.data and place == 0:
                    shared.errors = [_("There is no step above the first one.")]
                elif shared.data and (own.data or "").strip():
                    own.errors = [_("Either a time of its own, or the time of the step above.")]
                if shared.errors or own.errors:
                    raise ValidationError(_("Look at the times of step %(n)s.", n=place + 1))


def steps_form(cases: Sequence[str | None]) -> type[StepsForm]:
    """The form for steps whose time is told for these cases."""
    fields: dict[str, Any] = {}
    for at, case in enumerate(cases):
        label = _("Time, %(case)s", case=case) if case else _("Time")
        fields[f"time_{at}"] = TextAreaField(label, [SHORT], render_kw={"rows": 1})
        fields[f"joined_{at}"] = BooleanField(_("shared with the step above"))
    row = type(
        "StepRowOf", (StepRow,), fields | {"words": (*StepRow.words, *(f"time_{at}" for at in range(len(cases))))}
    )
    return type("StepsFormOf", (StepsForm,), {"rows": FieldList(FormField(row))})


def typed_steps(steps: Sequence[Any]) -> dict[str, Any]:
    """What stands in the form for these step blocks: the cases, and a row for each step."""
    cases = cases_of([one.content for one in steps])
    rows = []
    reach = [0] * len(cases)
    for place, one in enumerate(steps):
        row: Content = {name: one.content[name] or "" for name in StepRow.words} | {"block": str(one.block_id)}
        for at, case in enumerate(cases):
            mine = [d for d in one.content["durations"] if d["case"] == case]
            row[f"time_{at}"] = cell_text([d["raw"] for d in mine]) if mine else ""
            row[f"joined_{at}"] = not mine and place < reach[at]
            reach[at] = max([reach[at], *(place + d["steps"] for d in mine)])
        rows.append(row)
    return {"cases": [case or "" for case in cases], "rows": rows}


def step_values(rows: Sequence[Mapping[str, Any]], cases: Sequence[str]) -> list[Value]:
    """The steps these rows say, each with its durations for every case."""
    return [
        Value(
            "step",
            {
                "number": row["number"] or None,
                "action": row["action"],
                "responsible": row["responsible"] or None,
                "durations": list(_durations(rows, place, cases)),
                "output": row["output"] or None,
            },
        )
        for place, row in enumerate(rows)
    ]


def _durations(rows: Sequence[Mapping[str, Any]], place: int, cases: Sequence[str]) -> Iterator[Content]:
    for at, case in enumerate(cases):
        text = rows[place].get(f"time_{at}") or ""
        span = 1
        while place + span < len(rows) and rows[place + span].get(f"joined_{at}"):
            span += 1
        for read in times_in(text):
            yield {"case": case or None, **read, "steps": span}


def without_case(typed: dict[str, Any], at: int) -> dict[str, Any]:
    """What was typed, with a case and its column of time taken out."""
    last = len(typed["cases"]) - 1
    for row in typed["rows"]:
        for place in range(at, last):
            row[f"time_{place}"] = row.get(f"time_{place + 1}", "")
            row[f"joined_{place}"] = row.get(f"joined_{place + 1}", "")
    typed["cases"].pop(at)
    return typed
