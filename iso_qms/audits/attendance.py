"""Head-counts: who was seen at a unit, when, and what that means against the unit's hours of that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Date, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.hours import (
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
from iso_qms.audits.models import Inspection
from iso_qms.clock import as_local, now, today
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Absence, Holding, Person, Post, staff_of
from iso_qms.organisation.units import Unit, subtree
from iso_qms.organisation.working_days import calendar_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState

STATUSES = {
    "present": _l("Present"),
    "late": _l("Late"),
    "left": _l("Left early"),
    "leave": _l("Leave"),
    "duty": _l("On duty"),
    "absent": _l("Absent"),
}
_SEEN = {"present": Seen.PRESENT, "late": Seen.ARRIVED, "left": Seen.LEFT, "absent": Seen.ABSENT}
_PARTS = {"day": WHOLE_DAY, "morning": MORNING, "afternoon": AFTERNOON}
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a telephone's clock may run ahead of ours before its moment is not believed."""

say(
    {
        "inspection.counting": _l("began a head-count"),
        "inspection.counted": _l("counted heads"),
        "inspection.count_ended": _l("ended a head-count"),
    }
)


class AttendanceCheck(Base, AgencyOwned, Journaled):
    """One head-count of one unit on one day. The names in it are for the team and who answers for the unit."""

    __tablename__ = "attendance_check"
    journal_kind = "attendance_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    day: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    inspection: Mapped[Inspection] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    sightings: Mapped[list[Sighting]] = relationship(back_populates="check", order_by="Sighting.id")

    def __str__(self) -> str:
        return f"{self.inspection.code} {self.unit}"

    def journal_root(self) -> Inspection:
        return self.inspection

    @staticmethod
    def visible_to(person: Person) -> Select[AttendanceCheck]:
        """The team, and once it has ended, who answers for the unit."""
        from iso_qms.audits.models import TeamMember
        from iso_qms.organisation.heads import answered_units

        team = select(TeamMember.inspection_id).where(TeamMember.person_id == person.id)
        answers = AttendanceCheck.ended_at.is_not(None) & AttendanceCheck.unit_id.in_(answered_units(person, today()))
        return select(AttendanceCheck).where(AttendanceCheck.inspection_id.in_(team) | answers)


class Sighting(Base, Journaled):
    """How one person was seen (or known to be excused), at a moment."""

    __tablename__ = "sighting"
    __table_args__ = (UniqueConstraint("check_id", "person_id"), Index("ix_sighting_person", "person_id"))
    journal_kind = "sighting"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("attendance_check.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    status: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))

    check: Mapped[AttendanceCheck] = relationship(back_populates="sightings")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")

    def journal_root(self) -> Inspection:
        return self.check.inspection


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


def begin_count(inspection: Inspection, *, unit: Unit, by: Person) -> AttendanceCheck:
    """Begin a head-count of a unit, or go on with the one that is still open."""
    _demand_counting(inspection, by)
    if unit not in inspection.units:
        raise Incomplete(_("%(unit)s is not inspected here.", unit=unit.name))
    query = select(AttendanceCheck).where(
        AttendanceCheck.inspection_id == inspection.id,
        AttendanceCheck.unit_id == unit.id,
        AttendanceCheck.day == today(),
        AttendanceCheck.ended_at.is_(None),
    )
    going_on = db.session.scalars(query).first()
    if going_on is not None:
        return going_on
    check = AttendanceCheck(
        agency_id=inspection.agency_id, inspection=inspection, unit=unit, day=today(), started_at=now()
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
    units = subtree(check.unit_id)
    people = staff_of(units, check.day)
    posts, absences = _posts(units, check.day), _absences([one.id for one in people], check.day)
    of_day = _sightings_of_day(check)
    mine = {who: one for who, seen in of_day.items() for one in seen if one.check_id == check.id}
    hours = _hours_watched(check, of_day)
    return [
        Row(
            one,
            posts.get(one.id, ""),
            absences.get(one.id, []),
            mine.get(one.id),
            measure(of_day.get(one.id, []), hours=hours, absences=absences.get(one.id, [])),
        )
        for one in people
    ]


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


def _posts(units: set[int], day: date) -> dict[int, str]:
    query = (
        select(Holding.person_id, Post.title)
        .join(Post, Post.id == Holding.post_id)
        .where(Post.unit_id.in_(units), Holding.is_valid_on(day), Holding.kind == "holder")
        .order_by(Holding.id.desc())
    )
    return dict(db.session.execute(query).all())


def _absences(people: list[int], day: date) -> dict[int, list[Absence]]:
    query = select(Absence).where(Absence.person_id.in_(people), Absence.first_on <= day, Absence.last_on >= day)
    found: dict[int, list[Absence]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.person_id, []).append(one)
    return found


def _hours_watched(check: AttendanceCheck, of_day: dict[int, list[Sighting]]) -> Sequence[Interval]:
    # Sessions that were over before anybody was counted are held against nobody.
    first = min([check.started_at, *(one.at for seen in of_day.values() for one in seen)])
    return [one for one in hours_of(check) if one[1] > _local_time(first)]


def _sightings_of_day(check: AttendanceCheck) -> dict[int, list[Sighting]]:
    query = (
        select(Sighting)
        .join(AttendanceCheck, AttendanceCheck.id == Sighting.check_id)
        .where(
            AttendanceCheck.inspection_id == check.inspection_id,
            AttendanceCheck.unit_id == check.unit_id,
            AttendanceCheck.day == check.day,
        )
    )
    found: dict[int, list[Sighting]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.person_id, []).append(one)
    return found
