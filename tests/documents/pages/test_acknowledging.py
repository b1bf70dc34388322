"""The reader's page: questions on the changes, what cannot be applied, and a text that is replaced meanwhile."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest
import time_machine
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import jobs
from iso_qms.documents.acknowledgement import questioning
from iso_qms.documents.models import Acknowledgement, Objection
from iso_qms.organisation.agencies import Agency, choose

pytestmark = pytest.mark.one_database

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
QUESTION = questioning.Asked(0, "Nộp mấy bộ?", ("Một bộ", "Hai bộ"), 2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def with_question(shelf, readers=("staff",)):
    draft = shelf.draft(shelf.document(readers=readers), text="Nộp hai bộ.")
    block = draft.blocks[0].block_id
    asked = [questioning.Asked(block, QUESTION.text, QUESTION.choices, QUESTION.right_choice)]
    questioning.set_questions(draft, asked, by=shelf.person("author"), edits=draft.edits)
    return released(shelf, draft)


def released(shelf, draft):
    from iso_qms.documents import operations
    from iso_qms.documents.approval import reviewing

    operations.submit(draft, by=shelf.person("author"))
    for review in list(draft.reviews_of_round()):
        shelf.opinion(draft, "agree", review.post_id)
    reviewing.approve(draft, by=shelf.person("leader"), effective_on=today())
    return draft


@pytest.fixture
def facts(app, place):
    """Reads something of the agency afterwards."""

    def facts(read):
        with app.app_context():
            choose(db.session.get(Agency, place.agency_id))
            return read()

    return facts


def test_a_question_is_written_on_the_draft_and_frozen_with_it(stock, visitor, words):
    address = stock("draft", "staff")
    page = visitor("author").get(f"{address}/questions")
    assert "Mục 1" in words(page)
    fields = {
        "edits": "1",
        "questions-0-block": "1",
        "questions-0-text": "Làm mấy lần?",
        "questions-0-choice_1": "Một lần",
        "questions-0-right": "1",
    }
    refused = visitor("author").post_form(f"{address}/questions", **fields)
    assert refused.status_code == 422 and "Làm mấy lần?" in refused.text
    kept = visitor("author").post_form(f"{address}/questions", **fields, **{"questions-0-choice_2": "Hai lần"})
    assert "Làm mấy lần?" in words(kept)
    visitor("author").post_form(f"{address}/moves/submit")
    assert "Làm mấy lần?" not in visitor("author").get(f"{address}/questions").text


def test_a_wrong_answer_leads_back_to_the_text_and_is_counted(stock, visitor, words, facts):
    address = stock(with_question)
    page = visitor("staff").post_form(f"{address}/acknowledge", **{"question-1": "1"}, remark="Cần thêm mẫu.")
    assert page.status_code == 422
    assert "Đọc lại" in words(page) and 'href="#text"' in page.text and "Cần thêm mẫu." in page.text
    # The page opens at what is wrong, also where its address named a change and no script runs.
    (form,) = (one for one in lxml.html.fromstring(page.text).forms if one.get("action") == "#errors")
    assert {"#question-1", "#text"} <= {link.get("href") for link in form.get_element_by_id("errors").iter("a")}
    assert visitor("staff").post_form(f"{address}/acknowledge").status_code == 422
    done = visitor("staff").post_form(f"{address}/acknowledge", **{"question-1": "2"})
    assert done.status_code == 200
    duty = facts(lambda: db.session.scalars(select(Acknowledgement)).one())
    assert duty.acknowledged_at and duty.answers == {"1": {"tries": 2, "right": True}}


def test_what_cannot_be_applied_goes_to_the_owner_and_the_duty_stays(stock, visitor, words, facts, clock):
    address = stock("in_force", "staff")
    empty = visitor("staff").post_form(f"{address}/acknowledge", outcome="cannot")
    assert empty.status_code == 422
    field = lxml.html.fromstring(empty.text).get_element_by_id("because")
    assert field.get("aria-invalid") == "true" and next(field.iterancestors("details")).get("open") is not None
    assert 'href="#because"' in empty.text and "không bắt buộc" not in field.getparent().text_content()
    visitor("staff").post_form(f"{address}/acknowledge", outcome="cannot", because="Máy quét hỏng.")
    assert "Máy quét hỏng." in words(visitor("quality").get("/an-khe/documents/acknowledgements"))
    assert "Đặng Văn Viên" in words(visitor("head_economy").get("/an-khe/"))
    assert "Câu trả lời của anh/chị" not in words(visitor("staff2").get("/an-khe/documents/objections/1"))
    answered = visitor("head_economy").post_form("/an-khe/documents/objections/1", answer="Quét ở quầy 2.")
    assert answered.status_code == 200
    page = words(visitor("staff").get(f"{address}/acknowledge"))
    assert "Quét ở quầy 2." in page and "Tôi đã hiểu" in page
    assert facts(lambda: db.session.scalars(select(Objection)).one()).answered_at is not None


def test_nobody_reminds_a_reader_while_the_answer_is_due(shelf, clock):
    from iso_qms.documents.acknowledgement.acknowledging import duty_of
    from iso_qms.documents.acknowledgement.objecting import object_to
    from iso_qms.outbox import Letter

    revision = shelf.in_force(shelf.document(readers=("staff",)))
    duty = duty_of(revision, shelf.person("staff"))
    clock.move_to(MONDAY + timedelta(days=4))
    object_to(duty, by=shelf.person("staff"), because="Máy quét hỏng.")
    clock.move_to(MONDAY + timedelta(days=7))
    jobs.remind_round()
    reminders = select(Letter).where(Letter.name == "acknowledge_reminder")
    assert not db.session.scalars(reminders).all()
    clock.move_to(MONDAY + timedelta(days=14))
    jobs.remind_round()
    assert db.session.scalars(reminders).all()


def test_when_a_reader_first_opened_the_text_is_kept(stock, visitor, facts, clock):
    address = stock("in_force", "staff")

    def opened():
        return facts(lambda: db.session.scalar(select(Acknowledgement.opened_at)))

    visitor("author").get(address)
    assert opened() is None
    visitor("staff").get(f"{address}/acknowledge")
    assert opened() == MONDAY
    clock.shift(timedelta(hours=1))
    visitor("staff").get(address)
    assert opened() == MONDAY


def test_whoever_has_several_to_read_is_led_from_one_to_the_next(stock, visitor, words, clock):
    first = stock("in_force", "staff")
    second = stock(lambda shelf: released(shelf, shelf.draft(shelf.document(code="QT-44", readers=("staff",)))))
    clock.shift(timedelta(days=30))
    assert "quá hạn" in words(visitor("staff").get(f"{first}/acknowledge"))
    done = visitor("staff").post_form(f"{first}/acknowledge")
    assert done.request.path.endswith("qt-07/revisions/1/acknowledge")
    assert "Còn 1 lần ban hành chờ mình xác nhận" in words(done) and "Đọc tiếp: QT-44, lần 01" in words(done)
    assert "Đọc tiếp" not in words(visitor("staff").post_form(f"{second}/acknowledge"))
