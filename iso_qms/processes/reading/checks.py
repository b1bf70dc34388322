"""What a procedure says that does not agree with itself. No warning is given that is not true.

- `step_sum_differs`: only where every step of a case has one exact duration in the limit's unit (a merged cell counts
  once), none is counted from an event of its own, and the limit is an amount. A blank or unread duration, a same-day
  limit, one the agency has shortened, phases and mixed units are not comparable and give no warning. The limit is the
  one stated in the text when there is a single one and a single column, else the one the column's head prints.

What its front and its letters say is looked at where every document is read (`documents.reading.noticing`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from iso_qms.documents.reading.noticing import Warning_
from iso_qms.processes.reading import durations
from iso_qms.processes.reading.durations import Duration, Number, number
from iso_qms.processes.reading.limits import CASE, EXTENSION, PHASE, Limit
from iso_qms.processes.reading.steps import StepDuration, Steps
from iso_qms.text import fold

REDUCED = re.compile(
    r"cat giam|rut ngan|giam con|theo quy dinh[^:;.]{0,30}:"
)  # Two limits: the legal one and a shorter.
MODAL = re.compile(r"^(truong hop )?((can|phai|can phai|co|phai co|co yeu cau)( van ban)? )+")

STEP_MESSAGES = {
    "step_sum_differs": "The steps take %(sum)s together, the limit is %(limit)s (%(unit)s).",
    "duration_unparsed": 'The time of step %(step)s cannot be read: "%(raw)s".',
}
"""What each warning says, as English format strings for gettext, to be filled from its values."""


@dataclass(frozen=True)
class StepWarning(Warning_):
    """One thing to look at in the steps."""

    messages: ClassVar[Mapping[str, str]] = STEP_MESSAGES


def sum_warnings(steps: Steps, limits: list[Limit]) -> Iterator[StepWarning]:
    """Cases whose steps do not add up to the limit."""
    for case, head in steps.limits.items():
        allowed = stated_limits(case, steps, limits) or _printed(head)
        found = [d for step in steps.steps for d in step.durations if d.case == case]
        total = total_of(_without_sums(found, steps), allowed[0][1]) if allowed else None
        if total is None or is_partial(case, steps) or any(total == Fraction(amount or 0) for amount, _ in allowed):
            continue
        values: dict[str, object] = {"case": case, "limit": allowed[0][0], "sum": number(total), "unit": allowed[0][1]}
        yield StepWarning("step_sum_differs", values)


def duration_warnings(steps: Steps) -> Iterator[StepWarning]:
    """Durations that could not be read."""
    for step in steps.steps:
        for duration in step.durations:
            if duration.reading.parse == durations.UNPARSED:
                values: dict[str, object] = {
                    "step": duration.from_step,
                    "number": step.number,
                    "case": duration.case,
                    "raw": duration.reading.raw,
                }
                yield StepWarning("duration_unparsed", values)


def code_key(code: str) -> str:
    """The key under which two codes are the same: spacing, case and the way letters are typed do not matter."""
    return fold(code).replace(" ", "")


def stated_limits(case: str | None, steps: Steps, limits: list[Limit]) -> list[tuple[Number | None, str]]:
    """The limit the text states for a column of time; with an extension, also the two together."""
    cases = [limit for limit in limits if limit.kind == CASE]
    if any(limit.kind == PHASE or REDUCED.search(fold(limit.raw)) for limit in limits):
        return []
    meant = [c for c in cases if _is_meant(c.case, case)] if len(steps.limits) > 1 else cases
    if len(meant) != 1 or meant[0].amount is None or (len(steps.limits) == 1 and len(cases) != 1):
        return []
    own = (meant[0].amount, meant[0].unit)
    longer = [limit.amount or 0 for limit in limits if limit.kind == EXTENSION and limit.unit == own[1]]
    return [own, *((own[0] + more, own[1]) for more in longer)]


def _printed(head: Duration | None) -> list[tuple[Number | None, str]]:
    return [(head.amount, head.unit)] if head and head.is_exact and head.unit else []


def _is_meant(limit_case: str | None, column_case: str | None) -> bool:
    """Whether a limit and a column name the same case; "không xác minh" and "xác minh" never do."""
    if not limit_case or not column_case:
        return False
    one, other = (MODAL.sub("", fold(name)) for name in (limit_case, column_case))
    return ("khong" in one.split()) == ("khong" in other.split()) and (_within(one, other) or _within(other, one))


def _within(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole.replace(':', ' ')} "


def total_of(found: list[StepDuration], unit: str | None) -> Fraction | None:
    """The sum in this unit, or None where these durations cannot be added up."""
    if not found or len({d.from_step for d in found}) != len(found):
        return None
    if any(not d.reading.is_exact or d.reading.starts_from or d.reading.unit != unit for d in found):
        return None
    return sum((Fraction(d.reading.amount or 0).limit_denominator(1000) for d in found), Fraction(0))


def _without_sums(found: list[StepDuration], steps: Steps) -> list[StepDuration]:
    """Leave out a step whose time only adds up its parts (2: 9 days, 2.1: 1 day, 2.2: 8 days); nothing is left where
    a step and its parts disagree, because it is unknown which of them counts."""
    numbers = {at: (step.number or "").strip(" .)") for at, step in enumerate(steps.steps, start=1)}
    parts: dict[str, list[StepDuration]] = {}
    for one in found:
        above = numbers.get(one.from_step, "").rpartition(".")[0]
        if above:
            parts.setdefault(above, []).append(one)
    sums = [one for one in found if numbers.get(one.from_step) in parts]
    for one in sums:
        if total_of(parts[numbers[one.from_step]], one.reading.unit) != Fraction(one.reading.amount or 0):
            return []
    return [one for one in found if numbers.get(one.from_step) not in parts]


def is_partial(case: str | None, steps: Steps) -> bool:
    """Whether a step of this case says no time, so that the sum is not the whole."""
    return case in steps.partial or any(case in step.blank_for for step in steps.steps)
