"""Two visits that are over: one at the service centre in summer, closed; one at the economy unit, being reported."""

from __future__ import annotations

from iso_qms.audits import operations
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.visit import attendance, minutes
from iso_qms.demo.doings import (
    accepted,
    carried_out,
    caused,
    check,
    confirmed,
    corrected,
    counted,
    looked,
    past,
    planned,
)
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import answer, count, end_visit, late_ones, note, to_nonconformity

DIARY: Diary = []
CENTRE, ECONOMY = "trung-tam", "kinh-te"


@on(DIARY, -60, "07:20")
def the_summer_morning_begins(story: Story) -> None:
    """Nobody at the centre knew."""
    operations.start(story.things["summer"], by=story.people["daohtb"])


@on(DIARY, -60, "08:10")
def heads_are_counted(story: Story) -> None:
    """Against the hours of the centre."""
    seen = {
        "lucnb": ("present", "07:29"), "suonglt": ("late", "07:47"), "bangtc": ("present", "07:30"),
        "ngatct": ("present", "07:30"), "khietdm": ("present", "07:31"), "dieutt": ("present", "07:26"),
        "hienmv": ("late", "07:52"), "loanqt": ("present", "07:33"), "taolh": ("present", "07:28"),
        "phacld": ("duty", "08:05"),
    }  # fmt: skip
    count(story, "summer", "summer count", by="khuebd", unit=CENTRE, seen=seen)
    attendance.end_count(story.things["summer count"], by=story.people["khuebd"])
    story.things["late once"] = late_ones(story, "summer count", "suonglt", by="khuebd")


@on(DIARY, -60, "10:40")
def what_was_seen_is_noted(story: Story) -> None:
    """Good things too."""
    answer(story, "summer", by="aint", unit=CENTRE, wrong={
        "Thủ tục niêm yết là bản": "Quầy 1 và quầy 3 còn bảng của Bộ phận Một cửa.",
        "Mỗi hồ sơ nhận vào": "2 trên 20 hồ sơ không có giấy hẹn.",
        "Đã gửi phiếu xin lỗi": "Chỉ có 3 phiếu cho 5 hồ sơ quá hạn.",
    })  # fmt: skip
    note(
        story,
        "summer",
        "old board",
        by="aint",
        unit=CENTRE,
        kind="posting",
        grade="minor",
        clause="7.5.3",
        seen="09:15",
        title="Bảng niêm yết ở quầy 1 và quầy 3 còn thủ tục của Bộ phận Một cửa",
        evidence="Hai bảng in trước khi có Trung tâm: tên nơi nộp cũ, thời hạn cũ. Hai người trong đoàn cùng xem.",
        grade_reason="Người dân đọc thời hạn sai.",
        place="Quầy 1, quầy 3",
    )
    note(
        story,
        "summer",
        "no slip",
        by="khuebd",
        unit=CENTRE,
        kind="reception",
        grade="minor",
        document="QT-08",
        step="Bước 1",
        seen="09:40",
        title="2 trên 20 hồ sơ không có giấy hẹn",
        evidence="Rút ngẫu nhiên 20 hồ sơ của tuần trước: hai hồ sơ chứng thực nhận và trả trong ngày, không có "
        "giấy hẹn.",
        grade_reason="Không truy được giờ nhận.",
    )
    note(
        story,
        "summer",
        "polite",
        by="aint",
        unit=CENTRE,
        kind="conduct",
        grade="conform",
        seen="10:05",
        article="Quy tắc ứng xử của UBND xã, điều 5",
        title="Hướng dẫn người cao tuổi tận ghế ngồi",
        evidence="Trong 40 phút quan sát, công chức hướng dẫn rời bàn ba lần để giúp người cao tuổi viết tờ khai.",
    )


@on(DIARY, -60, "10:55")
def the_unit_is_told(story: Story) -> None:
    """Its time to explain begins."""
    for key in ("old board", "no slip", "polite", "late once"):
        notifying.notify(story.things[key], by=story.people["daohtb"])


@on(DIARY, -60, "16:30")
def the_minutes_are_signed(story: Story) -> None:
    """On the same day."""
    end_visit(story, "summer", "phacld", CENTRE, remark="Trung tâm đề nghị in lại bảng bằng kinh phí chung của xã.")


@on(DIARY, -59, "09:20")
def the_person_explains(story: Story) -> None:
    """What nobody had known."""
    text = "Sáng đó tôi đưa con đi cấp cứu, có nhắn cho Phó Giám đốc lúc 06:50; tin nhắn chưa ghi lên bảng trực."
    replying.reply(story.things["late once"], text=text, by=story.people["suonglt"])


@on(DIARY, -58, "15:10")
def the_head_explains(story: Story) -> None:
    """For the unit."""
    director = story.people["phacld"]
    replying.reply(
        story.things["old board"],
        text="Bảng cũ do chưa chốt mẫu mới. Trung tâm gỡ ngay và thay trong hai tuần.",
        by=director,
    )
    replying.reply(
        story.things["no slip"],
        text="Thủ tục trả ngay trong buổi nên quầy không in giấy hẹn; sẽ in từ nay.",
        by=director,
    )


@on(DIARY, -56, "10:05")
def the_lead_concludes(story: Story) -> None:
    """One stands, one is corrected, one is taken back."""
    dao = story.people["daohtb"]
    replying.confirm(story.things["old board"], by=dao, note="Giải trình xác nhận sự việc.")
    replying.correct(
        story.things["no slip"],
        by=dao,
        title="Hồ sơ trả trong buổi không in giấy hẹn",
        grade="observation",
        evidence="Hai hồ sơ nhận và trả trong cùng một buổi; sổ theo dõi có ghi giờ nhận.",
        note="Thủ tục trả ngay: sổ có giờ nhận, nên chỉ là lưu ý.",
    )
    replying.confirm(story.things["polite"], by=dao, note="Biểu dương.")
    replying.withdraw(story.things["late once"], by=dao, note="Có lý do chính đáng và đã báo trước.")
    to_nonconformity(story, "old board", "boards", by="daohtb", criterion="ISO 9001:2015, 7.5.3")


@on(DIARY, -54, "14:00")
def the_summer_visit_is_closed(story: Story) -> None:
    """With a report that names nobody."""
    dao, summer = story.people["daohtb"], story.things["summer"]
    conclusion = (
        "Trung tâm tiếp nhận đúng giờ, thái độ tốt. Niêm yết còn bản cũ ở hai quầy. "
        "Hồ sơ quá hạn chưa có đủ phiếu xin lỗi."
    )
    operations.conclude(
        summer,
        conclusion=conclusion,
        by=dao,
        recommendation="Thay bảng niêm yết; lịch trực ghi được người báo vắng đột xuất.",
    )
    operations.close(summer, by=dao)


DIARY += [
    corrected("boards", -55, "08:30", by="phacld", text="Gỡ bảng cũ ở hai quầy, dán tạm bản in đúng."),
    caused("boards", -54, "09:45", by="phacld",
           whys=("Bảng in một lần cho cả năm.", "Khi thủ tục đổi, không ai được giao thay bảng."),
           statement="Không có bước thay bảng niêm yết khi ban hành bản mới."),
    planned("boards", "new boards", -53, "15:20", by="phacld", owner="dieutt", due=past(-44),
            measure=check("Bảng ở sảnh đúng bản đang hiệu lực?", days=18, cases=3, target=100),
            what="Thay bảng mới theo QT-02, thêm mã QR; ghi ngày thay vào sổ",
            expected="Mọi bảng ở sảnh đúng bản đang hiệu lực trong ba lần xem liền."),
    accepted("new boards", -52, "10:50", by="laikt", verifier="khuebd"),
    carried_out("new boards", -45, "16:45", by="dieutt", result="Thay 11 bảng, có mã QR; sổ thay bảng mở từ hôm nay."),
    looked("new boards", -30, "14:20", by="khuebd", answers=(True, True, True),
           shows=("Mã trên bảng là bản đang hiệu lực", "Bảng cũ")),
    counted(-29),
    confirmed("new boards", -29, "09:05", by="khuebd",
           assessment="Ba lần xem (không báo trước): 11 trên 11 bảng đúng bản đang hiệu lực."),
]  # fmt: skip


@on(DIARY, -9, "08:00")
def the_economy_unit_is_visited(story: Story) -> None:
    """As announced."""
    operations.start(story.things["economy"], by=story.people["khuebd"])


@on(DIARY, -9, "11:10")
def its_findings_are_noted(story: Story) -> None:
    """Three of them."""
    note(
        story,
        "economy",
        "no hours",
        by="khuebd",
        unit=ECONOMY,
        kind="process",
        grade="minor",
        document="QT-02",
        step="Bước 4",
        seen="09:20",
        title="Hồ sơ hộ kinh doanh không ghi giờ giao nhận ở bước 4",
        evidence="6 trên 15 hồ sơ: phiếu kiểm soát quá trình để trống giờ nhận và giờ giao.",
        grade_reason="Không biết hồ sơ chậm ở đâu.",
    )
    note(
        story,
        "economy",
        "figures",
        by="aint",
        unit=ECONOMY,
        kind="reporting",
        grade="observation",
        clause="9.1.1",
        seen="10:10",
        title="Số hồ sơ trong báo cáo quý lệch sổ 3 hồ sơ",
        evidence="Báo cáo: 212 hồ sơ; sổ theo dõi: 209 hồ sơ, phần đất đai.",
    )
    note(
        story,
        "economy",
        "template",
        by="aint",
        unit=ECONOMY,
        kind="reporting",
        grade="ofi",
        clause="9.1.3",
        seen="10:30",
        title="Báo cáo tháng có thể lấy thẳng từ phần mềm",
        evidence="Chuyên viên nhập lại tay khoảng hai giờ mỗi tháng.",
    )
    for key in ("no hours", "figures", "template"):
        notifying.notify(story.things[key], by=story.people["khuebd"])


@on(DIARY, -9, "16:15")
def its_minutes_are_signed_on_paper(story: Story) -> None:
    """By the head's deputy, with a witness of nothing but the pen."""
    economy, khue = story.things["economy"], story.people["khuebd"]
    minutes.note_signing(
        economy, by=khue, unit=story.units[ECONOMY], how="on_paper", name="Nhâm Sỹ Điền", post="Trưởng phòng Kinh tế"
    )
    minutes.sign(economy, by=khue)
    operations.agree_minutes(economy, by=khue)


@on(DIARY, -7, "09:10")
def one_is_explained(story: Story) -> None:
    """It waits for the lead."""
    text = "Phòng bắt đầu ghi giờ từ tuần này. Trước đó chuyên viên chỉ ghi ngày vì phần mềm không bắt buộc ô giờ."
    replying.reply(story.things["no hours"], text=text, by=story.people["dienns"])


@on(DIARY, -6, "10:35")
def one_is_not_theirs(story: Story) -> None:
    """Says the head."""
    why = "Số liệu đất đai do Tổ Đất đai - Môi trường tổng hợp, không qua Phòng"
    notifying.not_ours(story.things["figures"], by=story.people["dienns"], note=why)


@on(DIARY, -4, "11:00")
def one_is_confirmed(story: Story) -> None:
    """The time to explain is over."""
    note_ = "Hết hạn giải trình, đơn vị không có ý kiến khác."
    replying.confirm(story.things["template"], by=story.people["khuebd"], note=note_)
