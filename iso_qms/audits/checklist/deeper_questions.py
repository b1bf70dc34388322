"""What each topic asks beyond its first questions: figures, times and choices that tell their verdict themselves."""

from iso_qms.audits.checklist.asking import Asked

RULES = "Nội quy cơ quan"
CONDUCT = "Quy tắc ứng xử của cơ quan"

DEEPER: dict[str, list[Asked]] = {
    "hours": [
        Asked(
            "Số người vắng không rõ lý do lúc kiểm tra.",
            "People away for no known reason at the time of the visit.",
            RULES,
            guidance_vi="Đối chiếu lịch công tác, đơn nghỉ phép và quyết định cử đi công tác.",
            guidance_en="Hold it against the roster, leave and missions.",
            answer_kind="number",
            unit_of_measure="người | people",
            most="0",
        ),
        Asked(
            "Giờ người đầu tiên tiếp nhận tại quầy.",
            "When the counter served its first citizen.",
            RULES,
            guidance_vi="Xem số thứ tự đầu tiên trong máy lấy số hoặc sổ; so với giờ mở cửa của đơn vị.",
            guidance_en="See the first ticket or entry; hold it against the unit's opening time.",
            answer_kind="time",
        ),
    ],
    "reception": [
        Asked(
            "Số người chờ quá 30 phút lúc kiểm tra.",
            "Citizens who have waited for more than 30 minutes at the time of the visit.",
            "ISO 9001:2015, 8.2.1",
            answer_kind="number",
            unit_of_measure="người | people",
            most="0",
        ),
        Asked(
            "Có khảo sát mức độ hài lòng và kết quả được dùng.",
            "Satisfaction is asked for, and the results are used.",
            "ISO 9001:2015, 9.1.2",
            guidance_vi="Phiếu hoặc máy đánh giá trong quý gần nhất; việc đã làm sau đó.",
            guidance_en="Slips or ratings of the last quarter; what was done afterwards.",
        ),
        Asked(
            "Sổ phản ánh, kiến nghị được ghi và trả lời.",
            "The book of complaints and suggestions is kept, and each is answered.",
            "ISO 9001:2015, 9.1.2",
        ),
    ],
    "conduct": [
        Asked(
            "Không gây khó khăn, không yêu cầu giấy tờ ngoài quy định.",
            "No obstacles, and no paper asked for beyond what is published.",
            CONDUCT,
            guidance_vi="Hỏi hai, ba người dân vừa làm xong; không ghi tên họ.",
            guidance_en="Ask two or three citizens who have just been served; do not write down their names.",
        ),
    ],
    "reporting": [
        Asked(
            "Số báo cáo gửi trễ trong kỳ.",
            "Reports sent late in the period.",
            "ISO 9001:2015, 9.1.3",
            answer_kind="number",
            unit_of_measure="báo cáo | reports",
            most="0",
        ),
    ],
    "posting": [
        Asked(
            "Phí, lệ phí niêm yết",
            "The fees that are posted",
            "ISO 9001:2015, 8.2.1",
            answer_kind="choice",
            choices=[
                {"key": "right", "vi": "đúng mức hiện hành", "en": "are the present ones", "conforms": True},
                {"key": "old", "vi": "là mức cũ", "en": "are old ones", "conforms": False},
                {"key": "none", "vi": "không được niêm yết", "en": "are not posted", "conforms": False},
            ],
        ),
    ],
    "late_files": [
        Asked(
            "Số hồ sơ quá hạn chưa trả.",
            "Dossiers that are late and not yet returned.",
            "ISO 9001:2015, 8.5.1",
            answer_kind="number",
            unit_of_measure="hồ sơ | dossiers",
            most="0",
        ),
        Asked(
            "Số hồ sơ quá hạn chưa có phiếu xin lỗi.",
            "Late dossiers without an apology.",
            "ISO 9001:2015, 8.7.1",
            guidance_vi="Đếm trong danh sách hồ sơ quá hạn; xem bản lưu phiếu xin lỗi.",
            guidance_en="Count in the list of late dossiers; see the copies of the slips.",
            answer_kind="number",
            unit_of_measure="hồ sơ | dossiers",
            most="0",
        ),
        Asked(
            "Phiếu xin lỗi gửi gần nhất: số, ngày.",
            "The apology sent last: its number and day.",
            "ISO 9001:2015, 7.5.3",
            guidance_vi="Xem bản lưu; chụp phiếu, che tên người dân.",
            guidance_en="See the copy kept; photograph the slip with the citizen's name covered.",
            answer_kind="evidence",
        ),
        Asked(
            "Phiếu xin lỗi nêu lý do và đến tay người dân trước ngày hẹn cũ.",
            "The apology gives the reason and reaches the citizen before the day first promised.",
            "ISO 9001:2015, 8.2.1",
        ),
        Asked(
            "Ngày hẹn lại sau xin lỗi được giữ.",
            "The new day promised with the apology is kept.",
            "ISO 9001:2015, 8.5.1",
        ),
    ],
}
