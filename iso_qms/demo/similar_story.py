"""The story of similar cases: found elsewhere by class of cause and clause, linked, set aside, and one left open."""

from __future__ import annotations

from typing import Any

from iso_qms.demo.story import Diary, Entry, Story
from iso_qms.improvement.elsewhere.looking_elsewhere import decide, proposal


def decided(case: str, other: str, day: int, at: str, *, by: str, decision: str, **words: Any) -> Entry:
    """Somebody decides on what was proposed."""

    def act(story: Story) -> None:
        one, person = story.things[case], story.people[by]
        if found := proposal(one, "nonconformity", story.things[other].id, by=person):
            decide(one, found, by=person, decision=decision, **words)

    return Entry(day, at, act)


DIARY: Diary = [
    decided("late report", "late payments", -18, "09:10", by="daohtb", decision="linked"),
    decided("late report", "late copies", -18, "09:20", by="daohtb", decision="set_aside",
            reason="Chậm vì thiếu người ký, không phải vì lịch; đã xử lý xong từ trước."),
]  # fmt: skip
