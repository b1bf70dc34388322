"""Amounts of time as people say them, in both languages."""

import pytest

from iso_qms.i18n import speaking
from iso_qms.processes.amounts import amount_in_words

SAID = [
    (3, "working_day", "3 ngày làm việc", "3 working days"),
    (1, "working_day", "1 ngày làm việc", "1 working day"),
    (0.5, "working_day", "nửa ngày làm việc", "half a working day"),
    (2.5, "working_day", "2,5 ngày làm việc", "2.5 working days"),
    (0.125, "working_day", "1 giờ làm việc", "1 working hour"),
    (0.25, "working_day", "2 giờ làm việc", "2 working hours"),
    (0.0625, "working_day", "30 phút làm việc", "30 working minutes"),
    (1 / 3, "working_day", "2 giờ 40 phút làm việc", "2 h 40 min of working time"),
    (1.25, "working_day", "1 ngày làm việc và 2 giờ làm việc", "1 working day and 2 working hours"),
    (0.33, "working_day", "0,33 ngày làm việc", "0.33 working days"),
    (0.5, "working_hour", "30 phút làm việc", "30 working minutes"),
    (12, "working_hour", "12 giờ làm việc", "12 working hours"),
    (15, "calendar_day", "15 ngày lịch", "15 calendar days"),
    (None, "same_day", "trong ngày", "the same day"),
    (None, "working_day", "", ""),
]


@pytest.mark.parametrize(("language", "place"), [("vi", 2), ("en", 3)])
def test_amounts_are_said_as_people_say_them(language, place):
    with speaking(language):
        assert [amount_in_words(*one[:2]) for one in SAID] == [one[place] for one in SAID]
