"""The story of periodic reviews: intervals are set, two documents are looked at, and one is asked for."""

from __future__ import annotations

from iso_qms.demo.story import Diary, Story, on
from iso_qms.documents.models import KINDS, USUAL_MONTHS
from iso_qms.documents.request import change_requests
from iso_qms.documents.review import periodic

DIARY: Diary = []


@on(DIARY, -95, "09:20")
def the_intervals_are_set(story: Story) -> None:
    """What binds everybody is looked at twice a year."""
    months = dict.fromkeys(KINDS, USUAL_MONTHS) | {"policy": 6, "manual": 12, "form": 12}
    periodic.set_intervals(by=story.people["daohtb"], months=months, floor=4)


@on(DIARY, -90, "14:15")
def somebody_asks_for_more(story: Story) -> None:
    """Which brings the review of the policy forward by a month."""
    story.things["more"] = change_requests.request_change(
        story.documents["CSCL-01"],
        by=story.people["laikt"],
        what="Thêm cam kết trả kết quả trước hạn đối với hồ sơ trực tuyến.",
        why="Người dân hỏi nhiều ở quầy.",
    )


@on(DIARY, -89, "08:40")
def it_is_put_off(story: Story) -> None:
    """It is accepted for the next issue."""
    change_requests.accept(story.things["more"], by=story.people["daohtb"], due_on=story.day(20))


@on(DIARY, -33, "10:05")
def the_audit_procedure_still_suits(story: Story) -> None:
    """After the draft for the new edition was put aside, the text was looked at as it is."""
    remark = "Đã xem theo hướng dẫn hiện hành; chờ phiên bản mới của tiêu chuẩn."
    periodic.record_review(story.documents["QT-03"], "suits", by=story.people["daohtb"], remark=remark)


@on(DIARY, -18, "15:25")
def the_manual_must_change(story: Story) -> None:
    """The manual still names the old one-stop desk: a change request comes out."""
    remark = "Mục 4 còn nêu Bộ phận Một cửa; sửa thành Trung tâm Phục vụ hành chính công."
    periodic.record_review(story.documents["STCL-01"], "change", by=story.people["daohtb"], remark=remark)
