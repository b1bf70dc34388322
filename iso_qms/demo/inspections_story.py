"""The story of the programmes: last year's with its one visit, this year's, and next year's in draft."""

from __future__ import annotations

from iso_qms.audits import operations, rules
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.programme import programmes
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import COUNTER_TOPICS, end_visit, name_team, note, plan

DIARY: Diary = []


@on(DIARY, -276, "09:10")
def last_years_programme(story: Story) -> None:
    """It holds one inspection."""
    dao = story.people["daohtb"]
    rules.set_rules(reply_days=3, minutes_days=5, hours_basis="Quy chế làm việc của UBND xã Vân Khê, điều 12", by=dao)
    year = story.day(-262).year
    story.things["old programme"] = programmes.draw_up_programme(
        year, objectives="Kiểm tra thử trước khi ban hành hệ thống tài liệu.", by=dao
    )
    plan(
        story,
        "trial",
        -262,
        "Kiểm tra việc giải quyết hồ sơ văn hóa - xã hội",
        units=("van-hoa",),
        kind="announced",
        topics=("reporting", "reception"),
        programme="old programme",
    )
    name_team(story, "trial", "daohtb", "khuebd")


@on(DIARY, -272, "16:00")
def it_is_approved(story: Story) -> None:
    """By the chairman."""
    programmes.approve_programme(story.things["old programme"], by=story.people["thuattq"])


@on(DIARY, -262, "08:00")
def the_trial_begins(story: Story) -> None:
    """Announced, so nobody is surprised."""
    operations.start(story.things["trial"], by=story.people["daohtb"])
    note(
        story,
        "trial",
        "forms",
        by="khuebd",
        unit="van-hoa",
        kind="reporting",
        grade="ofi",
        clause="9.1.3",
        title="Mỗi công chức một mẫu báo cáo riêng",
        evidence="Xem ba báo cáo tháng: ba bố cục khác nhau, khó cộng.",
    )


@on(DIARY, -262, "16:20")
def the_trial_ends(story: Story) -> None:
    """Both sides sign."""
    notifying.notify(story.things["forms"], by=story.people["daohtb"])
    end_visit(story, "trial", "chimtq", "van-hoa")


@on(DIARY, -255, "10:00")
def the_trial_is_closed(story: Story) -> None:
    """And with it the year."""
    dao, trial = story.people["daohtb"], story.things["trial"]
    replying.confirm(story.things["forms"], by=dao, note="Đơn vị không có ý kiến khác.")
    operations.conclude(
        trial,
        conclusion="Hồ sơ được giải quyết đúng hạn. Nên có một mẫu báo cáo chung.",
        recommendation="Thống nhất mẫu báo cáo tháng trước khi ban hành hệ thống.",
        by=dao,
    )
    operations.close(trial, by=dao)
    programmes.finish_programme(story.things["old programme"], by=dao)


@on(DIARY, -130, "14:30")
def this_years_programme(story: Story) -> None:
    """Two visits of the service centre nobody knows of, and announced ones."""
    objectives = (
        "Biết hệ thống có được làm đúng ở nơi người dân đến nhiều nhất.\nMỗi đơn vị được kiểm tra ít nhất một lần.\n"
        "Mọi phát hiện lặp lại của kỳ trước được xem lại."
    )
    story.things["programme"] = programmes.draw_up_programme(
        story.base.year, objectives=objectives, by=story.people["daohtb"]
    )
    plan(
        story,
        "summer",
        -60,
        "Kiểm tra kỷ luật, kỷ cương hành chính tại Trung tâm Phục vụ hành chính công",
        units=("trung-tam",),
        topics=COUNTER_TOPICS,
    )
    plan(
        story,
        "economy",
        -9,
        "Kiểm tra việc giải quyết hồ sơ và chế độ báo cáo của Phòng Kinh tế",
        kind="announced",
        units=("kinh-te",),
        topics=("process", "reporting", "late_files"),
    )
    name_team(story, "summer", "daohtb", "khuebd", "aint")
    name_team(story, "economy", "khuebd", "aint")


@on(DIARY, -126, "10:20")
def this_years_is_approved(story: Story) -> None:
    """By the chairman, who may not know the day either."""
    programmes.approve_programme(story.things["programme"], by=story.people["thuattq"])


@on(DIARY, -25, "09:30")
def more_visits_are_planned(story: Story) -> None:
    """One of them is cancelled later."""
    plan(
        story,
        "clinic",
        -19,
        "Kiểm tra việc tiếp nhận và niêm yết tại Trạm Y tế xã",
        units=("y-te",),
        kind="announced",
        topics=("reception", "posting"),
    )
    name_team(story, "clinic", "khuebd", "aint")
    operations.announce(story.things["clinic"], by=story.people["daohtb"])


@on(DIARY, -21, "07:50")
def the_clinic_has_other_worries(story: Story) -> None:
    """The visit is cancelled with its reason."""
    why = "Trạm đang cao điểm phòng chống sốt xuất huyết; chuyển sang quý sau"
    operations.cancel(story.things["clinic"], by=story.people["daohtb"], note=why)


@on(DIARY, -12, "15:00")
def civil_status_is_announced(story: Story) -> None:
    """To its head, ten days ahead."""
    plan(
        story,
        "civil",
        -2,
        "Kiểm tra việc thực hiện QT-05 tại Tổ Tư pháp - Hộ tịch",
        kind="announced",
        units=("ho-tich",),
        topics=("process", "reporting"),
        documents=("QT-05",),
    )
    name_team(story, "civil", "aint", "kygv")
    operations.announce(story.things["civil"], by=story.people["daohtb"])


@on(DIARY, -2, "08:00")
def civil_status_is_visited(story: Story) -> None:
    """By colleagues of other units."""
    operations.start(story.things["civil"], by=story.people["aint"])


@on(DIARY, -2, "11:05")
def what_was_seen_there(story: Story) -> None:
    """Two things, for the head to explain."""
    note(
        story,
        "civil",
        "numbers",
        by="kygv",
        unit="ho-tich",
        kind="process",
        grade="minor",
        document="QT-05",
        step="Bước 2",
        seen="09:25",
        title="Số định danh lấy sau khi ký ở 4 trên 25 hồ sơ khai sinh",
        evidence="Giờ lấy số trong phần mềm muộn hơn giờ ký từ 20 phút đến 3 giờ.",
        grade_reason="Giấy khai sinh phải in lại, người dân chờ thêm.",
    )
    note(
        story,
        "civil",
        "online",
        by="aint",
        unit="ho-tich",
        kind="reporting",
        grade="observation",
        clause="9.1.1",
        seen="10:20",
        title="Báo cáo hộ tịch quý chưa tách hồ sơ trực tuyến",
        evidence="Báo cáo quý ghi tổng 318 hồ sơ, không ghi số nộp trực tuyến.",
    )
    for key in ("numbers", "online"):
        notifying.notify(story.things[key], by=story.people["aint"])


@on(DIARY, -2, "16:25")
def civil_status_signs(story: Story) -> None:
    """The head of the office, for the unit has no head of its own."""
    end_visit(story, "civil", "nguyendth", "ho-tich")


@on(DIARY, -1, "15:30")
def one_of_them_is_explained(story: Story) -> None:
    """At once."""
    text = "Báo cáo làm theo mẫu của tỉnh, không có cột này. Từ quý sau Tổ ghi thêm ở phần ghi chú."
    replying.reply(story.things["online"], text=text, by=story.people["nguyendth"])


@on(DIARY, -5, "16:00")
def next_years_programme_is_drawn_up(story: Story) -> None:
    """It waits for approval."""
    story.things["next programme"] = programmes.draw_up_programme(
        story.base.year + 1,
        by=story.people["daohtb"],
        objectives="Kiểm tra lại những nơi có hành động khắc phục của năm nay.\nĐánh giá nội bộ toàn hệ thống một lần.",
    )
    plan(
        story,
        "audit",
        80,
        "Đánh giá nội bộ theo TCVN ISO 9001:2015",
        kind="announced",
        programme="next programme",
        units=("trung-tam", "kinh-te", "van-hoa"),
        topics=("process", "reporting"),
        lists=("clause-7", "clause-8", "clause-9"),
    )
    plan(
        story,
        "office",
        8,
        "Kiểm tra công tác văn thư, lưu trữ và tiếp công dân",
        kind="announced",
        units=("van-phong",),
        topics=("reception", "reporting"),
    )
    name_team(story, "office", "kygv", "aint")
    operations.announce(story.things["office"], by=story.people["daohtb"])
    plan(
        story,
        "surprise",
        3,
        "Kiểm tra giờ giấc làm việc tại Trung tâm Dịch vụ tổng hợp",
        units=("dich-vu",),
        topics=("hours", "posting"),
    )
    name_team(story, "surprise", "khuebd", "daohtb")
