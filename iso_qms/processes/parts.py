"""The parts of the editor: one page for the head, for texts, and for each kind of row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iso_qms.i18n import _, _l
from iso_qms.processes.procedure import HOMES, home_of
from iso_qms.processes.sections import LABELS
from iso_qms.processes.wording import KINDS_IN_WORDS


@dataclass(frozen=True)
class Part:
    """A page of the editor: its name in the address, its words, and the sections it writes."""

    name: str
    label: Any
    hint: Any
    add: Any = ""
    keys: tuple[str, ...] = ()

    @property
    def has_rows(self) -> bool:
        """Whether it writes rows rather than plain texts."""
        return self.name in HOMES

    @property
    def has_wording(self) -> bool:
        """Whether its rows stand in a printed text of their own."""
        return self.name in KINDS_IN_WORDS


PARTS = (
    Part("head", _l("Cover"), _l("Title, issue, date, and what changes with this issue.")),
    Part(
        "texts", _l("Purpose and terms"), _l("Sections 1 to 4."),
        keys=("purpose", "scope", "references", "definitions"),
    ),
    Part("papers", LABELS["papers"], _l("What an applicant hands in or shows, one paper a row."), _l("Add a paper")),
    Part("time_limit", LABELS["time_limit"], _l("One row for each case, phase or extension."), _l("Add a time limit")),
    Part(
        "conditions", _l("Applicants, authority, result"), _l("Who may apply, who decides, what comes out of it."),
        keys=("applicants", "authority", "cooperating", "result", "conditions"),
    ),
    Part(
        "fees", LABELS["fees"], _l("One amount a row, in words: amount, channel and area are read from them."),
        _l("Add a fee"),
    ),
    Part("forms_list", LABELS["forms_list"], _l("Forms an applicant fills in."), _l("Add a form")),
    Part(
        "legal_basis", LABELS["legal_basis"], _l("One text a row, beginning with its kind: Luật, Nghị định, Thông tư…"),
        _l("Add a legal text"),
    ),
    Part(
        "steps", LABELS["steps"], _l("Who does what, in what order, and how long each case takes."), _l("Add a step"),
    ),
    Part("forms", LABELS["forms"], _l("Forms the office uses."), _l("Add a form")),
    Part("records", LABELS["records"], _l("What is kept, where, and for how long."), _l("Add a record")),
)  # fmt: skip


def part_named(name: str) -> Part | None:
    """The part of that name."""
    return next((one for one in PARTS if one.name == name), None)


def after(part: Part) -> Part | None:
    """The part that comes next."""
    place = PARTS.index(part) + 1
    return PARTS[place] if place < len(PARTS) else None


def count_in(part: Part, blocks: Sequence[Any]) -> str:
    """What a part holds so far, in a word or two."""
    if part.name == "head":
        return ""
    if part.has_rows:
        rows = [one for one in blocks if one.kind in HOMES[part.name] and home_of(one.kind, one.content) == part.name]
        return str(len([one for one in rows if one.kind != "sets"]))
    written = [
        one for one in blocks if one.kind == "section" and one.content["key"] in part.keys and one.content["text"]
    ]
    return _("%(n)s of %(total)s", n=len(written), total=len(part.keys))
