"""Social assistance: the monthly allowance."""

from iso_qms.demo.procedures.laws import ASSISTANCE, ASSISTANCE_CHANGE, ONE_STOP
from iso_qms.demo.writing import CENTRE, LEADERS, fee, form, limit, paper, procedure, record

OFFICER, HEAD = "Công chức lao động - xã hội", "Trưởng phòng Văn hóa - Xã hội"

ALLOWANCE = procedure(
    "QT-15",
    "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng",
    sections={
        "purpose": "Người đủ điều kiện nhận trợ cấp đúng tháng, đúng mức; người không đủ điều kiện biết rõ vì sao.",
        "scope": "Áp dụng cho TTPVHCC, Tổ Bảo trợ xã hội, Phòng Văn hóa - Xã hội và lãnh đạo UBND xã.",
        "definitions": "- NCT: người cao tuổi.\n- NKT: người khuyết tật.\n- HĐXD: hội đồng xét duyệt trợ giúp xã "
        "hội cấp xã.",
        "applicants": "Đối tượng bảo trợ xã hội, người giám hộ hoặc người chăm sóc.",
        "authority": "UBND xã Vân Khê.",
        "cooperating": "Trưởng thôn; Trạm Y tế xã; Bưu điện văn hóa xã (chi trả).",
        "result": "Quyết định trợ cấp, điều chỉnh hoặc thôi trợ cấp; văn bản trả lời nêu lý do.",
        "conditions": "Thuộc đối tượng theo nghị định; không hưởng đồng thời hai mức trợ cấp cùng loại.",
    },
    required_papers=[
        paper("Tờ khai đề nghị trợ giúp xã hội theo mẫu của từng nhóm đối tượng."),
        paper("Giấy xác nhận khuyết tật, nếu là NKT (bản sao)."),
        paper("Giấy tờ chứng minh người nuôi dưỡng đang hưởng trợ cấp, nếu có (bản sao)."),
        paper("Căn cước hoặc giấy khai sinh.", group="present", copies=None),
    ],
    sets=1,
    time_limits=[limit(7)],
    fees=[fee("Không thu phí, lệ phí.", 0)],
    legal_basis=[ASSISTANCE, ASSISTANCE_CHANGE, ONE_STOP],
    steps=[
        ("Tiếp nhận, kiểm tra, quét hồ sơ, in GTN.", CENTRE, 0.5, "GTN"),
        ("Thẩm tra tại nhà khi cần; đối chiếu danh sách đang hưởng.", OFFICER, 3, "Phiếu thẩm tra"),
        ("Họp xét duyệt khi có ý kiến khác nhau về mức độ.", "Hội đồng xét duyệt", (2, 2), "Biên bản họp"),
        ("Xem xét dự thảo quyết định.", HEAD, None, "Tờ trình"),
        ("Ký quyết định.", LEADERS, 1, "Quyết định"),
        ("Trả kết quả, chuyển danh sách chi trả trước ngày 25.", CENTRE, 0.5, "Danh sách chi trả"),
    ],
    forms=[
        form("Tờ khai đề nghị trợ giúp xã hội", "BM-15.01", source="forms_list"),
        form("Phiếu thẩm tra hoàn cảnh", "BM-15.02"),
        form("Biên bản họp xét duyệt", "BM-15.03"),
    ],
    records=[
        record("Hồ sơ đối tượng bảo trợ", "Tổ Bảo trợ xã hội", "Trong thời gian hưởng và 10 năm sau đó"),
        record("Danh sách chi trả hằng tháng", "Tổ Bảo trợ xã hội", "10 năm"),
    ],
)  # fmt: skip
