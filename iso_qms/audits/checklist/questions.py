"""The questions an agency starts with, in our own short words: Vietnamese, English, what each rests on.

They are copied into the agency's own library, which it edits. Topics: what teams of the field look at (domain 5.2).
"""

Question = tuple[str, str, str]

QUESTIONS: dict[str, list[Question]] = {
    "hours": [
        (
            "Mọi người có mặt đúng giờ mở cửa, hoặc vắng có lý do đã biết.",
            "Everybody is there at opening, or away for a known reason.",
            "Nội quy cơ quan",
        ),
        (
            "Lịch công tác, lịch trực treo ở nơi dễ thấy và đúng với người có mặt.",
            "The duty roster hangs in plain sight and matches who is there.",
            "Nội quy cơ quan",
        ),
        (
            "Người vắng đã phân công hoặc ủy quyền việc đang làm.",
            "Whoever is away has handed over or delegated their work.",
            "ISO 9001:2015, 7.1.2",
        ),
        ("Không làm việc riêng trong giờ làm việc.", "No private business during office hours.", "Nội quy cơ quan"),
    ],
    "reception": [
        (
            "Quầy có người trực suốt giờ tiếp nhận.",
            "The counter is staffed throughout reception hours.",
            "ISO 9001:2015, 8.2.1",
        ),
        (
            "Lịch tiếp công dân được niêm yết và được giữ đúng.",
            "The schedule for receiving citizens is posted and kept.",
            "ISO 9001:2015, 8.2.1",
        ),
        (
            "Mỗi hồ sơ nhận vào có giấy tiếp nhận và hẹn trả.",
            "Every dossier taken in has a receipt and appointment slip.",
            "ISO 9001:2015, 8.5.2",
        ),
        (
            "Yêu cầu bổ sung chỉ một lần, bằng phiếu, nêu rõ giấy tờ thiếu.",
            "A supplement is asked once, on a slip that says what is missing.",
            "ISO 9001:2015, 8.2.2",
        ),
        (
            "Có kênh góp ý (hòm thư, số điện thoại) và có người trả lời.",
            "There is a way to complain (box, telephone), and somebody answers.",
            "ISO 9001:2015, 9.1.2",
        ),
    ],
    "conduct": [
        ("Đeo thẻ, trang phục đúng quy định.", "Badge worn, dress as required.", "Quy tắc ứng xử của cơ quan"),
        (
            "Nói năng, hướng dẫn lịch sự, đủ và rõ.",
            "Citizens are spoken to politely and told fully and clearly.",
            "Quy tắc ứng xử của cơ quan",
        ),
        (
            "Không uống rượu bia trong giờ, không hút thuốc nơi cấm.",
            "No alcohol during office hours, no smoking where it is forbidden.",
            "Quy tắc ứng xử của cơ quan",
        ),
    ],
    "reporting": [
        ("Báo cáo định kỳ gửi đúng hạn.", "Periodic reports are sent on time.", "ISO 9001:2015, 9.1.3"),
        (
            "Số liệu trong báo cáo khớp với sổ hoặc phần mềm.",
            "Figures in the reports agree with the register or the software.",
            "ISO 9001:2015, 9.1.1",
        ),
        (
            "Việc được giao ở kết luận trước đã xong hoặc có lý do.",
            "What the last conclusions asked for is done, or a reason is given.",
            "ISO 9001:2015, 10.2.1",
        ),
    ],
    "posting": [
        (
            "Thủ tục niêm yết là bản đang hiệu lực.",
            "The procedures posted are the versions in force.",
            "ISO 9001:2015, 7.5.3",
        ),
        (
            "Niêm yết đủ: thành phần hồ sơ, thời hạn, phí, mẫu, nơi nộp.",
            "Posted in full: papers, time limit, fee, forms, where to file.",
            "ISO 9001:2015, 8.2.1",
        ),
        (
            "Bảng niêm yết, mã QR đọc được, đặt nơi người dân đến được.",
            "Boards and QR codes can be read and reached by citizens.",
            "ISO 9001:2015, 8.2.1",
        ),
    ],
    "late_files": [
        (
            "Hồ sơ quá hạn được liệt kê, có lý do và người chịu trách nhiệm.",
            "Late dossiers are listed, each with a reason and somebody in charge.",
            "ISO 9001:2015, 8.7.1",
        ),
        (
            "Đã gửi phiếu xin lỗi và hẹn lại ngày trả cho từng hồ sơ quá hạn.",
            "An apology with a new day was sent for every late dossier.",
            "ISO 9001:2015, 8.2.1",
        ),
        (
            "Nguyên nhân trễ lặp lại đã được đưa vào hành động khắc phục.",
            "Causes of delay that recur are met by a corrective action.",
            "ISO 9001:2015, 10.2.1",
        ),
    ],
    "process": [
        (
            "Nơi làm việc dùng đúng bản quy trình đang hiệu lực.",
            "The version in use at the place of work is the one in force.",
            "ISO 9001:2015, 7.5.3",
        ),
        (
            "Các bước được làm theo thứ tự, đúng người chịu trách nhiệm.",
            "The steps are taken in their order by whom the procedure names.",
            "ISO 9001:2015, 8.5.1",
        ),
        ("Thời hạn từng bước được giữ.", "The time limit of each step is kept.", "ISO 9001:2015, 8.5.1"),
        (
            "Hồ sơ lưu đủ theo mục hồ sơ của quy trình.",
            "Records are kept as the procedure's list of records says.",
            "ISO 9001:2015, 7.5.3",
        ),
        (
            "Người làm đã xác nhận hiểu bản hiện hành.",
            "Those who do the work have acknowledged the present version.",
            "ISO 9001:2015, 7.3",
        ),
    ],
}
