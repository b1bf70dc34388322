from datetime import date, datetime

from iso_qms.audits import operations
from iso_qms.audits.deadlines import conclusion_due, minutes_due, report_due
from iso_qms.audits.finding import replying
from iso_qms.audits.rules import set_rules
from iso_qms.audits.visit import minutes
from iso_qms.clock import HO_CHI_MINH
from tests.audits.scenes import standing_at


def on(day, hour=9):
    return standing_at(datetime(2026, 11, day, hour, tzinfo=HO_CHI_MINH))


def test_the_minutes_are_due_in_working_days_after_the_visit_began(scene):
    inspection = scene.begun()
    assert minutes_due(inspection) == date(2026, 11, 26), "24 November is a holiday"
    set_rules(reply_days=3, minutes_days=1, hours_basis="", by=scene.person("quality"))
    assert minutes_due(inspection) == date(2026, 11, 25)
    assert minutes_due(scene.planned()) is None


def test_the_report_is_due_after_the_visit_ended(scene):
    inspection = scene.begun()
    assert report_due(inspection) is None
    minutes.sign(inspection, by=scene.person("inspector2"))
    minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])
    operations.agree_minutes(inspection, by=scene.person("inspector2"))
    assert report_due(inspection) == date(2026, 12, 1)


def test_a_conclusion_is_due_after_the_last_explanation_or_the_end_of_the_window(scene):
    finding = scene.notified(scene.begun())
    assert conclusion_due(finding) is None, "the unit may still explain"
    with on(28):
        assert conclusion_due(finding) == date(2026, 12, 2)
    with on(25):
        replying.reply(finding, text="Đổi ca.", by=scene.person("head_centre"))
    assert conclusion_due(finding) == date(2026, 11, 30)
    with on(26):
        replying.reply(finding, text="Thêm sổ ca.", by=scene.person("head_centre"))
    assert conclusion_due(finding) == date(2026, 12, 1)


def test_in_a_year_without_a_calendar_nothing_is_due_on_a_day(scene):
    inspection = scene.begun()
    inspection.started_at = datetime(2031, 5, 5, tzinfo=HO_CHI_MINH)
    assert minutes_due(inspection) is None
