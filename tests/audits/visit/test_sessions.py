"""The timetable of a visit, from its first session to the notice."""

from datetime import date, time
from io import BytesIO

import pytest
from docx import Document

from iso_qms.audits import operations
from iso_qms.audits.visit import sessions
from iso_qms.audits.visit.interviewees import proposals_for, remarks_on
from iso_qms.audits.visit.sessions import Planned, VisitSession, sessions_of
from iso_qms.audits.word import notice_docx
from iso_qms.db import db
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Absence
from iso_qms.workflow import Forbidden, Incomplete, WrongState

EIGHT = {"starts": time(8), "ends": time(9), "topic": "hours"}


def seen_by(person):
    return list(db.session.scalars(VisitSession.visible_to(person)).unique())


def test_a_timetable_moves_with_its_visit_and_tells_what_is_wrong(scene):
    visit = scene.planned(kind="announced")
    lead, staff = scene.person("inspector2"), scene.person("staff")
    people = {"inspectors": [lead], "interviewees": [staff], "unit": scene.unit("centre")}
    one = sessions.plan_session(visit, Planned(**EIGHT, **people), by=lead)
    clash = Planned(starts=time(8, 30), ends=time(10), title="Hồ sơ", interviewees=[staff])
    with pytest.raises(Incomplete, match=staff.name):
        sessions.plan_session(visit, clash, by=lead)
    db.session.expire_all()
    later = sessions.plan_session(visit, Planned(starts=time(9), ends=time(10), title="Hồ sơ", day=2), by=lead)
    assert sessions_of(visit) == [one, later] and later.on == date(2026, 11, 24)
    assert list(remarks_on(visit, [one])) == []
    db.session.add(
        Absence(agency_id=visit.agency_id, person=staff, kind="leave", first_on=one.on, last_on=one.on, part="morning")
    )
    sessions.change_session(one, Planned(**EIGHT | {"ends": time(12)}, **people), by=scene.person("quality"))
    assert len(remarks_on(visit, sessions_of(visit))[one.id]) == 2
    assert "08:00–12:00" in words_of(notice_docx(visit, agency=db.session.get_one(Agency, visit.agency_id)))
    plan = {"kind": "announced", "units": [scene.unit("centre")], "topics": ["reception"], "criteria": "Nội quy"}
    next_week = date(2026, 11, 30)
    operations.change_inspection(visit, by=scene.person("quality"), title="Tiếp dân", planned_on=next_week, **plan)
    assert [each.on.day for each in sessions_of(visit)] == [30, 1]
    assert any("nội dung" in text for text in remarks_on(visit, [one])[one.id])
    sessions.drop_session(one, by=lead)
    db.session.flush()
    assert sessions_of(visit) == [later]


@pytest.mark.parametrize(
    "values",
    [
        {"ends": time(8)},
        {"day": 0},
        {"method": "by_post"},
        {"topic": ""},
        {"topic": "reporting"},
        {"unit": "culture"},
        {"inspectors": ["staff"]},
        {"interviewees": ["inspector"]},
    ],
    ids=str,
)
@pytest.mark.one_database
def test_a_session_that_cannot_be_is_refused(scene, values):
    visit = scene.planned()
    found = EIGHT | {
        name: scene.unit(said)
        if name == "unit"
        else [scene.person(one) for one in said]
        if type(said) is list
        else said
        for name, said in values.items()
    }
    with pytest.raises(Incomplete):
        sessions.plan_session(visit, Planned(**found), by=scene.person("quality"))


def test_nothing_of_a_surprise_is_seen_by_the_inspected_side_before_it_begins(scene):
    visit, lead, head = scene.planned(), scene.person("inspector2"), scene.person("head_centre")
    one = sessions.plan_session(visit, Planned(**EIGHT, interviewees=[scene.person("staff")]), by=lead)
    assert seen_by(lead) == [one] and seen_by(scene.person("staff")) == seen_by(head) == []
    with pytest.raises(Forbidden):
        sessions.plan_session(visit, Planned(**EIGHT), by=scene.person("staff"))
    assert [each.seat.name for each in proposals_for(visit)] == [head.name]
    operations.start(visit, by=lead)
    assert seen_by(scene.person("staff")) == [one]
    operations.cancel(visit, by=scene.person("quality"), note="Hoãn")
    with pytest.raises(WrongState):
        sessions.drop_session(one, by=lead)


def words_of(data):
    file = Document(BytesIO(data))
    return "\n".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
