"""Head-counts: who was seen at a unit, when, and what that means against the unit's hours of that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from iso_qms.audits.models import Inspection
from iso_qms.audits.visit.headcounts import STATUSES, AttendanceCheck, Sighting
from iso_qms.audits.visit.hours import (
    AFTERNOON,
    MORNING,
    WHOLE_DAY,
    Attendance,
    Interval,
    NothingSeen,
    Observation,
    Seen,
    attendance,
)
from iso_qms.clock import as_local, now
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Absence, Holding, Person, Post
from iso_qms.organisation.units import Unit, subtree
from iso_qms.organisation.working_days import calendar_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState

_SEEN = {"present": Seen.PRESENT, "late": Seen.ARRIVED, "left": Seen.LEFT, "absent": Seen.ABSENT}
_PARTS = {"day": WHOLE_DAY, "morning": MORNING, "afternoon": AFTERNOON}
Of = TypeVar("Of", bound=Any)
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a telephone's clock may run ahead of ours before its moment is not believed."""

say(
    {
        "inspection.counting": _l("began a head-count"),
        "inspection.counted": _l("counted heads"),
        "inspection.count_ended": _l("ended a head-count"),
    }
)


@dataclass
class Row:
    """One line of the roster: who, what is known beforehand, what was seen, and what it comes to."""

    person: Person
    post: str
    absences: Sequence[Absence]
    sighting: Sighting | None
    measured: Attendance | None

    @property
    def expected(self) -> str | None:
        """What is chosen beforehand: known leave or duty of the whole day."""
        whole = next((one for one in self.absences if one.part == "day"), None)
        return None if whole is None else ("duty" if whole.kind == "duty" else "leave")

    @property
    def chosen(self) -> str | None:
        """What the roster shows as chosen."""
        return self.sighting.status if self.sighting else self.expected

    @property
    def is_irregular(self) -> bool:
        """Whether a finding may come of it: minutes of office hours are missing without an excuse."""
        found = self.measured
        return found is not None and bool(found.minutes_late or found.minutes_early or found.minutes_absent)


def begin_count(
    inspection: Inspection, *, unit: Unit, by: Person, started_at: datetime | None = None
) -> AttendanceCheck:
    """Begin a head-count of a unit, or go on with the one that is still open.

    One that was taken on a phone without a network began at another moment than now, perhaps on another day.
    """
    _demand_counting(inspection, by)
    started_at = min(started_at or now(), now())
    day = as_local(started_at).date()
    if unit not in inspection.units:
        raise Incomplete(_("%(unit)s is not inspected here.", unit=unit.name))
    query = select(AttendanceCheck).where(
        AttendanceCheck.inspection_id == inspection.id,
        AttendanceCheck.unit_id == unit.id,
        AttendanceCheck.day == day,
        AttendanceCheck.ended_at.is_(None),
    )
    going_on = db.session.scalars(query).first()
    if going_on is not None:
        return going_on
    check = AttendanceCheck(
        agency_id=inspection.agency_id, inspection=inspection, unit=unit, day=day, started_at=started_at
    )
    db.session.add(check)
    write(inspection, "inspection.counting", by=by)
    return check


def note_seen(check: AttendanceCheck, seen: Iterable[tuple[int, str, datetime | None]], *, by: Person) -> int:
    """Note people as seen: id, status, and the moment of the tap (ours when it cannot be right). Answers how many."""
    _demand_counting(check.inspection, by)
    if check.ended_at is not None:
        raise WrongState(_("This head-count has ended. Begin another one to look again."))
    roster = {row.person.id: row for row in roster_of(check)}
    changed = sum(
        _note(check, roster[person_id], status, moment, by)
        for person_id, status, moment in seen
        if person_id in roster and status in STATUSES
    )
    if changed:
        write(check.inspection, "inspection.counted", by=by)
    return changed


def end_count(check: AttendanceCheck, *, by: Person) -> None:
    """End a head-count. Whoever was not looked at stays not seen, which says nothing about them."""
    _demand_counting(check.inspection, by)
    if not check.sightings:
        raise Incomplete(_("Nobody was counted yet."))
    check.ended_at = now()
    write(check.inspection, "inspection.count_ended", by=by)


def roster_of(check: AttendanceCheck) -> list[Row]:
    """Everybody of the unit that day, by given name, with leave and duty known, and the measure of what was seen."""
    return rosters_of([check])[0]


def rosters_of(checks: Sequence[AttendanceCheck]) -> list[list[Row]]:
    """The roster of each of some head-counts; asks the database no more, however many there are."""
    days = {check.day for check in checks}
    held = _holdings(set().union(*(subtree(check.unit_id) for check in checks)), days)
    absences = _absences({one.person_id for one in held}, days)
    sightings = _sightings({check.inspection_id for check in checks})
    return [_roster(check, held, absences, sightings) for check in checks]


def _roster(
    check: AttendanceCheck, held: Iterable[Holding], absences: Iterable[Absence], sightings: Iterable[Sighting]
) -> list[Row]:
    posts = _posts(check, held)
    away = _by_person(one for one in absences if one.first_on <= check.day <= one.last_on)
    of_day = _by_person(one for one in sightings if _is_beside(one.check, check))
    mine = {who: one for who, seen in of_day.items() for one in seen if one.check_id == check.id}
    hours = _hours_watched(check, of_day)
    return [
        Row(
            one,
            post,
            away.get(one.id, []),
            mine.get(one.id),
            measure(of_day.get(one.id, []), hours=hours, absences=away.get(one.id, [])),
        )
        for one, post in sorted(posts.items(), key=lambda row: (row[0].sort, row[0].id))
    ]


def counts_of(roster: Sequence[Row]) -> tuple[int, int, int, int]:
    """How many are on the roster, were counted, are excused, and did not keep the hours; without a name."""
    seen = [one for one in roster if one.sighting]
    excused = sum(one.chosen in ("leave", "duty") for one in seen)
    return len(roster), len(seen), excused, sum(one.is_irregular for one in seen)


def expected_rosters(inspection: Inspection, *days: date) -> dict[tuple[int, date], list[Row]]:
    """Who is to be found at each unit of an inspection on some days, and who is known to be away; nobody is counted."""
    checks = [
        AttendanceCheck(agency_id=inspection.agency_id, inspection_id=inspection.id, unit_id=unit.id, day=day)
        for unit in inspection.units
        for day in days
    ]
    for check in checks:
        check.unit, check.started_at = db.session.get_one(Unit, check.unit_id), now()
    rosters = rosters_of(checks) if checks else []
    return {(check.unit_id, check.day): roster for check, roster in zip(checks, rosters, strict=True)}


def hours_of(check: AttendanceCheck) -> Sequence[Interval]:
    """The hours the unit is open on the day of the check; none on a day off."""
    return [tuple(one) for one in calendar_of(check.agency_id, unit=check.unit).hours(check.day)]  # type: ignore[misc]


def measure(
    sightings: Sequence[Sighting], *, hours: Sequence[Interval], absences: Sequence[Absence]
) -> Attendance | None:
    """What the sightings of a day say about one person; None when they say nothing."""
    excused = {"leave": list[Interval](), "duty": list[Interval]()}
    for absence in absences:
        excused["duty" if absence.kind == "duty" else "leave"].append(_PARTS.get(absence.part, WHOLE_DAY))
    observations = [Observation(_SEEN[one.status], _local_time(one.at)) for one in sightings if one.status in _SEEN]
    for one in sightings:
        if one.status in excused and not excused[one.status]:
            excused[one.status].append(WHOLE_DAY)
    if not sightings:
        return None
    try:
        return attendance(observations, hours=hours, **excused)
    except NothingSeen:
        return None


def _note(check: AttendanceCheck, row: Row, status: str, moment: datetime | None, by: Person) -> bool:
    one = row.sighting
    believed = _believable(moment, check)
    if one is not None and one.status == status and (moment is None or one.at == believed):
        return False
    if one is None:
        one = Sighting(check=check, person=row.person)
        db.session.add(one)
    one.status, one.at, one.seen_by_id = status, believed, by.id
    return True


def _believable(moment: datetime | None, check: AttendanceCheck) -> datetime:
    right_now = now()
    if moment is None or moment > right_now + CLOCKS_DIFFER or as_local(moment).date() != check.day:
        return right_now
    return min(moment, right_now)


def _demand_counting(inspection: Inspection, by: Person) -> None:
    if inspection.state != "under_way":
        raise WrongState(_("%(inspection)s is not under way, so nothing more is observed.", inspection=inspection.code))
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team counts heads."))


def _local_time(moment: datetime) -> time:
    return as_local(moment).time().replace(microsecond=0)


def _holdings(units: set[int], days: set[date]) -> list[Holding]:
    valid = or_(*(Holding.is_valid_on(day) for day in days))
    query = select(Holding).join(Post, Post.id == Holding.post_id)
    query = query.where(Post.unit_id.in_(units), valid, Holding.kind == "holder")
    return list(db.session.scalars(query.order_by(Holding.id)))


def _posts(check: AttendanceCheck, held: Iterable[Holding]) -> dict[Person, str]:
    """Who works in the unit that day, each with the first of their posts there."""
    units, found = subtree(check.unit_id), dict[Person, str]()
    for one in held:
        if one.post.unit_id in units and one.is_valid_on(check.day):
            found.setdefault(one.person, one.post.title)
    return found


def _absences(people: set[int], days: set[date]) -> list[Absence]:
    query = select(Absence).where(Absence.person_id.in_(people))
    return list(db.session.scalars(query.where(Absence.first_on <= max(days), Absence.last_on >= min(days))))


def _sightings(inspections: set[int]) -> list[Sighting]:
    query = select(Sighting).join(Sighting.check).options(contains_eager(Sighting.check))
    return list(db.session.scalars(query.where(AttendanceCheck.inspection_id.in_(inspections))))


def _is_beside(one: AttendanceCheck, other: AttendanceCheck) -> bool:
    """Whether both look at the same unit on the same day of one inspection."""
    return all(getattr(one, name) == getattr(other, name) for name in ("inspection_id", "unit_id", "day"))


def _by_person(found: Iterable[Of]) -> dict[int, list[Of]]:
    sorted_out: dict[int, list[Of]] = {}
    for one in found:
        sorted_out.setdefault(one.person_id, []).append(one)
    return sorted_out


def _hours_watched(check: AttendanceCheck, of_day: dict[int, list[Sighting]]) -> Sequence[Interval]:
    # Sessions that were over before anybody was counted are held against nobody.
    first = min([check.started_at, *(one.at for seen in of_day.values() for one in seen)])
    return [one for one in hours_of(check) if one[1] > _local_time(first)]
