"""When a dossier is due for the first time, and how one that is closed was kept: said once for all who reckon it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from iso_qms.clock import as_local
from iso_qms.dossiers.deadlines import Pause, moves, verdict
from iso_qms.dossiers.due.promises import Promises
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.models import UNJUDGED
from iso_qms.worktime import UnknownYear

REMEMBERED = 100_000
"""Days of procedures and cases of which it is known what they promise."""


class FirstDue:
    """Reckons by what the procedures promise and by the calendars of the units."""

    def __init__(self, promises: Promises, reckoners: Reckoners) -> None:
        self._promise, self._reckoners = lru_cache(maxsize=REMEMBERED)(promises.promise), reckoners

    def of(
        self,
        received_at: datetime,
        *,
        document_id: int | None,
        case: str,
        unit_id: int | None,
        pauses: Sequence[Pause],
        given: datetime | None,
    ) -> tuple[datetime | None, str]:
        """The moment, and what it rests on: `procedure`, `source` (the moment that was given), or nothing."""
        promise = self._promise(document_id, as_local(received_at).date(), case) if document_id else None
        if promise is not None:
            reckoner = self._reckoners.of(unit_id)
            try:
                ends_at = reckoner.ends_at(received_at, promise.term, cutoff=promise.cutoff)
                moved = moves(ends_at, term=promise.term, calendar=reckoner.calendar, pauses=pauses) if pauses else ()
                return (moved[-1].ends_at if moved else ends_at), "procedure"
            except UnknownYear:
                pass  # What the receipt printed is all that is known of a year without a calendar.
        return given, "source" if given else ""


def kept_as(*, state: str, received_at: datetime, finished_at: datetime | None, ends_at: datetime | None) -> str:
    """How a closed dossier was kept; nothing for one that is open."""
    judged = state not in UNJUDGED
    if judged and finished_at is None:
        return ""
    at = finished_at or received_at
    return str(verdict(ends_at=ends_at, finished_at=finished_at, at=at, judged=judged).value)
