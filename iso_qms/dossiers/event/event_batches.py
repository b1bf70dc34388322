"""Events as they come out of a file, some thousands at a time, and the moments that are written in it. Pure.

A moment is read as ISO 8601 writes it, with or without an offset, or with the day first as in Viet Nam (`moments`).
One without an offset is of Viet Nam's time, UTC+7. What is finer than a microsecond is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

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
    instants: Sequence[float]
    """Seconds since 1970, so that any two can be compared."""
    groups: Sequence[str] = ()
    """Empty where nobody asked for it, as are the resources."""
    resources: Sequence[str] = ()
    without_events: Sequence[str] = ()


def instants_of(texts: Sequence[str]) -> list[float]:
    """The moments that texts say, as seconds since 1970; raises ValueError when one is none."""
    try:
        return [
            moment.timestamp() if moment.tzinfo else moment.replace(tzinfo=VIET_NAM).timestamp()
            for moment in map(datetime.fromisoformat, texts)
        ]
    except ValueError:
        return list(map(instant_of, texts))


def instant_of(text: str) -> float:
    """The moment one text says; raises ValueError."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = day_first(text)
    return _exactly(moment)


def _exactly(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIET_NAM)).timestamp()


VIET_NAM = timezone(timedelta(hours=7))
