"""What a finding weighs by rule: kind and facts go in, a proposed grade and the sentence it rests on come out; pure.

A rule proposes and never decides: whoever notes the finding may differ, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iso_qms.i18n import _l, language

FACTS = {
    "minutes": _l("Minutes missing, at least"),
    "people": _l("Number of people, at least"),
    "times": _l("Earlier visits that saw the same, at least"),
}
"""What a rule may ask. `times` is counted by the ladder of what comes back; the others are noted on the spot."""
WEIGHTS = ("conform", "ofi", "observation", "minor", "major")
"""The grades, lightest first."""


@dataclass(frozen=True)
class GradeRule:
    """From so much of a fact on, a finding of that kind is proposed this grade; its sentence says why."""

    kind: str
    fact: str
    at_least: int
    grade: str
    vi: str
    en: str

    @property
    def key(self) -> str:
        """What tells it from the others: one rule for each kind, fact and number."""
        return f"{self.kind}:{self.fact}:{self.at_least}"

    @property
    def sentence(self) -> str:
        """Why it weighs that much, in the reader's language."""
        return (self.vi if language() == "vi" else self.en) or self.vi or self.en


USUAL_RULES = (
    GradeRule("hours", "minutes", 1, "minor", "Giờ làm việc không được giữ.", "Office hours were not kept."),
    GradeRule("hours", "minutes", 120, "major", "Vắng từ hai giờ trở lên.", "Missing for two hours or more."),
    GradeRule("hours", "people", 5, "major", "Từ năm người trở lên cùng lúc.", "Five people or more at once."),
    GradeRule("hours", "times", 2, "major", "Đã thấy ở hai lần trước.", "Two earlier visits saw the same."),
    GradeRule("conduct", "people", 3, "major", "Từ ba người trở lên.", "Three people or more."),
    GradeRule("conduct", "times", 1, "minor", "Đã thấy ở lần trước.", "An earlier visit saw the same."),
)
"""The rules an agency begins with."""


def proposed(kind: str, facts: Mapping[str, int], rules: Iterable[GradeRule]) -> GradeRule | None:
    """The rule that weighs most among those that fit; of equals the one that asks most."""
    fitting = [one for one in rules if one.kind == kind and facts.get(one.fact, 0) >= one.at_least]
    return max(fitting, key=lambda one: (WEIGHTS.index(one.grade), one.at_least), default=None)


@dataclass(frozen=True)
class Calibration:
    """How one rule's proposals were taken: as proposed, given lighter, given heavier."""

    key: str
    same: int = 0
    lighter: int = 0
    heavier: int = 0


def calibrated(given: Iterable[tuple[str, str, str, int]]) -> list[Calibration]:
    """From (rule, proposed, given, how many): one line a rule, never one a person."""
    lines: dict[str, dict[str, int]] = {}
    for key, thought, grade, count in given:
        line = lines.setdefault(key, {"same": 0, "lighter": 0, "heavier": 0})
        apart = WEIGHTS.index(grade) - WEIGHTS.index(thought)
        line["same" if not apart else "heavier" if apart > 0 else "lighter"] += count
    return [Calibration(key, **line) for key, line in sorted(lines.items())]
