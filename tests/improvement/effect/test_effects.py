import pytest

from iso_qms.improvement.effect.effects import is_met, is_sane_target, is_sane_window, seal, value_of


def test_a_share_of_nothing_is_no_figure_and_a_count_of_nothing_is_nought():
    assert value_of(0, 0, share=True) is None
    assert value_of(3, None, share=True) is None
    assert value_of(0, None, share=False) == 0
    assert value_of(29, 30, share=True) == pytest.approx(96.667, abs=0.001)


@pytest.mark.parametrize(
    ("value", "target", "fewer", "met"),
    [(2, 2, True, True), (3, 2, True, False), (90, 90, False, True), (89.9, 90, False, False)],
)
def test_a_target_is_reached_on_its_mark(value, target, fewer, met):
    assert is_met(value, target, fewer=fewer) is met


def test_windows_and_targets_are_sane():
    assert [is_sane_window(days) for days in (0, 1, 366, 367)] == [False, True, True, False]
    assert [is_sane_target(one, share=True) for one in (-1, 0, 100, 101)] == [False, True, True, False]
    assert is_sane_target(101, share=False)


def test_a_figure_changed_afterwards_shows():
    rows = [["finding", 1, "2026-03-02", True]]
    assert seal(1, None, rows) != seal(0, None, rows) != seal(0, None, [])
