import re
from datetime import date

import pytest

from iso_qms.audits import operations
from iso_qms.audits.appointments import appointments
from iso_qms.audits.programme import programmes
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.organisation.feeds import make_feed


@pytest.fixture
def days(scene, app):
    def of(name):
        with app.test_request_context("/an-khe/"):
            from flask import g

            from iso_qms.organisation.agencies import Agency

            g.agency = db.session.get(Agency, scene.place.agency_id)
            return [(one.due_on, one.what, one.discreet) for one in appointments(scene.person(name), today())]

    return of


def test_a_visit_comes_to_the_calendar_of_its_unit_when_it_may_be_known_of(scene, days):
    surprise = scene.planned()
    announced = scene.planned(kind="announced", planned_on=date(2026, 12, 3))
    assert [day for day, *_ in days("head_centre")] == [date(2026, 12, 3)]
    assert days("inspector2") == [], "what is to begin awaits the team on the desk"
    assert days("head_economy") == days("staff") == days("leader") == []
    operations.start(surprise, by=scene.person("inspector2"))
    assert [day for day, *_ in days("head_centre")] == [date(2026, 11, 23), date(2026, 12, 3)]
    assert [day for day, *_ in days("inspector")] == [date(2026, 11, 23)]
    operations.cancel(announced, by=scene.person("quality"), note="Dời")
    assert len(days("head_centre")) == 1


def test_a_visit_of_a_programme_nobody_approved_is_in_no_calendar(scene, days):
    programme = programmes.draw_up_programme(2026, objectives="", by=scene.person("quality"))
    scene.planned(kind="announced", programme=programme)
    assert days("head_centre") == []
    programmes.approve_programme(programme, by=scene.person("leader"))
    assert len(days("head_centre")) == 1


def test_whoever_knows_the_address_of_a_visit_cannot_find_it_in_a_calendar(scene, app, monkeypatch):
    scene.planned(kind="announced", planned_on=date(2026, 12, 3))
    token = make_feed(scene.person("head_centre"))
    db.session.commit()
    told = []
    for key in ("one install", "another install"):
        monkeypatch.setitem(app.config, "SECRET_KEY", key)
        told.append(re.findall("UID:(.{32})", app.test_client().get(f"/calendar/{token}.ics").text))
    assert len(told[0]) == 1 and told[0] != told[1]
