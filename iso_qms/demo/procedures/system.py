"""The system's own procedures: control of documents in two issues, internal audit, nonconformities."""

from iso_qms.demo.procedures.laws import CLERICAL, QUALITY, QUALITY_CIRCULAR
from iso_qms.demo.writing import LEADERS, form, procedure, record, revised

AUTHOR, TEAM, HEADS = "Người soạn thảo", "Tổ Kiểm soát chất lượng", "Trưởng các đơn vị"
ISO = "- TCVN ISO 9001:2015, các điều {}.\n- Mô hình khung theo Quyết định 101/QĐ-BKHCN ngày 21/01/2019."

DOCUMENT_CONTROL = procedure(
    "QT-01",
    "Kiểm soát thông tin dạng văn bản",
    sections={
        "purpose": "Bảo đảm nơi làm việc chỉ dùng bản đang có hiệu lực; bản cũ không bị dùng nhầm.",
        "scope": "Áp dụng cho mọi tài liệu của hệ thống quản lý chất lượng và văn bản bên ngoài được viện dẫn.",
        "references": ISO.format("7.5"),
        "definitions": "- Tài liệu: thông tin phải duy trì.\n- Hồ sơ: bằng chứng phải lưu giữ.\n- Bản kiểm soát: "
        "bản in có số.",
        "authority": TEAM,
        "result": "Danh mục tài liệu đang hiệu lực, ai cũng tra được.",
    },
    legal_basis=[QUALITY, QUALITY_CIRCULAR, CLERICAL],
    steps=[
        ("Đề nghị soạn thảo hoặc sửa đổi, nêu lý do và căn cứ.", HEADS, None, "Phiếu đề nghị (BM-01.01)"),
        ("Soạn thảo theo bố cục thống nhất.", AUTHOR, 10, "Dự thảo"),
        ("Xem xét, ghi ý kiến.", "Người xem xét", 5, "Ý kiến"),
        ("Phê duyệt.", LEADERS, 2, "Bản đã ký"),
        ("In, đóng dấu KIỂM SOÁT, phân phối bản giấy, thu hồi bản cũ.", TEAM, 3, "Sổ phân phối (BM-01.02)"),
    ],
    forms=[form("Phiếu đề nghị sửa đổi tài liệu", "BM-01.01"), form("Sổ phân phối tài liệu", "BM-01.02")],
    records=[
        record("Danh mục tài liệu", TEAM, "Cho đến khi có bản mới"),
        record("Sổ phân phối tài liệu", TEAM, "5 năm"),
        record("Bản lỗi thời (một bản)", TEAM, "5 năm"),
    ],
)

DOCUMENT_CONTROL_2 = revised(
    DOCUMENT_CONTROL,
    sections={
        "purpose": "Bảo đảm nơi làm việc chỉ dùng bản đang có hiệu lực; bản cũ không bị dùng nhầm; người làm biết "
        "chỗ nào đã "
        "đổi và xác nhận đã hiểu.",
    },
    steps=[
        ("Đề nghị soạn thảo hoặc sửa đổi, nêu lý do và căn cứ.", HEADS, None, "Phiếu đề nghị (BM-01.01)"),
        ("Soạn thảo trên hệ thống; mỗi thay đổi có lời giải thích.", AUTHOR, 10, "Dự thảo"),
        ("Xem xét, ghi ý kiến; một ý kiến không đồng ý trả dự thảo về người soạn.", "Người xem xét", 5, "Ý kiến"),
        ("Phê duyệt đúng nội dung đã xem xét.", LEADERS, 2, "Bản đã phê duyệt"),
        ("Ban hành theo quyết định, một ngày hiệu lực cho cả bộ.", LEADERS, 1, "Quyết định ban hành"),
        (
            "Xác nhận đã hiểu; quá hạn thì nhắc người đọc, rồi trưởng đơn vị, rồi lãnh đạo.",
            HEADS,
            5,
            "Danh sách xác nhận",
        ),
    ],
    forms=[form("Phiếu đề nghị sửa đổi tài liệu", "BM-01.01")],
    records=[
        record("Danh mục tài liệu (điện tử)", TEAM, "Thường xuyên"),
        record("Danh sách xác nhận đã hiểu", TEAM, "5 năm"),
        record("Bản lỗi thời (một bản)", TEAM, "5 năm"),
    ],
)

INTERNAL_AUDIT = procedure(
    "QT-03",
    "Đánh giá nội bộ và kiểm tra công vụ",
    sections={
        "purpose": "Biết hệ thống có được làm đúng hay không, bằng bằng chứng, và để người được kiểm tra được giải "
        "trình.",
        "scope": "Áp dụng cho mọi đơn vị thuộc UBND xã, ít nhất một lần mỗi năm; kiểm tra đột xuất khi cần.",
        "references": ISO.format("9.2 và 10.2"),
        "definitions": "- KPH: sự không phù hợp.\n- HĐKP: hành động khắc phục.\n- Đột xuất: không báo trước.",
        "authority": TEAM,
        "result": "Biên bản, báo cáo kiểm tra; phát hiện kèm giải trình.",
        "conditions": "Không ai kiểm tra đơn vị mình hoặc quy trình mình đã soạn, xem xét, phê duyệt.",
    },
    legal_basis=[QUALITY, QUALITY_CIRCULAR],
    steps=[
        ("Lập chương trình năm, xét kết quả kỳ trước.", TEAM, 5, "Chương trình (BM-03.01)"),
        ("Phê duyệt chương trình.", LEADERS, 3, "Chương trình đã duyệt"),
        ("Lập kế hoạch, cử đoàn, kiểm tra tính độc lập.", TEAM, 2, "Kế hoạch"),
        ("Kiểm tra tại chỗ: xem hồ sơ, hỏi, quan sát; ghi bằng chứng.", "Đoàn kiểm tra", 1, "Phiếu ghi nhận"),
        ("Ký biên bản hai bên; ghi rõ nếu có bên không ký.", "Đoàn kiểm tra", 0.5, "Biên bản (BM-03.02)"),
        ("Giải trình phát hiện.", HEADS, 3, "Văn bản giải trình"),
        ("Kết luận, báo cáo; chuyển KPH thành HĐKP.", "Trưởng đoàn", 3, "Báo cáo (BM-03.03)"),
    ],
    forms=[
        form("Chương trình kiểm tra năm", "BM-03.01"),
        form("Biên bản kiểm tra", "BM-03.02"),
        form("Báo cáo kết quả kiểm tra", "BM-03.03"),
    ],
    records=[record("Hồ sơ từng cuộc kiểm tra", TEAM, "5 năm")],
)
