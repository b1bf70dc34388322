"""The story of risks: one that a nonconformity showed to be heavier, one to be looked at now, one that has ended."""

from __future__ import annotations

from iso_qms.demo.story import Diary, Story, on
from iso_qms.improvement.risk import risk_acts

DIARY: Diary = []


@on(DIARY, -85, "10:15")
def the_list_begins(story: Story) -> None:
    """With two risks and an opportunity."""
    by = story.people["daohtb"]
    story.things["late land risk"] = risk_acts.write_down(
        by=by,
        kind="risk",
        title="Hồ sơ đất đai quá hạn hàng loạt khi một công chức nghỉ dài",
        consequence="Người dân chờ lâu, phải xin lỗi nhiều hồ sơ; cấp trên nhắc nhở.",
        response="Mỗi hồ sơ có người thay đã phân công; tổ trưởng xem bảng hạn mỗi sáng.",
        likelihood=1,
        impact=3,
        owner_post=story.posts["hauvt"],
        review_on=story.due(4),
    )
    story.things["old forms risk"] = risk_acts.write_down(
        by=by,
        kind="risk",
        title="Quầy phát mẫu tờ khai của quyết định đã thay thế",
        response="Văn thư thu mẫu cũ trong ngày quyết định có hiệu lực.",
        likelihood=2,
        impact=2,
        owner_post=story.posts["phacld"],
        review_on=story.day(-3),
    )
    story.things["second counter"] = risk_acts.write_down(
        by=by,
        kind="opportunity",
        title="Mượn bàn của bưu điện làm quầy thứ hai vào tuần cao điểm",
        response="Hỏi bưu điện trước tháng 9.",
        likelihood=2,
        impact=1,
        owner_post=story.posts["phacld"],
        review_on=story.day(-40),
    )


@on(DIARY, -66, "11:10")
def it_happened(story: Story) -> None:
    """The late land dossiers show that the risk was weighed too lightly."""
    why = "Đã xảy ra: 11 hồ sơ quá hạn trong một tháng, không có người thay."
    risk_acts.link(story.things["land"], story.things["late land risk"], by=story.people["daohtb"], why=why)


@on(DIARY, -64, "09:30")
def it_is_weighed_again(story: Story) -> None:
    """By the post that answers for it."""
    risk = story.things["late land risk"]
    note = "Nâng khả năng xảy ra lên cao sau sự việc của tháng trước."
    risk_acts.review(risk, by=story.people["hauvt"], note=note, likelihood=3, impact=3, review_on=story.due(4))


@on(DIARY, -42, "15:05")
def the_opportunity_was_taken(story: Story) -> None:
    """So it is none any more."""
    reason = "Đã dùng quầy thứ hai từ tháng này theo thỏa thuận với bưu điện."
    risk_acts.end(story.things["second counter"], by=story.people["daohtb"], reason=reason)
