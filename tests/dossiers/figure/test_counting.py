"""What a dossier counts for, and that months and odd days say of any span what the dossiers themselves say."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.figure.counting import COLUMNS, Tally, added, happened, parts_of
from iso_qms.worktime.counting import midnight

START = datetime(2026, 1, 1, tzinfo=HO_CHI_MINH)


def dossier(received, due=None, finished=None, state="finished", verdict="early", waiting=False):
    days = {"received_at": received, "first_due_at": due, "finished_at": finished}
    moments = {name: None if day is None else START + timedelta(days=day) for name, day in days.items()}
    heads = {"document_id": 7, "receiving_unit_id": None, "deciding_unit_id": 3, "channel": "online"}
    return {**moments, **heads, "state": state, "verdict": verdict, "waiting": waiting, "left_out": False}


def columns(**told):
    return [name for name, _moment in happened(dossier(**told))]


def test_a_dossier_counts_where_it_came_in_where_it_was_closed_and_where_its_time_ran_out():
    assert columns(received=0, due=5, finished=3) == ["received", "early"]
    assert columns(received=0, due=5, finished=9, verdict="late") == ["received", "late", "overran", "overran_closed"]
    assert columns(received=0, due=5, state="open", verdict="") == ["received", "overran"]
    assert columns(received=0, due=5, state="open", verdict="", waiting=True) == ["received"]
    assert columns(received=0, finished=3, verdict="not_judged") == ["received", "undated"]
    assert columns(received=0, due=5, state="withdrawn", verdict="not_judged") == ["received", "withdrawn"]


def test_what_is_counted_no_longer_leaves_nothing_behind():
    tally = Tally()
    tally.add(dossier(received=30, due=40, finished=33))
    received, *_closed = [(key, dict(zip(COLUMNS, counts, strict=True))) for key, counts in tally.rows().items()]
    assert received[0] == (202601, 7, 0, 3, "online") and received[1]["received"] == 1
    assert [key[0] for key in tally.rows()] == [202601, 202602, 20260131, 20260203]
    tally.add(dossier(received=30, due=40, finished=33), by=-1)
    assert tally.rows() == {}


SOME = st.builds(
    dossier,
    received=st.integers(0, 99),
    due=st.none() | st.integers(0, 130),
    finished=st.just(None),
    state=st.just("open"),
    verdict=st.just(""),
    waiting=st.booleans(),
) | st.builds(
    lambda received, took, **more: dossier(received, finished=None if took is None else received + took, **more),
    received=st.integers(0, 99),
    took=st.none() | st.integers(0, 60),
    due=st.none() | st.integers(0, 130),
    state=st.sampled_from(["finished", "withdrawn"]),
    verdict=st.sampled_from(["early", "late", "not_judged"]),
)


DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@given(st.lists(SOME, max_size=12), DAYS, DAYS)
def test_months_and_odd_days_say_what_the_dossiers_say_of_any_span(dossiers, one_day, another):
    first, last = sorted((one_day, another))
    tally, begins, ends = Tally(), midnight(first), midnight(last + timedelta(days=1))
    for one in dossiers:
        tally.add(one)
    parts = parts_of(first, last)
    assert sum(one.last - one.first + 1 for one in parts if one.first > 1_000_000) <= 30
    found = added((part, of_part(tally, part)) for part in parts)
    moments = [(name, moment) for one in dossiers for name, moment in happened(one)]
    within = [name for name, moment in moments if begins <= moment < ends]
    assert {name: found[name] for name in COLUMNS} == {name: within.count(name) for name in COLUMNS}
    assert found["online"] == found["received"]
    assert found["carried"] == len([one for one in dossiers if stood(one, begins)])
    standing = [one for one in dossiers if stood(one, ends)]
    late = [one for one in standing if one["first_due_at"] and one["first_due_at"] < ends and not one["waiting"]]
    assert (found["open"], found["open_late"]) == (len(standing), len(late))


def of_part(tally, part):
    rows = [counts for key, counts in tally.rows().items() if part.first <= key[0] <= part.last]
    numbers = {name: sum(row[place] for row in rows) for place, name in enumerate(COLUMNS)}
    return numbers | {"online": numbers["received"]}  # All that `dossier` makes come in online.


def stood(one, at):
    closed = None if one["state"] == "open" else one["finished_at"] or one["received_at"]
    return one["received_at"] < at and (closed is None or closed >= at)
