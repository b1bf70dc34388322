"""Certification: copies from the original, in the first issue and in the second one."""

from iso_qms.demo.procedures.laws import (
    CERTIFICATION,
    CERTIFICATION_CIRCULAR,
    CERTIFICATION_FEE,
    ONE_STOP,
    ONE_STOP_FORMS,
)
from iso_qms.demo.writing import CENTRE, LEADERS, fee, form, limit, paper, procedure, record, revised

CLERK = "Công chức hộ tịch - chứng thực"
FEW, MANY = "đến 20 trang", "trên 20 trang hoặc nhiều bản"

COPIES = procedure(
    "QT-09",
    "Chứng thực bản sao từ bản chính",
    sections={
        "purpose": "Để bản sao được chứng thực đúng với bản chính, trả trong buổi, thu đúng phí, không phải chờ khi "
        "ít trang.",
        "scope": "Áp dụng cho TTPVHCC, công chức chứng thực và người ký chứng thực của UBND xã.",
        "applicants": "Mọi cá nhân, tổ chức, không phụ thuộc nơi cư trú.",
        "authority": "UBND xã Vân Khê.",
        "result": "Bản sao có lời chứng, chữ ký và dấu.",
        "forms_list": "Không.",
        "conditions": "Không chứng thực khi bản chính bị tẩy xóa, sửa chữa, hư hỏng không rõ nội dung, đóng dấu mật "
        "hoặc "
        "không được phép sao chụp.",
    },
    required_papers=[
        paper("Bản chính giấy tờ, văn bản cần chứng thực.", group="present", copies=None),
        paper("Bản sao cần chứng thực; nếu không có thì TTPVHCC chụp từ bản chính."),
    ],
    sets=1,
    time_limits=[limit(1, case=FEW, unit="same_day"), limit(2, case=MANY)],
    fees=[
        fee("2.000 đồng một trang; từ trang thứ ba 1.000 đồng một trang.", 2000),
        fee("Tối đa 200.000 đồng một bản.", 200000),
    ],
    legal_basis=[CERTIFICATION, CERTIFICATION_CIRCULAR, CERTIFICATION_FEE],
    steps=[
        ("Tiếp nhận bản chính, đếm trang, báo phí.", CENTRE, {FEW: 0.125, MANY: 0.25}, "GTN"),
        ("Đối chiếu từng trang bản sao với bản chính, ghi lời chứng.", CLERK, {FEW: 0.375, MANY: 1.25}, "Lời chứng"),
        ("Ký chứng thực.", LEADERS, {FEW: 0.25, MANY: 0.25}, "Bản sao đã ký"),
        ("Đóng dấu, vào sổ, thu phí, trả kết quả.", CENTRE, {FEW: 0.25, MANY: 0.25}, "Sổ chứng thực"),
    ],
    forms=[form("Sổ chứng thực bản sao từ bản chính", "BM-09.01")],
    records=[
        record("Sổ chứng thực", "Tổ Tư pháp - Hộ tịch", "Vĩnh viễn"),
        record("Biên lai thu phí", CENTRE, "10 năm"),
    ],
)  # fmt: skip

COPIES_2 = revised(
    COPIES,
    sections={
        "purpose": "Để bản sao được chứng thực đúng với bản chính, bản giấy hay bản điện tử, trả trong buổi, thu "
        "đúng phí.",
        "result": "Bản sao có lời chứng, chữ ký và dấu; hoặc bản sao chứng thực điện tử trả về kho dữ liệu của "
        "người yêu cầu.",
    },
    legal_basis=[*COPIES["legal_basis"], ONE_STOP, ONE_STOP_FORMS],
    steps=[
        ("Tiếp nhận bản chính, đếm trang, hỏi nhu cầu bản điện tử, báo "
        "phí.", CENTRE, {FEW: 0.125, MANY: 0.25}, "GTN (Mẫu 01)"),
        ("Đối chiếu từng trang bản sao với bản chính, ghi lời chứng.", CLERK, {FEW: 0.25, MANY: 1}, "Lời chứng"),
        ("Quét và gắn mã cho bản sao điện tử khi có yêu cầu.", CENTRE, {FEW: 0.125, MANY: 0.25}, "Tệp bản sao"),
        ("Ký chứng thực, ký số bản điện tử.", LEADERS, {FEW: 0.25, MANY: 0.25}, "Bản sao đã ký"),
        ("Đóng dấu, vào sổ, thu phí, trả kết quả.", CENTRE, {FEW: 0.25, MANY: 0.25}, "Sổ chứng thực"),
    ],
)  # fmt: skip
