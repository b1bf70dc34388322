"""Events as they come out of a file, some thousands at a time, and the moments that are written in it. Pure.

A moment is read as ISO 8601 writes it, with or without an offset, or with the day first as in Viet Nam (`moments`).
One without an offset is of Viet Nam's time, UTC+7. What is finer than a microsecond is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import repeat
from operator import sub

from iso_qms.dossiers.moments import day_first

SIZE = 5_000
"""How many events stand in a batch: enough for speed, few enough for memory."""


class BadLog(ValueError):
    """A log that cannot be used; the message is one sentence in the language spoken."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events in file order, column by column, and cases behind them that have none at all."""

    cases: Sequence[str]
    names: Sequence[str]
    times: Sequence[str]
    """When it happened, as it is written."""
    instants: Sequence[timedelta]
    """The same as time since 1970, so that any two can be compared."""
    without_events: Sequence[str] = ()


def instants_of(texts: Sequence[str]) -> list[timedelta]:
    """The moments that texts say, as time since 1970; raises ValueError when one is none."""
    try:
        return _since(*_without_offset(texts)) if texts else []
    except (ValueError, TypeError):  # A TypeError comes of moments with an offset among others without one.
        return list(map(instant_of, texts))


def instant_of(text: str) -> timedelta:
    """The moment one text says, as time since 1970; raises ValueError."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = day_first(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIET_NAM)) - _1970


def _since(texts: Sequence[str], start: datetime) -> list[timedelta]:
    return list(map(sub, map(datetime.fromisoformat, texts), repeat(start)))


def _without_offset(texts: Sequence[str]) -> tuple[Sequence[str], datetime]:
    """Texts that are quick to read, and the moment at which 1970 began as they count time.

    Where all end with the same offset it is cut off, because to reckon with it costs more than to read the whole text;
    with UTC it costs nothing.
    """
    first = datetime.fromisoformat(texts[0])
    offset, end = first.utcoffset(), texts[0][-_OFFSET_SIGNS:]
    if offset is None:
        return texts, _1970.astimezone(VIET_NAM).replace(tzinfo=None)
    if offset and end[0] in "+-" and (cut := _without(end, texts)):
        return cut, _1970.astimezone(first.tzinfo).replace(tzinfo=None)
    return texts, _1970


def _without(end: str, texts: Sequence[str]) -> Sequence[str]:
    """The texts with their common end cut off; nothing when one of them has another."""
    joined = "\n".join([*texts, ""])
    is_common = joined.count("\n") == joined.count(f"{end}\n") == len(texts)
    return joined.replace(f"{end}\n", "\n").split("\n")[:-1] if is_common else ()


_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET_SIGNS = len("+07:00")
VIET_NAM = timezone(timedelta(hours=7))
