"""The table of rules, and checking by it. The rules themselves stand beside what they look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from iso_qms.i18n import _l
from iso_qms.processes.checking import attached, outline, places, register, roles, rows, wording
from iso_qms.processes.checking.finding import ERROR, NOTE, WARNING, Finding, Knowledge
from iso_qms.processes.checking.read import warned
from iso_qms.processes.checking.trace import Trace
from iso_qms.processes.procedure import Object


@dataclass(frozen=True)
class Rule:
    """One rule: its name, how much it weighs, its label, and what it looks for."""

    name: str
    severity: str
    label: Any
    look: Callable[[Object, Knowledge], Iterator[Trace]]


def _told(name: str, severity: str, label: Any) -> Rule:
    """A rule that reading warns of already, under the same name."""
    return Rule(name, severity, label, warned(name))


RULES = {
    rule.name: rule
    for rule in (
        _told("issue_number_mismatch", ERROR, _l("Cover and footer give different issues")),
        _told("effective_date_mismatch", ERROR, _l("Cover and footer give different dates")),
        _told("code_in_use", ERROR, _l("A code used twice")),
        _told("step_sum_differs", WARNING, _l("Steps do not add up to the limit")),
        _told("duration_unparsed", NOTE, _l("A time that cannot be read")),
        _told("empty_amendment_table", WARNING, _l("Amendment table left empty")),
        _told("not_nfc", NOTE, _l("Words with loose marks")),
        _told("legacy_font", NOTE, _l("Text in a font made before Unicode")),
        Rule("invisible_characters", NOTE, _l("Characters nobody sees"), wording.invisible_characters),
        Rule("spelling_mixed", NOTE, _l("One word in two spellings"), wording.spelling_mixed),
        Rule("step_without_role", ERROR, _l("A step nobody does"), rows.step_without_role),
        Rule("step_number_twice", NOTE, _l("A step number used twice"), rows.step_number_twice),
        Rule("role_variants", NOTE, _l("One role in several spellings"), rows.role_variants),
        Rule("role_unknown", WARNING, _l("A role no unit has"), roles.role_unknown),
        Rule("place_ended", NOTE, _l("A place that ended on 1 July 2025"), places.place_ended),
        Rule("unit_ended", NOTE, _l("A unit that was closed"), places.unit_ended),
        Rule("days_mixed", WARNING, _l("Working and calendar days mixed"), rows.days_mixed),
        Rule("law_not_in_force", ERROR, _l("A legal text no longer in force"), rows.law_not_in_force),
        Rule("law_unknown", NOTE, _l("A legal text nobody knows"), rows.law_unknown),
        Rule("law_twice", NOTE, _l("A legal text cited twice"), rows.law_twice),
        Rule("record_without_retention", WARNING, _l("A record without retention"), rows.record_without_retention),
        Rule("section_missing", WARNING, _l("A section is missing"), outline.section_missing),
        Rule("section_order", NOTE, _l("Sections out of order"), outline.section_order),
        Rule("abbreviation_undefined", NOTE, _l("An abbreviation not explained"), wording.abbreviation_undefined),
        Rule("abbreviation_twice", NOTE, _l("An abbreviation explained twice"), wording.abbreviation_twice),
        Rule("code_differs", ERROR, _l("Cover and register give different codes"), register.code_differs),
        Rule("title_differs", NOTE, _l("Cover and register give different titles"), register.title_differs),
        Rule("issue_not_next", ERROR, _l("An issue number that was used already"), register.issue_not_next),
        Rule("reference_withdrawn", ERROR, _l("A document no longer in force"), register.reference_withdrawn),
        Rule("reference_not_yet", NOTE, _l("A document not in force yet"), register.reference_not_yet),
        Rule("reference_unknown", NOTE, _l("A document nobody knows"), register.reference_unknown),
        Rule("form_not_attached", WARNING, _l("A form named and not attached"), attached.form_not_attached),
        Rule("form_not_named", WARNING, _l("A form attached and not named"), attached.form_not_named),
        Rule("area_differs", NOTE, _l("Fees by areas without their list"), places.area_differs),
    )
}  # fmt: skip
"""Every rule by its name, in the order in which findings are told."""


def check(found: Object, *, knowledge: Knowledge, without: Collection[str] = ()) -> list[Finding]:
    """All findings of a procedure, by the order of the table; the rules in `without` are left out."""
    return [
        Finding(rule.name, rule.severity, *trace, label=str(rule.label))
        for rule in RULES.values()
        if rule.name not in without
        for trace in rule.look(found, knowledge)
    ]
