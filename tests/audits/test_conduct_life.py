"""The life of findings on hours and conduct: graded by rule, coming back, restricted, and the end of the name."""

import io
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from iso_qms.audits.conduct import name_ends, privacy, recurring
from iso_qms.audits.conduct.conduct_rules import conduct_of, photos_of_people_allowed, set_conduct_rules, switch_photos
from iso_qms.audits.conduct.ladder import Step
from iso_qms.audits.finding import notifying, noting, replying, weighing
from iso_qms.audits.finding.evidence_files import attach_papers
from iso_qms.audits.finding.findings import Finding, FindingReading, FindingReply
from iso_qms.audits.finding.grading import GradeRule
from iso_qms.audits.finding.opening import nonconformity_of, open_from
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.audits.report import report_text
from iso_qms.audits.visit import attendance
from iso_qms.audits.visit.headcounts import Sighting
from iso_qms.audits.visit.minutes_text import attendance_in
from iso_qms.blobs import files_of
from iso_qms.clock import at, now
from iso_qms.db import db, transaction
from iso_qms.journal import JournalEntry, write
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.scenes import MORNING, Scene, standing_at


def concluded(scene, inspection, **about):
    """A finding on hours or conduct that is final."""
    finding = scene.notified(inspection, **({"kind": "conduct", "person": scene.person("staff")} | about))
    replying.reply(finding, text="Đúng", by=scene.person("staff"))
    replying.confirm(finding, by=scene.person("inspector2"), note="Giữ")
    return finding


def test_the_rule_proposes_and_whoever_differs_says_why(scene):
    inspection = scene.begun()
    kept = scene.noted(inspection, kind="hours", minutes=14, grade_reason="")
    assert (kept.proposed_grade, kept.grade_reason) == ("minor", kept.rule_sentence)
    with pytest.raises(Incomplete, match=r"two hours|hai giờ"):
        scene.noted(inspection, kind="hours", minutes=130, grade_reason="")
    other = scene.noted(inspection, kind="hours", minutes=130, grade_reason="Có xin phép miệng.")
    assert (other.grade, other.proposed_grade) == ("minor", "major")
    db.session.flush()
    assert [(one.same, one.lighter) for one in weighing.calibration()] == [(1, 0), (0, 1)]
    assert set(weighing.shown_calibration(weighing.calibration(), 5)[kept.grade_rule].values()) == {"•", "0"}


def test_the_rules_are_the_agencys_and_sound(scene):
    quality = scene.person("quality")
    rule = GradeRule("posting", "people", 1, "observation", "Có người chờ.", "")
    made = set_conduct_rules(by=quality, rules=[rule], ladder={"posting": Step(6, (1, 2, 4))}, fewest=4)
    assert conduct_of(made.agency_id).grade_rules == (rule,)
    assert conduct_of(made.agency_id).step("posting").steps == (1, 2, 4)
    for wrong in (
        {"rules": [rule, rule], "ladder": {}},
        {"rules": [GradeRule("posting", "people", 1, "minor", " ", "")], "ladder": {}},
        {"rules": [GradeRule("posting", "moon", 1, "minor", "x", "")], "ladder": {}},
        {"rules": [], "ladder": {"hours": Step(12, (2, 2, 3))}},
        {"rules": [], "ladder": {}, "fewest": 1},
    ):
        with pytest.raises(Incomplete):
            set_conduct_rules(by=quality, **wrong)
    with pytest.raises(Forbidden):
        set_conduct_rules(by=scene.person("leader"), rules=[], ladder={})


def test_what_comes_back_climbs_the_ladder_once(scene):
    clock, found = clock_of(scene.place.agency_id), []
    for _visit in range(4):
        found.append(concluded(scene, scene.begun(), grade="minor", grade_reason="Lặp lại."))
        db.session.flush()
        recurring.climb(found[-1], clock)
    assert [one.rung for one in found] == [0, 1, 2, 3]
    assert [nonconformity_of(one) is not None for one in found] == [False, False, True, True]
    assert found[3].rule_sentence and found[3].proposed_grade == "minor"
    fourth = scene.noted(found[3].inspection, kind="conduct", grade="ofi", grade_reason="Nhẹ hơn.")
    assert fourth.grade_rule == "conduct:times:1"
    assert found[3].rung_cases == [one.id for one in found[:3]]
    replying.withdraw(found[0], by=scene.person("inspector2"), note="Nhầm")
    db.session.flush()
    again = recurring.standing_of(found[3])
    assert again.times == 2 and not recurring.cases_seen(again, seen_by=scene.person("leader"))
    with pytest.raises(Forbidden):
        recurring.take_note(found[3], by=scene.person("head_centre"))
    recurring.take_note(found[3], by=scene.person("leader"))
    assert found[3].table_seen_at and not db.session.scalars(recurring._to_climb()).all()


def test_the_ladder_does_not_depend_on_who_explains_first(scene):
    clock, made = clock_of(scene.place.agency_id), []
    for days in (0, 7, 14):
        with standing_at(MORNING + timedelta(days=days)):
            made.append(scene.notified(scene.begun(planned_on=now().date()), grade="minor", grade_reason="Lặp lại."))
    first, second, third = made
    with standing_at(MORNING + timedelta(days=15)):
        for one in (third, second, first):
            replying.reply(one, text="Đúng", by=scene.person("head_centre"))
            replying.confirm(one, by=scene.person("inspector2"), note="Giữ")
            db.session.flush()
            recurring.climb(one, clock)
    assert [one.rung for one in made] == [0, 1, 2]
    assert [nonconformity_of(one) is not None for one in made] == [False, False, True]


def test_a_restricted_finding_is_for_the_team_and_the_person(scene):
    finding = concluded(scene, scene.begun())
    person, quality = scene.person("staff"), scene.person("quality")
    with pytest.raises(Forbidden):
        privacy.ask_restriction(finding, by=scene.person("head_centre"), words="Không phải tôi")
    asked = privacy.ask_restriction(finding, by=person, words="Tôi đang khiếu nại.")
    with pytest.raises(WrongState):
        privacy.ask_restriction(finding, by=person, words="Lần nữa")
    with pytest.raises(Forbidden):
        privacy.decide_restriction(asked, by=person, granted=True, reason="Tôi muốn")
    privacy.decide_restriction(asked, by=quality, granted=True, reason="Đang có khiếu nại.")
    db.session.flush()
    reads = {
        name: finding in db.session.scalars(Finding.visible_to(scene.person(name))).unique()
        for name in ("inspector", "staff", "head_centre", "quality", "leader")
    }
    assert reads == {"inspector": True, "staff": True, "head_centre": False, "quality": False, "leader": False}
    held = privacy.held_on(person)
    assert held[0]["restricted"] and held[0]["explanations"][0]["text"] == "Đúng"


@pytest.fixture
def ended(app, place):
    with time_machine.travel(MORNING, tick=False), app.test_request_context(), transaction():
        scene = Scene(place)
        name = scene.person("staff").name
        finding = concluded(scene, scene.begun(), evidence=f"Thấy {name.upper()} ở quầy", place=f"Bàn của {name}")
        replying.correct(
            finding,
            by=scene.person("inspector2"),
            title="Khác",
            evidence=f"{name} ở quầy",
            grade="minor",
            grade_reason="x",
            note="y",
        )
        attach_papers(finding, [FileStorage(io.BytesIO(b"giay"), filename="a.txt")], by=scene.person("inspector2"))
        number, ends_on = finding.id, finding.names_end_on
    with time_machine.travel(MORNING, tick=False), app.app_context(), app.test_request_context(), transaction():
        scene = Scene(place)
        replying.read_by(db.session.get_one(Finding, number), scene.person("head_centre"))
    return number, name, MORNING + timedelta(days=(ends_on - MORNING.date()).days)


def test_a_name_ends_for_good_unless_it_is_held(app, place, ended):
    number, name, day = ended
    with app.app_context(), at(day - timedelta(days=1)):
        assert name_ends.walk() == 0
    with app.app_context(), at(day):
        with app.test_request_context(), transaction():
            scene = Scene(place)
            finding = db.session.get_one(Finding, number)
            with pytest.raises(Forbidden):
                name_ends.hold(finding, by=scene.person("leader"), reason="Khiếu nại")
            name_ends.hold(finding, by=scene.person("quality"), reason="Khiếu nại")
        assert name_ends.walk() == 0
        with app.test_request_context(), transaction():
            scene = Scene(place)
            name_ends.release(db.session.get_one(Finding, number), by=scene.person("quality"), reason="Xong")
        assert (name_ends.walk(), name_ends.walk()) == (1, 0)
        with app.test_request_context(), transaction():
            scene = Scene(place)
            finding = db.session.get_one(Finding, number)
            assert finding.person is None and finding.names_somebody and finding.code in finding.evidence
            words = [finding.title, finding.evidence, finding.place, *(one.text + one.name for one in finding.replies)]
            assert name.lower() not in " ".join(words).lower()
            assert not files_of(finding) and not finding.wordings
            assert not db.session.scalars(select(FindingReading)).all()
            assert not db.session.scalars(select(FindingReply).where(FindingReply.person_id.is_not(None))).all()
            seen = db.session.scalars(Finding.visible_to(scene.person("quality"))).unique().all()
            assert finding not in seen


def test_with_the_name_ends_all_that_told_who_it_was(app, place):
    with at(MORNING), app.test_request_context(), transaction():
        scene = Scene(place)
        lead, staff = scene.person("inspector2"), scene.person("staff")
        inspection = scene.begun()
        check = scene.counted(inspection, staff="late", staff2="present")
        row = next(one for one in attendance.roster_of(check) if one.person == staff)
        found = noting.finding_from_count(check, row, by=lead)
        act = {"agency_id": check.agency_id, "inspection_id": inspection.id, "device": "d", "counter": 1}
        act |= {"person_id": lead.id, "captured_at": now(), "received_at": now()}
        seen = f"seen:{check.unit_id}:{check.day}:{staff.id}"
        db.session.add_all(
            [
                PhoneAct(uuid="1", kind="seen", item=seen, payload={"person": staff.id, "status": "late"}, **act),
                PhoneAct(uuid="2", kind="photo", payload={"caption": f"Bàn của {staff.name}"}, **act),
                PhoneAct(uuid="3", kind="signature", payload={"read_out": {seen: {}, "answer:1:2": {}}}, **act),
                PhoneAct(uuid="4", kind="finding", payload={"person": staff.id}, **act | {"outcome": "refused"}),
            ]
        )
        notifying.notify(found, by=lead)
        replying.reply(found, text="Tôi xin nhận.", by=staff)
        replying.confirm(found, by=lead, note=f"Đã nghe anh {staff.name.split()[-1]}.")
        opened = open_from(found, by=scene.person("head_centre"))
        opened.description = f"Do {staff.name}"
        write(opened, "nonconformity.changed", by=lead, private=True)
        privacy.ask_restriction(found, by=staff, words=f"Tôi, {staff.name}, đề nghị.")
        topics = report_text.topics_in(inspection)
        minutes, number, name = attendance_in(inspection), found.id, staff.name
        who, ends_on = staff.id, found.names_end_on
    with app.app_context(), at(MORNING + timedelta(days=1 + (ends_on - MORNING.date()).days)):
        assert name_ends.walk() == 2 and not name_ends.walk(), "the finding, and what was refused from a phone"
        with app.test_request_context(), transaction():
            scene = Scene(place)
            found = db.session.get_one(Finding, number)
            assert report_text.topics_in(found.inspection) == topics, "it counts nowhere now either"
            assert attendance_in(found.inspection) == minutes and not db.session.scalars(select(Sighting)).all()
            acts = {one.uuid: one.payload for one in db.session.scalars(select(PhoneAct))}
            assert acts.keys() == {"1", "2", "3", "4"} and not acts["1"] and not acts["4"]
            assert acts["3"] == {"read_out": {"answer:1:2": {}}} and name not in acts["2"]["caption"]
            assert name not in nonconformity_of(found).description and found.sighting_id is None
            asked = db.session.scalars(select(privacy.RestrictionRequest)).one()
            assert asked.asked_by_id is None and name not in asked.words
            letters = db.session.scalars(select(Letter)).all()
            assert not [one for one in letters if found.code in one.subject + one.body or one.kind == "finding"]
            told = db.session.scalars(select(JournalEntry).where(JournalEntry.person_id == who)).all()
            assert not told and name.split()[-1] not in found.conclusion


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Chị Lan nghỉ, lan can gãy, hoa lan", "Chị X nghỉ, lan can gãy, hoa lan"),
        ("Thị Lan và thì làn, lanntt@xa", "X và thì làn, X@xa"),
        ("đồng chí Làn", "đồng chí X"),
    ],
)
def test_a_given_name_is_found_where_it_means_the_person(text, said):
    assert name_ends.without_person(text, Person(name="Nguyễn Thị Lan", login="lanntt"), "X") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ông Đỗ Văn Ân đến muộn", "Ông X đến muộn"),
        ("DO  VAN AN, đỗ văn ân", "X, X"),
        ("Đỗ Văn Ânh", "Đỗ Văn Ânh"),
        ("", ""),
    ],
)
def test_a_name_is_found_however_it_is_written(text, said):
    assert name_ends.without(text, ["Đỗ Văn Ân", ""], "X") == said


def test_pictures_of_people_are_off_until_a_leader_turns_them_on(scene):
    finding, by = scene.noted(scene.begun(), kind="conduct"), scene.person("inspector2")

    def picture(name="a.png", head=b"\x89PNG\r\n\x1a\n"):
        return [FileStorage(io.BytesIO(head + b"..."), filename=name)]

    for files in (picture(), picture("a.heic", b"????")):
        with pytest.raises(Incomplete):
            attach_papers(finding, files, by=by)
    assert attach_papers(finding, picture(), by=by, nobody_on_them=True)
    for who, reason in (("quality", "Cần"), ("leader", " ")):
        with pytest.raises((Forbidden, Incomplete)):
            switch_photos(True, by=scene.person(who), reason=reason)
    switch_photos(True, by=scene.person("leader"), reason="Theo quy chế, điều 5")
    assert photos_of_people_allowed(finding.agency_id) and attach_papers(finding, picture(), by=by)
