"""The story of what citizens say: a box opened by two, a hotline, a form; one passed on, one on conduct, one late."""

from __future__ import annotations

from typing import Any

from iso_qms.citizens.voice import answering
from iso_qms.citizens.voice.box_openings import confirm_opening, note_opening
from iso_qms.demo.story import Diary, Story, on
from iso_qms.organisation.operations import clock_of

DIARY: Diary = []


@on(DIARY, -20, "15:00")
def a_box_is_opened(story: Story) -> None:
    """Two letters lay inside; both are taken in."""
    by, witness = story.people["hienmv"], story.people["dieutt"]
    opened = note_opening(
        by=by, witness=witness, opened_on=story.day(-20), place="Sảnh Trung tâm, cạnh quầy hướng dẫn", letters=2
    )
    confirm_opening(opened, by=witness)
    said: dict[str, Any] = {"channel": "box", "received_on": story.day(-20), "opening": opened, "by": by}
    story.things["thanks"] = answering.take_in(
        text="Quầy hướng dẫn tận tình, nhưng giờ trưa chỉ có một người nên phải chờ lâu.",
        unit=story.units["trung-tam"],
        **said,
    )
    story.things["denounced"] = answering.take_in(text="Đơn tố cáo, đã bàn giao bản giấy.", **said)


@on(DIARY, -19, "08:30")
def both_are_sorted(story: Story) -> None:
    """One is ours; the other leaves this system, and nothing of it stays."""
    quality = story.people["laikt"]
    answering.assign(story.things["thanks"], by=quality, unit=story.units["trung-tam"])
    answering.pass_on(
        story.things["denounced"], by=quality, leaving="denunciation", to="Cơ quan có thẩm quyền giải quyết tố cáo"
    )


@on(DIARY, -16, "09:15")
def one_is_answered(story: Story) -> None:
    """By the head, within the term."""
    text = "Cảm ơn ông/bà. Từ thứ Hai tuần sau có hai người trực quầy hướng dẫn buổi trưa."
    answering.answer(story.things["thanks"], by=story.people["phacld"], text=text)


@on(DIARY, -15, "10:00")
def and_closed(story: Story) -> None:
    """It was not against any requirement."""
    answering.close(story.things["thanks"], by=story.people["laikt"], is_founded=False)


@on(DIARY, -14, "09:20")
def the_hotline_rings_twice(story: Story) -> None:
    """The second call tells of the conduct of a person."""
    said: dict[str, Any] = {"channel": "hotline", "received_on": story.day(-14), "by": story.people["nhatt"]}
    story.things["asked twice"] = answering.take_in(
        text="Hồ sơ hộ kinh doanh bị yêu cầu bổ sung lần hai, lần một không nói.",
        unit=story.units["kinh-te"],
        document=story.documents["QT-02"],
        contact="Số máy gọi đến, đã ghi ở sổ trực",
        **said,
    )
    story.things["behaved"] = answering.take_in(
        text="Người trực nói trống không, không chào khi tôi đến nộp hồ sơ.", is_conduct=True, **said
    )


@on(DIARY, -13, "08:20")
def they_are_assigned(story: Story) -> None:
    """The one about a person to the head of the office, who alone reads it beside the quality team."""
    quality = story.people["daohtb"]
    answering.assign(story.things["asked twice"], by=quality, unit=story.units["kinh-te"])
    answering.assign(story.things["behaved"], by=quality, unit=story.units["van-phong"], days=20, is_conduct=True)


@on(DIARY, -9, "14:10")
def the_second_request_was_wrong(story: Story) -> None:
    """It was well-founded and belongs to a nonconformity that citizens had brought before."""
    text = "Đơn vị xin lỗi và đã giải quyết hồ sơ."
    answering.answer(story.things["asked twice"], by=story.people["dienns"], text=text)


@on(DIARY, -8, "09:00")
def it_is_counted_once(story: Story) -> None:
    """No new nonconformity is opened."""
    answering.close(
        story.things["asked twice"], by=story.people["daohtb"], is_founded=True, existing=story.things["twice asked"]
    )


@on(DIARY, -7, "10:40")
def one_is_late_by_now(story: Story) -> None:
    """Its unit had three working days."""
    one = answering.take_in(
        by=story.people["dieutt"],
        channel="counter",
        received_on=story.day(-7),
        text="Bảng niêm yết lệ phí hộ tịch ở sảnh bị che khuất bởi máy lấy số.",
        unit=story.units["van-phong"],
    )
    answering.assign(one, by=story.people["laikt"], unit=story.units["van-phong"], days=3)


@on(DIARY, -2, "20:15")
def somebody_types_at_night(story: Story) -> None:
    """From the page of a procedure, without an account; nobody has sorted it yet."""
    answering.send(
        clock=clock_of(story.agency.id),
        text="Mẫu đơn trên trang không mở được trên điện thoại của tôi.",
        document=story.documents["QT-05"],
    )


@on(DIARY, -2, "16:30")
def one_answer_waits_to_be_read(story: Story) -> None:
    """The head has answered; the quality team has not looked yet."""
    one = answering.take_in(
        by=story.people["ngatct"],
        channel="letter",
        received_on=story.day(-3),
        text="Đề nghị đặt thêm ghế chờ tại quầy 4.",
        unit=story.units["trung-tam"],
    )
    answering.assign(one, by=story.people["laikt"], unit=story.units["trung-tam"])
    answering.answer(one, by=story.people["phacld"], text="Đã đặt thêm sáu ghế chờ.")
