"""Civil status: registering a birth, and certifying who is married and who is not."""

from iso_qms.demo.procedures.laws import (
    CIVIL_STATUS,
    CIVIL_STATUS_CIRCULAR,
    CIVIL_STATUS_DECREE,
    CIVIL_STATUS_ONLINE,
    ONE_STOP,
    ONE_STOP_FORMS,
)
from iso_qms.demo.writing import (
    CENTRE,
    FOREVER,
    LEADERS,
    TEN_YEARS,
    fee,
    form,
    limit,
    paper,
    procedure,
    record,
    revised,
)

CLERK, OFFICE = "Công chức tư pháp - hộ tịch", "Chánh Văn phòng"
PLAIN, CHECKED = "không xác minh", "có xác minh"

BIRTH = procedure(
    "QT-05",
    "Đăng ký khai sinh",
    sections={
        "purpose": "Để mọi trẻ em sinh ra trên địa bàn được đăng ký khai sinh ngay trong ngày, cha mẹ chỉ phải đến "
        "một lần; mỗi bước có người làm, có thời gian và có chỗ lưu.",
        "scope": "Áp dụng cho TTPVHCC, công chức tư pháp - hộ tịch và lãnh đạo UBND xã khi đăng ký khai sinh cho "
        "trẻ em "
        "có cha hoặc mẹ cư trú tại xã. Trường hợp có yếu tố nước ngoài theo quy trình riêng.",
        "applicants": "Cha, mẹ; ông, bà hoặc người thân thích khác; người đang nuôi dưỡng trẻ em.",
        "authority": "UBND xã Vân Khê.",
        "cooperating": "Công an xã (dữ liệu cư trú); Bảo hiểm xã hội (thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi).",
        "result": "Giấy khai sinh, bản chính; số định danh cá nhân của trẻ.",
        "conditions": "Khai sinh được đăng ký trong 60 ngày kể từ ngày sinh; quá thời gian này vẫn nhận hồ sơ, chỉ "
        "thu "
        "lệ phí theo nghị quyết của HĐND tỉnh.",
    },
    required_papers=[
        paper("Tờ khai đăng ký khai sinh theo mẫu."),
        paper("Giấy chứng sinh, hoặc văn bản của người làm chứng, hoặc giấy cam đoan về việc sinh."),
        paper("Văn bản ủy quyền có chứng thực, nếu không phải cha, mẹ, ông, bà hoặc anh chị em ruột đi đăng ký."),
        paper("Căn cước hoặc hộ chiếu của người đi đăng ký.", group="present", copies=None),
        paper("Giấy chứng nhận kết hôn của cha mẹ, nếu dữ liệu chưa có.", group="present", copies=None),
    ],
    sets=1,
    time_limits=[limit(1, unit="same_day"), limit(3, case="phải xác minh", kind="extension")],
    fees=[
        fee("Không thu lệ phí khi đăng ký đúng hạn.", 0),
        fee("8.000 đồng một trường hợp đăng ký quá hạn.", 8000, channel="trực tiếp"),
    ],
    legal_basis=[CIVIL_STATUS, CIVIL_STATUS_DECREE, CIVIL_STATUS_CIRCULAR, ONE_STOP],
    steps=[
        ("Tiếp nhận, kiểm tra giấy tờ, quét, in GTN; thiếu thì hướng dẫn một lần bằng phiếu.", CENTRE, 0.125, "GTN"),
        ("Đối chiếu dữ liệu cư trú và dữ liệu kết hôn của cha mẹ; ghi sổ; lấy số định "
        "danh.", CLERK, 0.375, "Sổ khai sinh"),
        ("Soát dự thảo Giấy khai sinh với tờ khai, đọc lại cho người đi đăng ký.", CLERK, 0.125, "Dự thảo"),
        ("Ký Giấy khai sinh.", LEADERS, 0.25, "Giấy khai sinh"),
        ("Đóng dấu, trả Giấy khai sinh, lấy ý kiến hài lòng.", CENTRE, 0.125, "Sổ theo dõi"),
    ],
    forms=[
        form("Tờ khai đăng ký khai sinh", "BM-05.01", source="forms_list"),
        form("Phiếu kiểm soát quá trình giải quyết hồ sơ", "BM-02.03"),
    ],
    records=[
        record("Sổ đăng ký khai sinh", "Tổ Tư pháp - Hộ tịch", FOREVER),
        record("Hồ sơ đăng ký khai sinh", "Tổ Tư pháp - Hộ tịch", FOREVER),
        record("Phiếu kiểm soát quá trình", CENTRE),
    ],
)  # fmt: skip

BIRTH_2 = revised(
    BIRTH,
    sections={
        "scope": "Áp dụng cho TTPVHCC, công chức tư pháp - hộ tịch và lãnh đạo UBND xã khi đăng ký khai sinh, không "
        "phụ thuộc nơi cư trú của cha mẹ trong tỉnh. Trường hợp có yếu tố nước ngoài theo quy trình riêng.",
    },
    required_papers=[
        paper("Tờ khai đăng ký khai sinh theo mẫu, bản giấy hoặc bản điện tử tương tác trên Cổng dịch vụ công."),
        paper("Giấy chứng sinh (không phải nộp khi đã có dữ liệu chứng sinh điện tử)."),
        BIRTH["required_papers"][2],
        BIRTH["required_papers"][3],
    ],
    legal_basis=[*BIRTH["legal_basis"][:2], CIVIL_STATUS_ONLINE, ONE_STOP, ONE_STOP_FORMS],
    steps=[
        ("Tiếp nhận, tra dữ liệu chứng sinh điện tử, quét, in GTN; thiếu thì hướng dẫn một lần bằng "
        "phiếu.", CENTRE, 0.125,
         "GTN (Mẫu 01)"),
        ("Đối chiếu dữ liệu cư trú và dữ liệu kết hôn của cha mẹ; ghi sổ; lấy số định "
        "danh.", CLERK, 0.25, "Sổ khai sinh"),
        ("Soát dự thảo Giấy khai sinh với tờ khai, đọc lại cho người đi đăng ký.", CLERK, 0.125, "Dự thảo"),
        ("Chuyển dữ liệu liên thông cấp thẻ bảo hiểm y tế và đăng ký thường trú.", CLERK, 0.125, "Mã liên thông"),
        ("Ký Giấy khai sinh.", LEADERS, 0.25, "Giấy khai sinh"),
        ("Đóng dấu, trả Giấy khai sinh, lấy ý kiến hài lòng.", CENTRE, 0.125, "Sổ theo dõi (Mẫu 07)"),
    ],
)  # fmt: skip

MARITAL_STATUS = procedure(
    "QT-07",
    "Cấp Giấy xác nhận tình trạng hôn nhân",
    sections={
        "purpose": "Thống nhất cách tiếp nhận, thẩm tra và cấp Giấy xác nhận tình trạng hôn nhân; xác định rõ người "
        "làm, "
        "thời gian và hồ sơ của từng bước.",
        "scope": "Áp dụng cho Văn phòng HĐND và UBND, Bộ phận Tiếp nhận và Trả kết quả và công chức tư pháp - hộ "
        "tịch.",
        "applicants": "Công dân cư trú tại xã; người không có nơi thường trú nhưng đăng ký tạm trú tại xã.",
        "authority": "UBND xã Vân Khê.",
        "cooperating": "UBND cấp xã nơi người yêu cầu từng cư trú; Công an xã.",
        "result": "Giấy xác nhận tình trạng hôn nhân, có giá trị 6 tháng kể từ ngày cấp.",
        "conditions": "Người yêu cầu nêu rõ mục đích sử dụng; để kết hôn thì ghi người dự định kết hôn.",
    },
    required_papers=[
        paper("Tờ khai theo mẫu, bản giấy, có chữ ký của người yêu cầu."),
        paper("Giấy tờ tùy thân của người yêu cầu (bản sao chứng thực)."),
        paper("Bản sao sổ hộ khẩu của người yêu cầu."),
        paper("Quyết định ly hôn đã có hiệu lực hoặc giấy chứng tử của vợ, chồng, nếu đã từng kết hôn."),
    ],
    sets=1,
    time_limits=[limit(5, case=PLAIN), limit(20, case=CHECKED)],
    fees=[fee("15.000 đồng một bản.", 15000), fee("Miễn cho người có công, người thuộc hộ nghèo.", 0)],
    legal_basis=[CIVIL_STATUS, CIVIL_STATUS_DECREE, CIVIL_STATUS_CIRCULAR],
    steps=[
        ("Tiếp nhận, kiểm tra hồ sơ và hẹn ngày trả.", "Bộ phận Tiếp nhận và Trả kết quả", {PLAIN: 0.5, CHECKED: 0.5},
         "Giấy hẹn"),
        ("Thẩm tra hồ sơ, tra sổ hộ tịch.", CLERK, {PLAIN: 2.5, CHECKED: 2.5}, "Dự thảo Giấy xác nhận"),
        ("Gửi văn bản xác minh nơi cư trú trước đây, theo dõi trả lời.", CLERK, {CHECKED: 15}, "Văn bản xác minh"),
        ("Xem xét dự thảo Giấy xác nhận.", OFFICE, {PLAIN: (1.5, 2), CHECKED: (1.5, 2)}, "Tờ trình"),
        ("Ký Giấy xác nhận.", LEADERS, {}, "Giấy xác nhận"),
        ("Vào sổ, đóng dấu, trả kết quả.", "Bộ phận Tiếp nhận và Trả kết quả", {PLAIN: 0.5, CHECKED: 0.5},
         "Sổ theo dõi"),
    ],
    forms=[
        form("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", "BM-07.01", source="forms_list"),
        form("Phiếu kiểm soát quá trình", "BM-07.02"),
        form("Sổ cấp Giấy xác nhận tình trạng hôn nhân", "BM-07.03"),
    ],
    records=[
        record("Hồ sơ cấp Giấy xác nhận", "Tổ Tư pháp - Hộ tịch", TEN_YEARS),
        record("Văn bản xác minh và trả lời", "Tổ Tư pháp - Hộ tịch", TEN_YEARS),
        record("Sổ cấp Giấy xác nhận tình trạng hôn nhân", "Văn phòng HĐND và UBND", FOREVER),
        record("Phiếu kiểm soát quá trình", CENTRE),
    ],
)  # fmt: skip

MARITAL_STATUS_2 = revised(
    MARITAL_STATUS,
    sections={
        "scope": "Áp dụng cho Văn phòng HĐND và UBND, Trung tâm Phục vụ hành chính công xã và công chức tư pháp - "
        "hộ tịch.",
        "conditions": "Người yêu cầu nêu rõ mục đích sử dụng; để kết hôn thì ghi người dự định kết hôn. Không ai "
        "được đòi "
        "thêm giấy tờ ngoài mục 5.a.",
    },
    required_papers=[
        paper("Tờ khai theo mẫu, bản giấy hoặc bản điện tử, có chữ ký của người yêu cầu."),
        paper("Giấy tờ tùy thân của người yêu cầu (không nộp bản sao).", group="present", copies=None),
        MARITAL_STATUS["required_papers"][3],
    ],
    time_limits=[limit(3, case=PLAIN), limit(13, case=CHECKED)],
    legal_basis=[*MARITAL_STATUS["legal_basis"][:2], ONE_STOP, ONE_STOP_FORMS],
    steps=[
        ("Tiếp nhận, kiểm tra, quét và hẹn ngày trả.", CENTRE, {PLAIN: 0.25, CHECKED: 0.25}, "GTN (Mẫu 01)"),
        ("Thẩm tra hồ sơ, tra dữ liệu hộ tịch điện tử và dữ liệu dân cư.", CLERK, {PLAIN: 1.25, CHECKED: 1.25},
         "Dự thảo Giấy xác nhận"),
        ("Gửi văn bản xác minh nơi cư trú trước đây, theo dõi trả lời.", CLERK, {CHECKED: 10}, "Văn bản xác minh"),
        ("Xem xét dự thảo Giấy xác nhận; ghi lý do khi trả "
        "lại.", OFFICE, {PLAIN: (1, 2), CHECKED: (1, 2)}, "Tờ trình"),
        ("Ký Giấy xác nhận.", LEADERS, {}, "Giấy xác nhận"),
        ("Khi thấy hồ sơ có thể quá hạn: báo TTPVHCC chậm nhất một ngày làm việc trước hạn, kèm phiếu xin lỗi nêu "
        "lý do và "
         "ngày hẹn mới; chỉ hẹn lại một lần.", OFFICE, {}, "Phiếu xin lỗi (Mẫu 04)"),
        ("Vào sổ, đóng dấu, trả kết quả, lấy ý kiến hài lòng.", CENTRE, {PLAIN: 0.5, CHECKED: 0.5},
         "Sổ theo dõi (Mẫu 07)"),
    ],
)  # fmt: skip
