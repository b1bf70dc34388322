"""What a procedure being written says that does not agree with itself: the checks of reading, over its blocks.

No warning is given that is not true, and none corrects anything: a sum above the limit may be right (parallel steps).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iso_qms.documents.incoming import remarks
from iso_qms.i18n import _
from iso_qms.processes.amounts import amount_in_words
from iso_qms.processes.procedure import Object
from iso_qms.processes.reading import checks
from iso_qms.processes.reading.durations import Duration, Number, number
from iso_qms.processes.reading.limits import CASE, PHASE, Limit
from iso_qms.processes.reading.steps import Step, StepDuration, Steps


@dataclass(frozen=True)
class Warning_:
    """One thing to look at: its code, its sentence in the language spoken, and the part of the editor that shows it."""

    code: str
    sentence: str
    part: str
    step: int | None = None


@dataclass(frozen=True)
class Sum:
    """The steps of one case together, against the limit of that case; None where they cannot be compared."""

    case: str | None
    total: Number | None
    limit: Number | None
    unit: str | None

    @property
    def agrees(self) -> bool | None:
        """Whether both are known and the same; None where one of them is not known."""
        return None if self.total is None or self.limit is None else self.total == self.limit


def warnings_in(found: Object) -> list[Warning_]:
    """The warnings a procedure gives while it is written."""
    steps, limits = steps_in(found), limits_in(found)
    return [
        *(_sum(one.values) for one in checks.sum_warnings(steps, limits)),
        *(_unread(one.values) for one in checks.duration_warnings(steps)),
        *_holes(found),
    ]


def sums_in(found: Object) -> list[Sum]:
    """For each case the steps together and the limit they must keep."""
    steps, limits = steps_in(found), limits_in(found)
    return [_sum_of(case, steps, limits) for case in steps.limits]


def cases_of(steps: Iterable[Mapping[str, Any]]) -> list[str | None]:
    """The cases the steps of a procedure tell apart, in order; [None] where there is only one."""
    return list(dict.fromkeys(one["case"] for step in steps for one in step["durations"])) or [None]


def steps_in(found: Object) -> Steps:
    """The steps as reading knows them."""
    cases = cases_of(found["steps"])
    covered = {
        (d["case"], place)
        for s in found["steps"]
        for d in s["durations"]
        for place in range(d["from_step"], d["to_step"] + 1)
    }
    steps = [_step(step, place, cases, covered) for place, step in enumerate(found["steps"], start=1)]
    return Steps(steps, dict.fromkeys(cases))


def limits_in(found: Object) -> list[Limit]:
    """The time limits as reading knows them."""
    return [Limit(**one) for one in found["time_limits"]]


def sentence_of(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a warning that a Word file gave, in the language spoken."""
    if code == "step_sum_differs":
        return _sum(values).sentence
    if code == "duration_unparsed":
        return _unread(values).sentence
    return remarks.sentence_of(code, values)


def _step(step: Mapping[str, Any], place: int, cases: list[str | None], covered: set[tuple[str | None, int]]) -> Step:
    durations = [
        StepDuration(
            d["case"],
            Duration(d["amount"], d["unit"], d["raw"], d["parse"], d["starts_from"]),
            d["from_step"],
            d["to_step"],
        )
        for d in step["durations"]
    ]
    blank: list[str | None] = [case for case in cases if (case, place) not in covered]
    return Step(step["number"], step["action"], step["responsible"], step["output"], durations, blank)


def _sum_of(case: str | None, steps: Steps, limits: list[Limit]) -> Sum:
    stated = checks.stated_limits(case, steps, limits)
    found = [d for step in steps.steps for d in step.durations if d.case == case]
    unit = stated[0][1] if stated else next((d.reading.unit for d in found), None)
    total = checks.total_of(found, unit)
    whole = total is not None and not checks.is_partial(case, steps)

    return Sum(case, number(total) if whole and total is not None else None, stated[0][0] if stated else None, unit)


def _sum(values: Mapping[str, Any]) -> Warning_:
    limit = amount_in_words(values["limit"], values["unit"])
    total = amount_in_words(values["sum"], values["unit"])
    if values["case"]:
        sentence = _(
            "%(case)s: the steps take %(sum)s together, the limit is %(limit)s.",
            case=values["case"], sum=total, limit=limit,
        )  # fmt: skip
    else:
        sentence = _("The steps take %(sum)s together, the limit is %(limit)s.", sum=total, limit=limit)
    return Warning_("step_sum_differs", sentence, "steps")


def _unread(values: Mapping[str, Any]) -> Warning_:
    sentence = _("The time of step %(step)s cannot be read: “%(raw)s”.", step=values["step"], raw=values["raw"])
    return Warning_("duration_unparsed", sentence, "steps", values["step"])


def _holes(found: Object) -> Iterator[Warning_]:
    """What is missing so that a reader could follow the procedure."""
    if found["steps"] and not any(one["kind"] in (CASE, PHASE) for one in found["time_limits"]):
        yield Warning_("no_limit", _("There are steps, but no time limit."), "time_limit")
    for place, step in enumerate(found["steps"], start=1):
        if not step["responsible"]:
            sentence = _("Step %(step)s does not say who is responsible.", step=place)
            yield Warning_("nobody", sentence, "steps", place)
