from datetime import date

import pytest

from iso_qms.audits import operations
from iso_qms.audits.models import Inspection
from iso_qms.db import db, transaction
from tests.audits.scenes import Scene

MONTH = "/programmes/2026/calendar/12"


@pytest.fixture
def december(app, morning):
    """A surprise at the office and an announced visit of the centre, both in December."""
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        planner, office = scene.person("inspector"), [scene.unit("office")]
        surprise = plan(planner, office, title="Sổ trực văn phòng", kind="unannounced", on=date(2026, 12, 15))
        announced = plan(
            planner, [scene.unit("centre")], title="Niêm yết quầy", kind="announced", on=date(2026, 12, 31)
        )
        morning.surprise, morning.announced = surprise.id, announced.id
    return morning


def plan(planner, units, *, title, kind, on):
    how = {"topics": ["posting"], "criteria": "Quy chế", "planned_on": on, "kind": kind}
    made = operations.plan_inspection(title, by=planner, units=units, **how)
    db.session.flush()
    return made


@pytest.mark.one_database
def test_a_surprise_is_in_no_calendar_of_those_it_surprises(december, queries):
    december.get("leader", "/")
    for path in ("/programmes/2026/calendar", MONTH):
        queries.clear()
        seen = december.get("leader", path).text
        assert "Sổ trực văn phòng" in seen and "Niêm yết quầy" in seen and len(queries) <= 15, "\n".join(queries)
        for name in ("quality", "head", "head_centre", "staff"):
            assert "Sổ trực" not in december.get(name, path).text, f"{name} {path}"
        assert "Niêm yết quầy" in december.get("head_centre", path).text
        assert "Niêm yết quầy" not in december.get("head_economy", path).text


@pytest.mark.one_database
def test_months_follow_each_other_over_the_turn_of_the_year_and_no_other_exists(app, december):
    page = december.get("leader", MONTH).text
    assert "/programmes/2026/calendar/11" in page and "/programmes/2027/calendar/1" in page
    assert '<time datetime="2026-12-31">' in page and "2027-01-01" not in page
    assert "/programmes/2025/calendar/12" in december.get("leader", "/programmes/2026/calendar/1").text
    for wrong in ("/programmes/2026/calendar/13", "/programmes/2026/calendar/0", "/programmes/9999/calendar"):
        assert december.visitor("leader").get(f"/an-khe/audits{wrong}").status_code == 404
    with app.test_request_context(), transaction():
        by = Scene(december.place).person("quality")
        operations.cancel(db.session.get_one(Inspection, december.announced), by=by, note="Dời")
    assert "Niêm yết quầy" not in december.get("leader", MONTH).text
