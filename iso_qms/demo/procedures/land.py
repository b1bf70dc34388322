"""Land: the first certificate of the right to use it."""

from iso_qms.demo.procedures.laws import LAND, LAND_DECREE, ONE_STOP
from iso_qms.demo.writing import CENTRE, LEADERS, fee, form, limit, paper, procedure, record

LAND_CLERK = "Công chức địa chính"

FIRST_CERTIFICATE = procedure(
    "QT-12",
    "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu cho hộ gia đình, cá nhân",
    sections={
        "purpose": "Rõ người, rõ thời gian ở từng bước xét duyệt nguồn gốc đất, để người dân biết hồ sơ đang ở đâu.",
        "scope": "Áp dụng cho TTPVHCC, Tổ Đất đai - Môi trường, Phòng Kinh tế và lãnh đạo UBND xã.",
        "applicants": "Hộ gia đình, cá nhân đang sử dụng đất chưa có Giấy chứng nhận.",
        "authority": "UBND xã Vân Khê.",
        "cooperating": "Văn phòng đăng ký đất đai khu vực; cơ quan thuế.",
        "result": "Giấy chứng nhận quyền sử dụng đất; hoặc văn bản trả lời nêu rõ lý do không đủ điều kiện.",
        "conditions": "Đất không có tranh chấp; sử dụng đúng quy hoạch hoặc ổn định từ trước khi có quy hoạch.",
    },
    required_papers=[
        paper("Đơn đăng ký theo mẫu."),
        paper("Giấy tờ về nguồn gốc đất, nếu có (bản sao, đối chiếu bản chính)."),
        paper("Mảnh trích đo bản đồ địa chính, nếu có."),
        paper("Chứng từ đã nộp nghĩa vụ tài chính, nếu có."),
        paper("Căn cước của người đăng ký.", group="present", copies=None),
    ],
    sets=1,
    time_limits=[limit(20)],
    fees=[fee("Lệ phí cấp giấy theo nghị quyết của HĐND tỉnh; miễn cho hộ nghèo.", None)],
    legal_basis=[LAND, LAND_DECREE, ONE_STOP],
    steps=[
        ("Tiếp nhận, kiểm tra, quét hồ sơ, in GTN.", CENTRE, 0.5, "GTN"),
        ("Kiểm tra hiện trạng, ranh giới, lập biên bản với các hộ liền kề.", LAND_CLERK, 4, "Biên bản kiểm tra"),
        ("Lấy ý kiến khu dân cư về nguồn gốc và thời điểm sử dụng đất; niêm yết công khai 10 ngày.", LAND_CLERK, 8,
         "Thông báo niêm yết"),
        ("Thẩm định, lập tờ trình.", "Tổ trưởng Tổ Đất đai - Môi trường", (3, 2), "Tờ trình"),
        ("Xem xét tờ trình.", "Trưởng phòng Kinh tế", None, "Tờ trình đã ký nháy"),
        ("Gửi phiếu chuyển thông tin, nhận thông báo thuế.", LAND_CLERK, 2, "Thông báo thuế"),
        ("Ký Giấy chứng nhận.", LEADERS, 2, "Giấy chứng nhận"),
        ("Vào sổ, trả kết quả.", CENTRE, 0.5, "Sổ theo dõi"),
    ],
    forms=[
        form("Đơn đăng ký đất đai", "BM-12.01", source="forms_list"),
        form("Biên bản kiểm tra hiện trạng sử dụng đất", "BM-12.02"),
        form("Thông báo niêm yết công khai", "BM-12.03"),
    ],
    records=[
        record("Hồ sơ đăng ký đất đai", "Tổ Đất đai - Môi trường", "Vĩnh viễn"),
        record("Biên bản niêm yết", "Tổ Đất đai - Môi trường", "10 năm"),
    ],
)  # fmt: skip
