"""The story of what was looked at: the checklists of three announced visits, answered, and a team named."""

from __future__ import annotations

from iso_qms.audits.programme.setting_many import Assignment, assign_many
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import answer

DIARY: Diary = []


@on(DIARY, -262, "10:30")
def the_trial_is_answered(story: Story) -> None:
    """Most of it was in order already."""
    wrong = {"Số liệu trong báo cáo khớp": "Số hồ sơ trực tuyến ghi ước lượng."}
    answer(story, "trial", by="khuebd", unit="van-hoa", wrong=wrong)


@on(DIARY, -9, "10:15")
def the_economy_unit_is_answered(story: Story) -> None:
    """Late files are its trouble."""
    wrong = {
        "Hồ sơ quá hạn được liệt kê": "Danh sách thiếu hai hồ sơ quá hạn của tháng trước.",
        "Người làm đã xác nhận": "Hai người chưa xác nhận bản hiện hành.",
    }
    answer(story, "economy", by="aint", unit="kinh-te", wrong=wrong)


@on(DIARY, -2, "10:50")
def civil_status_is_answered(story: Story) -> None:
    """The steps are not taken in their order."""
    wrong = {"Các bước được làm theo thứ tự": "Số định danh lấy sau khi ký ở 4 trên 25 hồ sơ."}
    answer(story, "civil", by="aint", unit="ho-tich", wrong=wrong)


@on(DIARY, -4, "09:00")
def two_visits_get_the_same_team(story: Story) -> None:
    """The internal audit of next year has none yet; the other one has it already."""
    team = Assignment(team=[story.people["khuebd"], story.people["daohtb"]])
    assign_many([story.things["audit"], story.things["surprise"]], team, by=story.people["daohtb"])
