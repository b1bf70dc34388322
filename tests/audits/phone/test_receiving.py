"""What phones send is taken in once, accepted by the room's own verbs or kept with the reason."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from iso_qms.audits import operations
from iso_qms.audits.checklist import checklists
from iso_qms.audits.checklist.checklists import answers_of, checklists_of
from iso_qms.audits.conduct.conduct_rules import switch_photos
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.audits.visit import count_ends, minutes
from iso_qms.audits.visit.headcounts import Sighting
from iso_qms.blobs import Attachment, files_of
from iso_qms.db import db, transaction
from tests.audits.phones import Phone
from tests.audits.scenes import MORNING, Scene

PICTURE = b"\xff\xd8\xff" + b"a picture" * 40


@pytest.fixture
def visit(app, place):
    """A visit under way, the phones of its two inspectors, and the first questions of its checklist."""
    with time_machine.travel(MORNING, tick=False):
        yield Visit(app, place)


class Visit:
    def __init__(self, app, place):
        self.app, self.place, self.centre = app, place, place.units["centre"]
        with app.test_request_context(), transaction():
            inspection = Scene(place).begun()
            self.inspection = inspection.id
            self.questions = [one.id for asked in checklists_of(inspection) for one in asked.questions]
        self.lead, self.second = self.phone("inspector2"), self.phone("inspector")

    def phone(self, name):
        visitor = self.app.test_client()
        visitor.sign_in(name)
        phone = Phone(visitor, self.inspection, self.place.people[name])
        phone.pocket()
        return phone

    def answered(self, phone, n=0, said="conform", bases=(), **more):
        payload = {"unit": self.centre, "question": self.questions[n], "answer": said, "note": ""}
        return phone.act("answer", payload | more, bases)

    def seen(self, phone, who, status, at="07:44"):
        payload = {"unit": self.centre, "day": "2026-11-23", "person": self.place.people[who]}
        return phone.act("seen", payload | {"status": status, "at": at})

    def asks(self, question):
        with self.app.test_request_context():
            return question(Scene(self.place), db.session.get_one(Inspection, self.inspection))

    def does(self, verb):
        with self.app.test_request_context(), transaction():
            verb(Scene(self.place), db.session.get_one(Inspection, self.inspection))

    def answers(self):
        return self.asks(lambda _scene, one: {row.question_id: row.answer for row in answers_of(one)})


INK = b"\x89PNG\r\n\x1a\n" + b"ink" * 30


def outcomes(answers):
    return [one["outcome"] for one in answers]


def test_to_know_the_hash_of_a_file_is_not_to_have_it(visit):
    digest, _stored = visit.lead.upload(PICTURE)
    act = visit.second.act("photo", {"sha256": digest, "size": 9, "about": "", "caption": "Không phải của tôi"})
    assert outcomes(visit.second.send(act)) == ["wanting"]
    assert visit.second.visitor.get(f"{visit.second.path}/parts?sha={digest}").json["missing"] == [digest]
    visit.second.upload(PICTURE)
    assert outcomes(visit.second.send(act)) == ["accepted"]


def test_what_is_sent_twice_is_taken_in_once(visit):
    phone = visit.lead
    digest, stored = phone.upload(PICTURE)
    assert stored.status_code == 200
    missing = phone.visitor.get(f"{phone.path}/parts?sha={digest}&sha={'0' * 64}").json["missing"]
    assert missing == ["0" * 64], "an upload that broke off goes on where it stopped"
    finding = phone.act(
        "finding",
        {"unit": visit.centre, "kind": "reception", "title": "Quầy 2 trống", "evidence": "Lúc 07:42", "grade": "ofi"}
        | {"clause": "8.2.1"},
    )
    acts = [
        visit.answered(phone),
        visit.answered(phone, 1, "not", note="Bảng cũ"),
        visit.seen(phone, "staff", "late"),
        visit.seen(phone, "staff2", "present"),
        phone.act("counted", {"unit": visit.centre, "day": "2026-11-23"}),
        finding,
        phone.act("photo", {"sha256": digest, "size": 9, "about": finding["uuid"], "caption": "Quầy"}),
        phone.act("photo", {"sha256": digest, "size": 9, "about": "", "caption": "../Quầy"}),
    ]
    assert outcomes(phone.send(*acts[:5])) == ["accepted"] * 5
    assert outcomes(phone.send(*reversed(acts))) == ["accepted"] * 8
    assert outcomes(phone.send(*acts)) == ["accepted"] * 8
    assert visit.answers() == {visit.questions[0]: "conform", visit.questions[1]: "not"}

    def there(_scene, inspection):
        count = db.session.query
        assert count(Finding).count() == 1
        assert count(Sighting).count() == 2
        assert count(Attachment).count() == 2
        assert count(PhoneAct).count() == 8
        assert [one.mimetype for one in files_of(inspection)] == ["image/jpeg"]
        row = count(PhoneAct).filter_by(kind="finding").one()
        assert row.payload == {"finding": "PH-2026-001"}, "its words stand in the finding alone"

    visit.asks(there)


def test_a_voice_note_of_the_visit_is_heard_by_the_team_alone_and_ends_like_a_name(visit):
    digest, _answer = visit.lead.upload(b"OggS" + b"what was said aloud" * 9)
    note = visit.lead.act("voice", {"about": "", "sha256": digest, "ends": "ogg"})
    assert visit.lead.send(note)[0]["outcome"] == "accepted"
    page = visit.second.visitor.get(f"{visit.second.path}/unsettled").text
    path = re.search(r"/an-khe/files/\d+", page)[0]
    assert visit.second.visitor.get(path).status_code == 200
    for name in ("head_centre", "staff", "leader", "quality"):
        other = visit.app.test_client()
        other.sign_in(name)
        assert path not in other.get(visit.lead.path).text
        assert other.get(path).status_code == 404, name
    with time_machine.travel(MORNING + timedelta(days=740), tick=False):
        with visit.app.test_request_context():
            count_ends.walk()
        assert not visit.asks(lambda _scene, _inspection: files_of(db.session.query(PhoneAct).one()))


def test_a_photo_may_be_evidence_for_an_answer_that_comes_later_and_for_no_other_question(visit):
    phone, question = visit.lead, visit.questions[1]
    digest, _stored = phone.upload(PICTURE)
    item = f"answer:{visit.centre}:{question}"
    photo = {"sha256": digest, "size": 9, "about": "", "caption": "Sổ trực", "item": item}
    wrong = [photo | {"item": item} for item in (f"answer:{visit.centre}:99999", "seen:1:2", "answer:0:1")]
    acts = [phone.act("photo", one) for one in (photo, *wrong)]
    assert outcomes(phone.send(*acts)) == ["accepted", "refused", "refused", "refused"]
    assert phone.pocket().json["files"] == {item: 1}
    assert outcomes(phone.send(visit.answered(phone, 1))) == ["accepted"]
    told = phone.visitor.get(phone.path).text
    assert "Sổ trực" in told and "Bằng chứng cho: " in told
    assert "Sổ trực" in phone.visitor.get(f"{phone.path}/units/{visit.centre}/checklist").text


def test_two_inspectors_on_one_checklist_are_shown_side_by_side_until_somebody_chooses(visit):
    first, other = visit.answered(visit.lead), visit.answered(visit.second, 0, "not", note="Chưa niêm yết")
    same = visit.answered(visit.second, 1), visit.answered(visit.lead, 1)
    other["captured_at"] = (MORNING + timedelta(minutes=-1)).isoformat()
    first["captured_at"] = (MORNING + timedelta(minutes=-2)).isoformat()
    assert outcomes(visit.second.send(other, same[0])) == ["accepted"] * 2
    assert outcomes(visit.lead.send(first, same[1])) == ["accepted"] * 2
    assert visit.answers()[visit.questions[0]] == "conform", "whoever captured it first stands, whoever sent it first"
    item = visit.lead.pocket().json["items"][f"answer:{visit.centre}:{visit.questions[0]}"]
    assert item["disputed"]

    visitor = visit.second.visitor
    page = visitor.get(f"{visit.lead.path}/unsettled").text
    assert "Chưa niêm yết" in page
    assert "Hồ Thị Tra" in page and "Phan Văn Soát" in page
    assert "Chưa niêm yết" in visitor.get(f"{visit.lead.path}/unsettled.json").text
    assert "Chưa niêm yết" not in visitor.get("/an-khe/audits/findings").text
    item = f"answer:{visit.centre}:{visit.questions[0]}"
    chosen = {"item": item, "side": other["uuid"]}
    visitor.post_form(f"{visit.lead.path}/unsettled", "/disputes", **chosen)
    assert visit.answers()[visit.questions[0]] == "not"
    assert not visit.lead.pocket().json["items"][item]["disputed"]
    late = visitor.post(f"{visit.lead.path}/disputes", data=chosen | {"csrf_token": visit.second.token})
    assert late.status_code == 409, "nothing is disputed any more"
    assert outcomes(visit.lead.send(first)) == ["accepted"], "an old act sent again changes nothing"
    assert visit.answers()[visit.questions[0]] == "not"


def test_what_was_typed_on_a_page_meanwhile_is_a_side_too(visit):
    def on_the_page(scene, inspection):
        question = db.session.get_one(checklists.ChecklistQuestion, visit.questions[0])
        checklists.answer(inspection, [(question, "not", "")], unit=inspection.units[0], by=scene.person("inspector"))

    visit.does(on_the_page)
    blind = visit.answered(visit.lead)
    visit.lead.send(blind)
    blind_item = f"answer:{visit.centre}:{visit.questions[0]}"
    assert visit.lead.pocket().json["items"][blind_item]["disputed"]
    assert "trên trang" in visit.lead.visitor.get(f"{visit.lead.path}/unsettled").text
    side = re.search(r'value="(page:answer:[^"]+)"', visit.lead.visitor.get(f"{visit.lead.path}/unsettled").text)
    chosen = {"item": blind_item, "side": side.group(1)}
    visit.second.visitor.post_form(f"{visit.lead.path}/unsettled", "/disputes", **chosen)
    assert visit.answers()[visit.questions[0]] == "not", "what stood on the page was not lost, and stands again"


def test_a_visit_that_ended_meanwhile_takes_nothing_and_loses_nothing(visit):
    phone = visit.second
    digest, _stored = phone.upload(PICTURE)
    acts = [visit.answered(phone), phone.act("photo", {"sha256": digest, "size": 9, "about": ""})]

    def end(scene, inspection):
        lead = scene.person("inspector2")
        minutes.sign(inspection, by=lead)
        minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])
        operations.agree_minutes(inspection, by=lead)

    visit.does(end)
    told = phone.send(*acts)
    assert outcomes(told) == ["refused"] * 2
    assert "KT-2026-01" in told[0]["reason"]
    assert outcomes(phone.send(*acts)) == ["refused"] * 2
    assert not visit.answers()
    page = phone.visitor.get(f"{phone.path}/unsettled").text
    assert page.count('class="tone-late"') == 2
    kept = visit.asks(lambda _scene, _one: db.session.query(Attachment).filter_by(kind="phone_act").one())
    assert phone.visitor.get(f"/an-khe/files/{kept.id}").data == PICTURE
    stranger = visit.app.test_client()
    stranger.sign_in("head_centre")
    assert stranger.get(f"/an-khe/files/{kept.id}").status_code == 404
    settled = phone.visitor.post_form(f"{phone.path}/unsettled", "/settle", note="Chụp lại ở cuộc sau")
    assert settled.text.count('class="tone-late"') == 1


def test_acts_are_taken_only_from_their_author_of_the_team_and_only_whole(visit):
    phone = visit.lead
    foreign = visit.answered(phone) | {"author": visit.second.person_id}
    wrong_question = visit.answered(phone) | {
        "payload": {"unit": visit.centre, "question": 999_999, "answer": "conform"}
    }
    no_verdict = visit.answered(phone) | {
        "payload": {"unit": visit.centre, "question": visit.questions[0], "answer": "", "note": "", "value": "3"}
    }
    no_uuid = visit.answered(phone) | {"uuid": "1"}
    people = phone.act("photo", {"sha256": phone.upload(PICTURE)[0], "size": 1, "about": "", "shows_people": True})
    absent = phone.act("photo", {"sha256": "a" * 64, "size": 1, "about": ""})
    stranger_seen = visit.seen(phone, "clerk", "present")
    good = visit.answered(phone, 1)
    told = phone.send(foreign, wrong_question, no_verdict, no_uuid, people, absent, stranger_seen, good)
    assert outcomes(told[:4]) == ["not_yours", "refused", "refused", "unreadable"]
    assert outcomes(told[4:]) == ["refused", "wanting", "refused", "accepted"]
    assert phone.pocket().json["people_in_photos"] is False
    visit.does(lambda scene, _inspection: switch_photos(True, by=scene.person("leader"), reason="Quy chế, điều 5"))
    allowed = phone.act("photo", people["payload"] | {"sha256": phone.upload(PICTURE)[0]})
    assert outcomes(phone.send(allowed)) == ["accepted"] and phone.pocket().json["people_in_photos"]
    assert visit.answers() == {visit.questions[1]: "conform"}
    assert phone.upload(PICTURE, "b" * 64)[1].status_code == 422, "damaged on its way"
    outsider = visit.app.test_client()
    outsider.sign_in("quality")
    assert outsider.get(f"{phone.path}/pocket.json").status_code == 404
    without = visit.lead.visitor.post(f"{phone.path}/acts", json={"acts": []})
    assert without.status_code == 400, "no token, no acts"


def test_a_signature_on_glass_stands_only_by_what_was_read_out(visit):
    phone = visit.lead
    digest, _stored = phone.upload(INK)
    answer = visit.answered(phone, 0, "not", note="Bảng cũ")
    item = f"answer:{visit.centre}:{visit.questions[0]}"
    read_out = {item: {"answer": "not", "note": "Bảng cũ"}}
    signs = {"unit": visit.centre, "name": "Bùi Văn Giám", "post": "Giám đốc", "how": "on_glass", "sha256": digest}
    signs |= {"remark": "Đã thay bảng lúc 08:00", "read_out": read_out, "findings": []}
    visit.second.send(visit.answered(visit.second, 1, "not", note="Thiếu phí"))
    told = phone.send(answer, phone.act("signature", signs))
    assert outcomes(told) == ["accepted", "refused"], "the other inspector's answer was not read out"
    other = {f"answer:{visit.centre}:{visit.questions[1]}": {"answer": "not", "note": "Thiếu phí"}}
    whole = signs | {"read_out": read_out | other}
    refusing = whole | {"how": "refused", "sha256": "", "name": "Bùi Văn Giám", "witness": ""}
    assert outcomes(phone.send(phone.act("signature", refusing))) == ["refused"], "a refusal has a witness"
    team = whole | {"unit": 0, "name": "Hồ Thị Tra", "post": "", "remark": ""}
    visit.second.upload(INK)
    assert outcomes(visit.second.send(visit.second.act("signature", team))) == ["refused"], "only the lead signs for it"
    assert outcomes(phone.send(phone.act("signature", whole), phone.act("signature", team))) == ["accepted"] * 2
    head = visit.app.test_client()
    head.sign_in("head_centre")
    page = head.get(f"{phone.path}/minutes").text
    assert "Đã thay bảng lúc 08:00" in page and "Ký trên màn hình điện thoại" in page
    assert "Biên bản KT-2026-01 đã được ký" in head.get("/an-khe/letters").text, "a copy goes to both at once"
    visit.does(lambda scene, one: operations.agree_minutes(one, by=scene.person("inspector2")))


def test_a_head_count_of_yesterday_keeps_its_day_and_its_minutes(visit):
    acts = [visit.seen(visit.lead, "staff", "late"), visit.seen(visit.lead, "staff2", "present")]
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        visit.lead.visitor.sign_in("inspector2")
        visit.lead.pocket()
        assert outcomes(visit.lead.send(*acts)) == ["accepted"] * 2
    rows = visit.asks(lambda _scene, _one: [(row.status, row.at, row.check.day) for row in db.session.query(Sighting)])
    assert {at for _status, at, _day in rows} == {MORNING}
    assert {day for _status, _at, day in rows} == {MORNING.date()}


def test_a_visit_that_has_not_begun_lets_the_phone_wait_and_begins_from_it(app, place):
    with time_machine.travel(MORNING, tick=False):
        with app.test_request_context(), transaction():
            number = Scene(place).planned().id
        visitor = app.test_client()
        visitor.sign_in("inspector2")
        phone = Phone(visitor, number, place.people["inspector2"])
        assert phone.pocket().json["inspection"]["state"] == "planned"
        seen = {"unit": place.units["centre"], "day": "2026-11-23", "person": place.people["staff"], "status": "absent"}
        act = phone.act("seen", seen | {"at": "07:44"})
        assert outcomes(phone.send(act)) == ["wait"]
        assert outcomes(phone.send(phone.act("start", {}))) == ["accepted"]
        assert outcomes(phone.send(act)) == ["accepted"]


def test_a_value_that_does_not_fit_its_question_is_kept_and_not_taken_in(visit):
    """A phone of another release, or one whose list has changed, may send such a thing."""
    phone = visit.lead

    def figures(_scene, inspection):
        asked = [one for each in checklists_of(inspection) for one in each.questions]
        return [next(one.id for one in asked if one.answer_kind == kind) for kind in ("number", "time")]

    number, time = visit.asks(figures)
    at = visit.questions.index(number), visit.questions.index(time)
    wrong = [
        visit.answered(phone, at[0], "", value="1.000"),
        visit.answered(phone, at[0], "not_seen", value="3"),
        visit.answered(phone, at[0], ""),
        visit.answered(phone, 0, "conform", value="3"),
        visit.answered(phone, at[1], "", value="08:00"),
    ]
    assert outcomes(phone.send(*wrong)) == ["refused"] * 5
    assert "1.000" in phone.visitor.get(f"{phone.path}/unsettled").text
    right = [visit.answered(phone, at[0], "", value="3,0"), visit.answered(phone, at[1], "conform", value="7h45")]
    assert outcomes(phone.send(*right)) == ["accepted"] * 2
    assert visit.answers() == {number: "not", time: "conform"}
    items = phone.pocket().json["items"]
    kept = items[f"answer:{visit.centre}:{number}"]
    assert kept["value"] == {"answer": "not", "note": "", "value": "3"}
    assert not kept["disputed"], "what the phone sent is what the page shows"

    signs = {"unit": visit.centre, "name": "Bùi Văn Giám", "post": "Giám đốc", "how": "on_paper", "findings": []}
    read_out = {item: one["value"] for item, one in items.items()}
    read_out[f"answer:{visit.centre}:{number}"] |= {"answer": "", "value": "3,0"}
    assert outcomes(phone.send(phone.act("signature", signs | {"read_out": read_out}))) == ["accepted"]
