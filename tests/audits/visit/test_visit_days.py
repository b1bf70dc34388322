import re
from datetime import date

import pytest

from iso_qms.audits import operations
from iso_qms.audits.appointments import appointments
from iso_qms.audits.models import Inspection
from iso_qms.audits.visit import visit_days
from iso_qms.db import db, transaction
from iso_qms.organisation.operations import close_unit, end_holding
from iso_qms.organisation.people import holdings_of
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState
from tests.audits.scenes import Scene


def plan(scene, *, kind, unit="centre", **more):
    how = {"topics": ["posting"], "criteria": "Quy chế", "planned_on": date(2026, 12, 2), "kind": kind} | more
    made = operations.plan_inspection(
        f"Niêm yết {kind}", by=scene.person("quality"), units=[scene.unit(unit)], **{"span": "month"} | how
    )
    db.session.flush()
    return made


def titles(person):
    return [one.what for one in appointments(person, date(2026, 12, 1))]


def test_a_visit_stands_in_its_month_until_its_day_is_set_in_one_act(app, morning):
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        made, head = plan(scene, kind="announced"), scene.person("head_centre")
        number = made.id
        assert made.planned_on == date(2026, 12, 31) and made.title not in titles(head)
        operations.name_member(made, scene.person("inspector"), by=scene.person("quality"), is_lead=True)
        with pytest.raises(Incomplete):
            operations.start(made, by=scene.person("inspector"))
    month = morning.get("head_centre", "/programmes/2026/calendar/12").text
    assert "chưa ấn định ngày" in month and '<time datetime="2026-12-31"><b>' not in month
    for page in ("/programmes/2026/calendar", "/programmes/2026", "/?all=1", f"/inspections/{number}"):
        assert "chưa ấn định ngày" in morning.get("quality", page).text, page
    address = f"/inspections/{number}/day"
    assert morning.get("head_centre", address).status_code == 403
    assert morning.send("quality", address, day="2027-01-05").status_code == 422
    done = morning.send("quality", address, day="2026-12-09")
    assert done.status_code == 200 and "chưa ấn định ngày" not in done.text and "09/12/2026" in done.text
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        made = db.session.get_one(Inspection, number)
        with pytest.raises(WrongState):
            visit_days.set_day(made, date(2026, 12, 10), by=scene.person("quality"))
        assert made.title in titles(scene.person("head_centre"))


def test_a_surprise_without_a_day_gets_the_day_it_begins_and_tells_nobody_before(app, morning):
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        made, lead = plan(scene, kind="unannounced"), scene.person("inspector")
        number = made.id
        operations.name_member(made, lead, by=scene.person("quality"), is_lead=True)
        with pytest.raises(Forbidden):
            visit_days.set_day(made, date(2026, 12, 9), by=scene.person("head_centre"))
        with pytest.raises(Refused):
            visit_days.set_day(made, date(2026, 1, 9), by=lead)
    assert "Niêm yết unannounced" not in morning.get("head_centre", "/programmes/2026/calendar/12").text
    assert morning.get("head_centre", f"/inspections/{number}/day").status_code == 404
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        made = db.session.get_one(Inspection, number)
        operations.start(made, by=scene.person("inspector"))
        assert made.day_set and made.planned_on == date(2026, 11, 23)


@pytest.mark.one_database
def test_a_visit_stands_in_its_quarter_until_its_day_is_set(app, morning):
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        made = plan(scene, kind="announced", span="quarter", planned_on=date(2027, 2, 11))
        number = made.id
        assert made.planned_on == date(2027, 3, 31) and not made.day_set
    year = morning.get("quality", "/programmes/2027/calendar").text
    assert year.index("Quý I/2027") < year.index("Niêm yết announced") < year.index(">Tháng 1<")
    assert "Trong quý này, chưa ấn định ngày" in morning.get("quality", "/programmes/2027/calendar/1").text
    assert "Niêm yết announced" not in morning.get("quality", "/programmes/2027/calendar/4").text
    assert "quý I/2027, chưa ấn định ngày" in morning.get("quality", f"/inspections/{number}").text
    form = morning.get("quality", "/inspections/new?on=2027-03-31&span=quarter").text
    assert "/inspections/new?on=2027-03-31&amp;span=quarter" in year and 'value="2027-03-31"' in form
    assert re.search(r'<input[^>]*\bchecked\b[^>]*value="quarter"', form)
    assert morning.send("quality", f"/inspections/{number}/day", day="2027-02-09").status_code == 200
    assert "thứ Ba 09/02" in morning.get("quality", "/programmes/2027/calendar").text


@pytest.mark.one_database
def test_a_visit_is_planned_for_a_quarter_on_its_page(morning):
    page = morning.planned(planned_on="2027-05-20", span="quarter")
    assert "quý II/2027, chưa ấn định ngày" in page.text


@pytest.mark.one_database
def test_a_visit_of_a_unit_that_ends_before_it_says_so_on_its_page(app, morning):
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        clerk, land = scene.person("clerk"), scene.unit("land")
        for held in holdings_of(clerk, date(2026, 11, 23)):
            end_holding(held, by=scene.person("admin"), on=date(2026, 11, 30))
        made = plan(scene, kind="announced", unit="land")
        number = made.id
        assert not made.units_gone
        close_unit(land, by=scene.person("admin"), last_day=date(2026, 12, 15), reason="Sáp nhập")
        assert made.units_gone == [land], "the visit stands at the end of its month"
    assert "Không còn vào ngày kiểm tra: Tổ Đất đai" in morning.get("quality", f"/inspections/{number}").text
