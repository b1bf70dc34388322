"""How long was worked between moments of a dossier, with the clock stopped where it stood still. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from iso_qms.dossiers.deadlines import Pause, Reckoner, merged
from iso_qms.worktime import UnknownYear


def worked_before(
    moments: Sequence[datetime], *, since: datetime, reckoner: Reckoner, pauses: Sequence[Pause] = ()
) -> tuple[int | None, ...]:
    """Before each moment, in order of time, the seconds worked since the one before it; the first since `since`.

    In a year without a calendar nobody knows which days are worked: None.
    """
    stood = merged(pauses)
    found: list[int | None] = []
    for moment in moments:
        try:
            found.append(_worked(since, moment, reckoner, stood) if moment > since else 0)
        except UnknownYear:
            found.append(None)
        since = max(since, moment)
    return tuple(found)


def _worked(start: datetime, end: datetime, reckoner: Reckoner, pauses: Sequence[Pause]) -> int:
    still = 0
    for one in pauses:
        first, last = max(start, one.start), min(end, one.end or end)
        if first < last:
            still += reckoner.worked(first, last)
    return reckoner.worked(start, end) - still
