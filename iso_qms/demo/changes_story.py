"""The story of the law and of change requests: texts entered, one replaced, documents that follow or do not yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.audits.checklist import checklists, library
from iso_qms.db import db
from iso_qms.demo.procedures import laws
from iso_qms.demo.story import Diary, Story, on
from iso_qms.documents.models import ChangeRequest
from iso_qms.documents.request import change_requests
from iso_qms.laws import keeping

DIARY: Diary = []

EFFECTS = {
    "123/2015/NĐ-CP": date(2016, 1, 1),
    "61/2018/NĐ-CP": date(2018, 6, 21),
    "118/2025/NĐ-CP": date(2025, 7, 1),
    "19/2014/QĐ-TTg": date(2014, 5, 18),
    "26/2014/TT-BKHCN": date(2014, 12, 1),
}
"""From when some of the texts hold."""
KEEPERS = {
    "60/2014/QH13": "ho-tich",
    "123/2015/NĐ-CP": "ho-tich",
    "04/2020/TT-BTP": "ho-tich",
    "23/2015/NĐ-CP": "ho-tich",
    "118/2025/NĐ-CP": "trung-tam",
    "61/2018/NĐ-CP": "trung-tam",
    "19/2014/QĐ-TTg": "kiem-soat",
    "30/2020/NĐ-CP": "van-phong",
}
"""Which unit keeps some of the texts at hand."""
NOT_ENTERED = ("01/2020/TT-BTP", "226/2016/TT-BTC")
"""Cited, and not in the register yet."""
INVENTED = "Văn bản giả định, chỉ có trong bản minh họa."


@on(DIARY, -62, "08:15")
def the_register_is_filled(story: Story) -> None:
    """The document controller enters what the procedures cite."""
    texts = [one for one in vars(laws).values() if isinstance(one, dict) and {"kind", "number"} <= set(one)]
    for one in texts:
        if one["number"] not in NOT_ENTERED:
            story.things[one["number"]] = _enter(story, one, effect_from=EFFECTS.get(one["number"]))


@on(DIARY, -61, "09:05")
def the_old_decree_on_reception_is_replaced(story: Story) -> None:
    """Which the procedure of the old desk still cites: it is late at once, and ends when that is withdrawn."""
    older, newer = story.things["61/2018/NĐ-CP"], story.things["118/2025/NĐ-CP"]
    keeping.change_law(older, newer, by=story.people["laikt"], kind="replaces", on=date(2025, 7, 1))


@on(DIARY, -36, "10:15")
def a_question_rests_on_the_old_circular(story: Story) -> None:
    """Which will be asked to follow too, beside the procedures."""
    library.adopt_seed(by=story.people["daohtb"])
    asked = [one.asked for one in checklists.library()["posting"].questions]
    forms = (
        "Mẫu tờ khai hộ tịch niêm yết là mẫu hiện hành.",
        "The civil status forms that are posted are the present ones.",
        "Thông tư 04/2020/TT-BTP",
    )
    library.change_checklist("posting", [*asked, forms], by=story.people["daohtb"])


@on(DIARY, -34, "08:40")
def a_new_circular_comes(story: Story) -> None:
    """An invented one, so that two procedures have to follow."""
    known = laws.CIVIL_STATUS_CIRCULAR | {
        "number": f"999/{story.day(-40).year}/TT-BTP",
        "date": story.day(-40).isoformat(),
        "title": "hướng dẫn thi hành Luật Hộ tịch (văn bản giả định)",
    }
    newer = _enter(story, known, effect_from=story.day(-32), note=INVENTED)
    older = story.things["04/2020/TT-BTP"]
    keeping.change_law(older, newer, by=story.people["laikt"], kind="replaces", on=story.day(-32))


@on(DIARY, -31, "10:20")
def the_owner_accepts_for_one(story: Story) -> None:
    """The chief of office, for the procedure her post keeps."""
    change_requests.accept(_of_the_law(story, "QT-07"), by=story.people["nguyendth"])


@on(DIARY, -29, "15:10")
def its_draft_answers(story: Story) -> None:
    """The author ticks it off on the draft begun the day before."""
    _answer(story, "QT-07", "sonvh")


@on(DIARY, -20, "08:30")
def the_other_is_accepted_too(story: Story) -> None:
    """Its draft answers it some days later, and is not in force yet."""
    change_requests.accept(_of_the_law(story, "QT-05"), by=story.people["sonvh"])


@on(DIARY, -13, "16:05")
def and_answered(story: Story) -> None:
    """On the draft of the second issue."""
    _answer(story, "QT-05", "sonvh")


@on(DIARY, -19, "10:50")
def the_counter_asks_for_what_was_decided_otherwise(story: Story) -> None:
    """Somebody at a counter, from daily work."""
    story.things["declined"] = _ask(
        story, "QT-09", "suonglt", "Bỏ yêu cầu nộp bản sao căn cước ở thành phần hồ sơ.",
        "Quầy 2 tra được trên cơ sở dữ liệu dân cư.",
    )  # fmt: skip


@on(DIARY, -16, "09:35")
def which_is_declined(story: Story) -> None:
    """With a reason."""
    why = "Căn cước chỉ xuất trình để đối chiếu, quy trình không thu bản sao."
    change_requests.decline(story.things["declined"], by=story.people["daohtb"], note=why)


@on(DIARY, -9, "14:40")
def a_counter_asks(story: Story) -> None:
    """And nobody has decided in time."""
    what = "Bước báo chậm cần ghi rõ mẫu tin nhắn gửi người dân."
    _ask(story, "QT-02", "lucnb", what, "Mỗi quầy đang nhắn một kiểu, có người dân hỏi lại.")


@on(DIARY, -2, "08:55")
def the_author_asks_the_owner(story: Story) -> None:
    """What the owner finds on her desk today."""
    what = "Bước 2 nên cho phép tra cứu tình trạng hôn nhân liên xã, không gửi công văn xác minh giấy."
    _ask(story, "QT-07", "sonvh", what, "Đã có dữ liệu hộ tịch điện tử dùng chung.")


def _enter(story: Story, known: dict[str, Any], **more: Any) -> Any:
    return keeping.enter_text(
        by=story.people["laikt"],
        kind=known["kind"],
        number=known["number"],
        issuer=known["issuer"],
        issued_on=date.fromisoformat(known["date"]),
        title=known["title"],
        keeper_unit_id=story.units[unit].id if (unit := KEEPERS.get(known["number"])) else None,
        **more,
    )


def _of_the_law(story: Story, code: str) -> ChangeRequest:
    query = select(ChangeRequest).where(
        ChangeRequest.document_id == story.documents[code].id,
        ChangeRequest.source_kind == "legal_change",
        ChangeRequest.ended_on.is_(None),
    )
    return db.session.scalars(query).unique().one()


def _answer(story: Story, code: str, login: str) -> None:
    draft = story.newest(code)
    change_requests.answer(draft, change_requests.to_answer(draft), by=story.people[login])


def _ask(story: Story, code: str, login: str, what: str, why: str) -> ChangeRequest:
    return change_requests.request_change(story.documents[code], by=story.people[login], what=what, why=why)
