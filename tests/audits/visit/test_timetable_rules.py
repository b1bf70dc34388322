"""Timetables and whom to talk to, to the edges."""

from datetime import date, time

import pytest

from iso_qms.audits.visit.timetable_rules import Seat, Slot, Task, outside, proposed, remarks, twice

DAY, NEXT = date(2026, 11, 23), date(2026, 11, 24)
HOURS = [(time(7, 30), time(11, 30)), (time(13), time(17))]


def slot(key=1, starts="08:00", ends="09:00", **values):
    values = {"day": DAY, "unit_id": 7, "unit": "Trung tâm", "inspectors": {1: "An"}} | values
    return Slot(key, f"Phiên {key}", starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), **values)


@pytest.mark.parametrize(
    ("starts", "ends", "values", "clash"),
    [
        ("08:59", "10:00", {}, True),
        ("09:00", "10:00", {}, False),
        ("07:00", "08:00", {}, False),
        ("07:00", "12:00", {}, True),
        ("08:30", "08:40", {"day": NEXT}, False),
        ("08:30", "08:40", {"inspectors": {2: "Bình"}}, False),
        ("08:30", "08:40", {"inspectors": {2: "Bình"}, "interviewees": {1: "An"}}, True),
    ],
)
def test_nobody_is_in_two_sessions_at_one_moment(starts, ends, values, clash):
    found = list(twice([slot(), slot(2, starts, ends, **values)]))
    assert bool(found) is clash
    assert all("An" in text and "Phiên 1" in text and "Phiên 2" in text for _one, _other, text in found)


@pytest.mark.parametrize(
    ("starts", "ends", "hours", "said"),
    [
        ("07:30", "11:30", HOURS, None),
        ("13:00", "17:00", HOURS, None),
        ("07:29", "08:00", HOURS, "07:30–11:30, 13:00–17:00"),
        ("11:00", "13:30", HOURS, "13:00–17:00"),
        ("16:30", "17:01", HOURS, "13:00–17:00"),
        ("11:30", "13:00", HOURS, "07:30–11:30"),
        ("08:00", "09:00", [], "23/11/2026"),
    ],
)
def test_a_session_keeps_to_the_hours_of_its_unit_on_that_day(starts, ends, hours, said):
    text = outside(slot(starts=starts, ends=ends), hours)
    assert text is None if said is None else said in text and "Trung tâm" in text


def test_each_session_is_told_everything_that_is_wrong_with_it():
    fine, lonely = slot(), slot(2, "10:00", "11:00", inspectors={}, interviewees={5: "Chi"})
    gone, nowhere = slot(3, "14:00", "15:00", inspectors={9: "Dũng"}), slot(4, "18:00", "19:00", unit_id=None)
    found = remarks(
        [fine, lonely, gone, nowhere],
        hours={(7, DAY): HOURS},
        team={1},
        away={(5, DAY): [(time(10, 59), time(12))], (1, DAY): [(time(9), time(18))], (9, NEXT): HOURS},
    )
    assert set(found) == {2, 3}
    assert len(found[2]) == 2 and "Chi" in found[2][1]
    assert len(found[3]) == 1 and "Dũng" in found[3][0]


def test_heads_come_first_and_then_whoever_steps_name_most():
    tasks = [
        Task("QT-05", "1", "Công chức tư pháp - hộ tịch; Văn thư"),
        Task("QT-05", "2", "Công chức tư pháp – hộ tịch"),
        Task("QT-21", "4", "Lãnh đạo đơn vị"),
        Task("QT-21", "5", "Người dân, TP"),
    ]
    seats = [
        Seat(1, "An", "Văn thư", "Văn phòng"),
        Seat(2, "Bình", "Công chức tư pháp - hộ tịch", "Tổ Tư pháp"),
        Seat(3, "Chi", "Kế toán", "Văn phòng"),
        Seat(4, "Dung", "Chánh Văn phòng", "Văn phòng", heads=True),
        Seat(5, "Em", "TP", "TP"),
        Seat(1, "An", "Kế toán", "Văn phòng"),
    ]
    found = proposed(tasks, seats)
    assert [(one.seat.name, one.why) for one in found] == [
        ("Dung", "QT-21: 4"),
        ("Bình", "QT-05: 1, 2"),
        ("An", "QT-05: 1"),
    ]
    assert proposed([], seats)[0].why == ""
