"""What a page says about a due day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from iso_qms.db import db
from iso_qms.i18n import speaking
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.web import deadlines

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
THURSDAY = datetime(2026, 8, 27, 14, 0, tzinfo=VIET_NAM)  # 31 August to 2 September 2026 are days off


@pytest.fixture
def here(context, place):
    choose(db.session.get(Agency, place.agency_id))


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (date(2026, 8, 27), {"left": 0}),
        (date(2026, 9, 3), {"left": 2}),
        (date(2026, 8, 21), {"late": 5}),  # the Saturday between was a make-up working day
        (date(2031, 1, 1), {}),
        (None, {}),
        (datetime(2026, 9, 3, 9, 0, tzinfo=VIET_NAM), {"left": 2}),
        (datetime(2026, 8, 27, 16, 0, tzinfo=VIET_NAM), {"left": "2 working hours left"}),
        (datetime(2026, 8, 27, 14, 20, tzinfo=VIET_NAM), {"left": "20 working minutes left"}),
        (datetime(2026, 8, 27, 10, 0, tzinfo=VIET_NAM), {"late": "late since 10:00"}),
    ],
)
def test_a_due_day_says_how_much_working_time_is_left(here, due, left):
    with time_machine.travel(THURSDAY, tick=False), speaking("en"):
        assert deadlines.left(due) == left


def test_a_due_day_says_why_it_is_that_day_naming_what_was_passed_over(here):
    start = date(2026, 8, 27)
    due = deadlines.due_in_working_days(start, days=2)
    with speaking("vi"):
        days = deadlines.why_working_days(start, days=2)
    assert days[-1] == (due, True, "ngày làm việc") == (date(2026, 9, 3), True, "ngày làm việc")
    assert [day for day, counted, _words in days if counted] == [date(2026, 8, 28), date(2026, 9, 3)]
    assert (date(2026, 9, 2), False, "ngày lễ: Quốc khánh") in days


def test_where_a_year_is_unknown_nothing_is_explained(here):
    assert deadlines.why_working_days(date(2031, 1, 1), days=2) == []
