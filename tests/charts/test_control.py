import pytest

from iso_qms.charts.control import individuals, ratios, signals_of


def test_limits_of_single_values_stand_2_66_mean_moving_ranges_from_the_mean():
    control = individuals([10, 12, 11, 13])
    assert control.centre == 11.5 and control.upper[0] == pytest.approx(11.5 + 2.66 * 5 / 3)
    assert control.lower[0] == pytest.approx(11.5 - 2.66 * 5 / 3) and not control.outside and control.is_provisional


def test_counts_have_no_limit_below_nothing_and_take_nothing_negative():
    assert individuals([0, 4, 0, 4]).lower[0] == 0
    with pytest.raises(ValueError, match="negative"):
        individuals([1, -1])


@pytest.mark.parametrize("values", [[], [5]])
def test_fewer_than_two_points_have_no_limits(values):
    assert individuals(values) is None and ratios(values, [9] * len(values)) is None


def test_a_point_outside_is_named_and_equal_points_give_no_signal():
    control = individuals([3, 4] * 10 + [40])
    assert control.outside == [20]
    assert signals_of(control, [f"T{n}" for n in range(21)])[:1] == ["T20 vượt giới hạn trên."]
    assert individuals([0] * 20).outside == [] and individuals([0] * 20).runs == []
    assert signals_of(individuals([7] * 20), [""] * 20) == ["Không có tín hiệu: lên xuống ở đây là biến động thường."]


@pytest.mark.parametrize(("above", "runs"), [(7, []), (8, [(20, 27)]), (9, [(20, 28)])])
def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_none(above, runs):
    control = individuals([9, 0] * 10 + [6] * above)
    assert control.runs == runs and control.outside == []
    if runs:
        (said,) = signals_of(control, list(map(str, range(40))))
        assert said.startswith(f"{above} điểm liên tiếp trên đường trung tâm, từ 20")


def test_a_point_on_the_centre_ends_a_row():
    control = individuals([1, 3] + [1] * 4 + [2] + [1] * 4 + [3] * 8 + [2])
    assert control.centre == 2 and [run for run in control.runs if control.values[run[0]] < 2] == []


def test_the_limits_of_a_ratio_are_wider_for_a_small_total_and_stay_within_nothing_and_all():
    control = ratios([1, 30, 4], [4, 300, 40])
    assert control.centre == pytest.approx(35 / 344)
    assert control.upper[0] > control.upper[2] > control.upper[1] and control.lower[0] == 0
    everything = ratios([4, 5], [4, 5])
    assert everything.upper == (1, 1) and everything.outside == [] and ratios([0, 0], [4, 5]).centre == 0


@pytest.mark.parametrize(("parts", "totals"), [([1, 2], [0, 2]), ([3, 1], [2, 2]), ([-1, 1], [2, 2])])
def test_a_ratio_that_is_none_is_refused(parts, totals):
    with pytest.raises(ValueError, match="part"):
        ratios(parts, totals)
