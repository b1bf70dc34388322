"""What a rule finds, before the table says how much it weighs; and how places are called."""

from typing import Any, NamedTuple

from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Place
from iso_qms.processes.sections import LABELS


class Trace(NamedTuple):
    """Where, both values, and what could be done."""

    place: Place
    values: dict[str, Any]
    suggestion: str


def part(key: str) -> Place:
    """A whole part of the procedure."""
    whole = {"cover": _("Cover"), "footer": _("Footer"), "text": _("Whole text"), "amendments": _("Amendment table")}
    return Place(key, None, whole.get(key) or str(LABELS.get(key, key)))


def row(key: str, number: int) -> Place:
    """One row of a part, counted from 1."""
    return Place(key, number, _("%(part)s, row %(row)s", part=part(key).words, row=number))
