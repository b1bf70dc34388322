"""The map of what really happens: counted by hand on a handful of cases."""

from iso_qms.dossiers.conformance import Flow, Step
from iso_qms.dossiers.step.discovering import (
    END,
    START,
    Arc,
    Case,
    Node,
    Spent,
    arranged,
    discover,
    missed,
    most_frequent,
)

FLOW = Flow("QT-07", (
    Step("1", "Nhận"), Step("2", "Thẩm định", after=("1",)),
    Step("2a", "Hỏi", after=("2",), required=False, repeatable=True), Step("3", "Trả", after=("2", "2a")),
))  # fmt: skip


def case(steps, *waits, hands=None, closed=True):
    steps = tuple(steps.split())
    return Case(steps, waits or (60,) * len(steps), hands or ("Một cửa",) * len(steps), closed)


CASES = [
    case("1 2 3", 10, 100, 20, hands=("Một cửa", "KT", "Một cửa")),
    case("1 2 3", 30, 300, 60, hands=("Một cửa", "KT", "Một cửa")),
    case("1 2 2a 2a 3"),
    case("1 3"),
    case("1 Gọi 2", closed=False),
]
MAP = discover(CASES, flow=FLOW)


def test_cases_that_went_alike_are_one_way():
    assert MAP.cases == 5
    assert MAP.variants[0] == (("1", "2", "3", END), 2)
    assert {("1", "Gọi", "2"), ("1", "3", END)} < {steps for steps, _number in MAP.variants}


def test_steps_arcs_and_units_have_counts_and_median_working_time():
    assert next(iter(MAP.nodes)) == "1" and MAP.nodes["1"] == Node(5, 5, 60, 220)
    assert MAP.nodes["2a"] == Node(1, 2, 60, 120)
    assert MAP.arcs["1", "2"] == Arc(3, 3, 100, foreseen=True)
    assert MAP.arcs["3", END] == Arc(4, 4, None, foreseen=True)
    assert MAP.hands["KT"] == Spent(2, 200, 400) and next(iter(MAP.hands)) == "Một cửa"


def test_an_arc_is_foreseen_unless_it_goes_back_or_passes_by_what_is_needed():
    foreseen = {pair for pair, arc in MAP.arcs.items() if arc.foreseen}
    assert foreseen == {(START, "1"), ("1", "2"), ("2", "3"), ("2", "2a"), ("2a", "2a"), ("2a", "3"), ("3", END)}
    others = discover([case("3 1 1"), case("2 1 2")], flow=FLOW).arcs
    assert {pair for pair, arc in others.items() if arc.foreseen} == {("1", "2")}
    beside = Flow(
        "QT-08", (Step("1", "Nhận"), Step("2", "A", after=("1",)), Step("3", "B", after=("1",), repeatable=True))
    )
    found = discover([case("1 2 3"), case("1 3 2 3"), case("1 3 1 2 2")], flow=beside).arcs
    assert {pair for pair, arc in found.items() if not arc.foreseen} == {("3", "1"), ("2", "2")}


def test_what_closed_cases_left_out_is_counted_and_open_ones_are_not_blamed():
    assert missed(MAP, FLOW) == {"2": 1}
    assert missed(discover([], flow=FLOW), FLOW) == {}


def test_what_is_no_step_stands_behind_what_it_follows():
    assert arranged(MAP, FLOW) == ["1", "Gọi", "2", "2a", "3"]
    assert arranged(discover([case("Mở 1")], flow=FLOW), FLOW) == ["Mở", "1", "2", "2a", "3"]


def test_of_a_map_the_most_frequent_arcs_can_be_kept_and_what_they_go_through():
    few = most_frequent(MAP, 4)
    assert list(few.arcs) == list(MAP.arcs)[:4] and set(few.nodes) == {"1", "2", "3"}
    assert arranged(few, FLOW) == ["1", "2", "2a", "3"]
    assert most_frequent(MAP, 99) == MAP
