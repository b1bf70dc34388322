"""Household business: registering one."""

from iso_qms.demo.procedures.laws import BUSINESS, ONE_STOP, ONE_STOP_FORMS
from iso_qms.demo.writing import CENTRE, fee, form, limit, paper, procedure, record

CLERK, HEAD = "Chuyên viên đăng ký kinh doanh", "Trưởng phòng Kinh tế"

HOUSEHOLD_BUSINESS = procedure(
    "QT-18",
    "Đăng ký thành lập hộ kinh doanh",
    sections={
        "purpose": "Hộ kinh doanh được cấp giấy trong ba ngày làm việc, không phải đến lần thứ hai nếu hồ sơ đủ.",
        "scope": "Áp dụng cho TTPVHCC và Phòng Kinh tế khi đăng ký thành lập hộ kinh doanh có trụ sở tại xã.",
        "applicants": "Cá nhân, thành viên hộ gia đình từ đủ 18 tuổi.",
        "authority": "Phòng Kinh tế xã Vân Khê.",
        "cooperating": "Cơ quan thuế (mã số hộ kinh doanh).",
        "result": "Giấy chứng nhận đăng ký hộ kinh doanh; thông báo yêu cầu sửa đổi, bổ sung (một lần).",
        "conditions": "Tên hộ kinh doanh không trùng trong phạm vi xã; ngành nghề không bị cấm.",
    },
    required_papers=[
        paper("Giấy đề nghị đăng ký hộ kinh doanh."),
        paper("Biên bản họp thành viên hộ gia đình, nếu hộ gia đình đăng ký (bản sao)."),
        paper("Văn bản ủy quyền cho một thành viên làm chủ hộ, nếu có (bản sao)."),
        paper("Căn cước của chủ hộ.", group="present", copies=None),
    ],
    sets=1,
    time_limits=[limit(3)],
    fees=[
        fee("100.000 đồng một lần cấp.", 100000, channel="trực tiếp"),
        fee("Miễn khi nộp trực tuyến.", 0, channel="trực tuyến"),
    ],
    legal_basis=[BUSINESS, ONE_STOP, ONE_STOP_FORMS],
    steps=[
        ("Tiếp nhận, kiểm tra tên và ngành nghề trên hệ thống, in GTN.", CENTRE, 0.25, "GTN (Mẫu 01)"),
        ("Thẩm tra hồ sơ; yêu cầu sửa đổi thì gửi một lần, nêu đủ nội dung.", CLERK, 1.5, "Thông báo (Mẫu 02)"),
        ("Nhận mã số hộ kinh doanh từ hệ thống thuế.", CLERK, 0.5, "Mã số"),
        ("Ký Giấy chứng nhận.", HEAD, 0.5, "Giấy chứng nhận"),
        ("Trả kết quả; công khai trên trang thông tin của xã.", CENTRE, 0.25, "Sổ theo dõi (Mẫu 07)"),
    ],
    forms=[
        form("Giấy đề nghị đăng ký hộ kinh doanh", "BM-18.01", source="forms_list"),
        form("Thông báo yêu cầu sửa đổi, bổ sung", "BM-18.02"),
    ],
    records=[
        record("Hồ sơ đăng ký hộ kinh doanh", "Phòng Kinh tế", "Trong thời gian hoạt động và 5 năm sau đó"),
        record("Sổ theo dõi đăng ký", "Phòng Kinh tế", "10 năm"),
    ],
)  # fmt: skip
