"""The story of nonconformities: corrected, understood, acted on, verified; one that did not work climbs a level."""

from __future__ import annotations

from iso_qms.demo.doings import (
    accepted,
    asked,
    carried_out,
    caused,
    coming,
    corrected,
    decided,
    dismissed,
    ended,
    judged,
    opened,
    past,
    planned,
)
from iso_qms.demo.evidence import board
from iso_qms.demo.story import Diary
from iso_qms.improvement.causes import Branch

FINISHED: Diary = [
    opened("late copies", -96, "09:20", by="daohtb", unit="trung-tam", source_kind="complaint",
           title="Hai hồ sơ chứng thực trả chậm một ngày, không có phiếu xin lỗi",
           description="Người dân phản ánh qua hòm thư góp ý: hẹn trả sáng thứ Ba, chiều thứ Tư mới nhận; không ai "
           "gọi.",
           criterion="QT-08, bước 4; mục tiêu chất lượng số 2"),
    corrected("late copies", -95, "10:05", by="phacld", text="Gọi điện xin lỗi hai người dân, trả kết quả tại nhà."),
    caused("late copies", -93, "15:30", by="phacld",
           whys=("Kết quả chưa ký khi đến hạn.", "Người ký đi họp cả ngày, không ai ký thay.",
                 "Phân công ký thay chỉ bàn miệng, quầy không biết."),
           statement="Không có lịch ký thay được phân công trước và quầy nhìn thấy.", class_key="method",
           elsewhere="Các thủ tục ký trong ngày khác cũng gặp (khai sinh, xác nhận)."),
    planned("late copies", "signing rota", -92, "08:45", by="phacld", owner="taolh", due=past(-82), verify=past(-67),
            what="Lập lịch ký thay theo tuần, treo tại quầy", how="Văn thư gửi lịch chiều thứ Sáu; quầy ký nhận.",
            expected="Trong ba tuần không hồ sơ nào trễ vì thiếu người ký."),
    accepted("signing rota", -91, "10:10", by="daohtb", verifier="khuebd"),
    carried_out("signing rota", -84, "16:20", by="taolh", result="Đã có lịch ba tuần liền, treo tại quầy 1 và quầy "
    "2."),
    judged("signing rota", -66, "09:40", by="khuebd", works=True,
           assessment="Xem 24 hồ sơ ký trong ngày của ba tuần: không hồ sơ nào chờ người ký. Hỏi quầy 2: có lịch, "
           "dễ dùng."),
    opened("faded sign", -44, "14:15", by="laikt", unit="y-te", grade="observation",
           title="Biển tên phòng tiêm bị mờ, người dân hỏi nhầm phòng", criterion="ISO 9001:2015, 7.1.4"),
    dismissed("faded sign", -42, "08:30", by="laikt", note="Trạm đã thay biển ngay trong ngày; không thấy ở nơi "
    "khác."),
    opened("late payments", -40, "10:50", by="khuebd", unit="bao-tro",
           title="Danh sách chi trả trợ cấp lập chậm hai ngày trong hai tháng liền",
           description="Danh sách phải chuyển trước ngày 25; hai tháng gần đây chuyển ngày 27.",
           criterion="Thỏa thuận chi trả với bưu điện; mục tiêu chất lượng số 1"),
    caused("late payments", -37, "14:40", by="chimtq",
           whys=("Đối tượng mới được thêm sát ngày 25.", "Quyết định ký rải rác trong tháng, không gom theo đợt."),
           statement="Quy định chốt danh sách ngày 25 nhưng không chốt ngày ký quyết định.", class_key="method"),
    planned("late payments", "monthly cut", -35, "09:00", by="chimtq", owner="andth", due=past(-20), verify=past(-10),
            what="Chốt quyết định trợ cấp vào ngày 20 hằng tháng, đưa vào QT-15",
            expected="Hai tháng liền danh sách chuyển trước ngày 25."),
    accepted("monthly cut", -34, "15:00", by="laikt", verifier="khuebd"),
    asked("monthly cut", -23, "08:20", by="andth", to=past(-14), reason="QT-15 còn chờ ý kiến của các thôn về ngày "
    "chốt."),
    decided("monthly cut", -22, "10:30", by="chimtq", granted=True, note="Đồng ý, gắn với lịch họp thôn."),
    carried_out("monthly cut", -15, "16:05", by="andth",
                result="Đã báo 17 thôn ngày chốt 20; đưa vào dự thảo QT-15, bước 6. Tháng này chuyển danh sách ngày "
                "23."),
]  # fmt: skip

CLIMBING: Diary = [
    opened("land", -70, "08:55", by="khuebd", unit="dat-dai", grade="major",
           title="11 hồ sơ đất đai quá hạn trong một tháng, 4 hồ sơ không có phiếu xin lỗi",
           description="Đối chiếu sổ theo dõi với phần mềm: 11 trên 63 hồ sơ trả sau ngày hẹn, lâu nhất 9 ngày.",
           criterion="Nghị định 118/2025/NĐ-CP; mục tiêu chất lượng số 1 và 2"),
    corrected("land", -69, "15:20", by="hauvt", text="Gửi đủ phiếu xin lỗi, hẹn lại ngày; trả xong 8 trên 11 hồ sơ."),
    caused("land", -67, "10:15", by="hauvt", whys=("Công chức không nhớ hạn.", "Công chức chưa nêu cao trách nhiệm."),
           statement="Công chức chủ quan, chưa nêu cao tinh thần trách nhiệm; việc nhắc hạn chỉ bằng miệng.",
           class_key="people"),
    planned("land", "reminding", -66, "09:30", by="hauvt", owner="hieutt", due=past(-55), verify=past(-35),
            what="Nhắc công chức trong họp giao ban đầu tuần", expected="Tháng sau không quá 2 hồ sơ quá hạn."),
    accepted("reminding", -65, "14:10", by="laikt", verifier="daohtb"),
    carried_out("reminding", -56, "11:05", by="hieutt", result="Đã nhắc ở hai cuộc giao ban, có biên bản họp tổ."),
    judged("reminding", -34, "15:45", by="daohtb", works=False,
           assessment="Tháng sau vẫn 9 trên 58 hồ sơ quá hạn. Nhắc miệng không đổi cách làm: hạn vẫn nằm trong sổ "
           "từng người."),
    caused("land", -31, "09:10", by="hauvt",
           whys=("Hạn chỉ có trong sổ giấy của từng công chức.", "Phần mềm không báo trước hạn.",
                 "Không ai xem bảng hạn của cả tổ mỗi ngày."),
           statement="Không có nơi nào cho tổ trưởng thấy hạn của mọi hồ sơ trước khi quá hạn.",
           class_key="tools",
           further=(
               Branch("checking", ("Tổ trưởng chỉ biết khi người dân hỏi.", "Không có lịch xem hạn mỗi sáng."),
                      "Việc kiểm tra hạn của cả tổ không giao cho ai."),
               Branch("people", ("Hai công chức mới nhận việc.",), "Không có buổi hướng dẫn khi nhận bàn giao."),
           ),
           elsewhere="Quầy 5 (hộ kinh doanh) cũng theo dõi bằng sổ riêng."),
    planned("land", "warning", -29, "08:40", by="dienns", owner="hauvt", due=past(-8), verify=coming(5),
            what="Bật cảnh báo trước hạn hai ngày, tổ trưởng xem bảng hạn mỗi sáng",
            how="Quản trị hệ thống cấu hình phần mềm một cửa; bảng hạn in ra trong tuần đầu.",
            expected="Bốn tuần liền không quá 1 hồ sơ quá hạn; mọi hồ sơ quá hạn có phiếu xin lỗi."),
    accepted("warning", -27, "16:30", by="phacld", verifier="daohtb"),
    carried_out("warning", -9, "10:25", by="hauvt", evidence=board,
                result="Cảnh báo bật từ đầu tháng. Tổ trưởng ký bảng hạn mỗi sáng (kèm 18 bảng). Tuần qua 1 hồ sơ "
                "quá hạn."),
    planned("land", "surveyor", -1, "15:10", by="thuonglth", owner="dienns", due=coming(10), verify=coming(30),
            what="Biệt phái thêm một công chức đo đạc cho Tổ Đất đai trong ba tháng",
            how="Trao đổi với Văn phòng đăng ký đất đai khu vực.",
            expected="Thời gian kiểm tra hiện trạng trung bình từ 6 còn 4 ngày."),
]  # fmt: skip

RUNNING: Diary = [
    opened("twice asked", -34, "10:35", by="daohtb", unit="kinh-te", source_kind="complaint",
           title="Hồ sơ hộ kinh doanh bị yêu cầu sửa đổi hai lần",
           description="Ba hộ phản ánh: lần hai yêu cầu giấy tờ không nêu ở lần một.",
           criterion="QT-02, Yêu cầu, điều kiện; Nghị định 118/2025/NĐ-CP"),
    caused("twice asked", -31, "14:25", by="dienns",
           whys=("Lần một chỉ kiểm tra ngành nghề, lần hai mới kiểm tra tên.", "Không có bảng kiểm chung cho một "
           "lượt xem."),
           statement="Thiếu bảng kiểm để xem hết hồ sơ trong một lượt."),
    planned("twice asked", "check sheet", -30, "08:50", by="dienns", owner="luantd", due=past(-6), verify=coming(15),
            what="Lập bảng kiểm một lượt cho hồ sơ hộ kinh doanh, đưa vào QT-18",
            expected="Một tháng không hồ sơ nào bị yêu cầu sửa đổi lần hai."),
    accepted("check sheet", -28, "09:35", by="laikt", verifier="khuebd"),
    asked("check sheet", -10, "16:15", by="luantd", to=coming(8), reason="Chờ QT-18 được ban hành."),
    decided("check sheet", -8, "11:00", by="dienns", granted=False,
            note="Bảng kiểm dùng được ngay, không phải chờ quyết định ban hành."),
    opened("no signature", -26, "15:05", by="khuebd", unit="dat-dai",
           title="Biên bản niêm yết thiếu chữ ký đại diện khu dân cư ở 5 trên 12 hồ sơ",
           criterion="Nghị định 101/2024/NĐ-CP"),
    caused("no signature", -23, "10:55", by="hauvt",
           whys=("Đại diện khu dân cư vắng khi kết thúc niêm yết.", "Mẫu biên bản không có ô hẹn ngày ký."),
           statement="Biểu mẫu không buộc hẹn trước ngày kết thúc niêm yết với đại diện khu dân cư."),
    planned("no signature", "new minutes form", -21, "09:15", by="hauvt", owner="hieutt",
            due=coming(2), verify=coming(22),
            what="Sửa BM-12.03: thêm ngày hẹn ký và người ký thay", expected="20 hồ sơ liền đủ chữ ký."),
    accepted("new minutes form", -20, "14:50", by="daohtb"),
    asked("new minutes form", -1, "10:45", by="hieutt", to=coming(9), reason="Hai thôn đổi trưởng thôn, chưa có "
    "người ký thay."),
    opened("late report", -22, "08:25", by="laikt", unit="van-hoa",
           title="Báo cáo tháng về văn hóa - xã hội gửi trễ ba ngày", criterion="Quy chế làm việc của UBND xã"),
    caused("late report", -19, "15:35", by="chimtq",
           whys=("Số liệu của hai trường học đến muộn.", "Hạn gửi số liệu trùng với hạn gửi báo cáo."),
           statement="Lịch báo cáo không chừa thời gian tổng hợp.", class_key="method"),
    planned("late report", "earlier figures", -17, "09:45", by="chimtq", owner="duyencv",
            due=coming(4), verify=coming(24),
            what="Dời hạn gửi số liệu của trường học, trạm y tế sớm hơn hai ngày làm việc",
            expected="Hai kỳ báo cáo liền gửi đúng hạn."),
    accepted("earlier figures", -16, "10:20", by="laikt"),
    opened("open columns", -18, "14:05", by="khuebd", unit="ho-tich",
           title="Sổ cấp Giấy xác nhận thiếu ngày trả ở 7 trên 30 dòng", criterion="QT-07, bước cuối; ISO "
           "9001:2015, 8.5.2"),
    corrected("open columns", -17, "16:40", by="nguyendth", text="Bổ sung ngày trả theo phiếu kiểm soát của từng hồ "
    "sơ."),
    caused("open columns", -15, "09:55", by="nguyendth",
           whys=("Người trả kết quả và người giữ sổ ngồi hai nơi.", "Sổ giấy chỉ có một quyển, ở Tổ Tư pháp - Hộ "
           "tịch."),
           statement="Cách lưu sổ không theo được nơi trả kết quả từ khi có Trung tâm."),
    planned("open columns", "electronic book", -13, "08:35", by="nguyendth", owner="tuatt",
            due=coming(0), verify=coming(20),
            what="Chuyển sổ cấp Giấy xác nhận sang sổ điện tử, quầy 1 ghi ngày trả",
            expected="50 dòng liền đủ ngày trả; quầy 1 không phải sang Tổ để ghi."),
    accepted("electronic book", -12, "15:15", by="daohtb", verifier="khuebd"),
    opened("queue", -15, "16:25", by="daohtb", unit="trung-tam", grade="observation",
           title="Máy lấy số hỏng, người dân chờ không theo thứ tự", criterion="ISO 9001:2015, 7.1.3"),
    caused("queue", -12, "10:40", by="phacld",
           whys=("Giấy in nhiệt hết, không ai được giao thay.", "Không có số dự phòng phát tay."),
           statement="Không phân công người giữ thiết bị ở sảnh và không có cách làm dự phòng.",
           class_key="method"),
    planned("queue", "new machine", -11, "09:05", by="phacld", owner="loanqt", due=coming(20), verify=coming(40),
            what="Mua máy lấy số thứ hai", expected="Không còn buổi nào không có số thứ tự."),
    accepted("new machine", -10, "14:30", by="laikt"),
    ended("new machine", -7, "08:15", by="laikt", note="Không có dự toán trong năm; sửa máy cũ và phát số tay là "
    "đủ.", dropped=True),
    planned("queue", "hand numbers", -6, "15:25", by="phacld", owner="dieutt", due=coming(6), verify=coming(16),
            what="Giao người giữ máy, in sẵn số phát tay", expected="Tốt hơn trước."),
    ended("hand numbers", -4, "10:15", by="laikt", note="Chưa nói rõ nhìn vào đâu để biết có hiệu quả. Ghi con số "
    "và thời gian xem."),
    opened("unread news", -9, "09:25", by="laikt", unit="dich-vu",
           title="Lịch tiếp công dân đổi nhưng đài truyền thanh phát lịch cũ một tuần",
           criterion="ISO 9001:2015, 7.4"),
    corrected("unread news", -8, "07:50", by="senqt", text="Phát lại lịch đúng ba buổi liền, xin lỗi trên đài."),
    caused("unread news", -4, "14:35", by="senqt",
           whys=("Đài nhận lịch qua tin nhắn cá nhân.", "Người nhận nghỉ phép, không ai nhận thay."),
           statement="Thông tin phát thanh không đi qua một hộp thư chung có người trực.", class_key="information"),
]  # fmt: skip


OFFICE: Diary = [
    opened("late invitations", -24, "10:05", by="laikt", unit="van-phong",
           title="Ba giấy mời họp gửi trước giờ họp chưa đầy một ngày, hai đơn vị không dự",
           criterion="Quy chế làm việc của UBND xã, điều 9"),
    caused("late invitations", -21, "14:15", by="nguyendth",
           whys=("Lịch họp chốt trễ trong ngày.", "Không có giờ chốt để văn thư phát hành."),
           statement="Lịch họp không có giờ chốt, nên giấy mời đi lúc nào cũng được.", class_key="method"),
    planned("late invitations", "closing hour", -19, "09:20", by="nguyendth", owner="nguyendth",
            due=coming(2), verify=coming(22),
            what="Đặt giờ chốt lịch họp 15 giờ hôm trước, phát hành giấy mời trong 30 phút",
            expected="Một tháng không giấy mời nào gửi sau 16 giờ hôm trước."),
    accepted("closing hour", -18, "15:45", by="daohtb", verifier="khuebd"),
    opened("slow letters", -1, "10:50", by="khuebd", unit="van-phong",
           title="Hai công văn đến quá một ngày mới chuyển cho đơn vị xử lý",
           description="Sổ công văn: đến thứ Ba, chuyển thứ Năm; cả hai có hạn trả lời trong tuần.",
           criterion="Nghị định 30/2020/NĐ-CP; Quy chế làm việc"),
    asked("electronic book", -1, "09:35", by="tuatt", to=coming(7),
          reason="Sổ điện tử đã chạy thử; còn nhập lại 214 dòng của năm nay để không phải tra hai sổ."),
]  # fmt: skip


def entries() -> Diary:
    """Everything that happened to nonconformities that no inspection found."""
    return [*FINISHED, *CLIMBING, *RUNNING, *OFFICE]
