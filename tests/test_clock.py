"""The clock: one instant, and the date an office reads on its wall."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import time_machine

from iso_qms import clock
from iso_qms.clock import HO_CHI_MINH, as_local, now, today


@time_machine.travel(datetime(2026, 8, 26, 23, 30, tzinfo=UTC), tick=False)
def test_before_seven_in_the_morning_the_office_is_a_day_ahead_of_utc():
    assert now() == datetime(2026, 8, 26, 23, 30, tzinfo=UTC)
    assert today() == date(2026, 8, 27)
    assert today(UTC) == date(2026, 8, 26)


def test_a_moment_without_a_zone_is_of_ho_chi_minh():
    assert as_local(datetime(2026, 8, 27, 10)).isoformat() == "2026-08-27T10:00:00+07:00"


def test_a_moment_with_a_zone_stays_the_same_instant():
    moment = datetime(2026, 8, 27, 20, tzinfo=UTC)
    assert as_local(moment) == moment
    assert as_local(moment).date() == date(2026, 8, 28)
    assert as_local(moment).utcoffset() == HO_CHI_MINH.utcoffset(moment) == timedelta(hours=7)


def test_the_clock_stands_at_a_moment_inside_the_block_and_goes_on_after_it():
    moment = datetime(2026, 8, 26, 23, 30, tzinfo=UTC)
    with clock.at(moment):
        assert now() == moment
        assert today() == date(2026, 8, 27)
        with clock.at(datetime(2026, 9, 1, 8)):
            assert now() == datetime(2026, 9, 1, 1, tzinfo=UTC)
        assert now() == moment
    assert now() - datetime.now(UTC) < timedelta(seconds=5)


def test_another_thread_keeps_its_own_time():
    with clock.at(datetime(2001, 1, 1)), ThreadPoolExecutor(1) as other:
        assert other.submit(now).result().year > 2001
