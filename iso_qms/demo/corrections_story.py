"""The story of corrections: put right in time, put right too late, called off, and one whose hours are over."""

from __future__ import annotations

from datetime import timedelta

from iso_qms.demo.doings import opened
from iso_qms.demo.story import Diary, Entry, Story
from iso_qms.improvement import operations
from iso_qms.improvement.correction import correcting
from iso_qms.improvement.correction.correction_jobs import corrections_round


def asked(case: str, key: str, day: int, at: str, *, by: str, owner: str, what: str, hours: int) -> Entry:
    """A post is asked to put a case right."""

    def act(story: Story) -> None:
        post = story.posts[owner]
        story.things[key] = correcting.ask_for(
            story.things[case], by=story.people[by], what=what, owner_post=post, hours=hours
        )

    return Entry(day, at, act)


def put_right(key: str, day: int, at: str, *, by: str, result: str) -> Entry:
    """Whoever holds the post reports it."""
    return Entry(day, at, lambda story: correcting.put_right(story.things[key], by=story.people[by], result=result))


def called_off(key: str, day: int, at: str, *, by: str, note: str) -> Entry:
    """It is not wanted any more."""
    return Entry(day, at, lambda story: correcting.call_off(story.things[key], by=story.people[by], note=note))


def _from_the_inspection(story: Story) -> None:
    """The minutes of the inspection from outside name a case; the report on it is owed already."""
    story.things["wrong sheet"] = operations.open_nonconformity(
        "Quầy 2 còn dùng mẫu tờ khai của quyết định đã thay thế",
        by=story.people["khuebd"],
        unit=story.units["trung-tam"],
        source_kind="external_inspection",
        source_reference="Biên bản kiểm tra số 14/BB-KHCN",
        source_on=story.day(-40) - timedelta(days=3),
        criterion="ISO 9001:2015, 7.5.3; QT-08, Biểu mẫu",
        description="Thấy 40 tờ trên khay lúc 9 giờ 10.",
    )


def walked(day: int) -> Entry:
    """Time reminds of what is owed on that morning."""
    return Entry(day, "07:25", lambda _story: corrections_round())


DIARY: Diary = [
    Entry(-14, "09:25", lambda story: _from_the_inspection(story)),
    asked("wrong sheet", "new sheets", -14, "09:40", by="phacld", owner="taolh", hours=4,
          what="Thu 40 tờ khai cũ trên khay, thay bằng mẫu đang có hiệu lực"),
    put_right("new sheets", -14, "14:30", by="taolh", result="Đã thu 40 tờ, gạch chéo và lưu; khay có 100 tờ mẫu "
    "mới."),
    asked("wrong sheet", "call back", -14, "09:45", by="phacld", owner="nguyendth", hours=8,
          what="Gọi lại ba người dân đã nộp bằng mẫu cũ trong tuần"),
    put_right("call back", -11, "10:15", by="nguyendth", result="Đã gọi cả ba; hai người ký lại tại nhà, một người "
    "không phải ký lại."),
    asked("wrong sheet", "notice board", -13, "08:30", by="phacld", owner="taolh", hours=8,
          what="Dán thông báo đổi mẫu ở cửa ra vào"),
    called_off("notice board", -13, "10:05", by="phacld", note="Mẫu cũ không phát ra ngoài, thông báo chỉ gây rối."),
    opened("lost folder", -2, "08:50", by="khuebd", unit="trung-tam", grade="major",
           title="Một hồ sơ khai sinh không tìm thấy ở kho tạm", criterion="QT-07, bước lưu hồ sơ"),
    asked("lost folder", "find folder", -2, "09:05", by="phacld", owner="taolh", hours=4,
          what="Tìm lại hồ sơ ở kho tạm và quầy 1, báo cho người nộp"),
    *(walked(day) for day in (-13, -11, -1, 0)),
]  # fmt: skip
