"""Procedures made up for tests: whole objects as reading gives them, with words that no rule of reading knows."""

from typing import Any

from hypothesis import strategies as st

from iso_qms.documents.comparison.alignment import Value
from iso_qms.processes.procedure import HOMES, LISTS, object_of
from iso_qms.processes.sections import HEADINGS, PLAIN
from iso_qms.processes.step_forms import step_values
from iso_qms.processes.wording import KINDS_IN_WORDS, limit_in_words, rows_in, written

WORDS = (
    "cây", "cầu", "nhà", "sân", "vườn", "hoa", "quả", "sông", "núi", "biển", "trời", "mây", "gió", "nắng", "mưa", "lúa",
)  # fmt: skip
NAMES = ("không phức tạp", "phức tạp", "có nhiều thửa")
UNITS = ("working_day", "working_hour", "calendar_day", "month")

phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(lambda words: " ".join(words).capitalize())
lines = st.lists(phrases.map(lambda words: f"{words}."), min_size=1, max_size=3).map("\n".join)
times = st.sampled_from(
    ["½ ngày", "01 ngày", "0,25 ngày", "2,5 ngày làm việc", "03 giờ làm việc", "Giờ hành chính", "02"]
)
amounts = st.integers(1, 90)


@st.composite
def limits(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Time limits as an author types them: one, or one for each case."""
    cases = draw(st.sampled_from([(None,), NAMES[:2], NAMES]))
    found = []
    for case in cases:
        same_day = draw(st.booleans()) and draw(st.booleans())
        limit = {
            "case": case,
            "kind": "case",
            "amount": None if same_day else draw(amounts),
            "unit": "same_day" if same_day else draw(st.sampled_from(UNITS)),
            "starts_from": draw(st.sampled_from([None, "ngày nhận đủ hồ sơ hợp lệ"])),
            "cutoff": draw(st.sampled_from([None, "15:00"])) if same_day else None,
        }
        found.append(limit | {"raw": limit_in_words(limit)})
    return found


@st.composite
def papers(draw: st.DrawFn) -> list[Value]:
    """Papers in their groups, a second level only under a first."""
    found = []
    for group in ("submit", "present"):
        for place in range(draw(st.integers(0 if group == "present" else 1, 4))):
            level = draw(st.integers(1, 2)) if place else 1
            text = draw(phrases) + draw(st.sampled_from(["", " (01 bản chính)", ";"]))
            copies = 1 if "01" in text else None
            found.append(Value("paper", {"text": text, "level": level, "group": group, "copies": copies}))
    return [*found, Value("sets", {"number": draw(st.integers(1, 5))})]


@st.composite
def steps(draw: st.DrawFn) -> list[Value]:
    """Steps with a time for each case, some times shared with the step above."""
    cases = draw(st.sampled_from([("",), NAMES[:2], NAMES]))
    rows = []
    for place in range(draw(st.integers(1, 8))):
        row: dict[str, Any] = {"number": draw(st.sampled_from([f"{place + 1}", f"{place + 1}.", f"B{place + 1}"]))}
        row |= {
            "action": draw(lines),
            "responsible": draw(phrases),
            "output": draw(st.sampled_from(["", "Sổ theo dõi"])),
        }
        for at in range(len(cases)):
            row[f"joined_{at}"] = place > 0 and draw(st.integers(0, 3)) == 0
            row[f"time_{at}"] = "" if row[f"joined_{at}"] else draw(times)
        rows.append(row)
    return step_values(rows, cases)


@st.composite
def procedures(draw: st.DrawFn) -> dict[str, Any]:
    """A whole procedure, its wording written from its rows."""
    rows: dict[str, list[Value]] = {
        "papers": draw(papers()),
        "time_limit": [Value("time_limit", one) for one in draw(limits())],
        "fees": rows_in("fees", draw(st.sampled_from(["Không", "- 15.000 đồng/bản (nộp trực tiếp)\n- Miễn lệ phí"]))),
        "legal_basis": rows_in("legal_basis", draw(st.sampled_from(["", LEGAL]))),
        "forms_list": rows_in("forms_list", draw(st.sampled_from(["Không", "- Tờ khai đăng ký vườn hoa"]))),
        "forms": rows_in("forms", draw(st.sampled_from(["- Mẫu sổ theo dõi", "- Phiếu kiểm soát (BM.01.02)"]))),
        "steps": draw(steps()),
        "records": [Value("record", {"name": draw(phrases), "place": draw(phrases), "retention": "5 năm"})],
    }
    values: list[Value] = []
    for key, heading in HEADINGS.items():
        text = draw(lines) if key in PLAIN else ""
        if key in KINDS_IN_WORDS:
            text = "\n".join(written(key, rows[key]))
        values += [Value("section", {"key": key, "heading": heading, "text": text}), *rows.get(key, [])]
    return object_of(HEAD, values)


LEGAL = (
    "- Luật Vườn hoa năm 2020;\n"
    "- Nghị định số 12/2021/NĐ-CP ngày 05/02/2021 của Chính phủ quy định chi tiết Luật Vườn hoa;"
)
HEAD = {
    "code": "QT 07/VH-Đ",
    "title": "Đăng ký vườn hoa",
    "issue_number": 2,
    "issued_on": "2026-03-02",
    "footer": {"section": 1, "kind": "default", "issue_number": 2, "effective_on": "2026-03-02"},
    "footers": [{"section": 1, "kind": "default", "issue_number": 2, "effective_on": "2026-03-02"}],
    "signatures": [{"role": "Soạn thảo", "name": "Người A", "position": "Chuyên viên"},
                   {"role": "Phê duyệt", "name": "Người B", "position": "Chủ tịch"}],
}  # fmt: skip
ROW_LISTS = {name for kind, name in LISTS.items()} | {"sets"}
assert set(HOMES) <= set(HEADINGS)
