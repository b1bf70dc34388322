"""The drawing of what really happens: sound SVG, words for those who do not see it, nothing styled inline."""

from xml.etree import ElementTree

from iso_qms.dossiers.step.discovering import arranged, discover
from iso_qms.dossiers.step.flow_drawing import Words, draw
from tests.dossiers.step.test_discovering import CASES, FLOW, MAP, case

WORDS = Words("Flow of <QT-07>", "Five dossiers", str, lambda step: f"{step}!", lambda arc: str(arc.times))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(found):
    return ElementTree.fromstring(str(draw(found, order=arranged(found, FLOW), known=FLOW.by_id, words=WORDS)))


def test_it_says_its_name_and_what_is_not_foreseen_is_dashed():
    root = drawn(MAP)
    assert root.get("role") == "img" and root.find(f"{SVG}title").text == "Flow of <QT-07>"
    assert root.find(f"{SVG}desc").text == "Five dossiers" and not root.findall(".//*[@style]")
    boxes = [one.get("class") for one in root.iter(f"{SVG}rect")]
    assert boxes == ["step-box end", "step-box", "step-box maybe", "step-box", "step-box", "step-box", "step-box end"]
    ways = [one.get("class") for one in root.iter(f"{SVG}path") if "way" in one.get("class")]
    assert len(ways) == len(MAP.arcs) and ways.count("way maybe") == sum(not arc.foreseen for arc in MAP.arcs.values())


def test_ways_back_stand_on_the_left_and_lanes_never_cross_a_label():
    back = drawn(discover([*CASES, case("1 2 3 2 3"), case("1 3 1 3"), case("2 1 2 3")], flow=FLOW))
    assert float(back.get("width")) > float(drawn(discover([case("1 2 3")], flow=FLOW)).get("width"))
    widths = [float(one.get("x")) for one in back.iter(f"{SVG}text")]
    assert min(widths) >= 0 and max(widths) <= float(back.get("width"))
