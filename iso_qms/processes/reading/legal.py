"""The legal basis: each text with its kind, number, date, issuer and title; other texts it names are `mentions`."""

import re
from dataclasses import dataclass, field

from iso_qms.documents.citations import BY, KINDS, LAWS, NUMBER, TITLE, date_in, issuer_and_title, tight
from iso_qms.documents.reading.wording import split_label, tidy, without_bullet

_SHORT = {
    "NĐ": "Nghị định",
    "TTLT": "Thông tư liên tịch",
    "TT": "Thông tư",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "VBHN": "Văn bản hợp nhất",
}
_KINDS = "|".join((KINDS, *_SHORT))
_KIND = re.compile(rf"^(?:căn cứ\s+)?({_KINDS})(?=[\s,:]|$)", re.IGNORECASE)
_SPLIT = re.compile(rf"(?<=;)\s+(?=(?:[-+*]\s*|\d{{1,2}}[.)]\s*)?(?:{_KINDS})\s)")
_DATE = re.compile(r"^[\s,(]*ngày\s+[^)]*?(?:\d{4})\)?")
_DATE_BEHIND = re.compile(r"[\s,]+ngày\s+\d.*\d{4}$")
_LAW_ENDS = re.compile(
    r"\s+(?:số\s*:?\s*\d|ngày\s|năm\s+\d|\(|\d{4}\b|được\s|của\s+(?:Quốc hội|Ủy ban|Uỷ ban|UBTV|Chủ tịch)"
    r"|(?<!^ )(?<!đổi, )(?:sửa đổi|bổ sung))|(?<!sửa đổi),|;",
    re.IGNORECASE,
)


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
    return _law(name, rest, text) if name.lower() in LAWS else _decree(name, rest, text)


def _decree(kind: str, rest: str, text: str) -> LegalText:
    """Any text but a law: number, day, issuer and title in this order, or the day behind the issuer."""
    own = NUMBER.search(rest)
    number = own if own and own.start() < 25 and not TITLE.search(rest[: own.start()]) else None
    tail = rest[number.end() :] if number else rest
    dated = _DATE.match(tail) if number else None
    issuer, title = issuer_and_title(tail[dated.end() :] if dated else tail)
    behind = _DATE_BEHIND.search(issuer) if issuer and not dated else None
    day = (dated or behind or [""])[0]
    own_number = tight(number[1]) if number else None
    issuer = issuer[: behind.start()] if issuer and behind else issuer
    return LegalText(kind, own_number, date_in(day), issuer, title, text, _mentions(rest, own_number))


def _law(kind: str, rest: str, text: str) -> LegalText:
    """A law is known by its name; number, day and issuer are given where they are printed before anything else."""
    end = _LAW_ENDS.search(rest)
    name = tidy(rest[: end.start()] if end else rest).strip(" .;,")
    tail = rest[end.start() :] if end else ""
    number = NUMBER.match(
        re.sub(r"^[\s,]*(?:năm\s+\d{4}[\s,]*)?(?:\(?\s*)?(?:luật\s+)?(?:số\s*:?\s*)?", "", tail, flags=re.IGNORECASE)
    )
    own = tight(number[1]) if number else None
    after = tail[tail.find(number[1]) + len(number[1]) :] if number else tail
    dated = _DATE.match(after)
    after = after[dated.end() :] if dated else after
    issuer, title = issuer_and_title(after) if not name else (_issuer_of_law(after), f"{kind} {name}")
    return LegalText(kind, own, date_in(dated[0]) if dated else None, issuer, title, text, _mentions(rest, own))


def _issuer_of_law(after: str) -> str | None:
    by = BY.match(after)
    return (tidy(after[by.end() :]).split(",")[0].strip(" .;)") or None) if by else None


def _mentions(text: str, own: str | None) -> list[str]:
    numbers = [tight(hit[1]) for hit in NUMBER.finditer(text)]
    if own in numbers:
        numbers.remove(own)
    return list(dict.fromkeys(numbers))
