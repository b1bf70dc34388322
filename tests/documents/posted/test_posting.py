"""Postings: what hangs somewhere is asked to follow its document, and the law it names. The 24th is a day off."""

from datetime import date, timedelta

import pytest
import time_machine

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents.copy import recalls
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import ChangeRequest, Posting
from iso_qms.documents.posted import posting
from iso_qms.laws import keeping
from iso_qms.workflow import Incomplete, Refused, WrongState
from tests.documents.conftest import Shelf, words_of
from tests.laws.conftest import NEW, OLD

MONDAY = "2026-11-23 09:00+07:00"


def posted(shelf, document, *, cites="", by="head_centre"):
    made = posting.post(
        document,
        by=shelf.person(by),
        unit=shelf.unit("centre"),
        medium="board",
        place="Bảng tin tầng 1",
        posted_on=today(),
        cites=cites,
    )
    db.session.flush()
    return made


def rows(shelf, login):
    return [one for one in recalls.awaiting(shelf.person(login), today()) if one.kind == "posting"]


@time_machine.travel(MONDAY, tick=False)
def test_a_posting_follows_its_document(app, place):
    with app.test_request_context(), transaction():
        shelf = Shelf(place)
        revision = shelf.in_force()
        one = posted(shelf, revision.document)
        with pytest.raises(Refused):
            posted(shelf, revision.document, by="head_economy")
        with pytest.raises(WrongState):
            posted(shelf, revision.document)
        with pytest.raises(Incomplete):
            posting.set_days(0, by=shelf.person("quality"))
        with pytest.raises(Incomplete):
            posting.renew(one, by=shelf.person("head_centre"), posted_on=date(1926, 11, 23))
        assert not rows(shelf, "head_centre") and one.outdated_since(today()) is None
        releasing.withdraw(revision, by=shelf.person("leader"), note="Không còn dùng.")
        db.session.flush()
        [row] = rows(shelf, "head_centre")
        assert row.due_on == date(2026, 11, 27) and not row.late
        assert not rows(shelf, "quality") and not rows(shelf, "head_economy")
        posting.set_days(5, by=shelf.person("quality"))
        assert rows(shelf, "head_centre")[0].due_on == date(2026, 12, 1)
        with time_machine.travel("2026-12-02 09:00+07:00", tick=False):
            assert [one.late for one in rows(shelf, "quality")] == [True]
        with pytest.raises(Refused):
            posting.renew(one, by=shelf.person("head_centre"), posted_on=today())
        with pytest.raises(Incomplete):
            posting.take_down(one, by=shelf.person("head_centre"), ended_on=today() + timedelta(days=1))
        posting.take_down(one, by=shelf.person("head_centre"), ended_on=today())
        db.session.flush()
        assert not rows(shelf, "head_centre")


@time_machine.travel(MONDAY, tick=False)
def test_a_posting_with_words_of_its_own_is_asked_to_follow_the_law(app, place):
    with app.test_request_context(), transaction():
        shelf = Shelf(place)
        keeper = shelf.person("quality")
        document = shelf.in_force().document
        one = posted(shelf, document, cites="Nghị định số 61/2018/NĐ-CP ngày 23/4/2018")
        older, newer = (keeping.enter_text(by=keeper, title="về cơ chế một cửa", **known) for known in (OLD, NEW))
        change, asked = keeping.change_law(older, newer, by=keeper, kind="replaces", on=date(2026, 12, 1))
        assert asked == 1 and keeping.ask_documents(change, by=keeper) == 0
        request = db.session.query(ChangeRequest).one()
        assert (request.thing_kind, request.thing_id, request.due_on) == ("posting", one.id, date(2027, 3, 1))
        head = shelf.person("head_centre")
        posting.renew(one, by=head, posted_on=today(), cites="Nghị định số 118/2025/NĐ-CP")
        assert request.state == "done"


@pytest.mark.one_database
def test_postings_are_recorded_and_found_on_the_pages(app, place):
    with app.app_context(), transaction():
        number = Shelf(place).in_force().document_id
    head = app.test_client()
    head.sign_in("head_centre")
    unit = str(place.units["centre"])
    assert head.post_form(f"/an-khe/documents/{number}/post", place="Bảng tin", unit="99999").status_code == 422
    page = head.post_form(f"/an-khe/documents/{number}/post", place="Bảng tin tầng 1", unit=unit)
    assert "Bảng tin tầng 1" in words_of(page) and "Ghi nơi niêm yết" not in words_of(page)
    assert "Đúng bản hiện hành" in words_of(head.get(f"/an-khe/documents/postings?document={number}"))
    assert "Chưa có nơi niêm yết" in words_of(head.get("/an-khe/documents/postings?view=outdated"))
    assert head.get("/an-khe/documents/postings.xlsx").status_code == 200
    head.post_form("/an-khe/documents/postings/1/renew")
    page = head.post_form("/an-khe/documents/postings/1/take-down")
    assert "Ngày gỡ" in words_of(page)
    assert "gỡ ngày" in words_of(head.get("/an-khe/documents/postings?view=down"))
    quality = app.test_client()
    quality.sign_in("quality")
    quality.post_form("/an-khe/documents/postings/days", days="4")
    assert "trong 4 ngày làm việc" in words_of(quality.get("/an-khe/documents/postings"))
    with app.app_context(), transaction():
        Shelf(place)
        assert db.session.get(Posting, 1).ended_on == today()
