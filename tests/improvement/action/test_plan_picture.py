from datetime import date
from xml.etree.ElementTree import fromstring

from iso_qms.charts.lettering import width
from iso_qms.improvement.action.plan_picture import Span, drawn


def test_parts_of_a_plan_are_drawn_to_the_scale_of_days_and_hollow_while_to_come():
    spans = [
        Span("Planned", date(2026, 3, 2), date(2026, 3, 3), True),
        Span("Verification", date(2026, 4, 1), date(2026, 4, 1), False),
    ]
    picture = drawn(spans, date(2026, 3, 10), title="HĐ-2026-001")
    assert picture.count("<rect") == 2 and picture.count("bar-hollow") == 1
    assert "10/03" in picture and "Verification: 01/04/2026" in picture


def test_a_plan_of_one_day_is_drawn_too():
    day = date(2026, 3, 2)
    assert "<svg" in drawn([Span("Planned", day, day, True)], day, title="HĐ-2026-001")


def test_nothing_of_a_plan_is_drawn_beyond_the_width_of_a_telephone():
    spans = [
        Span("Planned and accepted by quality control", date(2026, 3, 2), date(2026, 3, 3), True),
        Span("Verification after the window of measurement", date(2026, 12, 31), date(2026, 12, 31), False),
    ]
    picture = drawn(spans, date(2026, 12, 31), title="HĐ-2026-001")
    root = fromstring(picture)
    wide = float(root.get("width"))
    assert wide <= 320
    for one in root.iter("{*}rect"):
        assert 0 <= float(one.get("x")) <= float(one.get("x")) + float(one.get("width")) <= wide + 1e-6
    for one in root.iter("{*}text"):
        if one.get("text-anchor") == "start":
            assert float(one.get("x")) + width(one.text, size=12.5) <= wide
