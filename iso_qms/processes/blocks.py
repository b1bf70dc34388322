"""The kinds of blocks a procedure is made of, each with its words, its empty content and its named texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iso_qms.documents.blocks import BlockKind
from iso_qms.i18n import _, _l
from iso_qms.processes.amounts import amount_in_words
from iso_qms.processes.sections import LABELS
from iso_qms.processes.wording import beyond_rows

Content = Mapping[str, Any]
Texts = Sequence[tuple[str, str]]
FOR = ("procedure", "work_instruction")
ROWS = ("paper", "time_limit", "step", "form", "record")

GROUPS = {"submit": _l("To hand in"), "present": _l("To show"), "note": _l("To note")}
LIMIT_KINDS = {"case": _l("Whole procedure"), "phase": _l("One phase"), "extension": _l("Extension")}
SOURCES = {"forms_list": _l("For applicants"), "forms": _l("For the office")}


def _named(*pairs: tuple[str, Any]) -> Texts:
    return [(name, str(value)) for name, value in pairs if value not in (None, "")]


def _section(content: Content) -> Texts:
    return _named((_("Heading"), content.get("heading")), (_("Text"), content.get("text")))


def _paper(content: Content) -> Texts:
    return _named(
        (str(GROUPS.get(content.get("group", ""), "")) or _("Paper"), content.get("text")),
        (_("Copies"), content.get("copies")),
    )


def _sets(content: Content) -> Texts:
    return _named((_("Number of sets"), content.get("number")))


def _fee(content: Content) -> Texts:
    return _named((_("Fee"), content.get("raw")))


def _time_limit(content: Content) -> Texts:
    words = amount_in_words(content.get("amount"), content.get("unit"))
    return _named(
        (_("Case"), content.get("case")),
        (str(LIMIT_KINDS.get(content.get("kind", ""), "")), words),
        (_("Counted from"), content.get("starts_from")),
        (_("Later on a day than"), content.get("cutoff")),
        (_("As printed"), content.get("raw")),
    )


def _legal(content: Content) -> Texts:
    return _named((_("Legal text"), content.get("raw")))


def _step(content: Content) -> Texts:
    return _named(
        (_("Step"), content.get("number")),
        (_("Work"), content.get("action")),
        (_("Responsible"), content.get("responsible")),
        *[_time(one) for one in content.get("durations", ())],
        (_("Result"), content.get("output")),
    )


def _time(duration: Mapping[str, Any]) -> tuple[str, str]:
    name = _("Time, %(case)s", case=duration["case"]) if duration.get("case") else _("Time")
    raw, steps = str(duration.get("raw", "")), duration.get("steps", 1)
    return name, _("%(time)s, for %(n)s steps together", time=raw, n=steps) if steps > 1 else raw


def _form(content: Content) -> Texts:
    return _named((_("Form"), content.get("title")), (_("Code"), content.get("code")))


def _record(content: Content) -> Texts:
    return _named(
        (_("Record kept"), content.get("name")),
        (_("Kept by"), content.get("place")),
        (_("Kept for"), content.get("retention")),
    )


def _step_place(content: Content) -> str:
    number = content.get("number")
    return _("Step %(number)s", number=str(number).strip(" .")) if number else ""


def _step_concerns(content: Content) -> Sequence[str]:
    return [str(content["responsible"])] if content.get("responsible") else []


def _section_place(content: Content) -> str:
    return str(LABELS.get(content.get("key", ""), ""))


def _section_beyond(content: Content, rows: Sequence[Any]) -> Content:
    return beyond_rows(content, rows)


def _kind(
    name: str,
    label: Any,
    render: Any,
    template: str,
    where: Any = None,
    beyond: Any = None,
    concerns: Any = None,
    /,
    **empty: Any,
) -> BlockKind:
    return BlockKind(
        name=name, label=label, empty=empty, render=render, place=where, beyond=beyond, concerns=concerns,
        for_kinds=FOR, template=template, is_row=name in ROWS,
    )  # fmt: skip


KINDS = (
    _kind(
        "section", _l("Section"), _section, "processes/_section.html", _section_place, _section_beyond,
        key="", heading="", text="",
    ),
    _kind(
        "paper", _l("Required paper"), _paper, "processes/_papers.html", text="", level=1, group="submit", copies=None
    ),
    _kind("sets", _l("Number of sets"), _sets, "processes/_sets.html", number=1),
    _kind(
        "time_limit", _l("Time limit"), _time_limit, "processes/_limits.html",
        case=None, kind="case", amount=None, unit="working_day", raw="", starts_from=None, cutoff=None,
    ),
    _kind("fee", _l("Fee"), _fee, "processes/_fees.html", raw="", amount=None, channel=None, area=None),
    _kind(
        "legal_basis", _l("Legal text"), _legal, "processes/_legal.html",
        kind="", number=None, date=None, issuer=None, title=None, raw="", mentions=[],
    ),
    _kind(
        "step", _l("Step"), _step, "processes/_steps.html", _step_place, None, _step_concerns,
        number=None, action="", responsible=None, durations=[], output=None,
    ),
    _kind("form", _l("Form"), _form, "processes/_forms.html", title="", code=None, source="forms"),
    _kind("record", _l("Record kept"), _record, "processes/_records.html", name="", place=None, retention=None),
)  # fmt: skip
