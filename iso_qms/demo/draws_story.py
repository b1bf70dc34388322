"""The story of the draws: one used up, one given up, one in envelopes, one just committed to; and a sample of files.

Which units are drawn is left to chance here as anywhere: the demo tells it differently each time it is loaded.
"""

from __future__ import annotations

from typing import Any

from iso_qms.audits import operations
from iso_qms.audits.draw import committing
from iso_qms.audits.draw.committing import Lots, Visit
from iso_qms.audits.draw.sampling import bind_sample, draw_sample, note_looked
from iso_qms.audits.draw.unsealing import open_envelope
from iso_qms.audits.visit import minutes
from iso_qms.clock import today
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import CONDUCT_RULES
from iso_qms.organisation.heads import heads_for

DIARY: Diary = []
OUTER = ("y-te", "dich-vu", "quan-su")
COUNTERS = ("trung-tam", "kinh-te", "dat-dai", "van-hoa", "bao-tro", "ho-tich", *OUTER)
OWN = (
    "Lãnh đạo, Văn phòng và Tổ Kiểm soát chất lượng là nơi làm việc của đoàn và cấp trên; đánh giá chéo theo kế hoạch."
)


@on(DIARY, -41, "09:10")
def the_outer_units_are_drawn_from(story: Story) -> None:
    """One of three, with the evening's lottery as the public part."""
    why = "Đợt này chỉ các đơn vị có trụ sở riêng."
    _commit(story, "outer", "Kiểm tra đột xuất trụ sở ngoài", OUTER, 1, -40, -36, left_out_why=why)
    visit = Visit(story.people["khuebd"], story.moment(-38, "07:30"))
    committing.draw(story.things["outer"], [visit], by=story.people["daohtb"], public_part="XSMB giải đặc biệt 41 807")


@on(DIARY, -38, "07:35")
def the_envelope_is_opened_at_the_door(story: Story) -> None:
    """And the visit begins a few minutes later."""
    lead, envelope = story.people["khuebd"], story.things["outer"].envelopes[0]
    story.things["drawn"] = visit = open_envelope(envelope, by=lead)
    operations.start(visit, by=lead)


@on(DIARY, -38, "10:30")
def the_drawn_visit_ends(story: Story) -> None:
    """Nothing was found, and the seed is published."""
    lead, visit = story.people["khuebd"], story.things["drawn"]
    unit = visit.units[0]
    minutes.sign(visit, by=lead)
    minutes.sign(visit, by=heads_for(unit.id, today())[0], unit=unit, remark="")
    operations.agree_minutes(visit, by=lead)
    committing.reveal(story.things["outer"], by=story.people["daohtb"])


@on(DIARY, -36, "15:20")
def the_drawn_visit_is_reported(story: Story) -> None:
    """In three lines."""
    said = "Đơn vị làm việc đúng giờ, có lịch trực và sổ phân công. Không có phát hiện."
    operations.conclude(story.things["drawn"], conclusion=said, recommendation="", by=story.people["khuebd"])
    operations.close(story.things["drawn"], by=story.people["khuebd"])


@on(DIARY, -21, "14:00")
def another_is_committed_to(story: Story) -> None:
    """For the week in which the storm came."""
    _commit(story, "storm", "Kiểm tra đột xuất các phòng, tổ", COUNTERS, 3, -19, -15)


@on(DIARY, -20, "08:05")
def the_storm_comes(story: Story) -> None:
    """So nobody is visited; what would have been drawn is told all the same."""
    why = "Toàn xã ứng phó bão số 9; các đơn vị trực phòng chống thiên tai."
    committing.abandon(story.things["storm"], by=story.people["daohtb"], note=why)


@on(DIARY, -2, "15:30")
def the_counters_are_drawn_from(story: Story) -> None:
    """The first envelope may be opened since this morning."""
    last = story.due(8)
    _commit(story, "counters", "Kiểm tra đột xuất giờ làm việc và tiếp dân", COUNTERS, 2, -1, 0, last_on=last)
    visits = [
        Visit(story.people["daohtb"], story.moment(0, "07:40")),
        Visit(story.people["khuebd"], story.moment(6, "07:40")),
    ]
    committing.draw(
        story.things["counters"], visits, by=story.people["daohtb"], public_part="XSMB giải đặc biệt 90 216"
    )


@on(DIARY, -1, "16:10")
def the_next_month_is_bound(story: Story) -> None:
    """Who goes when is said later."""
    _commit(story, "month", "Kiểm tra đột xuất niêm yết thủ tục", COUNTERS, 4, 12, 30, weighing="equal")


@on(DIARY, -3, "09:20")
def files_are_drawn_at_the_centre(story: Story) -> None:
    """The seed is bound, then the counter prints its register."""
    khue, visit = story.people["khuebd"], story.things["now"]
    sample = bind_sample(visit, unit=story.units["trung-tam"], what="Hồ sơ chứng thực tuần trước", by=khue)
    codes = [f"CT-{story.base.year}-{number:04d}" for number in range(1180, 1264)]
    draw_sample(sample, codes, size=6, by=khue)
    note_looked(sample, {1: (True, ""), 2: (True, ""), 3: (True, "Không có giấy hẹn"), 4: (True, "")}, by=khue)


def _commit(
    story: Story, key: str, title: str, units: tuple[str, ...], visits: int, first: int, last: int, **more: Any
) -> None:
    usual = {
        "weighing": "needs",
        "first_on": story.day(first),
        "last_on": story.day(last),
        "topics": ("hours", "reception"),
        "criteria": CONDUCT_RULES,
        "programme": story.things["programme"],
        "left_out_why": OWN,
    }
    lots = Lots(title=title, units=[story.units[one] for one in units], visits=visits, **usual | more)
    story.things[key] = committing.commit_to(lots, by=story.people["daohtb"])
