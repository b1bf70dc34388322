"""A first draft as it is typed in a hurry, from the file of the old desk: what the rules of consistency find in it."""

from iso_qms.demo.procedures.laws import CIVIL_STATUS, CIVIL_STATUS_CIRCULAR, CIVIL_STATUS_DECREE, CIVIL_STATUS_ONLINE
from iso_qms.demo.writing import CENTRE, FOREVER, LEADERS, fee, form, limit, paper, procedure, record

CLERK, OLD_DESK, MISTYPED = "Công chức tư pháp - hộ tịch", "Bộ phận Một cửa", "Công chức Tư pháp – Hộ tich"

EXTRACTS = procedure(
    "QT-21",
    "Cấp bản sao trích lục hộ tịch",
    sections={
        "purpose": "Ai có tên trong Sổ hộ tịch đều nhận được bản sao trích lục trong ngày, không phải về nơi đã "
        "đăng ký.",
        "scope": "Áp dụng cho TTPVHCC và công chức tư pháp - hộ tịch.",
        "references": "- TCVN ISO 9001:2015.\n- QT-01 Kiểm soát thông tin dạng văn bản.\n- QT-08 Tiếp nhận và trả "
        "kết quả tại Bộ phận Một cửa.\n- QT-33 Lưu trữ hồ sơ.",
        "applicants": "Cá nhân có yêu cầu; cơ quan có văn bản nêu lý do.",
        "authority": "UBND xã Vân Khê.",
        "result": "Bản sao trích lục hộ tịch, bản giấy hoặc bản điện tử từ CSDLHTĐT.",
    },
    required_papers=[
        paper("Tờ khai cấp bản sao trích lục hộ tịch theo mẫu."),
        paper("Căn cước hoặc hộ chiếu của người yêu cầu.", group="present", copies=None),
    ],
    sets=1,
    time_limits=[limit(1)],
    fees=[fee("8.000 đồng một bản.", 8000, channel="trực tiếp")],
    legal_basis=[CIVIL_STATUS, CIVIL_STATUS_DECREE, CIVIL_STATUS_CIRCULAR, CIVIL_STATUS_ONLINE],
    steps=[
        ("Tiếp nhận, tra Sổ hộ tịch điện tử, in GTN.", OLD_DESK, 0.25, "GTN"),
        ("Lập bản sao trích lục.", CLERK, 0.5, "Dự thảo trích lục"),
        ("Đối chiếu bản sao với Sổ hộ tịch.", MISTYPED, 0.25, "Dự thảo đã đối chiếu"),
        ("Ký bản sao.", LEADERS, 0.25, "Bản sao trích lục"),
        ("Vào sổ, đóng dấu.", None, 0.25, "Sổ cấp bản sao"),
        ("Trả kết quả, thu lệ phí.", CENTRE, 0.25, "Sổ theo dõi"),
    ],
    forms=[form("Sổ cấp bản sao trích lục hộ tịch", "BM-21.01")],
    records=[record("Tờ khai cấp bản sao", CENTRE, "1 năm"), record("Sổ cấp bản sao", CLERK, FOREVER)],
)
