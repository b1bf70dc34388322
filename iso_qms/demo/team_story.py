"""The story of a team: who is qualified, who has a relative where, and what the chairman says to exceptions."""

from __future__ import annotations

from datetime import time, timedelta

from iso_qms.audits import operations
from iso_qms.audits.team import exceptions
from iso_qms.audits.team.assigning import standings
from iso_qms.audits.team.competence import USUAL_LEAD, USUAL_MEMBER
from iso_qms.audits.team.interests import confirm_interests, declare
from iso_qms.audits.team.qualifications import note_qualification
from iso_qms.audits.team.team_rules import set_team_rules
from iso_qms.audits.visit.interviewees import proposals_for
from iso_qms.audits.visit.sessions import Planned, plan_session
from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import plan
from iso_qms.organisation.people import Person

DIARY: Diary = []


@on(DIARY, -279, "10:00")
def who_is_qualified(story: Story) -> None:
    """One training ended yesterday, another ends soon."""
    dao, since = story.people["daohtb"], story.base - timedelta(days=4000)
    for login, lasts in (("daohtb", 300), ("khuebd", 300), ("aint", 40), ("kygv", -1)):
        for kind in ("degree", "civil_service", "experience"):
            note_qualification(story.people[login], kind, by=dao, issued_on=since)
        title, until = "Chứng nhận đánh giá viên nội bộ", story.base + timedelta(days=lasts)
        note_qualification(story.people[login], "qms_audit", by=dao, issued_on=since, valid_until=until, title=title)


@on(DIARY, -18, "08:30")
def interests_are_declared(story: Story) -> None:
    """A sister works in the health station."""
    declare("relative_unit", by=story.people["aint"], unit=story.units["y-te"], note="Chị ruột tôi làm ở Trạm.")
    for login in ("aint", "khuebd", "daohtb"):
        confirm_interests(by=story.people[login])


@on(DIARY, -4, "08:30")
def what_is_asked_is_set(story: Story) -> None:
    """A team named before shows what it lacks now."""
    set_team_rules(
        by=story.people["daohtb"],
        past_months=12,
        lead_kinds=USUAL_LEAD,
        member_kinds=USUAL_MEMBER,
        allows_exceptions=True,
        why_exceptions="Cả xã chỉ có bốn người được đào tạo đánh giá.",
    )


@on(DIARY, -4, "09:00")
def exceptions_are_asked_for(story: Story) -> None:
    """For the health station, and for the economy division with quality control itself."""
    kind, reporting = "announced", "Kiểm tra chế độ báo cáo của Phòng Kinh tế và Tổ Kiểm soát chất lượng"
    plan(story, "station", 12, "Kiểm tra tiếp nhận tại Trạm Y tế", units=("y-te",), kind=kind, topics=("reception",))
    plan(story, "market", 15, reporting, units=("kinh-te", "kiem-soat"), kind=kind, topics=("reporting",))
    _ask(story, "excepted", "station", "aint", "Trưởng đoàn trực tiếp kiểm tra phần việc của người thân.")
    _ask(story, "not excepted", "market", "kygv", "Đoàn xem chéo hồ sơ xây dựng.")
    _ask(story, "taken back", "market", "daohtb", "Người khác xem phần của Tổ.")
    _ask(story, "undecided", "market", "daohtb", "Văn phòng cử người giám sát phần của Tổ.", place=1)


@on(DIARY, -3, "15:00")
def they_are_decided(story: Story) -> None:
    """One is approved, one is not, one is not needed any more."""
    chairman, dao = story.people["thuattq"], story.people["daohtb"]
    exceptions.approve_exception(story.things["excepted"], by=chairman)
    exceptions.refuse_exception(story.things["not excepted"], by=chairman, note="Người cùng phòng; cử người khác.")
    exceptions.withdraw_exception(story.things["taken back"], by=story.people["khuebd"])
    for login in ("khuebd", "aint"):
        operations.name_member(story.things["station"], story.people[login], by=dao, is_lead=login == "khuebd")


@on(DIARY, -2, "10:00")
def a_timetable_is_drawn_up(story: Story) -> None:
    """For a visit about births: the meetings, a session with the people whom the steps name, and one by telephone."""
    title, khue = "Kiểm tra việc thực hiện quy trình tại Tổ Tư pháp - Hộ tịch", story.people["khuebd"]
    plan(story, "births", 16, title, units=("ho-tich",), kind="announced", topics=("process",), documents=("QT-05",))
    visit, asked = story.things["births"], [one.seat for one in proposals_for(story.things["births"])]
    for login in ("khuebd", "aint"):
        operations.name_member(visit, story.people[login], by=story.people["daohtb"], is_lead=login == "khuebd")
    team, people = [one.person for one in visit.team], [db.session.get_one(Person, one.person_id) for one in asked]
    (paper,) = visit.documents
    here = {"unit": story.units["ho-tich"], "document": paper}
    for one in (
        Planned(starts=time(8), ends=time(8, 30), title="Họp mở đầu", inspectors=team, interviewees=people[:1]),
        Planned(
            starts=time(8, 30), ends=time(10, 30), title="hồ sơ tháng 10", inspectors=team, interviewees=people, **here
        ),
        Planned(starts=time(11), ends=time(12), title="người dân", inspectors=team[1:], others="Hai công dân", **here),
        Planned(
            starts=time(13, 30), ends=time(14), title="kết nối hộ tịch", method="remote", inspectors=team[:1], **here
        ),
        Planned(starts=time(16), ends=time(16, 30), title="Họp kết thúc", inspectors=team, interviewees=people[:1]),
    ):
        plan_session(visit, one, by=khue)


def _ask(story: Story, key: str, visit: str, login: str, measure: str, *, place: int = 0) -> None:
    person, inspection = story.people[login], story.things[visit]
    ties = standings([person], inspection, day=inspection.planned_on)[person.id].ties
    by = story.people["khuebd"]
    story.things[key] = exceptions.ask_exception(inspection, person, ties[place], by=by, measure=measure)
