"""The warnings that reading gives already, told as findings."""

from collections.abc import Callable, Iterator
from typing import Any

from iso_qms.i18n import _, _l
from iso_qms.processes.checking.finding import Knowledge, Place
from iso_qms.processes.checking.trace import Trace, part, row
from iso_qms.processes.procedure import Object

FOOTERS = {"default": _l("of all other pages"), "first": _l("of the first page"), "even": _l("of even pages")}
"""The kinds of footers a section may have, as a reader meets them."""


def warned(code: str) -> Callable[[Object, Knowledge], Iterator[Trace]]:
    """The rule that tells the warnings of this code."""

    def look(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
        for one in found.get("warnings", ()):
            if one["code"] == code:
                yield Trace(_place(code, one["values"]), one["values"], _suggestion(code, one["values"]))

    return look


def _place(code: str, values: dict[str, Any]) -> Place:
    if code in ("issue_number_mismatch", "effective_date_mismatch"):
        kind = str(FOOTERS.get(values["kind"], values["kind"]))
        words = _("Footer (%(kind)s) of Word section %(section)s", kind=kind, section=values["section"])
        return Place("footer", values["section"], words)
    if code == "duration_unparsed":
        return row("steps", values["step"])
    return part(
        {"step_sum_differs": "steps", "code_in_use": "cover", "empty_amendment_table": "amendments"}.get(code, "text")
    )


def _suggestion(code: str, values: dict[str, Any]) -> str:
    sentences = {
        "issue_number_mismatch": _("Print the same issue number on the cover and in every footer."),
        "effective_date_mismatch": _("Print the same date on the cover and in every footer."),
        "code_in_use": _("Give this document a code of its own, or make it the next issue of the other."),
        "step_sum_differs": _("Compare the times of the steps with the limit; steps done side by side may be right."),
        "duration_unparsed": _("Write the time as an amount and a unit, such as “½ working day”."),
        "empty_amendment_table": _("Say in the amendment table what changed since the first issue."),
        "not_nfc": _("Type these words anew, or let the import put the marks right."),
        "legacy_font": _("Compare the words with the file: they were put into Unicode."),
    }
    return sentences[code]
