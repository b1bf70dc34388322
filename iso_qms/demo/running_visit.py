"""The visit that is running now: the service centre, unannounced, on its fourth morning."""

from __future__ import annotations

from iso_qms.audits import operations
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.visit import attendance
from iso_qms.demo.evidence import slip
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import (
    COUNTER_TOPICS,
    answer,
    attach_proof,
    count,
    late_ones,
    name_team,
    note,
    plan,
    to_nonconformity,
)

DIARY: Diary = []
CENTRE = "trung-tam"


@on(DIARY, -4, "16:40")
def it_is_planned(story: Story) -> None:
    """On the evening before; the centre's people do not see it."""
    plan(
        story,
        "now",
        -3,
        "Kiểm tra đột xuất giờ làm việc, tiếp công dân và niêm yết tại Trung tâm",
        units=(CENTRE,),
        topics=COUNTER_TOPICS,
        documents=("QT-02",),
    )
    name_team(story, "now", "daohtb", "khuebd", "aint")


@on(DIARY, -3, "07:20")
def it_begins(story: Story) -> None:
    """At opening."""
    operations.start(story.things["now"], by=story.people["daohtb"])


@on(DIARY, -3, "08:05")
def the_first_count(story: Story) -> None:
    """Nearly everybody is there."""
    seen = {
        "lucnb": ("present", "07:31"), "suonglt": ("present", "07:28"), "bangtc": ("present", "07:30"),
        "ngatct": ("present", "07:29"), "khietdm": ("present", "07:33"), "dieutt": ("present", "07:25"),
        "hienmv": ("present", "07:34"), "loanqt": ("present", "07:31"), "taolh": ("present", "07:27"),
        "phacld": ("present", "07:58"),
    }  # fmt: skip
    count(story, "now", "first count", by="khuebd", unit=CENTRE, seen=seen)
    attendance.end_count(story.things["first count"], by=story.people["khuebd"])


@on(DIARY, -3, "10:50")
def the_first_findings(story: Story) -> None:
    """A board, and how somebody was spoken to."""
    note(
        story,
        "now",
        "board",
        by="aint",
        unit=CENTRE,
        kind="posting",
        grade="minor",
        document="QT-07",
        seen="08:40",
        title="Bảng niêm yết QT-07 ở quầy 1 còn lần ban hành 01",
        evidence="Bảng ghi 5 và 20 ngày, bản sao sổ hộ khẩu; lần 02 có hiệu lực từ hơn một tuần. Đã chỉ cho người "
        "trực quầy.",
        grade_reason="Người dân bị hẹn dài hơn và chuẩn bị giấy tờ thừa.",
        place="Quầy 1",
    )
    note(
        story,
        "now",
        "voice",
        by="daohtb",
        unit=CENTRE,
        kind="conduct",
        grade="minor",
        person="lucnb",
        seen="09:40",
        article="Quy tắc ứng xử của UBND xã, điều 5",
        title="Nói gắt với người cao tuổi hỏi lại lần thứ ba",
        evidence="Lúc 09:40 tại quầy 1, hai người trong đoàn cùng nghe. Người dân bỏ về, chưa nộp hồ sơ.",
        grade_reason="Người dân không nộp được hồ sơ trong buổi.",
        place="Quầy 1",
    )
    for key in ("board", "voice"):
        notifying.notify(story.things[key], by=story.people["daohtb"])
    replying.read_by(story.things["voice"], story.people["phacld"])


@on(DIARY, -2, "09:30")
def slips_are_looked_at(story: Story) -> None:
    """Of the last two weeks."""
    note(
        story,
        "now",
        "slips",
        by="khuebd",
        unit=CENTRE,
        kind="reception",
        grade="minor",
        document="QT-02",
        step="Bước 2",
        title="3 trên 12 phiếu yêu cầu bổ sung không nêu giấy tờ còn thiếu",
        evidence="Ba phiếu chỉ ghi “hồ sơ chưa hợp lệ”. Hai người dân phải đến lần thứ ba.",
        grade_reason="Người dân không biết phải bổ sung gì.",
        place="Quầy 3, quầy 4",
    )
    note(
        story,
        "now",
        "waiting",
        by="aint",
        unit=CENTRE,
        kind="reception",
        grade="ofi",
        clause="8.2.1",
        title="Bảng số thứ tự chưa báo số phút chờ",
        evidence="Sáng đầu tuần người dân chờ 25 đến 40 phút, không biết còn bao lâu.",
    )
    for key in ("slips", "waiting"):
        notifying.notify(story.things[key], by=story.people["daohtb"])


@on(DIARY, -2, "15:20")
def the_head_explains_the_board(story: Story) -> None:
    """It is as it was seen."""
    text = "Đúng như đoàn ghi nhận. Sổ thay bảng có ghi QT-07 nhưng người giữ sổ nghỉ phép tuần đó. Đã thay lúc 14:30."
    replying.reply(story.things["board"], text=text, by=story.people["phacld"])


@on(DIARY, -1, "09:15")
def the_board_is_confirmed(story: Story) -> None:
    """And becomes a nonconformity: it has happened before."""
    dao = story.people["daohtb"]
    replying.confirm(
        story.things["board"], by=dao, note="Lặp lại phát hiện của kỳ trước: cần tìm nguyên nhân, không chỉ thay."
    )
    to_nonconformity(story, "board", "boards again", by="daohtb", criterion="QT-07 lần 02; ISO 9001:2015, 7.5.3")


@on(DIARY, -1, "16:10")
def the_slips_are_explained(story: Story) -> None:
    """The team reads it next."""
    text = (
        "Ba phiếu do công chức mới thay quầy trong hai ngày lập theo mẫu cũ. Trung tâm đã thu mẫu cũ, hướng dẫn "
        "lại; xin đoàn "
        "xem thêm 20 phiếu của tuần này."
    )
    replying.reply(story.things["slips"], text=text, by=story.people["phacld"])


@on(DIARY, 0, "07:58")
def this_mornings_count(story: Story) -> None:
    """Still going on: two people have not been looked at."""
    seen = {
        "lucnb": ("present", "07:31"), "suonglt": ("late", "07:44"), "bangtc": ("present", "07:31"),
        "dieutt": ("present", "07:32"), "taolh": ("present", "07:50"), "khietdm": ("duty", "07:35"),
        "ngatct": ("leave", "07:35"),
    }  # fmt: skip
    count(story, "now", "this count", by="khuebd", unit=CENTRE, seen=seen)
    answer(story, "now", by="aint", unit=CENTRE, wrong={
        "Thủ tục niêm yết là bản": "Quầy 1 còn QT-07 lần 01 (đã thay trong ngày).",
        "Yêu cầu bổ sung chỉ một lần": "Ba phiếu không nêu giấy tờ thiếu.",
        "Lịch công tác, lịch trực": "Bảng trực chưa ghi người đổi ca.",
        "Đã gửi phiếu xin lỗi": "Hai hồ sơ quá hạn chưa có phiếu.",
        "Số hồ sơ quá hạn chưa có phiếu": "2",
        "Số người chờ quá 30 phút": "3",
    })  # fmt: skip
    attach_proof(story, "now", "Phiếu xin lỗi gửi gần nhất", slip(), by="aint", unit=CENTRE)


@on(DIARY, 0, "08:45")
def this_mornings_notes(story: Story) -> None:
    """Not told to anybody yet."""
    story.things["late today"] = late_ones(story, "this count", "suonglt", by="khuebd")
    note(
        story,
        "now",
        "no apology",
        by="aint",
        unit=CENTRE,
        kind="late_files",
        grade="minor",
        document="QT-02",
        step="Bước 5",
        seen="08:20",
        title="Hai hồ sơ đất đai quá hạn chưa có phiếu xin lỗi",
        evidence="Hai hồ sơ hẹn trả tuần trước; phần mềm không có phiếu, người dân chưa được báo.",
        grade_reason="Trái với bước 5 và mục tiêu chất lượng số 2.",
    )
