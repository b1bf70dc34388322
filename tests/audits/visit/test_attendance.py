from datetime import UTC, date, datetime, timedelta

import pytest

from iso_qms.audits.visit import attendance
from iso_qms.audits.visit.hours import Status
from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db
from iso_qms.organisation.operations import note_absence, set_hours
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.scenes import MORNING, standing_at


def rows(check):
    return {row.person.login: row for row in attendance.roster_of(check)}


def begun(scene):
    inspection = scene.begun()
    return attendance.begin_count(inspection, unit=inspection.units[0], by=scene.person("inspector2"))


def see(scene, check, moment=None, **seen):
    taps = [(scene.place.people[name], status, moment) for name, status in seen.items()]
    attendance.note_seen(check, taps, by=scene.person("inspector2"))


def test_the_roster_is_the_staff_of_the_unit_with_what_is_known_of_them(scene):
    note_absence(
        scene.person("staff2"),
        by=scene.person("admin"),
        kind="leave",
        first_on=date(2026, 11, 23),
        last_on=date(2026, 11, 24),
    )
    roster = rows(begun(scene))
    assert set(roster) == {"head_centre", "staff", "staff2"}
    assert roster["staff2"].chosen == "leave" and roster["staff"].chosen is None


def test_minutes_are_measured_against_the_hours_of_the_unit(scene):
    check = begun(scene)
    see(scene, check, staff="late")
    assert rows(check)["staff"].measured.minutes_late == 14
    assert rows(check)["staff"].is_irregular


def test_another_unit_with_other_hours_is_measured_by_its_own(scene):
    from datetime import time

    from iso_qms.worktime import OFFICE_WEEK, Interval

    later = tuple((Interval(time(8), time(12)),) if day else () for day in OFFICE_WEEK)
    set_hours(later, unit=scene.unit("centre"), by=scene.person("admin"), since=date(2026, 11, 1))
    check = begun(scene)
    see(scene, check, staff="late")
    assert not rows(check)["staff"].is_irregular


def test_leave_and_duty_excuse_an_absence(scene):
    note_absence(
        scene.person("staff"),
        by=scene.person("admin"),
        kind="duty",
        first_on=date(2026, 11, 23),
        last_on=date(2026, 11, 23),
        part="morning",
    )
    check = begun(scene)
    see(scene, check, staff="absent", staff2="leave")
    assert rows(check)["staff"].measured.status == Status.ON_DUTY
    assert rows(check)["staff2"].measured.status == Status.ABSENT_WITH_LEAVE


def test_the_tap_gives_the_time_unless_the_clock_of_the_telephone_is_wrong(scene):
    check = begun(scene)
    early = datetime(2026, 11, 23, 7, 31, tzinfo=HO_CHI_MINH)
    see(scene, check, moment=early, staff="present")
    see(scene, check, moment=MORNING + timedelta(hours=5), staff2="present")
    seen = rows(check)
    assert seen["staff"].sighting.at == early.astimezone(UTC)
    assert seen["staff2"].sighting.at == MORNING.astimezone(UTC)


def test_what_was_seen_twice_in_a_day_is_measured_together(scene):
    first = begun(scene)
    see(scene, first, staff="absent")
    attendance.end_count(first, by=scene.person("inspector2"))
    with standing_at(datetime(2026, 11, 23, 9, 0, tzinfo=HO_CHI_MINH)):
        again = attendance.begin_count(first.inspection, unit=first.unit, by=scene.person("inspector2"))
        assert again is not first
        see(scene, again, staff="present")
        assert rows(again)["staff"].measured.minutes_late == 90


def test_an_open_head_count_is_gone_on_with(scene):
    check = begun(scene)
    db.session.flush()
    assert attendance.begin_count(check.inspection, unit=check.unit, by=scene.person("inspector")) is check


def test_it_ends_only_when_somebody_was_seen_and_then_for_good(scene):
    check = begun(scene)
    with pytest.raises(Incomplete):
        attendance.end_count(check, by=scene.person("inspector2"))
    see(scene, check, staff="present")
    attendance.end_count(check, by=scene.person("inspector2"))
    with pytest.raises(WrongState):
        see(scene, check, staff="late")


def test_only_the_team_counts_heads(scene):
    check = begun(scene)
    with pytest.raises(Forbidden):
        attendance.note_seen(check, [(scene.place.people["staff"], "late", None)], by=scene.person("quality"))


def test_names_are_for_the_team_and_whoever_answers_for_the_unit(scene):
    check = scene.counted(scene.begun(), staff="late")

    def sees(name):
        return check in db.session.scalars(attendance.AttendanceCheck.visible_to(scene.person(name))).unique().all()

    assert sees("inspector") and sees("head_centre")
    assert not any(map(sees, ("leader", "quality", "admin", "staff", "head")))


def test_a_session_over_before_the_first_count_is_held_against_nobody(scene):
    with standing_at(datetime(2026, 11, 23, 14, 40, tzinfo=HO_CHI_MINH)):
        check = begun(scene)
        see(scene, check, staff="late")
        assert rows(check)["staff"].measured.minutes_late == 100
