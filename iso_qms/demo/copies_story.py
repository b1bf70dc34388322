"""The story of the controlled copies: a few given out, got back when the text changed, and one still to come."""

from __future__ import annotations

from iso_qms.clock import today
from iso_qms.demo.story import Diary, Story, on
from iso_qms.documents.copy import copying
from iso_qms.documents.models import ControlledCopy

DIARY: Diary = []
OUTSIDE = "Sở Tư pháp tỉnh"


@on(DIARY, -98, "09:10")
def the_first_copies_are_given(story: Story) -> None:
    """Of QT-07: to the centre for the counter, and to a body outside."""
    _give(story, "QT-07", post="giam-doc", note="Kẹp tại quầy 1")
    _give(story, "QT-07", outside=OUTSIDE, form="pdf")
    _give(story, "QT-07", post="nguyendth", note="Tủ tài liệu văn phòng")
    _give(story, "QT-07", post="hienptm", note="Bản mang theo khi tiếp công dân")


@on(DIARY, -44, "10:05")
def a_copy_of_the_reception_procedure(story: Story) -> None:
    """To the centre, on the day after it took effect."""
    _give(story, "QT-02", post="giam-doc", note="Bảng niêm yết tại sảnh")


@on(DIARY, -10, "14:25")
def three_of_four_are_settled(story: Story) -> None:
    """After issue 02 took over: one came back, one was destroyed, one lost; the one outside is still to come."""
    first, _outside, office, carried = story.things["copies of QT-07"][:4]
    copying.take_in(first, by=story.people["laikt"])
    copying.destroy(office, by=story.people["laikt"], note="Cắt hủy tại văn phòng, có người chứng kiến")
    copying.lose(carried, by=story.people["laikt"], note="Không tìm thấy sau khi chuyển phòng làm việc")


@on(DIARY, -10, "14:50")
def and_the_new_issue_is_given(story: Story) -> None:
    """To the same counter."""
    _give(story, "QT-07", post="giam-doc", note="Kẹp tại quầy 1")


def _give(
    story: Story, code: str, *, post: str = "", outside: str = "", form: str = "paper", note: str = ""
) -> ControlledCopy:
    revision = story.documents[code].revision_on(today())
    assert revision is not None, f"{code} is not in force"
    copy = copying.give_copy(
        revision,
        by=story.people["laikt"],
        form=form,
        given_on=today(),
        post=story.posts[post] if post else None,
        outside=outside,
        note=note,
    )
    story.things.setdefault(f"copies of {code}", []).append(copy)
    return copy
