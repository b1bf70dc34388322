"""A procedure as a Word file, made for tests: three steps of three working days, nothing in it disagrees."""

from datetime import date

from iso_qms.documents.comparison.alignment import Value
from iso_qms.processes.procedure import object_of
from iso_qms.processes.sections import HEADINGS
from iso_qms.processes.step_forms import step_values
from iso_qms.processes.word import Amendment, Paper, Signer, write
from iso_qms.processes.wording import rows_in

TEXTS = {
    "purpose": "Thống nhất cách đăng ký vườn hoa.",
    "scope": "Áp dụng cho mọi thôn.",
    "papers": "- Đơn đăng ký (01 bản chính);\n- Bản vẽ vườn;\nSố lượng hồ sơ: 01 bộ",
    "time_limit": "03 ngày làm việc, kể từ ngày nhận đủ hồ sơ.",
    "fees": "Không",
    "legal_basis": "- Nghị định số 12/2021/NĐ-CP ngày 05/02/2021 của Chính phủ quy định chi tiết Luật Vườn hoa;",
    "steps": "",
    "forms": "- Mẫu sổ theo dõi",
    "records": "",
}
STEPS = (
    ("Tiếp nhận hồ sơ", "Trung tâm Phục vụ hành chính công", "½ ngày"),
    ("Thẩm tra hồ sơ", "Phòng Kinh tế", "02 ngày"),
    ("Ký giấy, trả kết quả", "Chủ tịch UBND", "½ ngày"),
)
EXTRA = ("Niêm yết công khai tại nhà văn hóa", "Văn phòng", "")
DAY = date(2026, 3, 2)


def word_file(
    *,
    code: str = "QT 07/VH-Đ",
    title: str = "Đăng ký vườn hoa",
    extra_step: bool = False,
    sections: tuple[str, ...] = (),
) -> bytes:
    """The file; with one more step, or with only these sections, or with no code."""
    steps = [*STEPS[:1], EXTRA, *STEPS[1:]] if extra_step else list(STEPS)
    values: list[Value] = []
    for key in sections or tuple(TEXTS):
        values.append(Value("section", {"key": key, "heading": HEADINGS[key], "text": TEXTS[key]}))
        values += rows_in(key, TEXTS[key]) if key != "records" else []
    values += step_values([_typed(place, one) for place, one in enumerate(steps, start=1)], [""])
    if not sections:
        values.append(Value("record", {"name": "Sổ theo dõi", "place": "Văn phòng", "retention": "5 năm"}))
    return write(
        Paper(
            agency="UBND xã An Khê", code=code, title=title, issue="02", issued_on=DAY, effective_on=DAY,
            signers=[Signer("Soạn thảo", "Người A", "Chuyên viên"), Signer("Phê duyệt", "Người B", "Chủ tịch UBND")],
            amendments=[Amendment("Bỏ bước niêm yết", "Luật Vườn hoa", "02")],
            procedure=object_of({}, values),
        )
    )  # fmt: skip


def _typed(place: int, step: tuple[str, str, str]) -> dict[str, str]:
    action, responsible, time = step
    return {"number": f"{place}", "action": action, "responsible": responsible, "output": "", "time_0": time}
