from datetime import date

from iso_qms.improvement.plan_picture import Span, drawn


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
