from datetime import date, datetime

import pytest
from sqlalchemy import select, text

from iso_qms.audits import jobs
from iso_qms.audits.finding import replying
from iso_qms.audits.finding.findings import Finding
from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.operations import set_day
from iso_qms.outbox import Letter
from iso_qms.rounds import troubles_of
from tests.audits.scenes import Scene, standing_at


def on(day):
    return standing_at(datetime(2026, 11, day, 8, 5, tzinfo=HO_CHI_MINH))


@pytest.fixture
def told(app, place):
    """A notified finding whose window ends on Friday 27 November."""
    with app.test_request_context(), standing_at():
        with transaction():
            scene = Scene(place)
            finding_id = scene.notified(scene.begun(), kind="conduct", person=scene.person("staff")).id
        yield finding_id


def letters():
    return sorted(
        (one.name, one.person_id)
        for one in db.session.scalars(select(Letter).where(Letter.name.like("finding_window_%")))
    )


def test_the_inspected_side_is_reminded_before_and_on_the_last_day_and_the_lead_after_it(told, place):
    head, staff, lead = (place.people[name] for name in ("head_centre", "staff", "inspector2"))
    for day in range(23, 31):
        with on(day):
            jobs.remind()
            assert jobs.remind() == 0, "walked twice it does nothing twice"
    assert letters() == sorted(
        [
            ("finding_window_before", head),
            ("finding_window_before", staff),
            ("finding_window_on", head),
            ("finding_window_on", staff),
            ("finding_window_after", lead),
        ]
    )


def test_one_finding_that_cannot_be_told_holds_up_no_other(told, place):
    with transaction(), standing_at():
        scene = Scene(place)
        other = scene.notified(scene.begun()).id
        db.session.execute(text("UPDATE finding SET reminded = 'null' WHERE id = :id"), {"id": told})
    with on(27):
        assert jobs.remind() == 1
        assert jobs.remind() == 0
    assert [one.thing_id for one in troubles_of(place.agency_id)] == [told]
    assert db.session.get_one(Finding, other).reminded == ["on"]


def test_nobody_is_reminded_of_what_was_explained(told, place):
    with transaction():
        scene = Scene(place)
        replying.reply(db.session.get_one(Finding, told), text="Đã đi công tác", by=scene.person("staff"))
    with on(27):
        assert jobs.remind() == 0


def test_a_change_of_the_calendar_moves_the_last_day_once(told, place):
    with transaction():
        scene = Scene(place)
        set_day(date(2026, 11, 26), kind="comp_off", name_vi="Nghỉ bù", name_en="Day off", by=scene.person("admin"))
        finding = db.session.get_one(Finding, told)
        assert finding.reply_due_on == date(2026, 11, 30)
        assert list(jobs.move_windows(db.session.get(Agency, place.agency_id), scene.person("admin"))) == []
