from datetime import date

import pytest

from iso_qms.audits import operations, visit_days
from iso_qms.audits.appointments import appointments
from iso_qms.audits.models import Inspection
from iso_qms.audits.operations import last_of_month
from iso_qms.db import db, transaction
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState
from tests.audits.scenes import Scene


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_visit_without_a_day_is_due_by_the_end_of_its_month(day, last):
    assert last_of_month(day) == last


def plan(scene, *, kind, unit="centre"):
    how = {"topics": ["posting"], "criteria": "Quy chế", "planned_on": date(2026, 12, 2), "kind": kind}
    made = operations.plan_inspection(
        f"Niêm yết {kind}", by=scene.person("quality"), units=[scene.unit(unit)], day_set=False, **how
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
