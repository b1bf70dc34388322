"""The story of the rules of consistency: one was left out for a while, another is."""

from __future__ import annotations

from iso_qms.demo.story import Diary, Story, on
from iso_qms.processes.switching import switch_off, switch_on

DIARY: Diary = []


@on(DIARY, -50, "10:15")
def abbreviations_are_left_out(story: Story) -> None:
    """While the old files come in."""
    why = "Đang nhập quy trình cũ, danh sách chữ viết tắt sẽ bổ sung cùng đợt ban hành tháng sau"
    switch_off("abbreviation_undefined", by=story.people["laikt"], reason=why)


@on(DIARY, -12, "09:35")
def they_are_asked_again(story: Story) -> None:
    """Now that all have their list."""
    switch_on("abbreviation_undefined", by=story.people["laikt"])


@on(DIARY, -11, "14:05")
def the_order_of_sections_is_left_out(story: Story) -> None:
    """The province has a layout of its own."""
    why = "Tỉnh cho phép đặt mục Biểu mẫu sau Hồ sơ lưu; chờ mẫu thống nhất"
    switch_off("section_order", by=story.people["laikt"], reason=why)
