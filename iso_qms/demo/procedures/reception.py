"""Reception: taking dossiers in and giving results out, before and with the service centre; complaints and feedback."""

from iso_qms.demo.procedures.laws import CLERICAL, FEEDBACK, OLD_ONE_STOP, ONE_STOP, ONE_STOP_FORMS, RECEPTION
from iso_qms.demo.writing import CENTRE, LEADERS, form, limit, paper, procedure, record

DESK, SOLVER, OFFICE = "Bộ phận Tiếp nhận và Trả kết quả", "Đơn vị giải quyết", "Chánh Văn phòng"

OLD_RECEPTION = procedure(
    "QT-08",
    "Tiếp nhận và trả kết quả tại Bộ phận Một cửa",
    sections={
        "purpose": "Thống nhất cách tiếp nhận hồ sơ và trả kết quả tại Bộ phận Một cửa.",
        "scope": "Áp dụng cho Bộ phận Tiếp nhận và Trả kết quả của UBND xã.",
        "authority": "UBND xã Vân Khê.",
        "result": "Kết quả giải quyết TTHC được trả đúng hẹn.",
    },
    legal_basis=[OLD_ONE_STOP],
    steps=[
        ("Tiếp nhận, kiểm tra, ghi sổ, viết giấy hẹn.", DESK, 0.5, "Giấy hẹn"),
        ("Chuyển hồ sơ giấy cho công chức chuyên môn trong ngày.", DESK, 0.5, "Phiếu giao nhận"),
        ("Giải quyết theo quy trình riêng của từng TTHC.", SOLVER, None, "Kết quả"),
        ("Nhận lại kết quả, báo người dân, trả và thu lệ phí.", DESK, 0.5, "Sổ theo dõi"),
    ],
    forms=[form("Sổ theo dõi hồ sơ", "BM-08.01"), form("Phiếu giao nhận hồ sơ", "BM-08.02")],
    records=[record("Sổ theo dõi hồ sơ", DESK, "10 năm")],
)

RECEPTION_AT_CENTRE = procedure(
    "QT-02",
    "Tiếp nhận và trả kết quả tại Trung tâm Phục vụ hành chính công",
    sections={
        "purpose": "Người dân nộp ở một quầy, biết ngày trả, không phải hỏi; hồ sơ chậm thì được xin lỗi trước khi "
        "hết hạn.",
        "scope": "Áp dụng cho TTPVHCC và mọi đơn vị giải quyết hồ sơ do TTPVHCC tiếp nhận, kể cả hồ sơ nộp từ nơi "
        "khác "
        "trong tỉnh.",
        "applicants": "Cá nhân, tổ chức nộp hồ sơ trực tiếp, qua bưu chính hoặc qua Cổng dịch vụ công.",
        "authority": CENTRE,
        "cooperating": "Các phòng, tổ giải quyết hồ sơ; doanh nghiệp bưu chính.",
        "result": "Kết quả được trả đúng hẹn; hồ sơ chậm có phiếu xin lỗi và ngày hẹn mới.",
        "conditions": "Yêu cầu bổ sung không quá hai lần cho một việc; mỗi lần bằng phiếu, nêu đủ giấy tờ còn thiếu.",
    },
    legal_basis=[ONE_STOP, ONE_STOP_FORMS],
    steps=[
        ("Hướng dẫn ở sảnh, lấy số thứ tự, giúp nộp trực tuyến khi người dân muốn.", CENTRE, 0.0625, "Số thứ tự"),
        ("Kiểm tra hồ sơ; đủ thì nhận và quét, thiếu thì lập phiếu yêu cầu bổ sung.", CENTRE, 0.1875,
         "GTN (Mẫu 01); phiếu (Mẫu 02)"),
        ("Chuyển hồ sơ điện tử ngay; hồ sơ giấy trong buổi.", CENTRE, 0.25, "Phiếu kiểm soát (Mẫu 06)"),
        ("Giải quyết theo quy trình riêng; ghi giờ giao nhận ở từng bước.", SOLVER, None, "Kết quả"),
        ("Báo chậm nhất một ngày làm việc trước hạn nếu có thể quá hạn.", SOLVER, None, "Phiếu xin lỗi (Mẫu 04)"),
        ("Nhắn tin, trả kết quả, thu phí, lấy ý kiến hài lòng.", CENTRE, 0.25, "Sổ theo dõi (Mẫu 07)"),
    ],
    forms=[
        form("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "BM-02.01"),
        form("Phiếu xin lỗi và đề nghị gia hạn", "BM-02.02"),
        form("Phiếu kiểm soát quá trình giải quyết hồ sơ", "BM-02.03"),
    ],
    records=[
        record("Sổ theo dõi hồ sơ (điện tử)", CENTRE, "10 năm"),
        record("Phiếu xin lỗi", CENTRE, "5 năm"),
        record("Phiếu lấy ý kiến hài lòng", CENTRE, "2 năm"),
    ],
)  # fmt: skip

COMPLAINTS = procedure(
    "QT-20",
    "Tiếp công dân, tiếp nhận và trả lời phản ánh, kiến nghị",
    sections={
        "purpose": "Mọi phản ánh, kiến nghị đều có mã, có người trả lời và có hạn; tố cáo được chuyển đúng nơi, giữ "
        "kín "
        "người tố cáo.",
        "scope": "Áp dụng cho lãnh đạo UBND xã, Văn phòng HĐND và UBND và các đơn vị có liên quan. Tố cáo không xử "
        "lý theo "
        "quy trình này.",
        "definitions": "- PAKN: phản ánh, kiến nghị.\n- Khiếu nại, tố cáo: theo luật riêng, tách ra ngay khi phân "
        "loại.",
        "applicants": "Mọi cá nhân, tổ chức.",
        "authority": "UBND xã Vân Khê.",
        "result": "Văn bản trả lời, hoặc phiếu chuyển kèm thông báo cho người gửi.",
    },
    required_papers=[paper("Đơn, thư, tin nhắn hoặc nội dung trình bày trực tiếp (ghi vào sổ).")],
    time_limits=[limit(5, case="chuyển đơn vị có thẩm quyền"), limit(15, case="trả lời")],
    legal_basis=[RECEPTION, FEEDBACK, CLERICAL],
    steps=[
        ("Tiếp nhận, ghi sổ, cấp mã theo dõi.", "Văn thư - lưu trữ", 0.5, "Mã theo dõi"),
        ("Phân loại: phản ánh, kiến nghị; khiếu nại; tố cáo.", OFFICE, 1, "Phiếu phân loại"),
        ("Giao đơn vị trả lời, hoặc chuyển nơi có thẩm quyền.", LEADERS, 1, "Phiếu giao việc"),
        ("Xác minh, soạn trả lời.", SOLVER, 10, "Dự thảo trả lời"),
        ("Ký, gửi trả lời, công khai trên trang thông tin.", LEADERS, 2.5, "Văn bản trả lời"),
    ],
    forms=[form("Sổ tiếp công dân", "BM-20.01"), form("Phiếu phân loại PAKN", "BM-20.02")],
    records=[record("Sổ tiếp công dân", "Văn phòng HĐND và UBND", "10 năm")],
)
