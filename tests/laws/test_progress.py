"""The burn-down: counted by days, drawn as steps."""

from datetime import date

from iso_qms.laws.progress import Asked, Point, burn_down, draw

ASKED = [
    Asked(date(2026, 7, 1), date(2026, 10, 1), date(2026, 8, 3), True),
    Asked(date(2026, 7, 1), date(2026, 10, 1), date(2026, 7, 9), False),
    Asked(date(2026, 7, 1), date(2026, 10, 1), None, False),
]


def test_open_late_and_done_day_by_day():
    assert burn_down(ASKED, today=date(2026, 11, 1)) == [
        Point(date(2026, 7, 1), 3, 0, 0),
        Point(date(2026, 7, 9), 2, 0, 0),
        Point(date(2026, 8, 3), 1, 0, 1),
        Point(date(2026, 10, 2), 1, 1, 1),
        Point(date(2026, 11, 1), 1, 1, 1),
    ]
    assert burn_down([], today=date(2026, 11, 1)) == []


def test_the_drawing_is_plain_and_says_what_it_shows():
    svg = draw(burn_down(ASKED, today=date(2026, 11, 1)), title="Tiến độ <x>", labels=("mở", "trễ"))
    assert "style=" not in svg
    assert "Tiến độ &lt;x&gt;" in svg
    assert svg.count("<path") == 3
    assert draw([], title="", labels=("", "")) == ""
