"""The story of obligations: the usual list is taken over, one is done with evidence, one runs from an inspection."""

from __future__ import annotations

from datetime import timedelta

from iso_qms.demo.story import Diary, Story, on
from iso_qms.improvement.action import ladder, ladder_rules
from iso_qms.improvement.action.ladder import Steps
from iso_qms.improvement.obligation import obligation_acts
from iso_qms.improvement.obligation.kept_duties import climb_round

DIARY: Diary = []


@on(DIARY, -90, "10:20")
def the_usual_list_is_taken_over(story: Story) -> None:
    """By quality control, which answers for all of it at first."""
    taken = obligation_acts.take_usual(story.posts["daohtb"], by=story.people["daohtb"])
    story.things |= {one.seed: one for one in taken}


@on(DIARY, -88, "14:10")
def the_ladder_of_what_weighs_most_begins_earlier(story: Story) -> None:
    """Major nonconformities are reminded of ten working days ahead, and leadership hears of them sooner."""
    steps = Steps((-10, -5, -1, 0, 1, 3), head_from=-1, leaders_from=3, every=3)
    ladder_rules.set_steps(ladder.CARRY_OUT, "major", steps, by=story.people["daohtb"])


@on(DIARY, -40, "09:15")
def an_inspection_from_outside_was_concluded(story: Story) -> None:
    """Its report is due two months after the minutes were signed."""
    when = story.day(-40) - timedelta(days=3)
    about = "Biên bản kiểm tra hệ thống quản lý chất lượng của cơ quan chủ trì"
    obligation_acts.happened(story.things["external_report"], by=story.people["daohtb"], on=when, about=about)


@on(DIARY, -30, "15:40")
def the_list_on_the_website_was_brought_up_to_date(story: Story) -> None:
    """In time, with the address as evidence."""
    by = story.people["daohtb"]
    about = "Quyết định công bố danh mục thủ tục hành chính lĩnh vực chứng thực"
    due = obligation_acts.happened(story.things["procedure_list"], by=by, on=story.day(-33), about=about)
    obligation_acts.fulfil(due, by=by, evidence="Đã đăng lại danh mục trên trang thông tin của xã, có ảnh chụp trang.")


@on(DIARY, -26, "09:50")
def a_change_of_scope_was_put_off(story: Story) -> None:
    """So the declaration is not owed this time."""
    by = story.people["daohtb"]
    about = "Dự kiến mở rộng phạm vi sang dịch vụ công về đất đai"
    due = obligation_acts.happened(story.things["declaration"], by=by, on=story.day(-28), about=about)
    obligation_acts.call_off(due, by=by, note="Ủy ban quyết định chưa mở rộng phạm vi trong năm nay.")


@on(DIARY, -25, "08:30")
def one_of_their_own_is_added(story: Story) -> None:
    """By a decision of the commune, every three months."""
    obligation_acts.set_up(
        by=story.people["daohtb"],
        title_vi="Họp Ban Chỉ đạo ISO",
        title_en="Meeting of the ISO steering committee",
        source="Quy chế hoạt động của Ban Chỉ đạo ISO, Điều 6",
        rule="rolling",
        amount=3,
        unit="months",
        owner_post=story.posts["daohtb"],
    )


@on(DIARY, -4, "07:25")
def a_copy_that_is_not_back_climbs(_story: Story) -> None:
    """Whoever gave it and the head of the unit are told the morning after its day."""
    climb_round("recall")
