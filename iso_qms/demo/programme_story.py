"""The story of the year's programme: weights are set, and the small units get their visits of next year at once."""

from __future__ import annotations

from iso_qms.audits.programme import planning
from iso_qms.audits.programme.frequency_rules import set_frequency
from iso_qms.demo.story import Diary, Story, on

DIARY: Diary = []


@on(DIARY, -94, "10:05")
def findings_weigh_more_here(story: Story) -> None:
    """Than the software proposes."""
    points = {"major_finding": 8, "minor_finding": 4, "observation": 1, "overdue_action": 3}
    set_frequency(by=story.people["daohtb"], points=points, usual=12, fewest=3, step=3, looks_back=12)


@on(DIARY, -4, "09:40")
def small_units_get_their_visits(story: Story) -> None:
    """One each, spread over three months of next year."""
    visits = planning.Visits(
        title="Kiểm tra việc thực hiện quy trình",
        kind="announced",
        method="hybrid",
        topics=("process", "posting"),
        criteria="TCVN ISO 9001:2015; QT-02; QT-03",
        first_on=story.day(50),
        last_on=story.day(70),
        team=[story.people["khuebd"]],
        programme=story.things["next programme"],
    )
    units = [story.units[one] for one in ("bao-tro", "dat-dai", "cho")]
    planning.plan_many(units, visits, by=story.people["daohtb"])


@on(DIARY, -4, "09:50")
def one_visit_has_only_its_month(story: Story) -> None:
    """Because nobody knows the day so far ahead."""
    planning.plan_many(
        [story.units["kinh-te"]],
        planning.Visits(
            title="Kiểm tra hồ sơ đất đai quá hạn",
            kind="announced",
            method="on_site",
            topics=("late_files",),
            criteria="QT-02",
            first_on=story.day(97),
            last_on=story.day(103),
            programme=story.things["next programme"],
            span="month",
        ),
        by=story.people["daohtb"],
    )


@on(DIARY, -4, "09:55")
def two_visits_have_only_their_quarter(story: Story) -> None:
    """As the plan that goes to the chairman is written."""
    visits = planning.Visits(
        title="Đánh giá nội bộ theo quý",
        kind="announced",
        method="on_site",
        topics=("process", "reporting"),
        criteria="TCVN ISO 9001:2015; QT-02",
        first_on=story.day(110),
        last_on=story.day(150),
        programme=story.things["next programme"],
        span="quarter",
    )
    units = [story.units[one] for one in ("y-te", "dich-vu")]
    planning.plan_many(units, visits, by=story.people["daohtb"])
