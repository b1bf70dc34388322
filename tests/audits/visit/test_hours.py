"""Attendance: every minute counts once, in the person's favour where nobody knows, never outside office hours."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.audits.visit.hours import (
    AFTERNOON,
    MORNING,
    WHOLE_DAY,
    Attendance,
    NothingSeen,
    Observation,
    Seen,
    Status,
    attendance,
    minutes_of,
)


def at(text: str) -> time:
    return time.fromisoformat(text)


def span(text: str) -> tuple[time, time]:
    start, end = text.split("-")
    return at(start), at(end)


def saw(*texts: str) -> list[Observation]:
    return [Observation(Seen(kind), at(moment[0]) if moment else None) for kind, *moment in map(str.split, texts)]


DAY = [span("07:30-11:30"), span("13:00-17:00")]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (["present 07:50"], Attendance(Status.PRESENT)),
        (["present 16:59"], Attendance(Status.PRESENT)),
        (["arrived 07:30"], Attendance(Status.PRESENT)),
        (["arrived 07:10"], Attendance(Status.PRESENT)),
        (["arrived 07:30:59"], Attendance(Status.PRESENT)),
        (["arrived 07:44"], Attendance(Status.LATE, minutes_late=14)),
        (["arrived 11:30"], Attendance(Status.LATE, minutes_late=240)),
        (["arrived 12:15"], Attendance(Status.LATE, minutes_late=240)),
        (["arrived 13:20"], Attendance(Status.LATE, minutes_late=260)),
        (["left 16:10"], Attendance(Status.LEFT_EARLY, minutes_early=50)),
        (["left 16:59:30"], Attendance(Status.PRESENT)),
        (["left 17:00"], Attendance(Status.PRESENT)),
        (["left 11:30"], Attendance(Status.PRESENT)),
        (["left 11:00"], Attendance(Status.LEFT_EARLY, minutes_early=270)),
        (["present 07:50", "left 16:10"], Attendance(Status.LEFT_EARLY, minutes_early=50)),
        (["present 07:50", "absent 16:10"], Attendance(Status.LEFT_EARLY, minutes_early=50)),
        (["left 16:10", "arrived 07:45"], Attendance(Status.LATE, minutes_late=15, minutes_early=50)),
        (["absent 08:05", "arrived 08:20"], Attendance(Status.LATE, minutes_late=50)),
        (["absent 08:05", "present 09:00"], Attendance(Status.LATE, minutes_late=90)),
        (["absent 07:50", "left 08:00"], Attendance(Status.LATE, minutes_late=30, minutes_early=450)),
        (["present 07:40", "left 09:00", "arrived 10:30"], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=90)),
        (["present 08:00", "left 11:00", "arrived 13:10"], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=40)),
        (["arrived 07:40", "left 09:00", "arrived 10:00", "left 16:50"], Attendance(Status.LATE, 10, 10, 60)),
        (["absent 08:00"], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=480)),
        (["absent"], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=480)),
        (["absent 08:00", "absent 14:00"], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=480)),
        (["arrived 18:00"], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=480)),
        (["present 08:00", "absent 12:10"], Attendance(Status.PRESENT)),
        (["present 08:00", "absent 17:00"], Attendance(Status.PRESENT)),
        (["present 07:30", "present 09:00", "arrived 10:00"], Attendance(Status.PRESENT)),
    ],
)
def test_a_day_without_leave(seen, expected):
    assert attendance(saw(*seen), hours=DAY) == expected


@pytest.mark.parametrize(
    ("seen", "leave", "duty", "expected"),
    [
        (["arrived 13:20"], [MORNING], [], Attendance(Status.LATE, minutes_late=20)),
        (["arrived 10:00"], [MORNING], [], Attendance(Status.PRESENT)),
        (["absent 08:00"], [MORNING], [], Attendance(Status.ABSENT_WITH_LEAVE)),
        (["absent 08:00", "arrived 13:20"], [MORNING], [], Attendance(Status.LATE, minutes_late=20)),
        (["absent 14:00"], [MORNING], [], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=240)),
        (["absent"], [MORNING], [], Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=240)),
        (["left 11:00"], [AFTERNOON], [], Attendance(Status.LEFT_EARLY, minutes_early=30)),
        (["left 11:30"], [AFTERNOON], [], Attendance(Status.PRESENT)),
        (["present 08:00", "left 15:00"], [span("15:00-17:00")], [], Attendance(Status.PRESENT)),
        (["present 08:00", "left 14:50"], [span("15:00-17:00")], [], Attendance(Status.LEFT_EARLY, minutes_early=10)),
        (["arrived 09:00"], [span("07:30-08:30")], [], Attendance(Status.LATE, minutes_late=30)),
        ([], [WHOLE_DAY], [], Attendance(Status.ABSENT_WITH_LEAVE)),
        (["absent 08:00"], [WHOLE_DAY], [], Attendance(Status.ABSENT_WITH_LEAVE)),
        (["absent"], [WHOLE_DAY], [], Attendance(Status.ABSENT_WITH_LEAVE)),
        (["present 08:00"], [WHOLE_DAY], [], Attendance(Status.PRESENT)),
        ([], [], [WHOLE_DAY], Attendance(Status.ON_DUTY)),
        (["absent 08:00"], [], [span("08:00-09:00")], Attendance(Status.ON_DUTY)),
        (
            ["absent 08:00", "absent 10:00"],
            [],
            [span("08:00-09:00")],
            Attendance(Status.ABSENT_WITHOUT_LEAVE, 0, 0, 420),
        ),
        ([], [MORNING], [AFTERNOON], Attendance(Status.ON_DUTY)),
        (["absent 08:00"], [MORNING], [AFTERNOON], Attendance(Status.ABSENT_WITH_LEAVE)),
        (["absent 14:00"], [MORNING], [AFTERNOON], Attendance(Status.ON_DUTY)),
        (["absent 12:30"], [MORNING], [span("13:00-17:00")], Attendance(Status.ON_DUTY)),
        (["absent 08:00"], [WHOLE_DAY], [WHOLE_DAY], Attendance(Status.ABSENT_WITH_LEAVE)),
    ],
)
def test_leave_and_duty_excuse_what_they_cover_and_nothing_more(seen, leave, duty, expected):
    assert attendance(saw(*seen), hours=DAY, leave=leave, duty=duty) == expected


def test_on_a_day_off_nobody_is_absent():
    assert attendance(saw("absent 08:00"), hours=[]) == Attendance(Status.NOT_WORKING_DAY)


@pytest.mark.parametrize("seen", [[], ["absent 12:15"], ["absent 06:00", "absent 18:00"]])
def test_where_nobody_looked_nothing_is_said(seen):
    with pytest.raises(NothingSeen):
        attendance(saw(*seen), hours=DAY)


def test_leave_for_an_hour_says_nothing_about_the_rest_of_an_unseen_day():
    with pytest.raises(NothingSeen):
        attendance([], hours=DAY, leave=[span("08:00-09:00")])


def test_only_an_absence_may_lack_its_moment():
    with pytest.raises(ValueError, match="have a moment"):
        Observation(Seen.ARRIVED)


def test_an_interval_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="must end after it starts"):
        attendance(saw("absent"), hours=[span("11:30-07:30")])


def test_hours_in_any_order_and_overlapping_count_once():
    assert minutes_of([span("13:00-17:00"), span("07:30-11:30"), span("08:00-11:00")]) == minutes_of(DAY) == 480


def test_midnight_is_the_end_of_the_whole_day():
    assert minutes_of([WHOLE_DAY]) == minutes_of([MORNING, AFTERNOON]) == 24 * 60


MOMENTS = st.integers(6 * 60, 19 * 60).map(lambda minute: time(minute // 60, minute % 60))
INTERVALS = st.lists(MOMENTS, min_size=2, max_size=2, unique=True).map(lambda pair: tuple(sorted(pair)))
HOURS = st.one_of(st.just(DAY), st.lists(INTERVALS, min_size=1, max_size=3))
EXCUSES = st.lists(st.one_of(INTERVALS, st.sampled_from([MORNING, AFTERNOON, WHOLE_DAY])), max_size=3)
SIGHTINGS = st.lists(
    st.one_of(st.builds(Observation, st.sampled_from(Seen), MOMENTS), st.just(Observation(Seen.ABSENT))), max_size=5
)


def missed(observations, **day) -> int:
    """The minutes missed in all; none where nothing can be said."""
    try:
        result = attendance(observations, **day)
    except NothingSeen:
        return 0
    return result.minutes_late + result.minutes_early + result.minutes_absent


@given(SIGHTINGS, HOURS, EXCUSES, EXCUSES)
def test_minutes_are_never_negative_nor_more_than_the_day_has(observations, hours, leave, duty):
    try:
        result = attendance(observations, hours=hours, leave=leave, duty=duty)
    except NothingSeen:
        return
    counted = (result.minutes_late, result.minutes_early, result.minutes_absent)
    assert min(counted) >= 0
    assert sum(counted) <= minutes_of(hours)


@given(SIGHTINGS, HOURS, EXCUSES, EXCUSES)
def test_a_word_for_the_day_agrees_with_its_minutes(observations, hours, leave, duty):
    try:
        result = attendance(observations, hours=hours, leave=leave, duty=duty)
    except NothingSeen:
        return
    assert (result.status == Status.LATE) == (result.minutes_late > 0)
    assert result.status != Status.LEFT_EARLY or result.minutes_early > 0
    if result.status in (Status.PRESENT, Status.ON_DUTY, Status.ABSENT_WITH_LEAVE):
        assert missed(observations, hours=hours, leave=leave, duty=duty) == 0


@given(MOMENTS, MOMENTS, HOURS, EXCUSES)
def test_who_arrives_later_misses_no_less(one, other, hours, leave):
    earlier, later = sorted([one, other])
    before, after = ([Observation(Seen.ARRIVED, moment)] for moment in (earlier, later))
    assert missed(before, hours=hours, leave=leave) <= missed(after, hours=hours, leave=leave)


@given(MOMENTS, MOMENTS, HOURS)
def test_who_leaves_earlier_misses_no_less(one, other, hours):
    earlier, later = sorted([one, other])
    first = [Observation(Seen.PRESENT, time(6))]
    inside = [o for o in (earlier, later) if any(start <= o < end for start, end in hours)]
    if len(inside) == 2:
        before, after = ([*first, Observation(Seen.LEFT, moment)] for moment in (earlier, later))
        assert missed(before, hours=hours) >= missed(after, hours=hours)


@given(SIGHTINGS, HOURS, EXCUSES, EXCUSES, INTERVALS)
def test_more_leave_or_duty_never_makes_it_worse(observations, hours, leave, duty, more):
    without = missed(observations, hours=hours, leave=leave, duty=duty)
    assert missed(observations, hours=hours, leave=[*leave, more], duty=duty) <= without
    assert missed(observations, hours=hours, leave=leave, duty=[*duty, more]) <= without


@given(SIGHTINGS, HOURS, EXCUSES)
def test_lunch_and_leave_never_count_as_missed(observations, hours, leave):
    assert missed(observations, hours=hours, leave=[*leave, *hours]) == 0
