"""What a dossier counts for, and that months alone say what is open and late at any midnight between them."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.counting import CLOSED, Tally, happened

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
    ((key, counts), *_more) = tally.rows().items()
    assert key == (202601, 7, 0, 3, "online") and counts["received"] == 1
    assert [key.month for key in tally.rows()] == [202601, 202602]
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


@given(st.lists(SOME, max_size=12), st.sampled_from([2, 3, 4]))
def test_the_months_before_a_midnight_say_how_many_are_open_and_late_then(dossiers, month):
    tally, at = Tally(), datetime(2026, month, 1, tzinfo=HO_CHI_MINH)
    for one in dossiers:
        tally.add(one)
    before = [counts for key, counts in tally.rows().items() if key.month < 202600 + month]
    stand = [one for one in dossiers if one["received_at"] < at and not was_closed(one, at)]
    late = [one for one in stand if one["first_due_at"] and one["first_due_at"] < at and not one["waiting"]]
    assert sum(counts["received"] - sum(counts[name] for name in CLOSED) for counts in before) == len(stand)
    assert sum(counts["overran"] - counts["overran_closed"] for counts in before) == len(late)


def was_closed(one, at):
    return one["state"] != "open" and (one["finished_at"] or one["received_at"]) < at
