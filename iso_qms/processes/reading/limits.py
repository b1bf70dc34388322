"""The time limits a procedure states: by case, by phase, and how far they may be extended.

`case` is null when there is a single limit. Where several cases are stated and one of them has no name of its own
("05 ngày làm việc. Trường hợp phải xác minh … 25 ngày"), it takes the name of the one column of the steps table whose
head prints the same limit, else it stays null. A limit of the same day has no amount; an hour after which it becomes
the next working day is its `cutoff`. An extension without a figure ("theo thỏa thuận") is not listed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from iso_qms.documents.citations import UPPER
from iso_qms.documents.reading.wording import bullet_of, plain, tidy, without_bullet
from iso_qms.processes.reading import durations
from iso_qms.processes.reading.durations import Duration, Number

LONGEST_CASE = 400
LONGEST_CLAUSE = 1500
FARTHEST = 600  # How far from its time a case is looked for: the patterns are slow on endless text.
ASIDE = "\ue000"  # Stands for a piece of the line that says no limit of its own.
CASE, PHASE, EXTENSION = "case", "phase", "extension"

_SENTENCE = re.compile(rf"(?<=[;])\s+|(?<=\.)\s+(?=[{UPPER}])")
_NEXT_SENTENCE = re.compile(rf"\.\s+(?=[{UPPER}])")
_RENEWAL = re.compile(r"^[-+* ]*gia han\b[^:;.]*: *$")
_CUTOFF = re.compile(r"(?:sau|qua) (\d{1,2})(?: ?(?:gio|h|:)) ?(\d{2})?(?!\d)")
_EXTENDS = re.compile(r"keo dai|gia han")
_PHASE = re.compile(
    r"^(?:thoi gian|thoi han)\s+(?!giai quyet|thuc hien (?:yeu cau|thu tuc)|xu ly ho so)(?P<name>.{4,})$"
)
_GENERIC = re.compile(r"^(thoi han|thoi gian)|^trong (thoi han|vong)")
_COURSE = re.compile(r"\btrong( thoi han| vong)? $")
_OTHERWISE = re.compile(r"\b(khong|nguoc lai|con lai|khac|neu|truong hop|doi voi)\b")
_UP_TO_THEN = re.compile(r".*\b(?:trường hợp|nếu)\s+(.+?)\s*,?\s*thì\b", re.IGNORECASE)
_BEFORE = re.compile(
    r".*(?:đối với |trong )?trường hợp\s+(.+?)\s*(?:,?\s*thì\b|:"
    r"|,(?=\s*(?:trong|thời|không quá|tối đa|là|được)\b)|thời (?:hạn|gian)"
    r"|(?:là |không quá|tối đa|trong vòng|(?:có thể |được )*(?:kéo dài|gia hạn)).*$|$)",
    re.IGNORECASE,
)
_FOR_BEFORE = re.compile(r"^\s*(?:đối với)\s+(.+?)\s*(?:,?\s*thì\b|:|,|\blà\b|thời (?:hạn|gian)|$)", re.IGNORECASE)
_FOR_AFTER = re.compile(
    r"^(?: (?:làm việc|tiếp nhận(?: hồ sơ| yêu cầu)?|nhận (?:đủ )?hồ sơ))?[\s,(]*"
    r"(?:đối với|cho|áp dụng (?:đối với|cho)|(?:trong|đối với)? ?trường hợp)"
    r"\s+(?:(?:các )?trường hợp\s+)?(.+?)\s*[.;)]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Limit:
    """One stated limit; `cutoff` is an hour like "15:00"."""

    case: str | None
    kind: str
    amount: Number | None
    unit: str
    raw: str
    starts_from: str | None = None
    cutoff: str | None = None


def limits_of(lines: list[str], *, heads: Mapping[str | None, Duration | None]) -> list[Limit]:
    """The limits these lines state; `heads` are the limits the columns of the steps table print, by case."""
    found: list[Limit] = []
    phase: str | None = None
    for line in lines:
        opened = _phase_of(line)
        if opened or bullet_of(line):
            phase = opened
        body, aside = _without_parts(_after_name(line) if opened else without_bullet(line))
        for sentence in _sentences(body):
            stated = _stated(sentence, phase=phase)
            found.extend(replace(limit, raw=limit.raw.replace(ASIDE, aside)) for limit in stated)
            _set_cutoff(found, sentence)
    return _named(_as_phases(_without_repeats(found)), heads)


def _sentences(body: str) -> list[str]:
    """Sentences, and clauses between semicolons; a condition that lists its cases with semicolons stays whole."""
    whole: list[str] = []
    kept = ""
    for piece in _SENTENCE.split(body):
        if whole and not kept and _goes_on(whole[-1], piece):
            whole[-1] += f" {piece}"
            continue
        kept = f"{kept} {piece}".strip()
        if not _is_open_condition(kept):
            whole.append(kept)
            kept = ""
    return [*whole, kept] if kept else whole


def _goes_on(clause: str, piece: str) -> bool:
    """Whether a piece without a time only lists more of what the time before it is for ("… đối với A; B; …")."""
    times = durations.durations_in(clause) if len(clause) < LONGEST_CLAUSE else []
    listed = clause.endswith(";") and bool(times) and _FOR_AFTER.match(clause[times[-1].at[1] :])
    letters = plain(piece)
    opens = re.match(r"(trong |doi voi |cac )*(truong hop|neu)\b|doi voi", letters)
    return bool(listed) and not (opens or durations.durations_in(piece) or durations.same_day_at(letters))


def _is_open_condition(clause: str) -> bool:
    """Whether a clause names a case and breaks off before it says a time ("Trường hợp nhiều trang; …")."""
    letters = plain(clause)
    names_a_case = re.search(r"truong hop|doi voi", letters) and not re.search(r"\bthi\b", letters)
    if not (names_a_case and clause.endswith(";") and len(clause) < LONGEST_CLAUSE):
        return False
    return not durations.same_day_at(letters) and not durations.durations_in(clause)


def _phase_of(line: str) -> str | None:
    """The name of the phase a line opens ("Thời gian kiểm tra hồ sơ: 10 ngày"), or None."""
    name, colon, _ = without_bullet(line).partition(":")
    if not colon or len(name) > 260:
        return None
    found = _PHASE.match(plain(name))
    return tidy(name[found.start("name") :]) if found else None


def _after_name(line: str) -> str:
    return without_bullet(line).partition(":")[2].strip()


def _without_parts(body: str) -> tuple[str, str]:
    """Put a mark for how an amount is shared out ("15 ngày, trong đó Sở 10 ngày, Ủy ban 5 ngày"); return that too."""
    at = plain(body).find("trong do")
    if at <= 0 or not durations.durations_in(body[:at]):
        return body, ""
    opened = body[:at].rstrip().endswith("(")
    closed, next_sentence = body.find(")", at), _NEXT_SENTENCE.search(body, at)
    end = closed if opened and closed > 0 else next_sentence.start() if next_sentence else len(body)
    return body[:at] + ASIDE + body[end:], body[at:end]


def _stated(sentence: str, *, phase: str | None) -> Iterator[Limit]:
    """The limits of one sentence, each with the case named before or behind it."""
    letters = plain(sentence)
    same = durations.same_day_at(letters)
    amounts = _outside_brackets([d for d in durations.durations_in(sentence) if d.is_exact], letters)
    if (
        same
        and not (amounts and amounts[0].at[0] < same.start())
        and not re.search(r"tra loi|thong bao", letters[: same.start()])
    ):
        case = _case(sentence, 0, same.start(), same.end(), amounts[0].at[0] if amounts else len(sentence))
        kind = PHASE if phase else CASE
        yield Limit(case or phase, kind, None, durations.SAME_DAY, sentence, durations.start_of(sentence))
    shared: str | None = None
    for at, amount in enumerate(amounts):
        start = amounts[at - 1].at[1] if at else (same.end() if same else 0)
        end = amounts[at + 1].at[0] if at + 1 < len(amounts) else len(sentence)
        if _is_repeat(letters[start : amount.at[0]]):
            continue
        joined = at > 0 and _is_same_case(letters[start : amount.at[0]])
        case = shared = _case(sentence, start, *amount.at, end) or (shared if joined else None)
        before = letters[start : amount.at[0]]
        extends = _EXTENDS.search(before) and not _RENEWAL.match(before)
        kind = EXTENSION if extends else PHASE if phase else CASE
        yield Limit(case or phase, kind, amount.amount, amount.unit or "", sentence, amount.starts_from)


def _is_same_case(between: str) -> bool:
    """Whether an amount without a case of its own is for the one before it: joined to it ("và", "hoặc"), or a time that
    somebody takes in the same course ("trong 02 ngày, …, Ủy ban xác minh trong 05 ngày")."""
    course = "," in between and _COURSE.search(between) and not _OTHERWISE.search(between)
    return bool(course or re.search(r"\b(va|hoac)\b", between))


def _outside_brackets(amounts: list[Duration], letters: str) -> list[Duration]:
    """Leave out amounts in brackets that only share out the one before them: "30 ngày (tỉnh 20 ngày, xã 10 ngày)"."""
    kept = []
    for at, amount in enumerate(amounts):
        opened = letters.rfind("(", 0, amount.at[0])
        inside = at > 0 and opened > letters.rfind(")", 0, amount.at[0])
        if not inside or re.search(r"truong hop|doi voi|keo dai|gia han", letters[opened : amount.at[1]]):
            kept.append(amount)
    return kept


def _is_repeat(before: str) -> bool:
    """An amount that only repeats or explains another one: "trong đó …", "(tương đương …"."""
    return bool(re.search(r"(trong do|tuong duong|bao gom|giam con|rut ngan|cat giam)[^.;]*$", before))


def _case(sentence: str, start: int, at: int, end: int, stop: int) -> str | None:
    """The case an amount is for: named before it since the last amount, else behind it up to the next."""
    before, after = sentence[max(start, at - FARTHEST) : at], sentence[end : min(stop, end + FARTHEST)]
    for pattern in (_UP_TO_THEN, _BEFORE, _FOR_BEFORE):
        found = pattern.match(before)
        if found and _is_a_case(found[1]):
            return tidy(found[1]).strip(" ,:;.")
    name, colon, _ = before.partition(":")
    if colon and not start and len(name) < 200 and not _GENERIC.match(plain(name)) and _is_a_case(name):
        return tidy(name)
    after = re.split(r"(?<=\w),\s*(?:(?:trong )?trường hợp|nếu)\s", after, maxsplit=1)[0]
    if stop < len(sentence):
        after = after.rsplit(",", 1)[0]
    found = _FOR_AFTER.match(after)
    return tidy(found[1]).strip(" ,:;.") if found and _is_a_case(found[1]) else None


def _is_a_case(words: str) -> bool:
    return 2 < len(words) < LONGEST_CASE and not _CUTOFF.search(plain(words))


def _set_cutoff(found: list[Limit], sentence: str) -> None:
    """Give the last same-day limit the hour that a sentence names ("sau 15 giờ")."""
    hour = _CUTOFF.search(plain(sentence))
    if hour and found and int(hour[1]) < 24:
        last = next((at for at in reversed(range(len(found))) if found[at].unit == durations.SAME_DAY), None)
        if last is not None and found[last].cutoff is None:
            found[last] = replace(found[last], cutoff=f"{int(hour[1]):02d}:{hour[2] or '00'}")


def _without_repeats(found: list[Limit]) -> list[Limit]:
    """Leave out the second of two limits that say the same of the same case in one sentence."""
    return list(dict.fromkeys(found))


def _as_phases(found: list[Limit]) -> list[Limit]:
    """Several limits without a case, each counted from an event of its own, are phases of one course."""
    steps = [limit for limit in found if limit.kind == CASE and not _is_conditional(limit)]
    if len({limit.starts_from for limit in steps if limit.starts_from}) < 2:
        return found
    return [replace(limit, kind=PHASE) if limit in steps else limit for limit in found]


def _is_conditional(limit: Limit) -> bool:
    """Whether a limit's name is a condition ("trường hợp …", "đối với …") rather than a piece of the work."""
    name, text = plain(limit.case or ""), plain(limit.raw)
    return bool(name) and (f"truong hop {name}" in text or f"doi voi {name}" in text)


def _named(found: list[Limit], heads: Mapping[str | None, Duration | None]) -> list[Limit]:
    cases = [limit for limit in found if limit.kind == CASE]
    if len(cases) == 1 and not any(limit.kind == PHASE for limit in found):
        return [replace(limit, case=None) if limit.kind == CASE else limit for limit in found]
    nameless = [limit for limit in cases if limit.case is None]
    if len(cases) < 2 or len(nameless) != 1:
        return found
    names = [name for name, head in heads.items() if name and head and _same(nameless[0], head, cases)]
    names = names or [name for name in heads if name and plain(name).startswith("khong ")]
    if len(names) != 1:
        return found
    return [replace(limit, case=names[0]) if limit is nameless[0] else limit for limit in found]


def _same(limit: Limit, head: Duration, cases: list[Limit]) -> bool:
    """Whether a column's head prints this limit; one day stands for the same day when no other limit is one day."""
    if limit.unit == durations.SAME_DAY:
        return head.amount == 1 and not any(case.amount == 1 for case in cases)
    return (head.amount, head.unit) == (limit.amount, limit.unit)
