from datetime import date

from iso_qms.audits.conduct.ladder import Case, Step, lineage, rung_after, standing

NOW = Case(9, 1, "hours", date(2026, 11, 23), visit=9)


def test_a_visit_counts_once_and_only_the_same_kind_unit_and_time():
    cases = [
        Case(1, 1, "hours", date(2025, 11, 23), 1),
        Case(2, 1, "hours", date(2025, 11, 23), 1),
        Case(3, 2, "hours", date(2026, 3, 1), 3),
        Case(4, 1, "hours", date(2025, 11, 22), 4),
        Case(5, 1, "conduct", date(2026, 3, 1), 5),
        Case(6, 1, "hours", date(2026, 3, 1), 6, stands=False),
        Case(7, 7, "hours", date(2026, 3, 1), 7),
        Case(8, 1, "hours", NOW.day, NOW.visit),
    ]
    found = standing(NOW, cases, step=Step(12), units={1, 2})
    assert [one.id for one in found.cases] == [1, 2, 3]
    assert (found.times, found.rung) == (2, 2)
    assert not standing(NOW, cases, step=Step(1), units={1}).rung


def test_each_rung_begins_where_the_agency_says():
    assert [rung_after(times, (1, 3, 4)) for times in range(6)] == [0, 1, 1, 2, 3, 3]


def test_the_work_of_closed_units_is_followed_and_no_ring_is_endless():
    assert lineage(3, [(1, 2), (2, 3), (4, 5), (3, 1)]) == {1, 2, 3}
