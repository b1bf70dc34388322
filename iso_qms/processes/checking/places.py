"""Rules on places: what ended on 1 July 2025, units that the agency has closed, and areas with fees of their own.

Resolution 202/2025/QH15 merged 63 provinces into 34, and Law 72/2025/QH15 ended the level of districts. The title of a
legal text keeps the names of its day, and so does whatever says itself that it speaks of the past."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from iso_qms.documents.citations import KINDS, NUMBER, UPPER
from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge, Place
from iso_qms.processes.checking.rows import all_words
from iso_qms.processes.checking.trace import Trace, part, row
from iso_qms.processes.procedure import Object
from iso_qms.text import fold

ENDED_ON = date(2025, 7, 1)
MERGED = {
    "Tuyên Quang": "Hà Giang", "Lào Cai": "Yên Bái", "Thái Nguyên": "Bắc Kạn", "Phú Thọ": "Vĩnh Phúc|Hòa Bình|Hoà Bình",
    "Bắc Ninh": "Bắc Giang", "Hưng Yên": "Thái Bình", "Hải Phòng": "Hải Dương", "Ninh Bình": "Hà Nam|Nam Định",
    "Quảng Trị": "Quảng Bình", "Đà Nẵng": "Quảng Nam", "Quảng Ngãi": "Kon Tum", "Gia Lai": "Bình Định",
    "Khánh Hòa": "Ninh Thuận", "Lâm Đồng": "Đắk Nông|Bình Thuận", "Đắk Lắk": "Phú Yên",
    "Thành phố Hồ Chí Minh": "Bình Dương|Bà Rịa - Vũng Tàu|Bà Rịa – Vũng Tàu", "Đồng Nai": "Bình Phước",
    "Tây Ninh": "Long An", "Cần Thơ": "Sóc Trăng|Hậu Giang", "Vĩnh Long": "Bến Tre|Trà Vinh", "Đồng Tháp": "Tiền Giang",
    "Cà Mau": "Bạc Liêu", "An Giang": "Kiên Giang",
}  # fmt: skip
"""Provinces since that day, each with those whose names ended with it."""
TODAY_OF = {old.lower(): new for new, several in MERGED.items() for old in several.split("|")}

_NAME = rf"(?: (?:[{UPPER}][\w’']*|\d{{1,2}}(?!\d)))"
_BODY = (
    r"ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân|hđnd|công an|tòa án nhân dân|toà án nhân dân"
    r"|(?:phòng|trung tâm|chi cục|ban|đội|hạt|bộ phận)(?: (?!huyện|quận|thị|thuộc|của|tại|và\b)[^\W\d_]+){1,6}"
)
DISTRICT = re.compile(
    rf"(?<!\w)(?<!đô )(?i:(?:(?:{_BODY}) (?:thuộc |của )?)?(?:cấp )?(?:huyện|quận|thị xã(?! hội)|thị trấn))"
    rf"{_NAME}{{0,3}}(?!\w)"
)
PROVINCE = re.compile(
    rf"(?<!\w)(?i:tỉnh) ({'|'.join(re.escape(old) for several in MERGED.values() for old in several.split('|'))})(?!\w)"
)
OF_THE_PAST = re.compile(
    r"(?<!\w)(cũ|trước đây|trước ngày|trước khi|trước sáp nhập|nguyên là|giải thể|sáp nhập|kết thúc hoạt động)(?!\w)",
    re.IGNORECASE,
)
QUOTED = re.compile(rf"{NUMBER.pattern}|(?i:(?<!\w)(?:{KINDS})\s+(?:số|ngày)\s)")
STEP_WORDS = ("action", "responsible", "output")
OWN_WORDS = ("action", "output")
"""The words of a step without who does it."""
CITING = ("references", "legal_basis")
"""Sections that are made of the titles of other texts."""
AREA = re.compile(
    r"(\d+)\s+(?:(?:xã|phường|đặc khu)[,\s]+)+(?:tại|theo|thuộc)\s+phụ lục\s+(?:số\s+)?(\w+)", re.IGNORECASE
)
ANNEX_FILE = re.compile(r"\bphu ?luc[ _.-]*(?:so[ _.-]*)?(\d{1,2}|[ivx]+)(?![a-z0-9])")


def place_ended(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Names of places and levels that ended on 1 July 2025, each once, with how often it stands there."""
    if knowledge.on < ENDED_ON:
        return
    for words, (place, count) in _counted(found, DISTRICT).items():
        values = {"words": words, "since": ENDED_ON.isoformat(), "count": count}
        yield Trace(
            place,
            values,
            _("Name who does this today: a commune, a ward or the province."),
        )
    for words, (place, count) in _counted(found, PROVINCE).items():
        today = TODAY_OF[words.split(" ", 1)[1].lower()]
        values = {"words": words, "since": ENDED_ON.isoformat(), "replaced_by": today, "count": count}
        yield Trace(place, values, _("If the province of today is meant, write %(name)s.", name=today))


def unit_ended(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Units that the agency's own register has closed, each once; who does a step is asked about by the roles."""
    words_there = f"{found['title'] or ''}\n{all_words(found)}".lower()
    for ended in (one for one in knowledge.ended_units if one.name.lower() in words_there):
        pattern = re.compile(rf"(?<!\w){re.escape(ended.name)}(?!\w)", re.IGNORECASE)
        for words, (place, count) in _counted(found, pattern, living=knowledge.roles or (), fields=OWN_WORDS).items():
            values = {"words": words, "since": ended.on.isoformat(), "replaced_by": list(ended.heirs), "count": count}
            heirs = ", ".join(ended.heirs)
            told = _("Write %(heirs)s, which does its work.", heirs=heirs) if heirs else _("Name who does this today.")
            yield Trace(place, values, told)


def area_differs(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Annexes of communes with a fee of their own that are nowhere to be seen, or list another number of them."""
    annexes: dict[str, int] | None = found.get("areas")
    said = _areas_said(found) if annexes is not None else {}
    beside = {name.upper() for file in knowledge.attached for name in ANNEX_FILE.findall(fold(file))}
    absent = sorted({name for name, _count in said} - set(annexes or {}) - beside)
    if absent:
        first = next(key for (name, _count), key in said.items() if name in absent)
        told = _("Attach the lists of communes, so that everybody can see which fee holds where.")
        yield Trace(part(first), {"annex": [_annex(name) for name in absent]}, told)
    for (name, count), key in said.items():
        listed = (annexes or {}).get(name, count)
        if listed != count:
            values = {"annex": _annex(name), "text": count, "listed": listed}
            yield Trace(part(key), values, _("Count the communes again: a fee hangs on it."))


def _areas_said(found: Object) -> dict[tuple[str, int], str]:
    """The annexes a text names, each with the number of communes it says and the section that says so first."""
    said: dict[tuple[str, int], str] = {}
    for section in found["sections"]:
        for count, name in AREA.findall(section["text"] or ""):
            said.setdefault((name.upper(), int(count)), section["key"])
    return said


def _annex(name: str) -> str:
    return f"Phụ lục {name}"


def _counted(
    found: Object, pattern: re.Pattern[str], *, living: Collection[str] = (), fields: tuple[str, ...] = STEP_WORDS
) -> dict[str, tuple[Place, int]]:
    """What a pattern meets outside of quotations and of what says that it is past: the first place, and how often."""
    met: dict[str, tuple[Place, int]] = {}
    for place, text in _own_wordings(found, fields):
        names = [one.span() for name in living for one in re.finditer(re.escape(name), text, re.IGNORECASE)]
        for hit in pattern.finditer(text):
            in_name = any(start <= hit.start() and hit.end() <= end for start, end in names)
            if not in_name and not _is_quoted_or_past(text, hit):
                words = " ".join(hit[0].split())
                first, count = met.get(words, (place, 0))
                met[words] = (first, count + 1)
    return met


def _own_wordings(found: Object, fields: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    yield part("cover"), found["title"] or ""
    yield from ((part(one["key"]), one["text"] or "") for one in found["sections"] if one["key"] not in CITING)
    for place, step in enumerate(found["steps"], start=1):
        yield row("steps", place), "\n".join(step[name] or "" for name in fields)


def _is_quoted_or_past(text: str, hit: re.Match[str]) -> bool:
    start = max(text.rfind(sign, 0, hit.start()) for sign in ("\n", ";", ". ")) + 1
    ends = [at for sign in ("\n", ";", ". ") if (at := text.find(sign, hit.end())) >= 0]
    return bool(
        QUOTED.search(text, start, hit.start()) or OF_THE_PAST.search(text, start, min(ends, default=len(text)))
    )
