"""Durations as Vietnamese procedures print them: "½ ngày", "0,5 ngày", "03 ngày làm việc", "Giờ hành chính".

What is read: a whole number, a decimal with comma or point, ½ ¼ ¾, 1/2, 1 ½, number words before a unit ("mười lăm
ngày"), and the number repeated in brackets ("02 (hai) ngày"). Days and hours together ("01 ngày 04 giờ") are hours,
eight a day: `assumed`, unless the note says so. A bare "ngày" is a working day: `ok` where the table's head or note
says so, else `assumed`. A bare number takes the unit the head or note names, else it is `unparsed`. A range ("2 - 3
ngày") and figures like "1.500 ngày" and "1, 5 ngày" are `unparsed`: which number is meant is not ours to say. Weeks and
years are `unparsed` because the product has no such unit. Amounts of one cell that are each counted from an event of
their own are durations of their own."""

import itertools
import re
from dataclasses import dataclass, replace
from fractions import Fraction

from iso_qms.documents.citations import UPPER
from iso_qms.documents.reading.wording import plain, printed, tidy

LONGEST_START = 500
HOURS_A_DAY = 8
OK, ASSUMED, UNPARSED = "ok", "assumed", "unparsed"
WORKING_HOUR, WORKING_DAY, CALENDAR_DAY, MONTH = "working_hour", "working_day", "calendar_day", "month"
OFFICE_HOURS, SAME_DAY = "office_hours", "same_day"

Number = int | float

_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_ONES = dict(zip(["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"], range(1, 10), strict=True))
_BEHIND_TEN = _ONES | {"lam": 5, "tu": 4, "nham": 5}
_WORDS: dict[str, int | Fraction] = {
    "nua": Fraction(1, 2),
    **_ONES,
    **{f"{tens}muoi": 10 * ten for tens, ten in {"": 1, **{f"{word} ": n for word, n in _ONES.items()}}.items()},
    **{f"muoi {word}": 10 + one for word, one in _BEHIND_TEN.items()},
    **{f"{tens} muoi {word}": 10 * ten + n for tens, ten in _ONES.items() for word, n in _BEHIND_TEN.items()},
}
_FIGURE = (
    r"(?P<whole>\d+)(?:\s+|\s*\+\s*|\s+va\s+)(?P<part>[½¼¾]|1/[248])|(?P<joined>\d+)(?P<sign>[½¼¾])|(?P<alone>[½¼¾])"
    r"|(?P<over>\d+)\s*/\s*(?P<under>\d+)|(?P<decimal>(?:(?:\d+[.,]|0\s?[.,]\s)\d{1,2}|0[.,]\d{3})(?!\d))|(?P<plain>\d+(?:[.,]\d{3})*)"
)
_UNIT = (
    r"(?P<hour>(?:gio|tieng)(?: lam viec| hanh chinh)?|h(?![a-z]))"
    r"(?:\s?(?P<minutes>[0-5]\d)(?:\s*(?:phut|['’′])|(?![\d/.,]|\s*[a-z½¼¾/(])))?"
    r"|(?P<minute>phut|['’′](?!\w))"
    r"|(?P<working>ngay (?:lam viec|hanh chinh|cong)|nlv\b)|(?P<calendar>ngay (?:duong lich|lich|theo lich|tu nhien))"
    r"|(?P<day>ngay)|(?P<half>buoi)|(?P<month>thang)|(?P<other>tuan|nam|quy)(?= |$|[.,;)])"
)
_SPOKEN = "|".join(sorted(_WORDS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\w/.,])(?:{_FIGURE}|(?P<word>{_SPOKEN})(?= (?:ngay|gio|thang|buoi)))"
    rf"\s*(?:\([^()]{{0,30}}\)\s*)?(?P<unit>{_UNIT})(?![a-z])(?P<extra> ruoi)?"
)
_RANGE = re.compile(r"\d\s*(?:-|–|den)\s*[\d½¼¾]")
_TORN = re.compile(r"(?<![\w.])\d+(?:\s*[,.+]\s*|\s+|\s+va\s+)$")  # The first half of a figure that was typed in two.
_EXPLAINED = re.compile(r"\s*\(\s*(?:(?P<calendar>ngay (?:duong )?lich)|(?P<working>ngay lam viec))\s*\)")
_ONLY_NUMBER = re.compile(rf"[-–+*\s]*(?:{_FIGURE})[\s.;]*$")
_CLOCK = re.compile(r"(sau|truoc|luc|den|tu|hoi)\s+$")
_NO_LIMIT = re.compile(r"(dung|qua|het|trong so|con lai) (thoi han|han)\s+$")
_SAME_DAY = re.compile(
    r"(ngay )?(trong|cung) (mot )?(ngay|buoi)(?! (?:lam viec )?(?:tiep theo|ke tiep|tiep sau|sau do|nghi))"
    r"|^ngay( (khi|sau khi|lap tuc).*)?[.;]?$|giai quyet ngay|tra ket qua ngay"
)
_OFFICE_HOURS = re.compile(r"(trong )?(gio|thoi gian) (hanh chinh|hc\b)")
_STARTS = re.compile(
    r"(?:kể|tính|bắt đầu)\s+từ\s+([^.;()\n]+)|\btừ\s+((?:ngày|khi|thời điểm)\s+[^.;()\n]+)", re.IGNORECASE
)


_ASIDE = re.compile(r"^\s*\((?!\s*(?:kể|tính|bắt đầu) từ)[^()]{0,60}\)(?=,?\s*(?:kể|tính|bắt đầu) từ)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\s*\(\s*(?=(?:kể|tính|bắt đầu) từ)", re.IGNORECASE)
_ENDS = re.compile(
    rf",\s+(?=[{UPPER}])|,?\s+(?=(?:thì|hoặc (?:có thể|không quá|kéo dài)|và \d|nếu|không quá)\s)"
    r"|,?\s+(?=trong (?:trường hợp|thời hạn)\s)"
    r"|,\s+(?=(?:cơ quan|người|công chức|phòng|trường hợp|đối với|trong)\s)"
)
_JOINT = re.compile(r"\s(?=và\s[^,()]*$)|,\s+(?!(?:kể|tính)\s)(?=[^,()]*$)")
"""What joins an amount to the one before it, right before the words of its own."""


@dataclass(frozen=True)
class Duration:
    """One duration: the amount in `unit` (None where nothing was understood), and how sure the reading is."""

    amount: Number | None
    unit: str | None
    raw: str
    parse: str
    starts_from: str | None = None
    at: tuple[int, int] = (0, 0)

    @property
    def is_exact(self) -> bool:
        """Whether it is an amount of a unit that can be added up."""
        return self.amount is not None and self.unit is not None and self.parse != UNPARSED


def durations_in(text: str, *, unit: str | None = None, sure: bool = False) -> list[Duration]:
    """Every amount of time in a text, in order; `unit` and `sure` are what a head or note says of bare ones."""
    whole = printed(text)
    letters = _even(whole)
    return [
        _duration(hit, whole, unit=unit, sure=sure) for hit in _AMOUNT.finditer(letters) if _is_amount(hit, letters)
    ]


def cell_durations(text: str, *, unit: str | None = None, sure: bool = False) -> list[Duration]:
    """The durations of one cell: one a line (or clause) where several begin with an amount, one an event where several
    are counted from events of their own, else the whole is one."""
    lines = [line for line in printed(text).split("\n") if line.strip(" -–—/.…*+")]
    if not lines:
        return []
    clauses = [clause.strip() for clause in " ".join(lines).split(";") if clause.strip()]
    if len(clauses) > 1 and all(len(durations_in(clause)) == 1 for clause in clauses):
        return [_whole(clause, unit=unit, sure=sure) for clause in clauses]
    opening = [at for at, line in enumerate(lines) if _opens(line)]
    bounds = itertools.pairwise([0, *opening[1:], len(lines)])
    chunks = ["\n".join(lines[a:b]) for a, b in bounds]
    return [_whole(piece, unit=unit, sure=sure) for chunk in chunks for piece in _by_event(chunk)]


def same_day_at(letters: str) -> re.Match[str] | None:
    """Where plain letters promise the result on the same day, if they do."""
    return _SAME_DAY.search(letters)


def start_of(text: str) -> str | None:
    """What a time is counted from ("kể từ ngày nhận đủ hồ sơ" → "ngày nhận đủ hồ sơ"), or None."""
    found = _STARTS.search(tidy(text))
    words = _ENDS.split(found[1] or found[2], maxsplit=1)[0] if found else ""
    return words.strip(" ,:-") or None


def number(value: Fraction | float) -> Number:
    """A whole number as int, any other as float."""
    exact = Fraction(value).limit_denominator(1000)
    return int(exact) if exact.denominator == 1 else float(exact)


def _whole(text: str, *, unit: str | None, sure: bool) -> Duration:
    """One duration for a whole text: its amount, else office hours, the same day, or a bare number."""
    body = "\n".join(tidy(line) for line in text.split("\n"))
    letters, start = _even(body), None if "(" in body else start_of(body)
    found = _outside_brackets(durations_in(body, unit=unit, sure=sure), body)
    clear = found and not _RANGE.search(letters[: found[0].at[1]]) and not _TORN.search(letters[: found[0].at[0]])
    if clear:
        return replace(_sum_of(found, body, start=found[0].starts_from or start, sure=sure), raw=text)
    if not found and _OFFICE_HOURS.search(letters):
        return Duration(None, OFFICE_HOURS, text, OK, start)
    if not found and same_day_at(letters.strip()):
        return Duration(None, SAME_DAY, text, OK, start)
    bare = _ONLY_NUMBER.match(letters)
    amount = _figure(bare) if bare else None
    if amount is None or unit is None:
        return Duration(number(amount) if amount is not None else None, None, text, UNPARSED, start)
    return Duration(number(amount), unit, text, OK if sure else ASSUMED, start)


def _outside_brackets(found: list[Duration], text: str) -> list[Duration]:
    """Leave out what only explains the first amount, in brackets behind it."""
    return [d for at, d in enumerate(found) if at == 0 or text.count("(", 0, d.at[0]) <= text.count(")", 0, d.at[0])]


def _even(text: str) -> str:
    """Plain letters with one kind of stroke in fractions."""
    return plain(text).replace("⁄", "/").replace("∕", "/")


def _sum_of(found: list[Duration], text: str, *, start: str | None, sure: bool) -> Duration:
    """The first amount, "1 ngày 4 giờ" added up; two amounts that are not one make the text unreadable as one."""
    first, others = found[0], found[1:]
    same = all(_is_same(first, other) for other in others)
    if same or re.search(r"trong do|bao gom", plain(text[first.at[1] : others[0].at[0]])):
        return Duration(first.amount, first.unit, text, first.parse, start)
    touching = not plain(text[first.at[1] : others[0].at[0]]).replace("va", "").strip(" +")
    if len(others) == 1 and touching and first.is_exact and others[0].is_exact and first.unit == others[0].unit:
        amount = number(Fraction(first.amount or 0) + Fraction(others[0].amount or 0))
        return Duration(amount, first.unit, text, first.parse, start)
    if len(others) == 1 and touching and (first.unit, others[0].unit) == (WORKING_DAY, WORKING_HOUR):
        hours = number(_hours(first) + _hours(others[0]))
        return Duration(hours, WORKING_HOUR, text, first.parse if sure else ASSUMED, start)
    return Duration(None, None, text, UNPARSED, start)


def _is_same(one: Duration, other: Duration) -> bool:
    """Whether two amounts are one time, said twice; a working day has eight hours."""
    if {one.unit, other.unit} == {WORKING_DAY, WORKING_HOUR}:
        return _hours(one) == _hours(other)
    return (one.amount, one.unit) == (other.amount, other.unit)


def _hours(duration: Duration) -> float:
    return (duration.amount or 0) * (HOURS_A_DAY if duration.unit == WORKING_DAY else 1)


def _by_event(text: str) -> list[str]:
    """A text cut between amounts that are each counted from an event of their own ("10 ngày kể từ ngày nhận và 05 ngày
    kể từ ngày trình"); a choice between times and the shares of one time are not cut."""
    found = _outside_brackets(durations_in(text), text)
    starts = [one.starts_from for one in found]
    if len(found) < 2 or None in starts or len(set(starts)) < len(starts):
        return [text]
    between = [(a.at[1], text[a.at[1] : b.at[0]]) for a, b in itertools.pairwise(found)]
    if any(re.search(r"\bhoac\b|trong do|bao gom", plain(words)) for _, words in between):
        return [text]
    joints = [end + (hit.end() if (hit := _JOINT.search(words)) else len(words)) for end, words in between]
    return [text[a:b].strip() for a, b in itertools.pairwise([0, *joints, len(text)])]


def _opens(line: str) -> bool:
    """Whether a line begins with an amount, after a list mark at most."""
    return any(line[: found.at[0]].strip(" \u00a0-–—+*.") == "" for found in durations_in(line)[:1])


def _is_amount(hit: re.Match[str], letters: str) -> bool:
    before = letters[max(hit.start() - 40, 0) : hit.start()]
    is_clock = hit["hour"] and _CLOCK.search(before) and not re.search(r"(kéo dài|keo dai).{0,20}$", before)
    return not is_clock and not _NO_LIMIT.search(before) and not _is_date(hit, letters)


def _is_date(hit: re.Match[str], letters: str) -> bool:
    """Whether "ngày 05 tháng 02" only looks like five months."""
    return bool(
        (hit["month"] and re.match(r"\s*\d+(?!\d|\s*ngay)", letters[hit.end() : hit.end() + 12]))
        or (hit["day"] and re.match(r"\s*\d+/\d", letters[hit.end() : hit.end() + 12]))
    )


def _duration(hit: re.Match[str], whole: str, *, unit: str | None, sure: bool) -> Duration:
    amount, raw = _figure(hit), whole[hit.start() : hit.end()]
    tail = _IN_BRACKETS.sub(" ", _ASIDE.sub("", whole[hit.end() : hit.end() + LONGEST_START]))
    start = start_of(re.split(r"[.;(\n]", tail, maxsplit=1)[0])
    if amount is None or hit["other"]:
        return Duration(None, None, raw, UNPARSED, start, hit.span())
    amount += Fraction(1, 2) if hit["extra"] else Fraction(int(hit["minutes"] or 0), 60)
    explained = _EXPLAINED.match(plain(whole[hit.end() : hit.end() + 40])) if hit["day"] else None
    if explained:
        named, factor, certain = CALENDAR_DAY if explained["calendar"] else WORKING_DAY, Fraction(1), True
    else:
        named, factor, certain = _unit(hit, unit=unit, sure=sure)
    return Duration(number(amount * factor), named, raw, OK if certain else ASSUMED, start, hit.span())


def _unit(hit: re.Match[str], *, unit: str | None, sure: bool) -> tuple[str, Fraction, bool]:
    if hit["working"]:
        return WORKING_DAY, Fraction(1), True
    if hit["calendar"]:
        return CALENDAR_DAY, Fraction(1), True
    if hit["month"]:
        return MONTH, Fraction(1), True
    if hit["half"]:
        return WORKING_DAY, Fraction(1, 2), False
    if hit["hour"] or hit["minute"]:
        clear = bool(hit["minute"]) or hit["hour"] not in ("gio", "tieng", "h") or sure
        return WORKING_HOUR, Fraction(1, 60) if hit["minute"] else Fraction(1), clear
    if unit == CALENDAR_DAY:
        return CALENDAR_DAY, Fraction(1), sure
    return WORKING_DAY, Fraction(1), sure and unit in (WORKING_DAY, None)


def _figure(hit: re.Match[str]) -> Fraction | None:
    """The number of a match, or None where it is not one number ("1.500", "1/0")."""
    found = hit.groupdict()
    if found.get("word"):
        return Fraction(_WORDS[found["word"]])
    if found["whole"] or found["joined"]:
        part = found["part"] or found["sign"]
        return Fraction(found["whole"] or found["joined"]) + (_SIGNS.get(part) or Fraction(part))
    if found["alone"]:
        return _SIGNS[found["alone"]]
    if found["over"]:
        return Fraction(int(found["over"]), int(found["under"])) if int(found["under"]) else None
    if found["decimal"]:
        return Fraction(re.sub(r"\s", "", found["decimal"]).replace(",", "."))
    return Fraction(found["plain"]) if found["plain"].isdigit() and len(found["plain"]) < 6 else None
