"""The clauses of ISO 9001 a finding may rest on: number and short title only, by edition.

A reference always carries its edition, for the numbers move. The text of the standard is not ours to give.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from iso_qms.i18n import language

STANDARD = "ISO 9001:2015"
"""The edition administrations cite today; another one is another table beside this."""

CLAUSES: dict[str, dict[str, tuple[str, str]]] = {
    STANDARD: {
        "4": ("Context of the organization", "Bối cảnh của tổ chức"),
        "4.1": ("Understanding the organization and its context", "Hiểu tổ chức và bối cảnh của tổ chức"),
        "4.2": ("Needs and expectations of interested parties", "Hiểu nhu cầu và mong đợi của các bên quan tâm"),
        "4.3": ("Scope of the QMS", "Xác định phạm vi của HTQLCL"),
        "4.4": ("QMS and its processes", "HTQLCL và các quá trình của hệ thống"),
        "5": ("Leadership", "Sự lãnh đạo"),
        "5.1": ("Leadership and commitment", "Sự lãnh đạo và cam kết"),
        "5.1.1": ("General", "Khái quát"),
        "5.1.2": ("Customer focus", "Hướng vào khách hàng"),
        "5.2": ("Policy", "Chính sách"),
        "5.2.1": ("Establishing the quality policy", "Thiết lập chính sách chất lượng"),
        "5.2.2": ("Communicating the quality policy", "Trao đổi thông tin về chính sách chất lượng"),
        "5.3": ("Roles, responsibilities and authorities", "Vai trò, trách nhiệm và quyền hạn trong tổ chức"),
        "6": ("Planning", "Hoạch định"),
        "6.1": ("Actions to address risks and opportunities", "Hành động giải quyết rủi ro và cơ hội"),
        "6.2": ("Quality objectives and planning to achieve them", "Mục tiêu chất lượng và hoạch định để đạt được"),
        "6.3": ("Planning of changes", "Hoạch định các thay đổi"),
        "7": ("Support", "Hỗ trợ"),
        "7.1": ("Resources", "Nguồn lực"),
        "7.1.1": ("General", "Khái quát"),
        "7.1.2": ("People", "Nhân lực"),
        "7.1.3": ("Infrastructure", "Cơ sở hạ tầng"),
        "7.1.4": ("Environment for the operation of processes", "Môi trường cho việc thực hiện các quá trình"),
        "7.1.5": ("Monitoring and measuring resources", "Nguồn lực theo dõi và đo lường"),
        "7.1.6": ("Organizational knowledge", "Tri thức của tổ chức"),
        "7.2": ("Competence", "Năng lực"),
        "7.3": ("Awareness", "Nhận thức"),
        "7.4": ("Communication", "Trao đổi thông tin"),
        "7.5": ("Documented information", "Thông tin dạng văn bản"),
        "7.5.1": ("General", "Khái quát"),
        "7.5.2": ("Creating and updating", "Tạo lập và cập nhật"),
        "7.5.3": ("Control of documented information", "Kiểm soát thông tin dạng văn bản"),
        "8": ("Operation", "Thực hiện"),
        "8.1": ("Operational planning and control", "Hoạch định và kiểm soát việc thực hiện"),
        "8.2": ("Requirements for products and services", "Yêu cầu đối với sản phẩm và dịch vụ"),
        "8.2.1": ("Customer communication", "Trao đổi thông tin với khách hàng"),
        "8.2.2": ("Determining the requirements", "Xác định các yêu cầu"),
        "8.2.3": ("Review of the requirements", "Xem xét các yêu cầu"),
        "8.2.4": ("Changes to requirements", "Thay đổi đối với các yêu cầu"),
        "8.3": ("Design and development", "Thiết kế và phát triển"),
        "8.4": (
            "Externally provided processes, products and services",
            "Kiểm soát quá trình, sản phẩm, dịch vụ do bên ngoài cung cấp",
        ),
        "8.5": ("Production and service provision", "Sản xuất và cung cấp dịch vụ"),
        "8.5.1": ("Control of production and service provision", "Kiểm soát sản xuất và cung cấp dịch vụ"),
        "8.5.2": ("Identification and traceability", "Nhận biết và truy xuất nguồn gốc"),
        "8.5.3": ("Property of customers or external providers", "Tài sản của khách hàng hoặc nhà cung cấp bên ngoài"),
        "8.5.4": ("Preservation", "Bảo toàn"),
        "8.5.5": ("Post-delivery activities", "Hoạt động sau giao hàng"),
        "8.5.6": ("Control of changes", "Kiểm soát thay đổi"),
        "8.6": ("Release of products and services", "Thông qua sản phẩm và dịch vụ"),
        "8.7": ("Control of nonconforming outputs", "Kiểm soát đầu ra không phù hợp"),
        "9": ("Performance evaluation", "Đánh giá kết quả thực hiện"),
        "9.1": ("Monitoring, measurement, analysis and evaluation", "Theo dõi, đo lường, phân tích và đánh giá"),
        "9.1.1": ("General", "Khái quát"),
        "9.1.2": ("Customer satisfaction", "Sự thỏa mãn của khách hàng"),
        "9.1.3": ("Analysis and evaluation", "Phân tích và đánh giá"),
        "9.2": ("Internal audit", "Đánh giá nội bộ"),
        "9.3": ("Management review", "Xem xét của lãnh đạo"),
        "9.3.1": ("General", "Khái quát"),
        "9.3.2": ("Inputs", "Đầu vào xem xét của lãnh đạo"),
        "9.3.3": ("Outputs", "Đầu ra xem xét của lãnh đạo"),
        "10": ("Improvement", "Cải tiến"),
        "10.1": ("General", "Khái quát"),
        "10.2": ("Nonconformity and corrective action", "Sự không phù hợp và hành động khắc phục"),
        "10.3": ("Continual improvement", "Cải tiến liên tục"),
    }
}


_EDITION = r"ISO\s*9001\s*:\s*(\d{4})(?:\s*/\s*Amd\.?\s*\d+\s*:\s*\d{4})?"
_BETWEEN = r"(?:[\s,(&]|điều|khoản|mục|clauses?|và|and)*"
_NUMBER = r"(?:10|[4-9])(?:\.\d{1,2}){0,3}(?!\.?\d|/)"
_NAMED = re.compile(rf"{_EDITION}((?:{_BETWEEN}{_NUMBER})*)", re.IGNORECASE)


class Clause(NamedTuple):
    """A clause in the edition it was named in."""

    standard: str
    number: str

    @property
    def order(self) -> tuple[str, list[int]]:
        """By edition, then as the standard counts: 10.2 after 9.3."""
        return self.standard, [int(part) for part in self.number.split(".")]


@lru_cache(maxsize=4096)
def clauses_named(basis: str) -> tuple[Clause, ...]:
    """The clauses of ISO 9001 that words name, each in its edition; a lower one than the table holds is its parent.

    An amendment moves no number, so it is read as its edition.
    """
    found = [
        _known(f"ISO 9001:{edition}", number)
        for edition, numbers in _NAMED.findall(basis)
        for number in re.findall(_NUMBER, numbers)
    ]
    return tuple(dict.fromkeys(found))


def lowest_clauses(standard: str) -> list[Clause]:
    """The clauses of an edition that have none under them: what a question can be asked about."""
    numbers = CLAUSES.get(standard, {})
    parents = {number.rpartition(".")[0] for number in numbers}
    return [Clause(standard, number) for number in numbers if number not in parents]


def _known(standard: str, number: str) -> Clause:
    table = CLAUSES.get(standard)
    while table and number not in table and "." in number:
        number = number.rpartition(".")[0]
    return Clause(standard, number)


def clause_title(standard: str, number: str) -> str:
    """The short title of a clause in the language spoken; empty when it is unknown."""
    english, vietnamese = CLAUSES.get(standard, {}).get(number, ("", ""))
    return english if language() == "en" else vietnamese
