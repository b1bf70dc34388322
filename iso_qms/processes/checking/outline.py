"""Rules on which sections a procedure has, and in what order (the two layouts that agencies use)."""

from collections.abc import Iterator
from itertools import pairwise

from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge
from iso_qms.processes.checking.trace import Trace, part
from iso_qms.processes.procedure import Object
from iso_qms.processes.reading.outline import keys_in
from iso_qms.processes.sections import HEADINGS, ORDER

OPENING = ("purpose", "scope")
EXPLAINING = ("references", "definitions")
FOR_APPLICANTS = ("papers", "time_limit", "fees")
"""Sections of work on applications: a procedure for the house alone has none of them."""
DETAILS = ("applicants", "authority", "result", "fees", "forms_list", "conditions")
KEPT = ("forms", "records")
ORDERED = (*OPENING, *EXPLAINING, "steps", *KEPT)


def section_missing(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Sections every procedure has and this one does not."""
    for key in missing(found):
        yield Trace(part(key), {"section": HEADINGS[key]}, _("Add the section, or give it its usual heading."))


def section_order(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """The first main section that stands before one it should follow."""
    keys = [section["key"] for section in found["sections"] if section["key"] in ORDERED]
    for before, after in pairwise(keys):
        if ORDERED.index(before) > ORDERED.index(after):
            values = {"first": HEADINGS[before], "then": HEADINGS[after]}
            yield Trace(part(after), values, _("Put the sections in the usual order."))
            return


def missing(found: Object) -> list[str]:
    """The keys of the sections a procedure should have, going by those it has; one heading may name several."""
    present = {key for one in found["sections"] for key in (one["key"], *keys_in(one["heading"] or ""))}
    present |= {"steps"} if found["steps"] else set()
    expected = _expected(present) if found["sections"] else set()
    return [key for key in ORDER if key in expected - present]


def _expected(present: set[str]) -> set[str]:
    """What belongs together is expected where one alone is missing: no agency prints all that another one does."""
    is_annex = not present.intersection((*OPENING, *EXPLAINING)) and bool(present.intersection(FOR_APPLICANTS))
    expected = {"steps", "records"}
    # The annex of a decision has neither: they stand in the decision itself.
    expected |= set() if is_annex else {*OPENING, "legal_basis"}
    expected |= {"papers", "time_limit"} if present.intersection(FOR_APPLICANTS) else set()
    for group in (EXPLAINING, DETAILS, KEPT):
        expected |= set(group) if len(set(group) - present) == 1 else set()
    return expected
