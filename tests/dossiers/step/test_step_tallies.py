"""The figures of steps: each number counts the dossiers that its pick opens, and percentiles are of the times told."""

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.dossiers.step.step_tallies import PICKS, Measured, numbers_by, picked

TIME = st.none() | st.integers(0, 99_999)
TOLD = st.lists(
    st.builds(
        Measured, st.integers(1, 9), st.sampled_from("12"), st.sampled_from("ab"), TIME, TIME, st.none() | st.booleans()
    )
)


@given(TOLD)
def test_each_number_counts_the_dossiers_that_it_opens(told):
    names = {"done": "dossiers", "timed": "times", "waited": "waits", "judged": "judged", "over": "over"}
    assert names.keys() == PICKS.keys()
    by_step, by_hand = numbers_by(told, lambda one: one.step), numbers_by(told, lambda one: (one.step, one.hand))
    for pick, name in names.items():
        for step, numbers in by_step.items():
            assert getattr(numbers, name) == len(picked(told, pick, step=step))
        for (step, hand), numbers in by_hand.items():
            assert getattr(numbers, name) == len(picked(told, pick, step=step, hand=hand))
    for step, numbers in by_step.items():
        worked = [one.worked for one in told if one.step == step and one.worked is not None]
        if worked:
            within = sum(time <= numbers.ninetieth for time in worked)
            assert within * 10 >= len(worked) * 9 > sum(time < numbers.ninetieth for time in worked) * 10
            assert min(worked) <= numbers.median <= numbers.ninetieth
        else:
            assert numbers.median is numbers.ninetieth is numbers.mean is None


def test_a_step_done_twice_is_one_dossier_with_two_times():
    told = [
        Measured(1, "2", "KT", 60, None, False),
        Measured(1, "2", "KT", 180, 30, True),
        Measured(2, "2", "", None, None, None),
    ]
    [one] = numbers_by(told, lambda each: each.step).values()
    assert (one.dossiers, one.times, one.median, one.ninetieth, one.mean) == (2, 1, 120, 180, 120)
    assert (one.waits, one.waited, one.judged, one.over) == (1, 30, 1, 1)
