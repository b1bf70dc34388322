"""The story of the pages for citizens: the quality team publishes most procedures, and takes one off again."""

from __future__ import annotations

from iso_qms.citizens import operations
from iso_qms.citizens.models import USUAL
from iso_qms.clock import today
from iso_qms.demo.story import Diary, Story, on

DIARY: Diary = []
OFFICE_ONLY = ("QT-01", "QT-03")


@on(DIARY, -30, "08:40")
def where_one_hands_in(story: Story) -> None:
    """What every page says beside its procedure."""
    operations.set_rules(
        by=story.people["laikt"],
        parts=USUAL,
        where_to_file="Bộ phận Một cửa, tầng 1 trụ sở Ủy ban nhân dân\nThứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ",
        telephone="0200 000 000",
        takes_feedback=True,
    )


@on(DIARY, -30, "09:00")
def procedures_are_published(story: Story) -> None:
    """Whatever is in force on that day and meets citizens."""
    for document in story.documents.values():
        if document.kind == "procedure" and document.code not in OFFICE_ONLY and document.revision_on(today()):
            operations.publish(document, by=story.people["laikt"])


@on(DIARY, -9, "10:10")
def one_is_taken_off(story: Story) -> None:
    """It concerns the office alone."""
    reason = "Quy trình nội bộ, không có hồ sơ của công dân"
    operations.take_off(story.documents["QT-02"], by=story.people["laikt"], reason=reason)
