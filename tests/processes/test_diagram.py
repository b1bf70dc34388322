"""The swim-lane diagram: right lanes, no overlaps, arrows that meet their boxes, and text that cannot break out."""

import re
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.processes.diagram import Labels, draw

SVG = "{http://www.w3.org/2000/svg}"
LABELS = Labels("%(steps)d bước qua %(lanes)d vai, như bảng ở trên.", nobody="Chưa giao")


@dataclass(frozen=True)
class Step:
    number: str
    action: str
    responsible: str
    durations: str = ""


COUNTER, CLERK, CHAIR = "Trung tâm phục vụ", "Công chức hộ tịch", "Chủ tịch"
STEPS = [
    Step("1", "Tiếp nhận hồ sơ", COUNTER, "0,25 ngày"),
    Step("2", "Thẩm tra hồ sơ", CLERK, "1,25 ngày"),
    Step("2a", "Xác minh nơi cư trú", CLERK, "10 ngày"),
    Step("3", "Ký giấy xác nhận", CHAIR, "0,5 ngày"),
    Step("4", "Trả kết quả", COUNTER, "0,5 ngày"),
]
ROWS = st.lists(
    st.builds(Step, st.text(max_size=12), st.text(max_size=90), st.sampled_from(["", *"abcdefghi"]), st.text()),
    min_size=1,
    max_size=12,
)


def drawn(steps, **options) -> ElementTree.Element:
    """Parse the drawing as strictly as XML is parsed."""
    return ElementTree.fromstring(draw(steps, **{"title": "Sơ đồ làn của QT-07", "labels": LABELS, **options}))


def texts(element, kind: str) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text") if text.get("class") == kind]


def boxes(element) -> list[tuple[float, float, float, float]]:
    """The left, top, right and bottom of each step's box, in the order of the steps."""
    rects = [group.find(f"{SVG}rect") for group in element.iter(f"{SVG}g")]
    sizes = [[float(rect.get(name)) for name in ("x", "y", "width", "height")] for rect in rects]
    return [(x, y, x + width, y + height) for x, y, width, height in sizes]


def arrows(element) -> list[list[float]]:
    return [
        [float(number) for number in re.findall(r"[\d.]+", path.get("d"))]
        for path in element.iter(f"{SVG}path")
        if path.get("class") == "flow"
    ]


def test_without_steps_nothing_is_drawn():
    assert draw([], title="Sơ đồ", labels=LABELS) == ""


def test_lanes_stand_in_order_of_first_appearance():
    assert texts(drawn(STEPS), "strong") == [COUNTER, CLERK, CHAIR]


def test_spelling_variants_of_one_party_share_a_lane():
    steps = [
        Step("1", "a", "Ủy ban xã"),
        Step("2", "b", "ỦY  BAN xã "),
        Step("3", "c", "Uỷ ban\u00a0xã"),
        Step("4", "d", "Uy ban xã"),
    ]
    assert texts(drawn(steps), "strong") == ["Ủy ban xã", "Uy ban xã"]


def test_a_step_that_names_no_party_has_its_own_lane():
    assert texts(drawn([Step("1", "a", " "), Step("2", "b", "B")]), "strong") == ["Chưa giao", "B"]


def test_every_step_shows_its_number_action_and_time():
    picture = drawn(STEPS)
    assert texts(picture, "num") == ["1", "2", "2a", "3", "4"]
    assert texts(picture, "duration") == [step.durations for step in STEPS]
    assert " ".join(texts(picture, "body")) == " ".join(step.action for step in STEPS)


def test_my_steps_are_marked_by_party_and_drawn_heavier():
    groups = list(drawn(STEPS, mine=["CÔNG CHỨC hộ  tịch"]).iter(f"{SVG}g"))
    assert [group.get("class") for group in groups] == ["step", "step mine", "step mine", "step", "step"]
    assert [group.find(f"{SVG}rect").get("stroke-width") for group in groups] == ["1.5", "2.5", "2.5", "1.5", "1.5"]


def test_a_reader_who_cannot_see_it_hears_title_and_description():
    picture = drawn(STEPS)
    names = {child.get("id"): child.text for child in picture}
    assert picture.get("role") == "img"
    assert names[picture.get("aria-labelledby")] == "Sơ đồ làn của QT-07"
    assert names[picture.get("aria-describedby")] == "5 bước qua 3 vai, như bảng ở trên."


def test_two_diagrams_on_one_page_do_not_share_names():
    first, second = drawn(STEPS), drawn(STEPS[:2])
    assert first.get("aria-labelledby") != second.get("aria-labelledby")
    assert drawn(STEPS).get("aria-labelledby") == first.get("aria-labelledby")


def test_a_long_action_is_cut_visibly_and_kept_whole_in_its_tooltip():
    action = "kiểm tra thành phần hồ sơ " * 20
    group = next(drawn([Step("1", action, "A")]).iter(f"{SVG}g"))
    assert texts(group, "body")[-1].endswith("…")
    assert group.find(f"{SVG}title").text == action.strip()
    assert next(drawn(STEPS).iter(f"{SVG}g")).find(f"{SVG}title") is None


@given(ROWS)
def test_any_text_is_escaped_and_the_drawing_stays_well_formed(steps):
    picture = drawn(steps, title="<b>&\"'\x00", mine=["a"])
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "path",
        "text",
        "g",
    }
    assert next(picture.iter(f"{SVG}title")).text == "<b>&\"'"


@given(ROWS)
def test_nothing_is_styled_inline_nor_coloured_by_hand(steps):
    for element in drawn(steps).iter():
        assert not {"style", "onclick", "href"} & set(element.attrib)
        assert element.get("fill", "none") in ("none", "currentColor")
        assert element.get("stroke", "none") in ("none", "currentColor")


@given(ROWS)
def test_steps_follow_each_other_downwards_inside_their_lanes(steps):
    picture = drawn(steps)
    lanes = [float(rect.get("width")) for rect in picture.findall(f"{SVG}rect")]
    for (_, _, _, bottom), (_, top, _, _) in pairwise(boxes(picture)):
        assert bottom < top
    for left, _, right, _ in boxes(picture):
        assert left // lanes[0] == right // lanes[0]


@given(ROWS)
def test_every_arrow_leaves_its_box_and_ends_at_the_next(steps):
    picture = drawn(steps)
    for (box, following), path in zip(pairwise(boxes(picture)), arrows(picture), strict=True):
        left, top, right, bottom = box
        assert left <= path[0] <= right and top <= path[1] <= bottom
        across = path[2] if len(path) == 4 else path[0]
        assert following[0] < across < following[2]
        assert bottom < path[-1] < following[1]


@given(ROWS)
def test_everything_lies_inside_the_sheet(steps):
    picture = drawn(steps)
    left, top, width, height = map(float, picture.get("viewBox").split())
    assert (picture.get("width"), picture.get("height")) == (f"{width:g}", f"{height:g}")
    assert all(
        left <= x and y >= top and to_x <= left + width and to_y <= top + height for x, y, to_x, to_y in boxes(picture)
    )


def test_few_lanes_share_the_width_and_many_keep_a_readable_one():
    def lane_width(count):
        picture = drawn([Step(str(number), "a", f"vai {number}") for number in range(count)])
        return float(picture.find(f"{SVG}rect").get("width"))

    assert [lane_width(count) for count in (1, 2, 4, 5, 10)] == [240, 240, 180, 168, 168]
