"""A procedure is suspended while its legal basis changes: told everywhere, and applied again; through its pages."""

from __future__ import annotations

import lxml.html
import time_machine

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents.issue import suspending
from iso_qms.documents.models import Revision
from iso_qms.organisation.agencies import across
from tests.documents.conftest import Shelf, words_of

ROOM = "/an-khe/documents"


def words_at(visitor, login, address) -> str:
    return words_of(visitor(login).get(address, follow_redirects=True))


def test_from_the_decision_to_the_day_it_applies_again(stock, visitor, app, client):
    address = stock(lambda shelf: shelf.in_force(shelf.document(readers=("staff",))))
    document = address.rpartition("/revisions")[0]
    assert "QT-07" in words_at(visitor, "staff", "/an-khe/")

    page = visitor("leader").post_form(
        f"{address}/moves/suspend", note="Nghị định mới sắp ban hành", decision="215/QĐ-UBND"
    )
    assert "Tạm ngưng áp dụng từ" in words_of(page) and "215/QĐ-UBND" in words_of(page)

    since = f"{today():%d/%m/%Y}"
    for seen in (
        words_at(visitor, "staff", document),
        words_at(visitor, "staff", f"{ROOM}/?state=suspended&all=1"),
        words_at(visitor, "staff", "/an-khe/search?q=QT-07"),
    ):
        assert "Tạm ngưng" in seen and since in seen and "Nghị định mới sắp ban hành" in seen
    assert "TẠM NGƯNG ÁP DỤNG" in words_at(visitor, "staff", f"{address}/print")
    assert "QT-07" not in words_at(visitor, "staff", "/an-khe/")
    assert "Chưa cần xác nhận đã đọc" in words_at(visitor, "staff", f"{address}/acknowledge")
    letters = words_at(visitor, "staff", "/an-khe/letters")
    assert "QT-07, lần 01 tạm ngưng áp dụng" in letters
    public = words_of(client.get(f"/v/{_token(app)}"))
    assert "Tạm ngưng áp dụng" in public and "Không áp dụng từ" in public and "Nghị định mới" not in public

    page = visitor("leader").post_form(f"{address}/moves/resume", note="Nghị định đã có hiệu lực, không ảnh hưởng")
    assert "Tạm ngưng áp dụng từ" not in words_of(page)
    assert "QT-07" in words_at(visitor, "staff", "/an-khe/")
    assert "được áp dụng lại" in words_at(visitor, "staff", "/an-khe/letters")
    history = words_at(visitor, "leader", document)
    assert "tạm ngưng áp dụng" in history and "cho áp dụng lại" in history


def test_a_chosen_day_shows_what_stood_then(app, place, visitor):
    with app.app_context(), transaction():
        with time_machine.travel("2026-02-02T09:00+07:00", tick=False):
            first = Shelf(place).in_force(text="Làm một lần.")
            document, number = first.document, first.document_id
        with time_machine.travel("2026-03-02T09:00+07:00", tick=False):
            shelf = Shelf(place)
            suspending.suspend(first, by=shelf.person("leader"), note="Tạm dừng.", decision="7/QĐ")
        with time_machine.travel("2026-04-01T09:00+07:00", tick=False):
            Shelf(place).in_force(document, text="Làm hai lần.")
    on = {day: words_at(visitor, "staff", f"{ROOM}/{number}?on={day}") for day in
          ("2026-01-05", "2026-02-02", "2026-03-02", "2026-04-01")}  # fmt: skip
    assert "không có lần ban hành nào có hiệu lực" in on["2026-01-05"]
    assert "Làm một lần." in on["2026-02-02"] and "Tạm ngưng" not in on["2026-02-02"].split("Các lần ban hành")[0]
    assert "Làm một lần." in on["2026-03-02"] and "Tạm ngưng áp dụng từ 02/03/2026" in on["2026-03-02"]
    assert "Làm hai lần." in on["2026-04-01"] and "Tạm ngưng áp dụng từ" not in on["2026-04-01"]

    listed = visitor("staff").get(f"{ROOM}/?on=2026-03-15&all=1")
    row = lxml.html.fromstring(listed.text).find(".//tbody/tr").text_content()
    assert "01" in row and "Tạm ngưng" in row and "02/02/2026" in row
    assert "Bản thảo" not in words_of(listed)  # of another day nobody can tell what was being worked on
    links = lxml.html.fromstring(listed.text).xpath("//tbody//a/@href")
    assert links[0].endswith("?on=2026-03-15")
    before = lxml.html.fromstring(visitor("staff").get(f"{ROOM}/?on=2026-01-05&all=1").text)
    assert "không có hiệu lực vào ngày đó" in before.find(".//tbody/tr").text_content()
    found = words_at(visitor, "staff", "/an-khe/search?q=QT-07&on=2026-03-15")
    assert "Làm hai lần" not in found  # an excerpt of today's text would be taken for that day's
    assert "Tạm ngưng áp dụng" in found and "02/03/2026" in found


def _token(app) -> str:
    with app.app_context(), across():
        return db.session.query(Revision.token).order_by(Revision.id).first()[0]
