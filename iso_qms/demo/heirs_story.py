"""The story of a post that ended: its duties passed to another one, with a risk that is still open."""

from __future__ import annotations

from iso_qms.demo.story import Diary, Story, on
from iso_qms.improvement.risk import risk_acts
from iso_qms.organisation import operations

DIARY: Diary = []


@on(DIARY, -84, "09:05")
def a_post_has_a_risk(story: Story) -> None:
    """Somebody was to be found for it, and never was."""
    post = operations.open_post(
        "Công chức theo dõi kho hồ sơ", unit=story.units["van-phong"], by=story.by, since=story.day(-84)
    )
    story.posts["archive"] = post
    story.things["damp archive"] = risk_acts.write_down(
        by=story.people["daohtb"],
        kind="risk",
        title="Kho hồ sơ giấy ẩm vào mùa mưa",
        response="Kiểm tra máy hút ẩm hằng tuần, kê tủ cách tường.",
        likelihood=2,
        impact=2,
        owner_post=post,
        review_on=story.due(12),
    )


@on(DIARY, -18, "16:20")
def it_ends_and_passes_its_duties_on(story: Story) -> None:
    """To the post that keeps the books."""
    operations.end_post(
        story.posts["archive"],
        by=story.by,
        last_day=story.day(-18),
        reason="Không có chỉ tiêu biên chế; giao việc cho văn thư.",
        heir=story.posts["tuatt"],
    )
