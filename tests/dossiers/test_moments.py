"""Moments in the styles of offices."""

import pytest

from iso_qms.dossiers.moments import day_first


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("5-8-2026", "2026-08-05 00:00:00"),
        ("05.08.2026 9:05", "2026-08-05 09:05:00"),
        ("05/08/2026 9h30", "2026-08-05 09:30:00"),
        ("9 giờ 30 phút, ngày 05/08/2026", "2026-08-05 09:30:00"),
        ("05/08/2026 02:30:15 CH", "2026-08-05 14:30:15"),
        ("05/08/2026 12:05 SA", "2026-08-05 00:05:00"),
        ("Thứ Tư, ngày 5 tháng 8 năm 2026", "2026-08-05 00:00:00"),
        ("2026/08/05 09:00", "2026-08-05 09:00:00"),
        ("'05/08/2026", "2026-08-05 00:00:00"),
    ],
)
def test_the_day_stands_before_the_month_and_words_between(said, meant):
    assert str(day_first(said)) == meant


@pytest.mark.parametrize("said", ["5/8/26", "8/14/2026", "31/02/2026", "05/08/2026 25:00", "٠٥/٠٨/٢٠٢٦", "hôm qua", ""])
def test_what_may_mean_two_days_or_none_is_no_moment(said):
    with pytest.raises(ValueError):
        day_first(said)
