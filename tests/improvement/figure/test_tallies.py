"""The arithmetic of the figures: what each counts, to the edge of a day; no application and no database."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.improvement.figure.tallies import (
    ACT_PICKS,
    AGES,
    CASE_PICKS,
    Act,
    Case,
    Looked,
    Span,
    WorkedDays,
    age_class,
    closed,
    due,
    in_time,
    late_ones,
    median,
    not_in_time,
    of_age,
    of_class,
    open_ones,
    opened_again,
    picked_acts,
    picked_cases,
    share,
    slow_quarter,
    slowest,
    took,
    with_cause,
)

MONDAY = date(2026, 3, 2)
WEEKDAYS = WorkedDays(day for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(900)) if day.weekday() < 5)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
maybe = st.none() | days


@st.composite
def cases(draw):
    found_on = draw(days)
    ended_on = draw(st.none() | st.dates(found_on, date(2026, 12, 31)))
    state = draw(st.sampled_from(["closed", "no_action"])) if ended_on else draw(st.sampled_from(["open", "acting"]))
    classes = frozenset(draw(st.sets(st.sampled_from(["people", "method", "tools"]))))
    unit, document = draw(st.integers(1, 3)), draw(st.none() | st.integers(1, 2))
    return Case(draw(st.integers(1, 99)), unit, document, found_on, ended_on, state, draw(st.integers(0, 2)), classes)


@st.composite
def acts(draw):
    planned_on = draw(days)
    first = draw(st.dates(planned_on, date(2026, 12, 31)))
    due_on = draw(st.dates(first, date(2026, 12, 31)))
    performed_on = draw(st.none() | st.dates(planned_on, date(2026, 12, 31)))
    verified_on = draw(st.none() | st.dates(performed_on, date(2026, 12, 31))) if performed_on else None
    state = "effective" if verified_on else draw(st.sampled_from(["planned", "accepted", "dropped"]))
    state = "carried_out" if performed_on and not verified_on else state
    return Act(draw(st.integers(1, 99)), 1, None, planned_on, first, due_on, performed_on, verified_on, state)


@st.composite
def spans(draw):
    first = draw(days)
    return Span(first, draw(st.dates(first, date(2027, 6, 30))), draw(days))


def looked(rows, span):
    return Looked(rows, span, WEEKDAYS)


@settings(max_examples=40, deadline=None)
@given(st.lists(cases(), max_size=9), spans())
def test_every_open_nonconformity_stands_in_one_class_of_age(rows, span):
    seen = looked(rows, span)
    apart = [row for place in range(len(AGES) + 1) for row in of_age(seen, place)]
    assert sorted(map(id, apart)) == sorted(map(id, open_ones(seen)))


@settings(max_examples=40, deadline=None)
@given(st.lists(acts(), max_size=9), spans())
def test_an_action_that_is_due_was_in_time_or_not(rows, span):
    seen = looked(rows, span)
    assert sorted([*map(id, in_time(seen)), *map(id, not_in_time(seen))]) == sorted(map(id, due(seen)))
    assert {*map(id, late_ones(seen))} <= {*map(id, open_ones(seen))}
    assert all(row.state != "dropped" for row in (*due(seen), *open_ones(seen)))


@given(st.lists(st.integers(0, 400), min_size=1))
def test_half_took_no_longer_than_the_median_and_a_quarter_as_long_as_the_slow_quarter(values):
    middle, limit = median(values), slow_quarter(values)
    assert 2 * sum(value <= middle for value in values) >= len(values) <= 2 * sum(value >= middle for value in values)
    assert 4 * sum(value >= limit for value in values) >= len(values) > 4 * sum(value > limit for value in values)
    assert limit >= middle or len(values) < 2


@settings(max_examples=40, deadline=None)
@given(st.lists(cases(), max_size=9), spans())
def test_the_slowest_are_at_least_a_quarter_of_what_was_closed_and_slower_than_all_others(rows, span):
    seen = looked(rows, span)
    slow, ended = slowest(seen), closed(seen)
    assert 4 * len(slow) >= len(ended)
    others = [took(row, WEEKDAYS) for row in ended if not any(row is one for one in slow)]
    assert not others or max(others) < min(took(row, WEEKDAYS) for row in slow)


@settings(max_examples=40, deadline=None)
@given(st.lists(cases(), max_size=9), spans())
def test_a_figure_of_the_whole_is_the_sum_of_the_figures_of_its_units(rows, span):
    seen = looked(rows, span)
    for name, pick in CASE_PICKS.items():
        if name != "slowest":
            apart = [looked([row for row in rows if row.unit_id == unit], span) for unit in (1, 2, 3)]
            assert sum(len(pick(one)) for one in apart) == len(pick(seen)), name


@settings(max_examples=40, deadline=None)
@given(st.lists(cases(), max_size=9), spans())
def test_each_class_of_cause_counts_a_nonconformity_once(rows, span):
    seen = looked(rows, span)
    assert sum(len(of_class(seen, key)) for key in ("people", "method", "tools")) == sum(
        len(row.classes) for row in with_cause(seen)
    )
    assert {*map(id, opened_again(seen))} <= {*map(id, rows)}


@given(days, days)
def test_working_days_are_those_after_the_start_up_to_the_end(start, end):
    walked = (start + timedelta(days=n + 1) for n in range((end - start).days))
    assert WEEKDAYS.between(start, end) == sum(day.weekday() < 5 for day in walked)


@given(st.integers(0, 1000))
def test_classes_of_age_follow_each_other(days_old):
    assert 0 <= age_class(days_old) <= age_class(days_old + 1) <= len(AGES)


def test_the_edges_of_the_classes_are_counted_with_the_younger_one():
    assert [age_class(n) for n in (0, 10, 11, 30, 31, 60, 61, 120, 121)] == [0, 0, 1, 1, 2, 2, 3, 3, 4]


def test_what_ended_on_a_day_is_not_open_in_its_evening():
    one = Case(1, 1, None, MONDAY, MONDAY + timedelta(days=7), "closed", 0)
    assert [one.is_open_on(MONDAY + timedelta(days=n)) for n in (-1, 0, 6, 7)] == [False, True, True, False]


def test_an_action_carried_out_on_its_day_is_in_time_and_none_is_late_while_its_day_lasts():
    def act(performed_on=None, state="accepted"):
        return Act(1, 1, None, MONDAY, MONDAY, MONDAY, performed_on, None, state)

    tuesday = MONDAY + timedelta(days=1)
    assert act(MONDAY).kept_its_day(tuesday) is True
    assert act(tuesday).kept_its_day(tuesday) is False
    assert act().kept_its_day(MONDAY) is None
    assert act().kept_its_day(tuesday) is False
    assert act(state="dropped").kept_its_day(tuesday) is None
    assert (act().is_late_on(MONDAY), act().is_late_on(tuesday)) == (False, True)


def test_of_a_span_that_has_not_ended_today_is_looked_at():
    assert Span(MONDAY, date(2026, 12, 31), today=date(2026, 5, 1)).seen_on == date(2026, 5, 1)
    assert Span(MONDAY, date(2026, 3, 31), today=date(2026, 5, 1)).seen_on == date(2026, 3, 31)


def test_nothing_counted_has_no_figure():
    assert (median([]), slow_quarter([]), share(0, 0), share(1, 4)) == (None, None, None, 0.25)


def test_a_name_that_is_no_figure_picks_nothing_at_all():
    seen = looked([], Span(MONDAY, MONDAY, MONDAY))
    assert all(picked_cases(seen, name) == [] for name in (*CASE_PICKS, "age:4", "class:people"))
    assert all(picked_acts(seen, name) == [] for name in (*ACT_PICKS, "age:0", "late:4"))
    assert [picked_cases(seen, name) for name in ("", "age:", "age:5", "age:x", "class:", "late:1")] == [None] * 6
    assert [picked_acts(seen, name) for name in ("", "late:5", "class:people", "closed")] == [None] * 4


def test_what_was_opened_again_is_open_all_the_time_until_its_last_end():
    again = Case(1, 1, None, MONDAY, MONDAY + timedelta(days=60), "closed", 1)
    assert all(again.is_open_on(MONDAY + timedelta(days=each)) for each in range(60))
    assert not again.is_open_on(MONDAY + timedelta(days=60))
