"""What citizens say is sorted with a hard stop, read by few where it tells of a person, answered, counted once."""

from contextlib import contextmanager
from datetime import date
from io import BytesIO

import docx
import pytest
import time_machine
from sqlalchemy import select, text

from iso_qms.citizens import operations
from iso_qms.citizens.models import USUAL
from iso_qms.citizens.public_tries import MOST
from iso_qms.citizens.voice import answering
from iso_qms.citizens.voice.box_openings import BoxOpening, confirm_opening, note_opening
from iso_qms.citizens.voice.feedback import Feedback
from iso_qms.citizens.voice.feedback_jobs import feedback_round
from iso_qms.db import Base, db, transaction
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.register import complained_at_units
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.operations import set_day
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.documents.conftest import words_of

SECRET, PHONE = "Zyxquark", "0987000111"
DAY = "2026-09-07T09:00+07:00"


@pytest.fixture
def voices(app, place):
    with time_machine.travel(DAY, tick=False):
        yield Voices(app, place)


class Voices:
    def __init__(self, app, place):
        self.app, self.place = app, place

    @contextmanager
    def acting(self):
        with self.app.test_request_context(), transaction():
            choose(db.session.get(Agency, self.place.agency_id))
            yield

    def walk(self):
        with self.app.app_context():
            return feedback_round()

    def person(self, login):
        return db.session.get_one(Person, self.place.people[login])

    def unit(self, name):
        return db.session.get_one(Unit, self.place.units[name])

    def heard(self, by="staff", **more):
        said = {"channel": "hotline", "received_on": date(2026, 9, 4), "text": f"Chờ lâu. {SECRET}"}
        return answering.take_in(by=self.person(by), **(said | more))

    def assigned(self, unit="centre", **more):
        conduct = {"is_conduct": more.pop("is_conduct", False)}
        one = self.heard(**more)
        answering.assign(one, by=self.person("quality"), unit=self.unit(unit), **conduct)
        return one

    def answered(self, **more):
        one = self.assigned(**more)
        answering.answer(one, by=self.person("head_centre"), text="Đã xin lỗi.")
        return one


def test_of_a_denunciation_nothing_stays_but_that_it_was_passed_on(voices):
    with voices.acting():
        one = voices.heard(
            contact=PHONE, dossier_code=SECRET, unit=voices.unit("centre"), is_conduct=True, channel="letter"
        )
        assert one.sort_by == date(2026, 9, 11), "five working days from the day it came in"
        for login in ("head_centre", "leader", "staff"):
            with pytest.raises(Forbidden):
                answering.pass_on(one, by=voices.person(login), leaving="denunciation", to="Thanh tra tỉnh")
        with pytest.raises(Incomplete):
            answering.pass_on(one, by=voices.person("quality"), leaving="denunciation", to=" ")
        answering.pass_on(one, by=voices.person("quality"), leaving="denunciation", to="Thanh tra tỉnh")
        assert (one.state, one.leaving, one.ended_on) == ("passed_on", "denunciation", date(2026, 9, 7))
        assert one.about_unit_id is None and one.unit_id is None
    with voices.acting(), across():
        for table in Base.metadata.sorted_tables:
            kept = [row for row in db.session.execute(select(table)) if SECRET in str(row) or PHONE in str(row)]
            assert not kept, table.name


def test_what_tells_of_a_person_is_read_by_the_quality_team_and_the_head_only(voices):
    with voices.acting():
        one = voices.answered(is_conduct=True)
        url, code = f"/an-khe/feedback/{one.id}", str(one)
        plain = str(voices.assigned(text="Thiếu ghế."))
        answering.close(one, by=voices.person("quality"), is_founded=True, title=f"Viên chức {SECRET}")
        opened = one.nonconformity
        assert opened.restricted and SECRET not in f"{opened.title}{opened.description}"
        rows = db.session.execute(text("SELECT * FROM journal_entry")).all()
        letters = [letter.body for letter in letters_of(voices.person("head_centre"))]
        assert letters and not [row for row in [*rows, *letters] if SECRET in str(row)]
    for login, sees in {"quality": True, "head_centre": True, "leader": False, "head_economy": False,
                        "admin": False, "staff": False}.items():  # fmt: skip
        visitor = voices.app.test_client()
        visitor.sign_in(login)
        page = visitor.get(url)
        assert (page.status_code == 200 and SECRET in page.text) is sees, login
        lists = [visitor.get(f"/an-khe/{path}").text for path in ("feedback/?view=all", "journal", "search?q=Zyx")]
        assert sees or not [said for said in lists if code in said or SECRET in said], login
    visitor.sign_in("leader")
    assert plain in visitor.get("/an-khe/feedback/?view=all").text, "a leader reads the rest"


def test_two_who_tell_of_the_same_are_one_nonconformity_and_whoever_answers_does_not_close(voices):
    with voices.acting():
        first, second = voices.answered(), voices.answered()
        quality, head = voices.person("quality"), voices.person("head_centre")
        assert [letter.subject for letter in letters_of(head)], "the head was told"
        with pytest.raises(Incomplete):
            answering.close(first, by=quality, is_founded=None)
        first.answered_by = quality
        with pytest.raises(Forbidden):
            answering.close(first, by=quality, is_founded=True)
        first.answered_by = head
        answering.close(first, by=quality, is_founded=True, title="Ghế chờ không đủ")
        opened = first.nonconformity
        assert (opened.source_kind, opened.source_id, opened.unit_id) == (
            "complaint",
            first.id,
            voices.unit("centre").id,
        )
        answering.send_back(second, by=quality, note="Chưa nêu việc đã làm")
        answering.answer(second, by=head, text="Đã thêm ghế.")
        answering.close(second, by=quality, is_founded=True, existing=opened)
        assert len(db.session.scalars(select(Nonconformity)).unique().all()) == 1
        assert db.session.execute(complained_at_units()).all() == [(opened.unit_id, first.received_on)], "counted once"
        with pytest.raises(WrongState):
            answering.answer(second, by=head, text="Nữa")


@pytest.mark.one_database
def test_a_citizen_tells_and_reads_what_became_of_it(voices, client):
    url = "/an-khe/public/feedback"
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"  # Not the proxy of this machine, through which many come.
    nothing = client.get(url)
    assert nothing.status_code == 404, "no agency takes it before it says so"
    assert "/an-khe/public/" in nothing.text and "/sign-in" not in nothing.text, "and no citizen is sent to the door"
    assert "/an-khe/public/feedback/sent?lang=en" in client.get("/an-khe/public/no/such/page?lang=en").text
    with voices.acting():
        operations.set_rules(by=voices.person("quality"), parts=USUAL, where_to_file="", takes_feedback=True)
    assert "/public/feedback" in client.get("/an-khe/public/").text
    typed = {"text": f"Ghế gãy {SECRET}", "unit": str(voices.place.units["centre"]), "contact": PHONE}
    assert client.post_form(url, text=" ", unit="0").status_code == 422
    robot = client.post_form(url, website="http://x", **typed)
    assert robot.request.path == "/an-khe/public/"
    sent = client.post_form(url, **typed)
    ticket = sent.request.path
    assert ticket.startswith(url + "/") and sent.headers["Cache-Control"] == "no-store"
    assert SECRET not in words_of(sent) and "PA-2026-001" in words_of(sent)
    code = ticket.rpartition("/")[2]
    for spelling in (code, f" {code[:7].upper()}-{code[7:]} ", f"https://x.vn{ticket}?lang=vi"):
        assert client.get(f"{url}/sent", query_string={"code": spelling}).headers["Location"] == ticket
    assert "Không có phản ánh nào" in words_of(client.get(f"{url}/sent?code={code[1:]}"))
    assert client.get(url + "/zzzz").status_code == 404
    with voices.acting():
        (one,) = db.session.scalars(select(Feedback))
        assert one.channel == "form" and one.contact == PHONE
        number = one.id
        answering.assign(one, by=voices.person("quality"), unit=voices.unit("centre"))
        answering.answer(one, by=voices.person("head_centre"), text="Đã thay ghế.")
    waits = words_of(client.get(ticket))
    assert "Ở Trung tâm" in waits and "Đã thay ghế" not in waits, "not before it is closed"
    with voices.acting():
        answering.close(db.session.get_one(Feedback, number), by=voices.person("quality"), is_founded=False)
    assert "Đã thay ghế" in words_of(client.get(ticket))
    many = [client.post_form(url, **typed).status_code for _time in range(MOST)]
    assert many[-1] == 422 and many.count(200) == MOST - 2, "a robot is counted too"


@pytest.mark.one_database
def test_the_same_said_twice_on_one_sheet_is_one_feedback_and_no_cookie_is_needed(voices):
    with voices.acting():
        operations.set_rules(by=voices.person("quality"), parts=USUAL, where_to_file="", takes_feedback=True)
    citizen = voices.app.test_client(use_cookies=False)
    typed = {"text": "Ghế gãy", "unit": "0", "once": "sheet"}
    first, again, other, plain = (
        citizen.post("/an-khe/public/feedback", data=typed | more).headers["Location"]
        for more in ({}, {}, {"text": "Ghế gãy hai chân"}, {"once": ""})
    )
    assert first == again and len({first, other, plain}) == 3
    with voices.acting():
        heard = [voices.heard(once=sheet).id for sheet in ("sheet", "sheet", "", "")]
        assert heard[0] == heard[1], "nor of what staff wrote down"
        assert len(db.session.scalars(select(Feedback)).all()) == 3 + 3


def test_an_agency_sets_how_long_it_keeps_and_keeps_what_it_promised(voices):
    with voices.acting():
        quality = voices.person("quality")
        before, rules = voices.answered(contact=PHONE), {"by": quality, "parts": USUAL, "where_to_file": ""}
        with pytest.raises(Incomplete):
            operations.set_rules(contact_days=0, **rules)
        operations.set_rules(contact_days=90, conduct_months=12, **rules)
        after = voices.answered(contact=PHONE)
        for one in (before, after):
            answering.close(one, by=quality, is_founded=False)
        assert (before.contact_ends_on, after.contact_ends_on) == (date(2026, 10, 7), date(2026, 12, 6))
        assert before.words_end_on == date(2027, 9, 7)
        operations.set_rules(contact_days=5, **rules)
        assert after.contact_ends_on == date(2026, 12, 6), "what has ended keeps its day"
        shorter = voices.answered(contact=PHONE)
        answering.pass_on(shorter, by=quality, leaving="other_body", to="Sở Xây dựng")
        assert shorter.contact_ends_on == date(2026, 9, 12)


def test_a_change_of_the_calendar_moves_open_days_once(voices):
    with voices.acting():
        waits, assigned, done = voices.heard(), voices.assigned(), voices.answered()
        assert (waits.sort_by, assigned.answer_by) == (date(2026, 9, 11), date(2026, 9, 14))
        days_off = {"kind": "comp_off", "name_vi": "Nghỉ bù", "by": voices.person("admin")}
        for day in (10, 14):
            set_day(date(2026, 9, day), **days_off)
        assert (waits.sort_by, assigned.answer_by) == (date(2026, 9, 15), date(2026, 9, 15))
        assert done.answer_by == date(2026, 9, 14), "what is answered stays"
        told = [letter.body for letter in letters_of(voices.person("head_centre"))]
        assert any("15/09/2026" in body and str(assigned) in body for body in told)


def test_time_reminds_once_and_forgets_what_is_needed_no_longer(voices):
    with voices.acting():
        one, conduct = voices.assigned(contact=PHONE), voices.answered(is_conduct=True)
        answering.close(conduct, by=voices.person("quality"), is_founded=False)
        number, told = conduct.id, one.id
    assert voices.walk() == 0
    for day, done in (("2026-09-11", 1), ("2026-09-15", 1)):
        with time_machine.travel(f"{day}T08:00+07:00", tick=False):
            assert (voices.walk(), voices.walk()) == (done, 0), day
    with time_machine.travel("2026-09-15T09:00+07:00", tick=False), voices.acting():
        quality = [letter.subject for letter in letters_of(voices.person("quality"))]
        assert any("Quá hạn" in subject for subject in quality)
        late = db.session.get_one(Feedback, told)
        answering.answer(late, by=voices.person("head_centre"), text="Xong.")
        answering.close(late, by=voices.person("quality"), is_founded=False)
    with time_machine.travel("2026-10-15T08:00+07:00", tick=False):
        assert voices.walk() == 1
    with time_machine.travel("2028-09-11T08:00+07:00", tick=False):
        voices.walk()
    with voices.acting():
        assert db.session.get_one(Feedback, told).contact == ""
        assert db.session.get_one(Feedback, told).text
        assert not db.session.get_one(Feedback, number).text


@pytest.mark.one_database
def test_a_box_is_opened_by_two_and_its_letters_are_taken_in(voices, client):
    with voices.acting():
        staff, other = voices.person("staff"), voices.person("staff2")
        opened = {"opened_on": date(2026, 9, 7), "place": "Sảnh", "letters": 2}
        with pytest.raises(Incomplete):
            note_opening(by=staff, witness=staff, **opened)
        one = note_opening(by=staff, witness=other, **opened)
        with pytest.raises(Forbidden):
            confirm_opening(one, by=staff)
        number = one.id
    client.sign_in("staff2")
    assert "Xác nhận lần mở hòm thư góp ý" in client.get("/an-khe/").text
    client.post_form("/an-khe/feedback/boxes", f"boxes/{number}/confirm")
    client.post_form(
        "/an-khe/feedback/take-in", channel="box", received_on="2026-09-07", text="Cảm ơn", opening=str(number)
    )
    assert "đã ghi nhận 1" in words_of(client.get("/an-khe/feedback/boxes"))
    paper = docx.Document(BytesIO(client.get(f"/an-khe/feedback/boxes/{number}/minutes.docx").data))
    said = "\n".join(line.text for line in paper.paragraphs)
    assert "BIÊN BẢN" in said and "Sảnh" in said and "Cao Thị Nhận" in said and "Cảm ơn" not in said
    assert client.get("/an-khe/feedback/").status_code == 403, "whoever takes it in does not read the others'"
    with voices.acting():
        assert db.session.get_one(BoxOpening, number).confirmed_at
