"""The legal basis: each text with its kind, number, date, issuer and title; other texts it names are `mentions`."""

import re
from dataclasses import dataclass, field

from iso_qms.processes.reading.wording import date_in, split_label, tidy, without_bullet

KINDS = (
    "Hiến pháp|Bộ luật|Luật|Pháp lệnh|Lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư"
    "|Quyết định|NĐ|TTLT|TT|QĐ|NQ|VBHN|Chỉ thị|Công văn|Kế hoạch|Hiệp định|Công ước|Văn bản hợp nhất|Thông báo"
)
_SHORT = {
    "NĐ": "Nghị định",
    "TTLT": "Thông tư liên tịch",
    "TT": "Thông tư",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "VBHN": "Văn bản hợp nhất",
}
_KIND = re.compile(rf"^(?:căn cứ\s+)?({KINDS})(?=[\s,:]|$)", re.IGNORECASE)
_SPLIT = re.compile(rf"(?<=;)\s+(?=(?:[-+*]\s*|\d{{1,2}}[.)]\s*)?(?:{KINDS})\s)")
_SIGN = r"[A-ZĐ][A-ZĐ0-9]*(?:\s?[-–]\s?[A-ZĐ][A-ZĐa-z0-9]*)*"
_NUMBER = re.compile(rf"(?<![\d/])(\d{{1,4}}\s?(?:/\s?\d{{4}}\s?)?/\s?(?:{_SIGN})(?:/(?:{_SIGN}))?)")
_DATE = re.compile(r"^[\s,(]*ngày\s+[^)]*?(?:\d{4})\)?")
_DATE_BEHIND = re.compile(r"[\s,]+ngày\s+\d.*\d{4}$")
_BY = re.compile(r"^[\s,]*(?:của|do|giữa)\s+", re.IGNORECASE)
_TITLE_WORDS = (
    "về|quy định|quy đinh|qui định|sửa đổi|bổ sung|hướng dẫn|ban hành|bãi bỏ|thay thế|công bố|phê duyệt"
    "|chi tiết|đính chính"
    "|thi hành|triển khai|tăng cường|thông qua|điều chỉnh|cho phép"
    r"|(?<!ngoại )(?<!bộ )giao(?! thông)"
    "|hợp nhất|thực hiện|phân cấp|phân định|kéo dài"
    "|miễn|giảm|thành lập|tổ chức thực hiện|cắt giảm|đơn giản hóa|hủy bỏ"
)
_TITLE = re.compile(rf"(?:^|(?<=[\s,]))(?:{_TITLE_WORDS})(?=[\s,])", re.IGNORECASE)
_LAW_ENDS = re.compile(
    r"\s+(?:số\s*:?\s*\d|ngày\s|năm\s+\d|\(|\d{4}\b|được\s|của\s+(?:Quốc hội|Ủy ban|Uỷ ban|UBTV|Chủ tịch)"
    r"|(?<!^ )(?<!đổi, )(?:sửa đổi|bổ sung))|(?<!sửa đổi),|;",
    re.IGNORECASE,
)
_LAWS = ("luật", "bộ luật", "pháp lệnh", "hiến pháp")


@dataclass(frozen=True)
class LegalText:
    """One cited text; `date` is ISO, what is not printed is None."""

    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    raw: str
    mentions: list[str] = field(default_factory=list)


def legal_basis_of(lines: list[str]) -> list[LegalText]:
    """The texts cited, one entry each; lines that cite none are left to the section's text."""
    texts = [part for line in _whole(lines) for part in _SPLIT.split(line)]
    return [found for text in texts if (found := _read(_without_label(text))) is not None]


def _whole(lines: list[str]) -> list[str]:
    """The lines, one that goes on in small letters joined to the unfinished one above it."""
    whole: list[str] = []
    for line in map(tidy, lines):
        if whole and line[:1].islower() and split_label(line)[0] == "" and not whole[-1].endswith((";", ".")):
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _without_label(text: str) -> str:
    bare = without_bullet(text)
    return bare if _KIND.match(bare) else split_label(bare)[1]


def _read(text: str) -> LegalText | None:
    kind = _KIND.match(text)
    if kind is None:
        return None
    name = _SHORT.get(kind[1].upper()) or (kind[1][0].upper() + kind[1][1:].lower() if kind[1].isupper() else kind[1])
    rest = text[kind.end() :]
    return _law(name, rest, text) if name.lower() in _LAWS else _decree(name, rest, text)


def _decree(kind: str, rest: str, text: str) -> LegalText:
    """Any text but a law: number, day, issuer and title in this order, or the day behind the issuer."""
    own = _NUMBER.search(rest)
    number = own if own and own.start() < 25 and not _TITLE.search(rest[: own.start()]) else None
    tail = rest[number.end() :] if number else rest
    dated = _DATE.match(tail) if number else None
    issuer, title = _issuer_and_title(tail[dated.end() :] if dated else tail)
    behind = _DATE_BEHIND.search(issuer) if issuer and not dated else None
    day = (dated or behind or [""])[0]
    own_number = _tight(number[1]) if number else None
    issuer = issuer[: behind.start()] if issuer and behind else issuer
    return LegalText(kind, own_number, date_in(day), issuer, title, text, _mentions(rest, own_number))


def _law(kind: str, rest: str, text: str) -> LegalText:
    """A law is known by its name; number, day and issuer are given where they are printed before anything else."""
    end = _LAW_ENDS.search(rest)
    name = tidy(rest[: end.start()] if end else rest).strip(" .;,")
    tail = rest[end.start() :] if end else ""
    number = _NUMBER.match(
        re.sub(r"^[\s,]*(?:năm\s+\d{4}[\s,]*)?(?:\(?\s*)?(?:luật\s+)?(?:số\s*:?\s*)?", "", tail, flags=re.IGNORECASE)
    )
    own = _tight(number[1]) if number else None
    after = tail[tail.find(number[1]) + len(number[1]) :] if number else tail
    dated = _DATE.match(after)
    after = after[dated.end() :] if dated else after
    issuer, title = _issuer_and_title(after) if not name else (_issuer_of_law(after), f"{kind} {name}")
    return LegalText(kind, own, date_in(dated[0]) if dated else None, issuer, title, text, _mentions(rest, own))


def _issuer_of_law(after: str) -> str | None:
    by = _BY.match(after)
    return (tidy(after[by.end() :]).split(",")[0].strip(" .;)") or None) if by else None


def _issuer_and_title(text: str) -> tuple[str | None, str | None]:
    by = _BY.match(text)
    body = text[by.end() :] if by else text.lstrip(" ,:")
    start = _TITLE.search(body)
    issuer = tidy(body[: start.start()] if start else body).strip(" ,.;") if by else None
    title = tidy(body[start.start() :] if start else ("" if by else body)).strip(" .;,")
    return issuer or None, title or None


def _mentions(text: str, own: str | None) -> list[str]:
    numbers = [_tight(hit[1]) for hit in _NUMBER.finditer(text)]
    if own in numbers:
        numbers.remove(own)
    return list(dict.fromkeys(numbers))


def _tight(number: str) -> str:
    return re.sub(r"\s+", "", number).replace("–", "-")
