"""What time it is, in one place, so that a test may set the clock and nothing else has to know."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This instant, in UTC: what every `_at` column holds."""
    return datetime.now(UTC)


def today(zone: tzinfo = HO_CHI_MINH) -> date:
    """The date on the wall calendar of an office in the zone; before 07:00 in Viet Nam UTC still says yesterday."""
    return datetime.now(zone).date()


def as_local(moment: datetime, zone: tzinfo = HO_CHI_MINH) -> datetime:
    """The same instant in the zone; a moment without a zone is taken to be of that zone already."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
