"""The thirteen matters an ISO inspection from outside looks at, in our own words (Circular 26/2014, article 36)."""

from iso_qms.audits.checklist.asking import Asked

_FIRST = "Thông tư 26/2014/TT-BKHCN, Điều 36 khoản 1"
_SECOND = "Thông tư 26/2014/TT-BKHCN, Điều 36 khoản 2"

EXTERNAL: list[Asked] = [
    Asked(
        "Phạm vi áp dụng bao gồm mọi thủ tục hành chính của cơ quan.",
        "The scope covers every administrative procedure of the agency.",
        _FIRST,
        clause="4.3",
        guidance_vi="So danh mục thủ tục đã công bố với danh mục quy trình đang hiệu lực.",
        guidance_en="Hold the published list of procedures against the master list in force.",
    ),
    Asked(
        "Hệ thống được phổ biến, người làm được hướng dẫn.",
        "The system was made known, and staff were shown how to use it.",
        _FIRST,
        clause="7.3",
        guidance_vi="Kết quả xác nhận đã hiểu; hỏi hai, ba người tại chỗ làm việc.",
        guidance_en="Acknowledgements; ask two or three people at their desks.",
    ),
    Asked(
        "Hệ thống tuân theo tiêu chuẩn, chính sách, mục tiêu, quy trình và pháp luật.",
        "The system follows the standard, the policy, the objectives, the procedures and the law.",
        _FIRST,
        clause="4.4",
        guidance_vi="Chính sách, mục tiêu năm, danh mục văn bản pháp luật và bản đang dùng.",
        guidance_en="Policy, objectives of the year, the legal register and the versions in use.",
    ),
    Asked(
        "Các quá trình công việc được thực hiện như quy trình.",
        "Work is done as the procedures say.",
        _FIRST,
        clause="8.5.1",
        guidance_vi="Rút vài hồ sơ đã trả, theo từng bước và thời hạn.",
        guidance_en="Draw a few finished dossiers and follow each step and time limit.",
    ),
    Asked(
        "Lãnh đạo xem xét, đánh giá nội bộ, hành động khắc phục được tiến hành.",
        "Management review, internal audit and corrective action take place.",
        _FIRST,
        clause="9.2",
        guidance_vi="Biên bản xem xét, chương trình và báo cáo đánh giá, phiếu hành động.",
        guidance_en="Minutes of the review, programme and reports of audits, action slips.",
    ),
    Asked(
        "Phản ánh, khiếu nại của tổ chức, cá nhân được xử lý.",
        "Complaints of organisations and citizens are dealt with.",
        _FIRST,
        clause="9.1.2",
        guidance_vi="Sổ hoặc kênh phản ánh, bản trả lời và ngày trả lời.",
        guidance_en="The book or channel, the replies and their days.",
    ),
    Asked(
        "Hệ thống được cải tiến.",
        "The system is improved.",
        _FIRST,
        clause="10.3",
        guidance_vi="Thời hạn được rút ngắn, giấy tờ được bớt, sáng kiến đã áp dụng.",
        guidance_en="Shorter time limits, fewer papers, ideas put to use.",
    ),
    Asked(
        "Lãnh đạo tham gia xây dựng và duy trì hệ thống.",
        "The leadership takes part in building and keeping the system.",
        _SECOND,
        clause="5.1.1",
        guidance_vi="Ban chỉ đạo, chữ ký phê duyệt, phân công và nguồn lực.",
        guidance_en="The steering committee, approvals, assignments and resources.",
    ),
    Asked(
        "Người đứng đầu xác nhận hiệu lực của hệ thống trước khi công bố.",
        "The head confirmed that the system works before it was declared.",
        _SECOND,
        clause="5.1.1",
        guidance_vi="Văn bản xác nhận và ngày, trước ngày công bố.",
        guidance_en="The confirmation and its day, before the declaration.",
    ),
    Asked(
        "Công bố phù hợp được ban hành, thông báo và niêm yết.",
        "The declaration of conformity was issued, notified and posted.",
        _SECOND,
        clause="7.4",
        guidance_vi="Bản công bố, thông báo gửi cơ quan chủ trì, ảnh nơi niêm yết, trang tin.",
        guidance_en="The declaration, the notice to the authority in charge, where it hangs, the web page.",
    ),
    Asked(
        "Thay đổi của pháp luật được cập nhật vào quy trình.",
        "Changes in the law reach the procedures.",
        _SECOND,
        clause="8.2.4",
        guidance_vi="Văn bản mới trong năm và ngày quy trình liên quan được sửa.",
        guidance_en="New texts of the year and the day each procedure followed.",
    ),
    Asked(
        "Công bố lại khi thu hẹp, mở rộng phạm vi hoặc thay đổi tổ chức.",
        "A new declaration is made when the scope or the organisation changes.",
        _SECOND,
        clause="6.3",
        guidance_vi="Quyết định sắp xếp tổ chức, danh mục thủ tục mới và bản công bố sau đó.",
        guidance_en="Decisions on organisation, new lists of procedures, and the declaration after them.",
    ),
    Asked(
        "Tư vấn, nếu có, được chọn đúng điều kiện.",
        "Consultants, if there are any, were chosen as required.",
        _SECOND,
        clause="8.4",
        guidance_vi="Giấy xác nhận của tổ chức tư vấn, chuyên gia; hợp đồng và kết quả.",
        guidance_en="The consultants' registration; contract and results.",
    ),
]
