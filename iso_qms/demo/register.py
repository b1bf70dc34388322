"""The demo's documents and the way each of their issues went: who wrote, who reviewed, when, and with what end."""

from __future__ import annotations

from typing import Any, NamedTuple

from iso_qms.demo import papers
from iso_qms.demo.procedures import assistance, business, certification, civil_status, extracts, land, reception, system


class Entered(NamedTuple):
    """A document of the master list: kind, title, unit, the post that owns it, who enters it, issuer from outside."""

    kind: str
    title: str
    unit: str
    owner: str
    by: str
    issuer: str = ""


class Issue(NamedTuple):
    """One issue of a document. `opinions`: (reviewer, place, day, remark); a day of None is still to come.

    A remark that begins with ✗ is a disagreement. `approved` None: it has not come so far.
    """

    code: str
    author: str
    text: Any
    started: int
    submitted: int | None = None
    opinions: tuple[tuple[str, int, int | None, str], ...] = ()
    approved: int | None = None
    why: str = ""
    basis: str = ""


def _title(found: dict[str, Any]) -> str:
    return str(found["title"])


DOCUMENTS = {
    "CSCL-01": Entered("policy", "Chính sách và mục tiêu chất lượng", "kiem-soat", "daohtb", "daohtb"),
    "STCL-01": Entered("manual", "Sổ tay chất lượng", "kiem-soat", "daohtb", "daohtb"),
    "QT-01": Entered("procedure", _title(system.DOCUMENT_CONTROL), "kiem-soat", "laikt", "laikt"),
    "QT-02": Entered("procedure", _title(reception.RECEPTION_AT_CENTRE), "trung-tam", "giam-doc", "taolh"),
    "QT-03": Entered("procedure", _title(system.INTERNAL_AUDIT), "kiem-soat", "daohtb", "daohtb"),
    "QT-05": Entered("procedure", _title(civil_status.BIRTH), "ho-tich", "sonvh", "sonvh"),
    "QT-07": Entered("procedure", _title(civil_status.MARITAL_STATUS), "ho-tich", "nguyendth", "sonvh"),
    "QT-08": Entered("procedure", _title(reception.OLD_RECEPTION), "trung-tam", "giam-doc", "taolh"),
    "QT-09": Entered("procedure", _title(certification.COPIES), "ho-tich", "toaihv", "toaihv"),
    "QT-12": Entered("procedure", _title(land.FIRST_CERTIFICATE), "dat-dai", "hauvt", "hauvt"),
    "QT-15": Entered("procedure", _title(assistance.ALLOWANCE), "bao-tro", "andth", "andth"),
    "QT-18": Entered("procedure", _title(business.HOUSEHOLD_BUSINESS), "kinh-te", "luantd", "luantd"),
    "QT-20": Entered("procedure", _title(reception.COMPLAINTS), "van-phong", "nguyendth", "chinhkv"),
    "QT-21": Entered("procedure", _title(extracts.EXTRACTS), "ho-tich", "nguyendth", "sonvh"),
    "HD-01": Entered("work_instruction", "Quét, đặt tên và lưu hồ sơ số hóa", "trung-tam", "taolh", "taolh"),
    "HD-02": Entered("work_instruction", "Lấy ý kiến hài lòng tại quầy", "trung-tam", "taolh", "taolh"),
    "HD-03": Entered("work_instruction", "Báo vắng, đổi ca và ký thay", "van-phong", "nguyendth", "chinhkv"),
    "BM-07.01": Entered("form", "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", "ho-tich", "sonvh", "sonvh"),
    "BM-02.02": Entered("form", "Phiếu xin lỗi và đề nghị gia hạn thời gian giải "
    "quyết", "trung-tam", "taolh", "taolh"),
    "TCVN ISO 9001:2015": Entered("external", "Hệ thống quản lý chất lượng – Các yêu "
    "cầu", "kiem-soat", "laikt", "laikt",
                                  "Bộ Khoa học và Công nghệ"),
    "118/2025/NĐ-CP": Entered("external", "Nghị định về thực hiện thủ tục hành chính theo cơ chế một cửa", "trung-tam",
                              "taolh", "taolh", "Chính phủ"),
}  # fmt: skip

CHECK = "Đã đối chiếu với căn cứ; bố cục đúng QT-01."
ISSUES = (
    Issue("CSCL-01", "daohtb", papers.POLICY, -118, -116, (("nguyendth", 1, -114, "Ngắn, ai cũng nhớ được."),), -111),
    Issue("STCL-01", "daohtb", papers.MANUAL, -118, -115, (("nguyendth", 1, -113, ""),), -111),
    Issue("QT-01", "laikt", system.DOCUMENT_CONTROL, -118, -115, (("nguyendth", 1, -113, ""),), -111),
    Issue("QT-03", "daohtb", system.INTERNAL_AUDIT, -117, -114,
          (("nguyendth", 1, -112, ""), ("hienptm", 2, -111, "")), -110),
    Issue("QT-05", "sonvh", civil_status.BIRTH, -117, -114, (("nguyendth", 1, -112, ""), ("laikt", 2, -111, CHECK)),
          -110),
    Issue("QT-07", "sonvh", civil_status.MARITAL_STATUS, -117, -113,
          (("nguyendth", 1, -112, ""), ("laikt", 2, -110, CHECK)), -109),
    Issue("QT-08", "taolh", reception.OLD_RECEPTION, -116, -113, (("laikt", 1, -111, CHECK),), -109),
    Issue("QT-09", "toaihv", certification.COPIES, -116, -113, (("nguyendth", 1, -111, ""), ("laikt", 2, -110, CHECK)),
          -109),
    Issue("HD-01", "taolh", papers.SCANNING, -115, -113, (("laikt", 1, -111, ""),), -109),
    Issue("BM-07.01", "sonvh", papers.DECLARATION, -115, -113, (("laikt", 1, -111, ""),), -109),
    Issue("TCVN ISO 9001:2015", "laikt", papers.STANDARD, -115, -114, (("nguyendth", 1, -112, ""),), -108),
    Issue("118/2025/NĐ-CP", "taolh", papers.DECREE, -115, -114, (("laikt", 1, -112, ""),), -108),
    Issue("QT-02", "taolh", reception.RECEPTION_AT_CENTRE, -70, -63,
          (("nguyendth", 1, -60, "Bước 5 rất cần."), ("laikt", 2, -58, CHECK)), -57),
    Issue("QT-01", "laikt", system.DOCUMENT_CONTROL_2, -66, -62, (("nguyendth", 1, -60, ""), ("hienptm", 2, -59, "")),
          -57, "Bỏ phân phối bản giấy; thêm ban hành theo bộ và xác nhận đã hiểu.",
          "Kết luận xem xét của lãnh đạo; TCVN ISO 9001:2015, 7.5.3"),
    Issue("BM-02.02", "taolh", papers.APOLOGY, -64, -62, (("laikt", 1, -60, ""),), -57),
    Issue("QT-07", "sonvh", civil_status.MARITAL_STATUS_2, -30, -24,
          (("nguyendth", 1, -22, "Đồng ý. Bước báo chậm phải ghi rõ ai báo."), ("laikt", 2, -20, CHECK)), -18,
          "Bỏ sổ hộ khẩu, rút hạn còn 3 và 13 ngày làm việc, thêm bước báo chậm.",
          "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP"),
    Issue("QT-18", "luantd", business.HOUSEHOLD_BUSINESS, -28, -22,
          (("dienns", 1, -19, ""), ("laikt", 2, -16, CHECK)), -9),
    Issue("HD-03", "chinhkv", papers.ABSENCE, -26, -21, (("laikt", 1, -18, ""), ("hienptm", 2, -16, "")), -11),
    Issue("QT-12", "hauvt", land.FIRST_CERTIFICATE, -25, -10,
          (("taolh", 1, -8, "Phần tiếp nhận khớp với QT-02."),
           ("dienns", 1, -6, "✗Tổng thời gian niêm yết và kiểm tra chưa trừ ngày chờ thuế. Tách bước 3 thành hai "
           "bước, ghi "
            "rõ ai niêm yết.")),
          None),
    Issue("HD-02", "taolh", papers.ASKING, -20, -15, (("laikt", 1, -12, "Rõ, dễ làm."),), -8),
    Issue("QT-05", "sonvh", civil_status.BIRTH_2, -14, -10,
          (("nguyendth", 1, -8, ""), ("laikt", 2, -7, CHECK)), -5,
          "Dùng dữ liệu chứng sinh điện tử; thêm bước chuyển dữ liệu liên thông.",
          "Nghị định 87/2020/NĐ-CP; Nghị định 118/2025/NĐ-CP"),
    Issue("QT-15", "andth", assistance.ALLOWANCE, -13, -4,
          (("chimtq", 1, -2, "Đồng ý. Đã hỏi trưởng thôn về bước thẩm tra tại nhà."), ("nguyendth", 2, None, ""),
           ("laikt", 2, None, "")), None),
    Issue("QT-09", "tuatt", certification.COPIES_2, -12, -7,
          (("nguyendth", 1, -5, ""), ("taolh", 2, -3, "Quầy 2 đã thử, làm được.")), None,
          "Thêm bản sao chứng thực điện tử.", "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP"),
    Issue("BM-07.01", "sonvh", papers.DECLARATION_2, -9, -6,
          (("laikt", 1, -4, "✗Còn thiếu ô ghi mã định danh của người dự định kết hôn; phần cam đoan nên viết ngắn "
          "lại."),), None,
          "Thêm ô chọn nhận bản điện tử.", "Nghị định 118/2025/NĐ-CP"),
    Issue("QT-20", "chinhkv", reception.COMPLAINTS, -6),
    Issue("QT-21", "sonvh", extracts.EXTRACTS, -2),
)  # fmt: skip

DECIDED_AT_ONCE = ("TCVN ISO 9001:2015", "118/2025/NĐ-CP")
"""Texts from outside need no decision of our own: they are approved with a day."""


class Decision(NamedTuple):
    """An issue decision: what it is called, when it was prepared and decided, from when it holds, and over what."""

    number: str
    title: str
    prepared: int
    decided: int
    effective: int
    codes: tuple[str, ...]
    issued: bool = True
    abandoned: str = ""


FIRST_SET = ("CSCL-01", "STCL-01", "QT-01", "QT-03", "QT-05", "QT-07", "QT-08", "QT-09", "HD-01", "BM-07.01")
DECISIONS = (
    Decision("98/QĐ-UBND", "Ban hành hệ thống tài liệu quản lý chất lượng theo TCVN ISO 9001:2015", -106, -105, -100,
             FIRST_SET),
    Decision("131/QĐ-UBND", "Ban hành QT-02", -56, -54, -50, ("QT-02",),
             issued=False, abandoned="Gộp với QT-01 lần 02 để có hiệu lực cùng một ngày"),
    Decision("142/QĐ-UBND", "Ban hành quy trình tiếp nhận tại Trung tâm và sửa đổi QT-01", -53, -51, -45,
             ("QT-01", "QT-02", "BM-02.02")),
    Decision("187/QĐ-UBND", "Ban hành QT-07 lần 02", -16, -15, -12, ("QT-07",)),
    Decision("198/QĐ-UBND", "Ban hành HD-03", -8, -7, -2, ("HD-03",)),
    Decision("205/QĐ-UBND", "Ban hành QT-05 lần 02", -4, -3, 6, ("QT-05",)),
    Decision("209/QĐ-UBND", "Ban hành quy trình đăng ký hộ kinh doanh", -1, 2, 8, ("QT-18",), issued=False),
)  # fmt: skip
