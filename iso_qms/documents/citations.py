"""Legal texts cited in any wording: kind, number, day, issuer and title, also where they are written carelessly. Pure.

A number says more than the word before it: 123/2015/NĐ-CP is a decree whatever was typed, and its key is the same with
or without marks, spaces and the stroke of Đ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from iso_qms.text import clean, fold

UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capital letters of Vietnamese, for a class in a pattern."""
KINDS = (
    "Hiến pháp|Bộ luật|Luật|Pháp lệnh|Lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư"
    "|Quyết định|Chỉ thị|Công văn|Kế hoạch|Hiệp định|Công ước|Văn bản hợp nhất|Thông báo"
)
"""The kinds of legal texts, as a pattern; a longer name stands before the shorter one it begins with."""
LAWS = ("luật", "bộ luật", "pháp lệnh", "hiến pháp")
"""The kinds that are known by their names."""
SIGN = r"[A-ZĐ][A-ZĐ0-9]*(?:\s?[-–]\s?[A-ZĐ][A-ZĐa-z0-9]*)*"
NUMBER = re.compile(rf"(?<![\d/])(\d{{1,4}}\s?(?:/\s?\d{{4}}\s?)?/\s?(?:{SIGN})(?:/(?:{SIGN}))?)")
BY = re.compile(r"^[\s,]*(?:của|do|giữa)\s+", re.IGNORECASE)
_TITLE_WORDS = (
    "về|quy định|quy đinh|qui định|sửa đổi|bổ sung|hướng dẫn|ban hành|bãi bỏ|thay thế|công bố|phê duyệt"
    "|chi tiết|đính chính"
    "|thi hành|triển khai|tăng cường|thông qua|điều chỉnh|cho phép"
    r"|(?<!ngoại )(?<!bộ )giao(?! thông)"
    "|hợp nhất|thực hiện|phân cấp|phân định|kéo dài"
    "|miễn|giảm|thành lập|tổ chức thực hiện|cắt giảm|đơn giản hóa|hủy bỏ"
)
TITLE = re.compile(rf"(?:^|(?<=[\s,]))(?:{_TITLE_WORDS})(?=[\s,])", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2}(?![/.\-]\d))(?!\d)")
_LONG_DATE = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)

_LOOK_ALIKES = str.maketrans("ÐðƉ", "ĐđĐ")
_LOOSE_SIGN = r"[^\W\d_][^\W_]*(?:\s?[-–—‐‑]\s?[^\W\d_][^\W_]*)*"
_LOOSE_NUMBER = re.compile(rf"(?<![\d/.])(\d{{1,5}}\s?/\s?(?:\d{{4}}\s?/\s?)?{_LOOSE_SIGN}(?:\s?/\s?{_LOOSE_SIGN})?)")
_KIND_WORD = re.compile(rf"(?<!\w)(?:{KINDS})(?!\w)", re.IGNORECASE)
_KIND_NEAR = re.compile(rf"(?<!\w)(?:{KINDS})\s*(?:số\s*:?\s*)?$", re.IGNORECASE)
_OTHER_CODES = re.compile(r"(?<!\w)(?:mẫu|biểu mẫu|biểu|phụ lục|mã)\s*(?:số|hiệu)?\s*:?\s*$", re.IGNORECASE)
_DAY_BEHIND = re.compile(
    r"[\s,;(]*(?:ban\s+hành\s+)?(?:ngày\s*)?(\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}(?!\d)"
    r"|ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4})\)?",
    re.IGNORECASE,
)
_LAW_NAME = re.compile(
    r"(?<!\w)(?P<many>[Cc]ác\s+)?(?P<kind>Bộ luật|Luật|Pháp lệnh|Hiến pháp|BỘ LUẬT|LUẬT|PHÁP LỆNH)\s*:?\s+"
    r"(?P<names>(?!số\b)[^\n.;:()\d]*(?:\s*;[^\n.:()\d]*)*)"
)
_NAME_ENDS = re.compile(
    r"\s+(?:số|ngày|năm|được|của\s+(?:Quốc hội|Ủy ban|Uỷ ban|UBTV|Chủ tịch)|quy định|hướng dẫn|và\s+các)(?!\w)"
    rf"|,\s*(?=[{UPPER}])|[\s,]+(?:và\s+)?(?=(?:{KINDS})(?!\w))"
)
_BETWEEN_NAMES = re.compile(rf"\s*[;,]\s*(?:và\s+)?(?=[{UPPER}])|\s+và\s+(?=[{UPPER}])")
_YEAR_BEHIND = re.compile(r"[\s,(]*(?:năm\s+)?((?:19|20)\d{2})(?![\d/])", re.IGNORECASE)

_BY_SIGN = {
    "nd": "Nghị định", "tt": "Thông tư", "ttlt": "Thông tư liên tịch", "qd": "Quyết định", "nq": "Nghị quyết",
    "nqlt": "Nghị quyết liên tịch", "ct": "Chỉ thị", "kh": "Kế hoạch", "tb": "Thông báo", "vbhn": "Văn bản hợp nhất",
    "pl": "Pháp lệnh", "l": "Lệnh",
}  # fmt: skip
_ISSUERS = {
    "cp": "Chính phủ", "ttg": "Thủ tướng Chính phủ", "vpcp": "Văn phòng Chính phủ", "ttcp": "Thanh tra Chính phủ",
    "bnv": "Bộ Nội vụ", "btp": "Bộ Tư pháp", "btc": "Bộ Tài chính", "bca": "Bộ Công an", "byt": "Bộ Y tế",
    "bkhcn": "Bộ Khoa học và Công nghệ", "bxd": "Bộ Xây dựng", "bct": "Bộ Công Thương", "bng": "Bộ Ngoại giao",
    "bqp": "Bộ Quốc phòng", "btnmt": "Bộ Tài nguyên và Môi trường", "bkhdt": "Bộ Kế hoạch và Đầu tư",
    "bldtbxh": "Bộ Lao động - Thương binh và Xã hội", "bgddt": "Bộ Giáo dục và Đào tạo",
    "bnnptnt": "Bộ Nông nghiệp và Phát triển nông thôn", "bgtvt": "Bộ Giao thông vận tải",
    "bvhttdl": "Bộ Văn hóa, Thể thao và Du lịch",
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """A legal text named somewhere: what is not printed is empty. `year` is said of a law without a number."""

    kind: str
    number: str = ""
    dated: date | None = None
    issuer: str = ""
    title: str = ""
    year: int | None = None
    raw: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """What it is known by: its number's key, or the name of a law with its year where one is said."""
        if self.number:
            return number_key(self.number)
        return f"{name_key(self.title)} {self.year or ''}".strip()


def citations_in(text: str) -> list[Citation]:
    """Every legal text a wording names, each once, in the order of the wording."""
    whole = _readable(text)
    numbered = list(_numbered(whole))
    taken = [span for _place, _one, span in numbered]
    named = [(place, one) for place, one in _named(whole) if not any(start <= place < end for start, end in taken)]
    found: dict[tuple[str, str], Citation] = {}
    for _place, one in sorted([*((place, one) for place, one, _span in numbered), *named], key=lambda pair: pair[0]):
        known = found.get((one.kind, one.key))
        if known is None or (known.dated is None and one.dated is not None):
            found[one.kind, one.key] = one
    return list(found.values())


def number_key(number: str) -> str:
    """The key of a number, the same however it was spaced, marked or hyphenated: 123/2015/nd-cp."""
    return re.sub(r"\s+", "", fold(re.sub("[–—‐‑−]", "-", number)))


def name_key(name: str) -> str:
    """The key of a law's name, without what is typed around it."""
    return fold(name).strip(" .,;:")


def kind_of_number(number: str) -> str:
    """The kind a number's signs tell, such as Nghị định for NĐ; empty where they tell none."""
    first = number_key(number).split("/")[-1]
    for sign in re.split("[/-]", first) if "/" not in first else [first]:
        return _BY_SIGN.get(sign, "")
    return ""


def issuer_of_number(number: str) -> str:
    """The issuer a number's signs tell, such as Chính phủ for NĐ-CP; empty where they tell none."""
    last = number_key(number).rsplit("/", 1)[-1]
    if re.fullmatch(r"qh\d*", last):
        return "Quốc hội"
    if re.fullmatch(r"ubtvqh\d*", last):
        return "Ủy ban Thường vụ Quốc hội"
    signs = last.split("-")
    return _ISSUERS.get(signs[-1], "") if len(signs) == 2 else ""


def date_in(text: str) -> str | None:
    """The first date in a text as ISO, day before month ("07/7/2025", "ngày 07 tháng 7 năm 2025"), or None."""
    hits = [found for pattern in (_NUMERIC_DATE, _LONG_DATE) if (found := pattern.search(text))]
    for found in sorted(hits, key=lambda hit: hit.start()):
        day, month, year = (int(part) for part in found.groups())
        try:
            return date(year if year > 99 else 2000 + year, month, day).isoformat()
        except ValueError:
            continue
    return None


def issuer_and_title(text: str) -> tuple[str | None, str | None]:
    """Who issued a text and what it is called, from the words behind its number and day."""
    by = BY.match(text)
    body = text[by.end() :] if by else text.lstrip(" ,:")
    start = TITLE.search(body)
    issuer = _single(body[: start.start()] if start else body).strip(" ,.;") if by else None
    title = _single(body[start.start() :] if start else ("" if by else body)).strip(" .;,")
    return issuer or None, title or None


def tight(number: str) -> str:
    """A number without blanks and with plain hyphens."""
    return re.sub(r"\s+", "", number).replace("–", "-")


def _readable(text: str) -> str:
    """Composed letters, plain blanks, and the Icelandic Ð that is typed for Đ put right; lines stay lines."""
    fixed = clean(text).translate(_LOOK_ALIKES)
    return re.sub(r"[^\S\n]+", " ", fixed)


def _numbered(text: str) -> Iterator[tuple[int, Citation, tuple[int, int]]]:
    hits = [hit for hit in _LOOSE_NUMBER.finditer(text) if _is_number(text, hit)]
    for place, hit in enumerate(hits):
        before = text[hits[place - 1].end() if place else 0 : hit.start()]
        day = _DAY_BEHIND.match(text, hit.end())
        end = day.end() if day else hit.end()
        until = hits[place + 1].start() if place + 1 < len(hits) else len(text)
        yield hit.start(), _citation(text, hit, before, day, until), (_from_kind(before, hit.start()), end)


def _citation(text: str, hit: re.Match[str], before: str, day: re.Match[str] | None, until: int) -> Citation:
    number = _printed(hit[1])
    word = _last_kind(before)
    kind = kind_of_number(number) or word or _last_kind(text[: hit.start()]) or "Công văn"
    dated = date_in(day[0]) if day else None
    end = day.end() if day else hit.end()
    rest = re.split(r"[\n;]", text[end:until], maxsplit=1)[0]
    rest = rest[: match.start()] if (match := _KIND_WORD.search(rest, 30)) and until < len(text) else rest
    issuer, title = issuer_and_title(rest) if BY.match(rest) or TITLE.match(rest.lstrip(" ,")) else (None, None)
    law = _law_before(before) if kind.lower() in LAWS else ""
    return Citation(
        kind=kind,
        number=number,
        dated=date.fromisoformat(dated) if dated else None,
        issuer=issuer_of_number(number) or (issuer or "")[:200],
        title=law or (title or "")[:500],
        raw=_single(text[_from_kind(before, hit.start()) : end])[:500],
    )


def _named(text: str) -> Iterator[tuple[int, Citation]]:
    """Laws cited by their names: one, or a list behind "các Luật"."""
    for hit in _LAW_NAME.finditer(text):
        kind = hit["kind"].capitalize()
        names = hit["names"]
        if hit["many"]:
            for name in _BETWEEN_NAMES.split(names):
                if (bare := _name(re.sub(rf"^(?:{KINDS})\s+", "", name.strip()))) and _is_name(bare):
                    yield hit.start(), Citation(kind=kind, title=f"{kind} {bare}", raw=_single(f"{kind} {bare}"))
            continue
        bare = _name(names.split(";", 1)[0])
        if not _is_name(bare):
            continue
        end = hit.start("names") + len(bare)
        year = _YEAR_BEHIND.match(text, end)
        one = Citation(kind=kind, title=f"{kind} {bare}", year=int(year[1]) if year else None)
        yield hit.start(), Citation(one.kind, title=one.title, year=one.year, raw=text[hit.start() : end])


def _name(text: str) -> str:
    ends = _NAME_ENDS.search(f"{text}")
    return _single(text[: ends.start()] if ends else text).strip(" .,;:-")


def _is_name(name: str) -> bool:
    # A law's name begins with a capital letter and is no sentence: "Luật này", "luật sư" are none.
    return bool(name) and name[0].isupper() and len(name) <= 120


def _law_before(before: str) -> str:
    hits = list(_LAW_NAME.finditer(before))
    hit = hits[-1] if hits else None
    bare = _name(hit["names"]) if hit and not hit["many"] else ""
    return f"{hit['kind'].capitalize()} {bare}" if hit and _is_name(bare) else ""


def _is_number(text: str, hit: re.Match[str]) -> bool:
    """Whether it is the number of a legal text, and not the code of a form or a procedure."""
    before = text[max(0, hit.start() - 60) : hit.start()]
    if _OTHER_CODES.search(before):
        return False
    signs = re.sub(r"^[\d\s/]+", "", hit[1])
    if kind_of_number(hit[1]) or issuer_of_number(hit[1]):
        return signs[0].isupper() or len(signs) > 2
    return signs[0].isupper() and _KIND_NEAR.search(before) is not None


def _printed(number: str) -> str:
    tidy = re.sub("[–—‐‑−]", "-", re.sub(r"\s+", "", number))
    return tidy if any(letter.isupper() for letter in tidy) else tidy.upper()


def _last_kind(text: str) -> str:
    found = _KIND_WORD.findall(text)
    return found[-1][0].upper() + found[-1][1:].lower() if found else ""


def _from_kind(before: str, start: int) -> int:
    kinds = list(_KIND_WORD.finditer(before))
    return start - (len(before) - kinds[-1].start()) if kinds else start


def _single(text: str) -> str:
    return " ".join(text.split())
