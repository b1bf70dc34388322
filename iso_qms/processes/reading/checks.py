"""What a procedure says that does not agree with itself. No warning is given that is not true.

- Issue number and date: any footer Word shows against the cover, each differing value once.
- `step_sum_differs`: only where every step of a case has one exact duration in the limit's unit (a merged cell counts
  once), none is counted from an event of its own, and the limit is an amount. A blank or unread duration, a same-day
  limit, one the agency has shortened, phases and mixed units are not comparable and give no warning. The limit is the
  one stated in the text when there is a single one and a single column, else the one the column's head prints.
- `empty_amendment_table`: only where the cover or a shown footer says the document is past its first issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from iso_qms.processes.reading import durations
from iso_qms.processes.reading.cover import Cover, Footer
from iso_qms.processes.reading.durations import Duration, Number, number
from iso_qms.processes.reading.fonts import OldFont
from iso_qms.processes.reading.limits import CASE, EXTENSION, PHASE, Limit
from iso_qms.processes.reading.steps import StepDuration, Steps
from iso_qms.text import fold

REDUCED = re.compile(
    r"cat giam|rut ngan|giam con|theo quy dinh[^:;.]{0,30}:"
)  # Two limits: the legal one and a shorter.
MODAL = re.compile(r"^(truong hop )?((can|phai|can phai|co|phai co|co yeu cau)( van ban)? )+")


MESSAGES = {
    "issue_number_mismatch": "The cover says issue %(cover)s, a footer says %(footer)s.",
    "effective_date_mismatch": "The cover says %(cover)s, a footer says %(footer)s.",
    "step_sum_differs": "The steps take %(sum)s together, the limit is %(limit)s (%(unit)s).",
    "duration_unparsed": 'The time of step %(step)s cannot be read: "%(raw)s".',
    "not_nfc": "Words typed with loose marks (not NFC): %(words)s.",
    "legacy_font": 'Text in the font %(font)s (%(encoding)s) was put into Unicode; compare it: "%(preview)s".',
    "empty_amendment_table": "Issue %(issue)s is named here, but the amendment table is empty.",
    "code_in_use": "The code %(code)s is also used by %(used_by)s.",
}
"""What each warning says, as English format strings for gettext, to be filled from its values."""


@dataclass(frozen=True)
class Warning_:
    """One thing to look at."""

    code: str
    values: dict[str, object]

    @property
    def message(self) -> str:
        """The English sentence."""
        return MESSAGES[self.code] % {k: ", ".join(v) if isinstance(v, list) else v for k, v in self.values.items()}


def footer_warnings(cover: Cover, footers: list[Footer]) -> Iterator[Warning_]:
    """Footers that give another issue number or date than the cover."""
    seen: set[object] = set()
    for footer in footers:
        place = {"section": footer.section, "kind": footer.kind}
        if footer.issue_number not in (None, cover.issue_number, *seen) and cover.issue_number is not None:
            values = {"cover": cover.issue_number, "footer": footer.issue_number, **place}
            yield Warning_("issue_number_mismatch", values)
        if footer.effective_on not in (None, cover.issued_on, *seen) and cover.issued_on is not None:
            values = {"cover": cover.issued_on, "footer": footer.effective_on, **place}
            yield Warning_("effective_date_mismatch", values)
        seen |= {footer.issue_number, footer.effective_on}


def sum_warnings(steps: Steps, limits: list[Limit]) -> Iterator[Warning_]:
    """Cases whose steps do not add up to the limit."""
    for case, head in steps.limits.items():
        allowed = _stated(case, steps, limits) or _printed(head)
        found = [d for step in steps.steps for d in step.durations if d.case == case]
        total = _total(_without_sums(found, steps), allowed[0][1]) if allowed else None
        if total is None or _is_partial(case, steps) or any(total == Fraction(amount or 0) for amount, _ in allowed):
            continue
        values: dict[str, object] = {"case": case, "limit": allowed[0][0], "sum": number(total), "unit": allowed[0][1]}
        yield Warning_("step_sum_differs", values)


def duration_warnings(steps: Steps) -> Iterator[Warning_]:
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
                yield Warning_("duration_unparsed", values)


def text_warnings(decomposed: int) -> Iterator[Warning_]:
    """Text that is not composed (NFC)."""
    if decomposed:
        yield Warning_("not_nfc", {"words": decomposed})


def font_warnings(fonts: list[OldFont]) -> Iterator[Warning_]:
    """Fonts made before Unicode whose text was converted."""
    for one in fonts:
        yield Warning_("legacy_font", {"font": one.font, "encoding": one.encoding, "preview": one.preview})


def amendment_warnings(cover: Cover, footers: list[Footer], *, empty: bool) -> Iterator[Warning_]:
    """An amendment table with nothing in it although the document was issued again."""
    numbers = [n for n in (cover.issue_number, *(footer.issue_number for footer in footers)) if n is not None]
    if empty and max(numbers, default=0) > 1:
        yield Warning_(
            "empty_amendment_table",
            {"issue": max(numbers)},
        )


def code_warning(code: str, users: list[str]) -> Warning_:
    """A code that others use too, by the names given for them."""
    return Warning_("code_in_use", {"code": code, "used_by": users})


def code_key(code: str) -> str:
    """The key under which two codes are the same: spacing, case and the way letters are typed do not matter."""
    return fold(code).replace(" ", "")


def _stated(case: str | None, steps: Steps, limits: list[Limit]) -> list[tuple[Number | None, str]]:
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


def _total(found: list[StepDuration], unit: str | None) -> Fraction | None:
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
        if _total(parts[numbers[one.from_step]], one.reading.unit) != Fraction(one.reading.amount or 0):
            return []
    return [one for one in found if numbers.get(one.from_step) not in parts]


def _is_partial(case: str | None, steps: Steps) -> bool:
    """Whether a step of this case says no time, so that the sum is not the whole."""
    return case in steps.partial or any(case in step.blank_for for step in steps.steps)
