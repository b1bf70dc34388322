"""What time it is, in one place, so that a test may set the clock and nothing else has to know."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """This instant, in UTC: what every `_at` column holds."""
    return (_stopped.get() or datetime.now(UTC)).astimezone(UTC)


def today(zone: tzinfo = HO_CHI_MINH) -> date:
    """The date on the wall calendar of an office in the zone; before 07:00 in Viet Nam UTC still says yesterday."""
    return now().astimezone(zone).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment inside the block, in this thread only: so the demo tells what came before.

    No page and no round does this. Whoever does goes forward only, because the journal is told in the order of time.
    """
    token = _stopped.set(as_local(moment))
    try:
        yield
    finally:
        _stopped.reset(token)


def as_local(moment: datetime, zone: tzinfo = HO_CHI_MINH) -> datetime:
    """The same instant in the zone; a moment without a zone is taken to be of that zone already."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
