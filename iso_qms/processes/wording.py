"""The wording of sections that hold rows: rows from words, and words from rows. Pure.

What is printed and what is stored as rows are one fact in two forms: `rows_in` reads a wording with the same code that
reads Word files, and `wording` keeps the words of the author as long as they say exactly these rows, else writes new
ones. Steps have no wording, and records need none; they are printed as tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.comparison.merging import State
from iso_qms.processes.procedure import home_of
from iso_qms.processes.reading.durations import Duration
from iso_qms.processes.reading.lines import fees_in, forms_in, legal_in, limits_in, papers_in, records_in, sets_in

Content = Mapping[str, Any]
KINDS_IN_WORDS = ("papers", "time_limit", "fees", "forms_list", "legal_basis", "forms")
"""The sections whose rows stand in their wording."""

BULLETS = {1: "-", 2: "+", 3: "•"}
GROUP_TITLES = {
    "submit": "* Giấy tờ phải nộp:",
    "present": "* Giấy tờ phải xuất trình:",
    "note": "* Lưu ý:",
}
UNIT_WORDS = {
    "working_day": "ngày làm việc",
    "working_hour": "giờ làm việc",
    "calendar_day": "ngày lịch",
    "month": "tháng",
}
NONE = "Không"
_MARKS = " -+•*;.\t"
Heads = Mapping[str | None, Duration | None]


def rows_in(key: str, text: str, *, heads: Heads | None = None) -> list[Value]:
    """The rows a section's wording says; `heads` are the limits the columns of the steps table print, by case."""
    if key == "papers":
        number = sets_in(text)
        sets = [Value("sets", {"number": number})] if number is not None else []
        return [Value("paper", one) for one in papers_in(text)] + sets
    if key == "time_limit":
        return [Value("time_limit", one) for one in limits_in(text, heads=heads or {})]
    if key == "fees":
        return [Value("fee", one) for one in fees_in(text)]
    if key == "legal_basis":
        return [Value("legal_basis", one) for one in legal_in(text)]
    if key in ("forms_list", "forms"):
        return [Value("form", one) for one in forms_in(text, source=key)]
    return [Value("record", one) for one in records_in(text)] if key == "records" else []


def says(key: str, text: str, rows: Sequence[Value], *, heads: Heads | None = None) -> bool:
    """Whether a wording says exactly these rows."""
    return rows_in(key, text, heads=heads) == [Value(one.kind, dict(one.content)) for one in rows]


def wording(key: str, text: str, rows: Sequence[Value], *, heads: Heads | None = None) -> str:
    """The words that say these rows: the given ones as long as they do, else new ones."""
    if key not in KINDS_IN_WORDS or says(key, text, rows, heads=heads):
        return text
    return "\n".join(written(key, rows))


def written(key: str, rows: Sequence[Value]) -> list[str]:
    """Lines that say these rows."""
    contents = [one.content for one in rows]
    if key == "papers":
        papers = [one.content for one in rows if one.kind == "paper"]
        return [*_papers(papers), *(_sets(one.content) for one in rows if one.kind == "sets")]
    if key == "time_limit":
        return [
            line for raw, same in groupby(contents, key=lambda one: one["raw"]) for line in _limits(raw, list(same))
        ]
    if key == "fees":
        return [f"- {_fee(one)}" for one in contents] or [NONE]
    if key == "legal_basis":
        return [f"- {one['raw']}" for one in contents]
    return _forms(contents, key) or [NONE]


def beyond_rows(section: Content, rows: Sequence[Any]) -> Content:
    """A section without the lines that only say what its rows say."""
    key, said = section["key"], _said_by(section["key"], rows)
    if key not in KINDS_IN_WORDS or not rows:
        return section
    kept = [line for line in section["text"].split("\n") if not line.strip() or _says_more(line, said)]
    return {**section, "text": "\n".join(kept).strip()}


def words_together(base: State, page: State, file: State) -> str | None:
    """The words of a section whose rows were changed in the file and on the page: they follow the rows, unless one of
    the two says more."""
    key = base[0].get("key")
    if key not in KINDS_IN_WORDS:
        return None
    was, here, there = (
        beyond_rows(content, _rows_under(str(key), blocks))["text"] for content, blocks in (base, page, file)
    )
    if there in (was, here):
        return str(page[0]["text"])
    return str(file[0]["text"]) if here == was else None


def _rows_under(key: str, blocks: Sequence[Any]) -> list[Any]:
    return [one for one in blocks if one.kind not in ("section", "text") and home_of(one.kind, one.content) == key]


def limit_in_words(limit: Content) -> str:
    """The sentence that states a time limit."""
    case, words = limit.get("case"), _amount(limit)
    start = f", kể từ {limit['starts_from']}" if limit.get("starts_from") else ""
    if limit["kind"] == "phase":
        return f"Thời gian {case}: {words}{start}." if case else f"{words}{start}."
    if limit["kind"] == "extension":
        before = f"Trường hợp {case}: " if case else ""
        return f"{before}{'thời hạn' if case else 'Thời hạn'} có thể kéo dài thêm {words}{start}."
    before = f"Trường hợp {case}: " if case else ""
    return f"{before}{words}{start}{_cutoff(limit)}"


def _said_by(key: str, rows: Sequence[Any]) -> list[str]:
    """Everything these rows say, the longest first, as lines and as single words; limits as they were printed only."""
    words = [one for row in rows for one in row.content.values() if isinstance(one, str)]
    words += [GROUP_TITLES[row.content["group"]] for row in rows if row.kind == "paper"]
    lines = written(key, rows) if rows and key in KINDS_IN_WORDS and key != "time_limit" else []
    return sorted({bare for one in [*words, *lines] if (bare := one.strip(_MARKS))}, key=len, reverse=True)


def _says_more(line: str, said: Sequence[str]) -> bool:
    for words in said:
        line = line.replace(words, " ")
    return any(character.isalpha() for character in line)


def _amount(limit: Content) -> str:
    if limit["unit"] == "same_day":
        return "ngay trong ngày" if limit.get("case") or limit["kind"] == "phase" else "Ngay trong ngày"
    if limit["unit"] == "office_hours":
        return "giờ hành chính"
    amount = limit["amount"]
    figure = f"{amount:02d}" if isinstance(amount, int) else f"{amount:g}".replace(".", ",")
    return f"{figure} {UNIT_WORDS[limit['unit']]}"


def _limits(raw: str, limits: Sequence[Content]) -> list[str]:
    """The sentence as printed, as long as it alone says these limits; else one sentence for each."""
    read = [{**one, "raw": raw} for one in limits_in(raw, heads={})]
    nameless = [{**one, "case": None} for one in limits]
    if read == [dict(one) for one in limits] or (len(limits) == 1 and not limits[0]["case"] and read == nameless):
        return [raw]
    return [limit_in_words(one) for one in limits]


def _fee(fee: Content) -> str:
    alone = fees_in(fee["raw"])
    if len(alone) == 1 and not alone[0]["area"] and fee.get("area"):
        return f"{fee['raw']} (áp dụng tại {fee['area']})"
    return str(fee["raw"])


def _cutoff(limit: Content) -> str:
    """The hour after which it becomes the next working day; in one sentence with the promise, as it is read."""
    if not limit.get("cutoff"):
        return "."
    hour, _, minute = limit["cutoff"].partition(":")
    shown = f"{hour} giờ" + ("" if minute == "00" else f" {minute}")
    return f", trường hợp nhận hồ sơ sau {shown} thì trả kết quả trong ngày làm việc tiếp theo."


def _papers(papers: Sequence[Content]) -> list[str]:
    lines: list[str] = []
    for group, members in groupby(papers, key=lambda one: one["group"]):
        if lines or group != "submit":
            lines.append(GROUP_TITLES[group])
        lines += [_paper(one) for one in members]
    return lines


def _paper(paper: Content) -> str:
    mark = BULLETS.get(paper["level"], "•")
    text, copies = paper["text"], paper.get("copies")
    stated = next((one["copies"] for one in papers_in(f"- {text}")), None)
    return f"{mark} {text}" if stated == copies or paper["group"] == "note" else f"{mark} {text} ({copies:02d} bản)"


def _sets(content: Content) -> str:
    return f"Số lượng hồ sơ: {content['number']:02d} bộ"


def _forms(forms: Sequence[Content], source: str) -> list[str]:
    """One line each; as a table where a title alone does not give its code."""
    lines = [f"- {one['title']}" for one in forms]
    if forms_in("\n".join(lines), source=source) == [dict(one) for one in forms]:
        return lines
    rows = [f"{place}\t{one['title']}\t{one['code'] or ''}" for place, one in enumerate(forms, start=1)]
    return ["STT\tTên biểu mẫu\tKý hiệu", *rows]
