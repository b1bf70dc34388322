"""What a check gives: findings, each with its place; and what the house knows that a procedure is held against."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from iso_qms.i18n import _l
from iso_qms.processes.checking.laws import KNOWN_LAWS, LawRegister

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = {ERROR: _l("Error"), WARNING: _l("Warning"), NOTE: _l("Note")}


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
        """The words among the values, as a reader is shown them: numbers are told by the place."""
        return " · ".join(
            ", ".join(one) if isinstance(one, list | dict) else one
            for one in self.values.values()
            if isinstance(one, str | list | dict)
        )

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {name: value for name, value in asdict(self).items() if name != "label"}


@dataclass(frozen=True)
class Knowledge:
    """What the house knows on a day: legal texts, and the roles of its units (None where nobody has said)."""

    on: date
    laws: LawRegister = field(default=KNOWN_LAWS)
    roles: Collection[str] | None = None
