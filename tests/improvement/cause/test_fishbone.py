from itertools import pairwise
from xml.etree import ElementTree

import pytest

from iso_qms.improvement.cause.causes import Branch
from iso_qms.improvement.cause.fishbone import WIDE, fishbone

LONG = "Quy định chốt danh sách ngày 25 nhưng không chốt ngày ký quyết định trợ cấp của từng đợt trong tháng"


def drawn(*branches):
    svg = fishbone(
        "Hồ sơ <trả> quá hạn & không xin lỗi", branches, named=str.upper, main="chính", title="Xương cá", about="Hình"
    )
    return ElementTree.fromstring(svg) if svg else None


def texts(svg):
    return [one for one in svg.iter() if one.tag.endswith("}text")]


@pytest.mark.parametrize("many", [1, 2, 3, 8])
def test_every_bone_is_drawn_with_its_class_its_whys_and_its_cause(many):
    svg = drawn(*(Branch(f"loại-{n}", ("Vì sao một", LONG), f"Nguyên nhân {n}", n == 0) for n in range(many)))
    said = " ".join(one.text for one in texts(svg))
    for n in range(many):
        assert f"LOẠI-{n}" in said and f"→ Nguyên nhân {n}" in said
    assert said.count("chính") == 1 and said.count("2. Quy định chốt") == many
    assert float(svg.get("width")) == WIDE


def test_nothing_lies_outside_the_sheet_and_no_line_on_another_in_its_column():
    svg = drawn(*(Branch("method", (LONG, LONG), LONG) for _ in range(3)))
    places = [(float(one.get("x")), float(one.get("y"))) for one in texts(svg)]
    assert all(0 <= x <= WIDE and 0 < y < float(svg.get("height")) for x, y in places)
    for column in {x for x, _y in places}:
        heights = sorted(y for x, y in places if x == column)
        assert all(after - before >= 15 for before, after in pairwise(heights))


def test_no_branch_no_drawing():
    assert drawn() is None
