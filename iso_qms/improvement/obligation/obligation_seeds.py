"""The usual obligations of an agency with a quality system, each with the article it comes from.

Decision 19/2014/QĐ-TTg and Circular 26/2014/TT-BKHCN. What other rooms keep by themselves (changes of law, periodic
reviews, recalls of copies, qualifications) is not here, so that nothing is asked for twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from iso_qms.improvement.obligation.obligation_rules import AFTER_EVENT, MONTHS, WORKING_DAYS, YEARLY

EXTERNAL = "external_report"
"""The report after an external inspection, which the first nonconformity from it begins."""


@dataclass(frozen=True)
class Seed:
    """One of them, with its rule."""

    seed: str
    title_vi: str
    title_en: str
    source: str
    rule: str
    month: int = 12
    day: int = 31
    amount: int = 1
    unit: str = MONTHS

    def values(self) -> dict[str, Any]:
        """As the operation takes it."""
        return asdict(self)


SEEDS = (
    Seed(
        "internal_audit",
        "Đánh giá nội bộ ít nhất một lần trong năm",
        "Internal audit at least once a year",
        "Quyết định 19/2014/QĐ-TTg, Điều 4 khoản 4 điểm b; ISO 9001:2015, 9.2",
        YEARLY,
    ),
    Seed(
        "management_review",
        "Xem xét của lãnh đạo ít nhất một lần trong năm",
        "Management review at least once a year",
        "Quyết định 19/2014/QĐ-TTg, Điều 4 khoản 4 điểm b; ISO 9001:2015, 9.3",
        YEARLY,
    ),
    Seed(
        "december_report",
        "Báo cáo tháng 12 về hệ thống quản lý chất lượng",
        "December report on the quality system",
        "Quyết định 19/2014/QĐ-TTg, Điều 12 khoản 6; Thông tư 26/2014/TT-BKHCN, Phụ lục II",
        YEARLY,
    ),
    Seed(
        "declaration",
        "Công bố lại sau khi thay đổi phạm vi",
        "Declaration anew after a change of scope",
        "Quyết định 19/2014/QĐ-TTg, Điều 4 khoản 4 điểm c (thời hạn do cơ quan tự đặt)",
        AFTER_EVENT,
        amount=10,
        unit=WORKING_DAYS,
    ),
    Seed(
        EXTERNAL,
        "Báo cáo khắc phục sau kiểm tra của cơ quan chủ trì",
        "Report on corrective action after an external inspection",
        "Thông tư 26/2014/TT-BKHCN, Điều 37: 2 tháng từ ngày ký biên bản kiểm tra",
        AFTER_EVENT,
        amount=2,
    ),
    Seed(
        "procedure_list",
        "Cập nhật danh mục thủ tục hành chính trên trang thông tin",
        "List of procedures brought up to date on the website",
        "Thông tư 26/2014/TT-BKHCN, Điều 4 khoản 3: 5 ngày làm việc từ ngày ký quyết định công bố",
        AFTER_EVENT,
        amount=5,
        unit=WORKING_DAYS,
    ),
)
