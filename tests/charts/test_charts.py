from functools import partial
from xml.etree import ElementTree

import pytest

from iso_qms.charts import Bar, Stack, columns, cumulative, horizontal, individuals, pareto, stacked, trend
from iso_qms.charts.sheet import NARROW, percent, scale, shown
from iso_qms.i18n import speaking

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "Phát hiện <theo> đơn vị", "about": "Sáu đơn vị"}
KINDS = [partial(kind, **WORDS) for kind in (horizontal, columns, pareto)]
LONG = "Trung tâm Phục vụ hành chính công xã và các điểm tiếp nhận lưu động ở thôn bản vùng sâu vùng xa"


def read(svg):
    return ElementTree.fromstring(str(svg))


def figures_in(svg):
    return [one.text for one in read(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", KINDS)
@pytest.mark.parametrize("values", [[4], [3, 1, 2], list(range(1, 61)), [10**9, 1], [0.25, 0.5], [0, 0, 7]])
def test_a_chart_is_well_formed_named_described_and_styles_nothing_inline(draw, values):
    svg = draw([Bar(f"{LONG} & {n}", value) for n, value in enumerate(values)])
    root = read(svg)
    assert root.get("role") == "img" and "style=" not in svg and "<script" not in svg
    named = {one.get("id"): one.text for one in root if one.get("id")}
    assert named[root.get("aria-labelledby")] == WORDS["title"] and named[root.get("aria-describedby")] == "Sáu đơn vị"
    wide, high = float(root.get("width")), float(root.get("height"))
    for one in root.iter(f"{SVG}rect"):
        assert float(one.get("x")) >= 0 and float(one.get("x")) + float(one.get("width")) <= wide + 0.1
        assert float(one.get("y")) >= 0 and float(one.get("y")) + float(one.get("height")) <= high + 0.1


def test_lying_bars_have_a_narrow_twin_with_the_same_words_and_nothing_outside_it():
    rows = [Bar(LONG, 10**6), Bar("Ngắn", 3)]
    for drawn in (horizontal(rows, **WORDS), stacked([Stack(LONG, (4, 2)), Stack("B", (1, 0))], ["Mở", LONG], **WORDS)):
        wide, narrow = read(drawn), read(drawn.narrow)
        assert wide.get("aria-labelledby") != narrow.get("aria-labelledby"), "both stand on one page"
        for one in narrow.iter(f"{SVG}rect"):
            ends = float(one.get("x")) + float(one.get("width"))
            assert (
                ends <= NARROW and float(one.get("y")) + float(one.get("height")) <= float(narrow.get("height")) + 0.1
            )
        figures = [one.text for one in narrow.iter(f"{SVG}text") if one.get("class") == "strong"]
        assert figures == [one.text for one in wide.iter(f"{SVG}text") if one.get("class") == "strong"]


@pytest.mark.parametrize("draw", [*KINDS, partial(stacked, names=["a"], **WORDS)])
def test_without_rows_there_is_no_drawing(draw):
    assert draw([]) == ""


def test_when_all_is_nought_bars_say_so_and_a_pareto_is_not_drawn():
    nothing = [Bar("A", 0), Bar("B", 0)]
    assert figures_in(horizontal(nothing, **WORDS)).count("0") == 2
    assert pareto(nothing, **WORDS) == "" and cumulative(nothing) == []
    assert not list(read(columns(nothing, **WORDS)).iter(f"{SVG}rect"))


@pytest.mark.parametrize("value", [-1, -0.01, float("inf"), float("nan")])
def test_a_bar_is_neither_negative_nor_endless(value):
    with pytest.raises(ValueError, match="negative"):
        Bar("A", value)


def test_what_may_not_be_told_has_no_bar_and_says_what_stands_instead():
    svg = horizontal([Bar("Ứng xử", None, "< 5"), Bar("Niêm yết", 9)], **WORDS)
    assert "< 5" in figures_in(svg) and len(list(read(svg).iter(f"{SVG}rect"))) == 1


def test_a_long_label_is_shortened_and_told_whole_in_its_title():
    titles = [one.text for one in read(horizontal([Bar(LONG, 2)], **WORDS)).iter(f"{SVG}title")]
    assert LONG in titles


def test_a_pareto_begins_with_the_largest_and_ends_with_the_whole():
    rows = cumulative([Bar("A", 1), Bar("B", 6), Bar("C", 0), Bar("D", None), Bar("E", 3)])
    assert [(bar.label, round(reached, 1)) for bar, reached in rows] == [("B", 0.6), ("E", 0.9), ("A", 1.0)]


def test_parts_differ_by_pattern_and_two_charts_share_no_name():
    rows = [Stack("Văn phòng", (3, 2, 1, 0)), Stack("Kinh tế", (0, 0, 0, 0))]
    svg, other = (stacked(rows, ["Mở", "Đã chốt", "Đã sửa", "Rút"], title=title, about="") for title in ("A", "B"))
    fills = {one.get("fill") for one in read(svg).iter(f"{SVG}rect")}
    ids = [{one.get("id") for one in read(each).iter() if one.get("id")} for each in (svg, other)]
    assert len([fill for fill in fills if fill.startswith("url(#chart-")]) == 2 and not ids[0] & ids[1]
    assert {fill[5:-1] for fill in fills if fill.startswith("url")} <= ids[0]
    assert {"6", "0", "Mở", "Rút"} <= set(figures_in(svg))


def test_five_parts_and_negative_ones_are_refused():
    with pytest.raises(ValueError, match="four"):
        stacked([], list("abcde"), **WORDS)
    with pytest.raises(ValueError, match="negative"):
        Stack("A", (1, -1))


@pytest.mark.parametrize("values", [[1, 1], [0] * 60, [3, 4] * 10 + [40], [0, 4] * 4 + [6, 10] * 4, [10**9, 0]])
def test_a_trend_shows_each_point_its_limits_and_its_signals_by_shape(values):
    control = individuals(values)
    svg = trend(control, [f"Tháng {n}" for n in range(len(values))], **WORDS)
    classes = [one.get("class") for one in read(svg).iter()]
    assert sum(str(one).startswith("dot") for one in classes) == len(values)
    assert classes.count("dot out") == len(control.outside) and classes.count("limit") == 2
    assert ("dot run" in classes) == bool(control.runs)


def test_one_point_makes_no_trend():
    assert trend(individuals([4]), ["Tháng 1"], **WORDS) == ""


@pytest.mark.parametrize(
    ("highest", "whole", "marks"),
    [
        (0, True, [0, 1]),
        (1, False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (1, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (7, True, [0, 2, 4, 6, 8]),
        (46, True, [0, 10, 20, 30, 40, 50]),
    ],
)
def test_a_scale_reaches_the_highest_in_round_steps(highest, whole, marks):
    assert scale(highest, whole=whole) == pytest.approx(marks)


def test_figures_are_written_as_the_language_does():
    with speaking("vi"):
        assert (shown(1234.5), percent(0.456)) == ("1.234,5", "46 %")
    with speaking("en"):
        assert shown(1234.5) == "1,234.5"
