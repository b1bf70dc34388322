"""The story of the codes: patterns are set, two small units are merged, and a third waits for its crosswalk."""

from __future__ import annotations

from typing import NamedTuple

from iso_qms.clock import today
from iso_qms.demo.papers import Section
from iso_qms.demo.story import Diary, Story, on
from iso_qms.documents import operations, writing
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.approval import reviewing, routing
from iso_qms.documents.code import codes, crosswalks, recoding
from iso_qms.organisation.operations import close_unit, code_unit

DIARY: Diary = []

PATTERNS = {
    "policy": "CSCL-{number:02}",
    "manual": "STCL-{number:02}",
    "procedure": "QT-{number:02}",
    "work_instruction": "HD-{number:02}/{unit}",
    "form": "{procedure}/BM-{number:02}",
}
UNNAMED = "y-te"
"""A unit for whose codes nothing was kept yet: the page proposes something."""


class Instruction(NamedTuple):
    """A work instruction of a small unit: title, unit, owner, who reads it, text."""

    title: str
    unit: str
    owner: str
    reader: str
    text: list[Section]


INSTRUCTIONS = (
    Instruction("Phát thanh thông báo của UBND xã", "truyen-thanh", "senqt", "baohl", [
        ("Nhận tin", "Chỉ phát tin có người ký; ghi giờ nhận vào sổ."),
        ("Phát", "Sáng 5 giờ 30, chiều 17 giờ; tin khẩn phát ngay và phát lại sau một giờ."),
    ]),
    Instruction("Sao lưu dữ liệu máy trạm", "so-hoa", "senqt", "baohl", [
        ("Khi nào", "Chiều thứ Sáu hằng tuần, trước khi tắt máy."),
        ("Kiểm tra", "Mỗi tháng mở lại một tệp bất kỳ từ bản sao lưu."),
    ]),
    Instruction("Cấp tài khoản cho người dân tại quầy", "so-hoa", "senqt", "baohl", [
        ("Chuẩn bị", "Xem căn cước, hỏi số điện thoại đang dùng."),
        ("Cấp", "Người dân tự gõ mật khẩu; cán bộ không ghi lại."),
    ]),
    Instruction("Xếp chỗ bán hàng trong chợ", "cho", "dienns", "thuonglth", [
        ("Đăng ký", "Theo thứ tự nộp đơn; chỗ trống niêm yết tại cổng chợ."),
        ("Đổi chỗ", "Hai hộ cùng ký; chỗ gần cửa phải bốc thăm."),
    ]),
)  # fmt: skip


@on(DIARY, -119, "09:15")
def patterns_are_set(story: Story) -> None:
    """By the head of the quality team, with what stands for each unit."""
    by = story.people["daohtb"]
    codes.keep_rules(story.agency, {kind: codes.read_rule(kind, typed) for kind, typed in PATTERNS.items()}, by=by)
    for key, unit in story.units.items():
        if key != UNNAMED:
            code_unit(unit, unit.code, by=by)


@on(DIARY, -96, "09:25")
def instructions_are_written(story: Story) -> None:
    """Each with the next free code of its unit."""
    author = story.people["chinhkv"]
    for one in INSTRUCTIONS:
        unit = story.units[one.unit]
        code = codes.next_code("work_instruction", unit=unit)
        document = operations.register_document(
            "work_instruction", code=code, title=one.title, unit=unit, by=author, owner_post=story.posts[one.owner]
        )
        why = "Giao cho người làm việc này."
        acknowledging.distribute(document, [(story.posts[one.reader], why)], by=story.people["laikt"])
        revision = operations.start_revision(document, by=author)
        sections = [{"block": 0, "heading": heading, "text": words} for heading, words in one.text]
        writing.write_text(revision, sections, by=author, edits=revision.edits)
        routing.name_reviewers(revision, [(story.posts["laikt"], 1)], approver=story.posts["thuattq"], by=author)
        operations.submit(revision, by=author)
        story.things[one.title] = document


@on(DIARY, -94, "10:35")
def they_are_looked_over(story: Story) -> None:
    """By the one who keeps the documents."""
    for one in INSTRUCTIONS:
        for review in story.things[one.title].revisions[-1].reviews_of_round():
            reviewing.give_opinion(review, "agree", by=story.people["laikt"], remark="")


@on(DIARY, -93, "15:10")
def they_are_approved(story: Story) -> None:
    """To hold two days later."""
    for one in INSTRUCTIONS:
        revision = story.things[one.title].revisions[-1]
        reviewing.approve(revision, by=story.people["thuattq"], effective_on=story.day(-91))


@on(DIARY, -89, "16:20")
def and_read(story: Story) -> None:
    """By those who work by them."""
    for one in INSTRUCTIONS:
        revision = story.things[one.title].revision_on(today())
        duty = acknowledging.duty_of(revision, story.people[one.reader])
        assert duty is not None, f"{one.reader} was not asked to acknowledge {one.title}"
        acknowledging.acknowledge(duty, by=story.people[one.reader])


@on(DIARY, -42, "14:15")
def two_units_are_merged(story: Story) -> None:
    """Their work passes to the service centre the next day."""
    for key in ("truyen-thanh", "so-hoa"):
        _close(story, key, "dich-vu", last=-41, basis="Quyết định 152/QĐ-UBND về sắp xếp các tổ")


@on(DIARY, -38, "09:40")
def their_documents_get_new_codes(story: Story) -> None:
    """In one act, by the crosswalk as it was proposed."""
    successor, ending = story.units["dich-vu"], [story.units["truyen-thanh"], story.units["so-hoa"]]
    lines = crosswalks.proposed(crosswalks.documents_of(ending), successor)
    assert crosswalks.judge(lines, successor)
    recoding.recode(
        [recoding.Recoding(one.document, one.was, one.code, successor) for one in lines],
        by=story.people["daohtb"],
        on=ending[0].valid_to or today(),
        basis="Quyết định 152/QĐ-UBND về sắp xếp các tổ",
    )


@on(DIARY, -5, "10:10")
def a_third_unit_ends(story: Story) -> None:
    """Its document waits for a new code on the desk of the quality team."""
    _close(story, "cho", "kinh-te", last=-3, basis="Quyết định 207/QĐ-UBND về quản lý chợ")


def _close(story: Story, unit: str, successor: str, *, last: int, basis: str) -> None:
    close_unit(
        story.units[unit],
        by=story.people["khaidq"],
        last_day=story.day(last),
        reason="Sáp nhập",
        successors=[story.units[successor]],
        basis=basis,
    )
