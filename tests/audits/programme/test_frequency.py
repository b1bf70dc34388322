from datetime import date, timedelta

import pytest

from iso_qms.audits.programme.frequency import at_least_a_third, frequency_of, months_waited, spread

WEIGHTS = {"major": 6, "minor": 3, "law": 1}


def frequency(usual=12, fewest=2, step=3, **happened):
    return frequency_of(happened, usual=usual, fewest=fewest, step=step, weights=WEIGHTS)


def test_points_shorten_the_usual_months_and_every_number_is_kept():
    found = frequency(minor=2, law=2)
    assert [(one.name, one.count, one.each, one.points) for one in found.evidence] == [
        ("minor", 2, 3, 6),
        ("law", 2, 1, 2),
    ]
    assert (found.score, found.months_off, found.months, found.visits) == (8, 2, 10, 2)


@pytest.mark.parametrize(
    ("happened", "months", "visits"),
    [({}, 12, 1), ({"law": 2}, 12, 1), ({"law": 3}, 11, 2), ({"major": 3}, 6, 2), ({"major": 4}, 4, 3)],
)
def test_a_year_holds_visits_enough_that_none_lies_further_apart(happened, months, visits):
    found = frequency(**happened)
    assert (found.months, found.visits) == (months, visits)


def test_more_evidence_never_lengthens_and_the_fewest_months_stand():
    months = [frequency(minor=count).months for count in range(40)]
    assert months == sorted(months, reverse=True) and months[-1] == 2
    assert frequency(minor=40).stands_at_fewest and not frequency(minor=10).stands_at_fewest
    assert frequency(usual=2, fewest=6).months == 2


def test_what_weighs_nothing_is_not_told():
    assert not frequency_of({"major": 3}, usual=12, fewest=2, step=3, weights={"major": 0}).evidence


@pytest.mark.parametrize(
    ("last", "waited"),
    [
        (None, 12),
        (date(2026, 11, 1), 0),
        (date(2025, 11, 23), 0),
        (date(2025, 10, 24), 0),
        (date(2025, 10, 23), 1),
        (date(2024, 11, 23), 12),
        (date(2027, 1, 1), 0),
    ],
)
def test_a_unit_waits_from_the_usual_months_on(last, waited):
    assert months_waited(last, date(2026, 11, 23), usual=12) == waited


def test_a_third_is_rounded_up():
    assert [at_least_a_third(n) for n in (0, 1, 3, 4, 227)] == [0, 1, 1, 2, 76]


def test_visits_are_spread_evenly():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(10)]
    assert spread(2, days) == [days[2], days[7]]
    assert spread(10, days) == days
    assert spread(20, days) == sorted(days * 2)
    assert spread(1, days[:1]) == days[:1] and spread(3, []) == []
