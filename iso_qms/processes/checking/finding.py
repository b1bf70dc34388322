"""What a check gives: findings, each with its place; and what the house knows that a procedure is held against."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from iso_qms.i18n import _l
from iso_qms.processes.checking.laws import KNOWN_LAWS, LawRegister

ISO_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = {ERROR: _l("Error"), WARNING: _l("Warning"), NOTE: _l("Note")}


VALUES = {
    "abbreviation": _l("abbreviation"),
    "action": _l("work"),
    "annex": _l("annex"),
    "attached": _l("attached"),
    "calendar_days_in": _l("calendar days in row"),
    "case": _l("case"),
    "characters": _l("characters"),
    "code": _l("code"),
    "count": _l("how often"),
    "cover": _l("cover"),
    "cites": _l("the text says"),
    "document": _l("document"),
    "first": _l("first"),
    "first_row": _l("first in row"),
    "footer": _l("footer"),
    "form": _l("form"),
    "issue": _l("issue"),
    "like": _l("perhaps meant"),
    "limit": _l("limit"),
    "listed": _l("listed"),
    "number": _l("number"),
    "raw": _l("as printed"),
    "record": _l("record"),
    "register": _l("register"),
    "replaced_by": _l("replaced by"),
    "role": _l("role"),
    "rows": _l("in rows"),
    "section": _l("section"),
    "since": _l("since"),
    "spellings": _l("spellings"),
    "sum": _l("steps together"),
    "text": _l("text"),
    "then": _l("then"),
    "times": _l("times"),
    "used_by": _l("used by"),
    "words": _l("words"),
    "working_days_in": _l("working days in row"),
}
"""How the values of findings are called."""
TOLD_BY_PLACE = ("row", "step", "kind", "unit")


@dataclass(frozen=True)
class Place:
    """Where it stands: the key of the part (`cover`, `footer`, `text` or a section), the row from 1, and in words."""

    key: str
    row: int | None
    words: str


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree: where, both values, and what could be done about it."""

    rule: str
    severity: str
    place: Place
    values: dict[str, Any]
    suggestion: str
    label: str = ""

    @property
    def severity_label(self) -> str:
        """How much it weighs, in the language spoken."""
        return str(SEVERITIES[self.severity])

    @property
    def shown(self) -> str:
        """What stands there, each value with its name, as a reader is shown it."""
        return " · ".join(
            f"{VALUES.get(name, name)}: {_plain(value)}"
            for name, value in self.values.items()
            if value not in (None, "") and name not in TOLD_BY_PLACE
        )

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {name: value for name, value in asdict(self).items() if name != "label"}


@dataclass(frozen=True)
class Entry:
    """What the register of documents says of this one: its code and title, and the issue that is or was in force."""

    code: str
    title: str
    issue_number: int | None = None
    revision_number: str = ""


@dataclass(frozen=True)
class Known:
    """A document that bears a code: `in_force`, `gone` or `not_yet`, and what took its place."""

    code: str
    title: str
    state: str
    replaced_by: str = ""


@dataclass(frozen=True)
class EndedUnit:
    """A unit the agency has closed: its name, the first day without it, and who does its work."""

    name: str
    on: date
    heirs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """What the house knows on a day: legal texts, roles, documents by the key of their code, and attached forms.

    What nobody has said is None: then nothing is held against it.
    """

    on: date
    laws: LawRegister = field(default=KNOWN_LAWS)
    roles: Collection[str] | None = None
    entry: Entry | None = None
    documents: Mapping[str, Known] | None = None
    attached: Collection[str] = ()
    ended_units: Collection[EndedUnit] = ()
    bearers: Collection[str] = ()
    """The titles of other documents that bear the code of this one."""


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {words}" for name, words in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return ISO_DAY.sub(r"\3/\2/\1", str(value))
