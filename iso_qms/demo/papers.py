"""The demo's documents that are no procedures: policy, manual, instructions, forms, and texts from outside."""

from __future__ import annotations

Section = tuple[str, str]
"""Heading and text."""

POLICY: list[Section] = [
    (
        "Chính sách chất lượng",
        "Người dân biết trước: giấy tờ, thời hạn, lệ phí.\nHồ sơ đúng hạn; nếu trễ thì xin lỗi trước khi bị hỏi.\n"
        "Việc nào cũng có người chịu trách nhiệm.\nSai thì sửa cách làm, không chỉ sửa hồ sơ.",
    ),
    (
        "Cam kết của lãnh đạo",
        "Lãnh đạo UBND xã bố trí đủ người, đủ thiết bị cho Trung tâm Phục vụ hành chính công; mỗi quý tự mình nghe "
        "người "
        "dân một buổi; mỗi năm xem xét hệ thống ít nhất một lần.",
    ),
    (
        "Mục tiêu",
        "- Ít nhất 98 % hồ sơ trả đúng hoặc trước hạn.\n- Không hồ sơ nào quá hạn mà không có phiếu xin lỗi.\n"
        "- Yêu cầu bổ sung không quá một lần ở 95 % hồ sơ.\n- Ít nhất 90 % người dân được hỏi thấy hài lòng.",
    ),
]

MANUAL: list[Section] = [
    (
        "Bối cảnh",
        "Xã Vân Khê hình thành từ ba xã cũ, có 17 thôn. Trung tâm Phục vụ hành chính công nhận hồ sơ của mọi lĩnh "
        "vực thuộc "
        "thẩm quyền cấp xã và hồ sơ nộp từ nơi khác trong tỉnh.",
    ),
    (
        "Phạm vi",
        "Hệ thống áp dụng cho mọi hoạt động giải quyết thủ tục hành chính của UBND xã. Không áp dụng: thiết kế và "
        "phát triển "
        "(8.3), vì thủ tục do luật định.",
    ),
    (
        "Các quá trình",
        "- Quá trình quản lý: chính sách, mục tiêu, xem xét của lãnh đạo.\n- Quá trình chính: các quy trình QT-02 "
        "đến QT-20.\n"
        "- Quá trình hỗ trợ: tài liệu (QT-01), đánh giá (QT-03), nhân lực, thiết bị.",
    ),
    (
        "Trách nhiệm",
        "- Chủ tịch UBND xã: phê duyệt tài liệu, quyết định nguồn lực.\n- Tổ Kiểm soát chất lượng: giữ danh mục, "
        "lập chương "
        "trình kiểm tra, theo dõi khắc phục.\n- Trưởng đơn vị: chịu trách nhiệm về quy trình của đơn vị.\n"
        "- Mọi người: làm đúng bản đang hiệu lực, báo khi thấy quy trình không làm được.",
    ),
]

SCANNING: list[Section] = [
    ("Chuẩn bị", "Tháo ghim, vuốt phẳng, xếp theo thứ tự của thành phần hồ sơ. Giấy mỏng kẹp trong bìa trong."),
    ("Quét", "Độ phân giải 300 dpi, màu khi có dấu đỏ, mỗi giấy tờ một tệp PDF. Xem lại từng trang trước khi lưu."),
    (
        "Đặt tên",
        "Mã hồ sơ, gạch dưới, số thứ tự giấy tờ: 000.17.H25-261103-0412_03.pdf. Không ghi tên người vào tên tệp.",
    ),
    (
        "Khi máy hỏng",
        "Nhận hồ sơ giấy như thường, ghi giờ hỏng vào sổ, quét bù trong ngày; quá buổi thì báo Phó Giám đốc.",
    ),
]

ASKING: list[Section] = [
    ("Hỏi khi nào", "Sau khi trả kết quả, trước khi người dân rời quầy; không hỏi người đang chờ."),
    (
        "Hỏi gì",
        "Ba câu: có phải đi lại thêm lần nào không, có được giải thích rõ không, có đúng hẹn không. Một ô góp ý.",
    ),
    ("Không được", "Không đứng cạnh khi người dân chấm điểm; không xin điểm; không ghi tên người trả lời."),
]

DECLARATION: list[Section] = [
    ("Kính gửi", "Ủy ban nhân dân xã Vân Khê"),
    ("Người yêu cầu", "Họ, chữ đệm, tên; ngày sinh; số định danh; nơi cư trú; điện thoại."),
    (
        "Nội dung",
        "Tình trạng hôn nhân từ ngày … đến ngày …; mục đích sử dụng; nếu để kết hôn: họ tên, số định danh người kia.",
    ),
    ("Cam đoan", "Nội dung khai là đúng; người khai chịu trách nhiệm trước pháp luật. Ngày, chữ ký."),
]

DECLARATION_2: list[Section] = [
    *DECLARATION[:2],
    (
        "Nội dung",
        "Tình trạng hôn nhân từ ngày … đến ngày …; mục đích sử dụng; nếu để kết hôn: họ tên người kia.\n"
        "Nhận kết quả: tại quầy, qua bưu chính, hoặc bản điện tử.",
    ),
    DECLARATION[3],
]

ABSENCE: list[Section] = [
    (
        "Báo vắng",
        "Báo Phó Giám đốc Trung tâm hoặc trưởng đơn vị trước giờ mở cửa; người nhận báo ghi ngay lên lịch trực.",
    ),
    ("Đổi ca", "Hai người đổi cùng ký trên lịch trực. Quầy không được trống quá 10 phút trong giờ tiếp nhận."),
    (
        "Ký thay",
        "Lịch ký thay của tuần sau gửi trước 16 giờ chiều thứ Sáu; người ký thay ghi KT. hoặc TL. theo phân công.",
    ),
]

APOLOGY: list[Section] = [
    ("Thông tin hồ sơ", "Mã hồ sơ; thủ tục; người nộp; ngày nhận; ngày hẹn trả."),
    ("Lý do chậm", "Ghi cụ thể bước nào, do đâu. Không ghi “lý do khách quan”."),
    ("Lời xin lỗi và ngày hẹn mới", "Chỉ hẹn lại một lần. Người đứng đầu đơn vị giải quyết ký."),
]

STANDARD: list[Section] = [
    (
        "Dùng vào việc gì",
        "Tiêu chuẩn mà hệ thống của xã công bố phù hợp. Bản in giữ tại Tổ Kiểm soát chất lượng, không sao chụp. Khi "
        "có phiên "
        "bản mới, chờ hướng dẫn của Bộ Khoa học và Công nghệ.",
    )
]

DECREE: list[Section] = [
    (
        "Dùng vào việc gì",
        "Căn cứ của QT-02 và mọi quy trình có bước tiếp nhận, trả kết quả. Theo dõi sửa đổi hằng quý; thay đổi phải "
        "đưa vào "
        "hệ thống trong ba tháng kể từ ngày có hiệu lực.",
    )
]
