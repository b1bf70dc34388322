"""A late dossier gets one apology: drafted, signed by the head, given; its day is moved at most once."""

import io
from contextlib import contextmanager
from datetime import date

import docx
import pytest
import time_machine

from iso_qms.db import db, transaction
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise import apologising
from iso_qms.dossiers.promise.apologies import Apology
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in

WHY = {"reason_kind": "others", "reason": "Chưa có kết quả xác minh."}


@pytest.fixture
def desk(app, place, procedure, september, tmp_path):
    """LATE is open past 20/08, SOON is due tomorrow, the others give nothing to apologise for."""
    waits = {"paused_from": "18/08/2026 09:00", "pause_document": "12/PYC"}
    rows = [
        row("LATE", "17/08/2026 08:00"),
        row("SOON", "04/09/2026 08:00"),
        row("ANSWERED", "17/08/2026 08:00", "25/08/2026"),
        row("WAITS", "17/08/2026 08:00", **waits),
        row("DAYLESS", "17/08/2026 08:00", procedure="QT-99"),
        row("NOBODYS", "17/08/2026 08:00", receiving_unit="", deciding_unit=""),
    ]
    bring_in(app, place, write_file(tmp_path / "a.csv", *rows))
    return Desk(app, place)


class Desk:
    def __init__(self, app, place):
        self.app, self.place = app, place

    @contextmanager
    def acting(self):
        with self.app.app_context(), transaction():
            choose(db.session.get(Agency, self.place.agency_id))
            yield

    def person(self, login):
        return db.session.get_one(Person, self.place.people[login])

    def dossier(self, code):
        return db.session.query(Dossier).filter_by(code=code).one()

    def draft(self, code, by="head_economy", day=date(2026, 9, 11), **more):
        return apologising.draft(self.dossier(code), by=self.person(by), new_due_on=day, **(WHY | more))


def test_what_gives_nothing_to_apologise_for_is_refused_in_one_sentence(desk):
    with desk.acting():
        head = desk.person("head_economy")
        for code, words in {
            "ANSWERED": "không còn ngày nào", "WAITS": "Đồng hồ tạm dừng", "DAYLESS": "không có ngày hẹn trả",
            "NOBODYS": "Không rõ đơn vị",
        }.items():  # fmt: skip
            with pytest.raises(WrongState, match=words):
                apologising.demand_apology(desk.dossier(code), by=head)
        for login in ("staff", "head_culture", "inspector2"):
            with pytest.raises(Forbidden):
                desk.draft("LATE", by=login)
        for day, words in {
            date(2026, 9, 7): "đã qua", date(2026, 9, 12): "ngày nghỉ", None: "Chọn hạn mới",
        }.items():  # fmt: skip
            with pytest.raises(Incomplete, match=words):
                desk.draft("LATE", day=day)
        with pytest.raises(Incomplete, match="phải sau ngày hẹn"):
            desk.draft("SOON", day=date(2026, 9, 9))
        for more in ({"reason": " "}, {"reason_kind": "weather"}):
            with pytest.raises(Incomplete):
                desk.draft("LATE", **more)


def test_an_apology_is_drafted_signed_and_given_and_the_day_moves_once(app, place, desk, client, tmp_path):
    client.sign_in("head_economy")
    with desk.acting():
        late_url = f"/an-khe/dossiers/{desk.dossier('LATE').id}"  # PostgreSQL goes on counting from test to test.
    page = client.get(late_url)
    assert "Soạn phiếu xin lỗi" in page.text
    answer = client.post_form(f"{late_url}/apology", **WHY, new_due_on="2026-09-11")
    assert answer.status_code == 200 and answer.request.path.endswith("/dossiers/apologies/1")
    assert "Ký phiếu xin lỗi về hồ sơ LATE" in client.get("/an-khe/").text
    again = client.get(f"{late_url}/apology")
    assert again.status_code == 409 and "đang có phiếu xin lỗi số 01/2026" in again.text
    paper = docx.Document(io.BytesIO(client.get("/an-khe/dossiers/apologies/1/slip.docx").data))
    said = "\n".join(one.text for one in paper.paragraphs)
    assert "PHIẾU XIN LỖI" in said and "LATE" in said and "20/08/2026" in said and "11/09/2026" in said
    assert "Chưa có kết quả xác minh." in said
    changed = client.post_form("/an-khe/dossiers/apologies/1/edit", **WHY, new_due_on="2026-09-10")
    assert changed.status_code == 200 and "10/09/2026" in changed.text
    signed = client.post_form("/an-khe/dossiers/apologies/1/moves/sign", own_password="sai")
    assert signed.status_code == 422
    with desk.acting():
        apologising.sign(db.session.get(Apology, 1), by=desk.person("leader"))
        with pytest.raises(WrongState):
            apologising.change(db.session.get(Apology, 1), by=desk.person("head_economy"), new_due_on=None, **WHY)
        for day in (date(2026, 9, 7), date(2026, 9, 9)):
            with pytest.raises(Incomplete):
                apologising.send(db.session.get(Apology, 1), by=desk.person("head_economy"), on=day)
    given = client.post_form("/an-khe/dossiers/apologies/1/moves/send", on="2026-09-08")
    assert given.status_code == 200
    bring_in(app, place, write_file(tmp_path / "b.csv", row("LATE", "17/08/2026 08:00", channel="Trực tiếp")))
    with desk.acting():
        late, one = desk.dossier("LATE"), db.session.get(Apology, 1)
        assert due_day(late.rescheduled_to) == date(2026, 9, 10), "a later file does not take it back"
        assert due_day(late.first_due_at) == date(2026, 8, 20) and one.is_late
    assert "xin lỗi chậm" in client.get("/an-khe/dossiers/apologies/1").text
    assert "chỉ được hẹn lại một lần" in client.get(f"{late_url}/apology").text
    listed = client.get("/an-khe/dossiers/apologies").text
    assert "LATE" in listed and "gửi sau ngày hẹn" in listed
    client.sign_in("head_culture")
    assert client.get("/an-khe/dossiers/apologies/1").status_code == 404


def test_an_apology_in_time_is_no_late_one_and_a_dropped_one_leaves_room_for_another(desk):
    with desk.acting():
        first = desk.draft("SOON", by="quality")
        apologising.drop(first, by=desk.person("head_economy"), note="Nhầm hồ sơ.")
        second = desk.draft("SOON")
        assert (first.number, second.number) == (1, 2)
        with time_machine.travel("2026-09-14T09:00+07:00", tick=False), pytest.raises(Incomplete, match="đã qua"):
            apologising.sign(second, by=desk.person("head_economy"))
        with pytest.raises(Forbidden):
            apologising.sign(second, by=desk.person("quality"))
        apologising.sign(second, by=desk.person("head_economy"))
        apologising.send(second, by=desk.person("head_economy"))
        assert not second.is_late and due_day(desk.dossier("SOON").rescheduled_to) == date(2026, 9, 11)
