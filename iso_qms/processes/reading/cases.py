"""What a head, a title row or a line of a cell calls its case."""

import re
from collections.abc import Iterator

from iso_qms.documents.reading.wording import plain, printed, tidy
from iso_qms.processes.reading import durations
from iso_qms.processes.reading.durations import Duration

_GENERIC = re.compile(r"^(tong )?(thoi gian|thoi han)( thuc hien| giai quyet| xu ly)?( cac buoc)?\s*")
_UNNAMED = re.compile(r"khac$|(thu )?([ivx]+|\d+|[a-d])\b")
_WORD = re.compile(r"^(trong |doi voi )?(cac )?truong hop\s*")
_NAMES_A_CASE = re.compile(r"(doi voi|truong hop|neu|khong|co|phai|can)\s")
_AROUND = " :;,.*+-–()"


def case_name(text: str) -> str:
    """The name of a case: without the words for time, the limit and the marks around them."""
    for found in reversed(durations.durations_in(text)):
        text = text[: found.at[0]] + " " + text[found.at[1] :]
    text = tidy(re.sub(r"\(\s*(ngày|giờ|ngày làm việc|giờ làm việc)?\s*\)", " ", text))
    generic = _GENERIC.match(plain(text))
    text = text[generic.end() :] if generic else text
    text = text.strip(" :;,.*-–")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    word = _WORD.match(plain(text))
    if word and word.end() < len(text) and not _UNNAMED.match(plain(text[word.end() :])):
        text = text[word.end() :]
    return text.strip(" :;,.*-–")


def times_by_case(text: str, *, unit: str | None, sure: bool) -> list[tuple[str, Duration]]:
    """The times of a cell that gives each case a line of its own ("Không xác minh: 02 ngày"), else nothing.

    Lines that name whoever takes the time ("Phòng A: 01 ngày") are not cases, and are left alone."""
    lines = list(_lines(text))
    names = [_own_name(line) for line in lines]
    if len(lines) < 2 or not all(names) or len(set(names)) < len(names):
        return []
    read = [durations.cell_durations(line, unit=unit, sure=sure) for line in lines]
    times = [one[0] for one in read if len(one) == 1 and one[0].is_exact]
    return list(zip(filter(None, names), times, strict=True)) if len(times) == len(lines) else []


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"\n|(?<=;)", printed(text)):
        if line.strip(" -–—/.…*+;"):
            yield line.strip()


def _own_name(line: str) -> str | None:
    """The case a line names before its colon or behind its amount."""
    at = next(iter(durations.durations_in(tidy(line))), None)
    if at is None:
        return None
    body = tidy(line)
    before, behind = body[: at.at[0]].strip(" *+-–"), body[at.at[1] :].strip(_AROUND)
    words = before if before.endswith(":") else "" if before else behind
    return (case_name(words.strip(_AROUND)) or None) if _NAMES_A_CASE.match(plain(words)) else None
