"""Questions that rest on a law that was replaced: asked to follow once, done with the version that names it no more."""

from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.audits.checklist import library
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.duties import awaiting
from iso_qms.documents.models import ChangeRequest
from iso_qms.documents.request.requests_list import Wanted, counts
from iso_qms.laws import keeping
from iso_qms.laws.citing import wordings_citing

OLD = {"kind": "Nghị định", "number": "61/2018/NĐ-CP", "issuer": "Chính phủ", "issued_on": date(2018, 4, 23)}
NEW = {"kind": "Nghị định", "number": "118/2025/NĐ-CP", "issuer": "Chính phủ", "issued_on": date(2025, 6, 9)}
QUESTIONS = [
    ("Có phiếu hẹn trả?", "Is there a slip?", "Điều 17, Nghị định 61/2018/NĐ-CP"),
    ("Bàn có sạch không?", "Is the desk clean?", "Nội quy cơ quan"),
    ("Xin lỗi theo Nghị định số 61/2018/NĐ-CP?", "Are apologies sent?", ""),
]


class Followed:
    """A checklist two of whose questions cite a decree, which is then replaced."""

    def __init__(self, scene):
        self.by = scene.person("quality")
        self.change("reception", QUESTIONS)
        self.older = keeping.enter_text(by=self.by, title="về một cửa", **OLD)
        newer = keeping.enter_text(by=self.by, title="về một cửa", **NEW)
        self.asked = keeping.change_law(self.older, newer, by=self.by, kind="replaces", on=date(2025, 7, 1))

    def change(self, topic, questions):
        return library.change_checklist(topic, questions, by=self.by)

    def requests(self):
        query = select(ChangeRequest).where(ChangeRequest.thing_kind == "checklist_question")
        return db.session.scalars(query.order_by(ChangeRequest.id)).unique().all()

    def states(self):
        return [one.state for one in self.requests()]


@pytest.fixture
def followed(scene):
    return Followed(scene)


def test_each_question_that_cites_it_is_asked_once_and_the_quality_team_decides(followed):
    change, asked = followed.asked
    assert asked == 2
    first, second = followed.requests()
    assert (first.about_title, first.about_kind) == ("Có phiếu hẹn trả?", "Câu hỏi kiểm tra")
    assert first.due_on == date(2025, 10, 1) and second.document is None
    assert keeping.ask_documents(change, by=followed.by) == 0
    assert counts(Wanted(), person=followed.by, day=today())["mine"] == 2
    assert [one.kind for one in awaiting(followed.by, today())].count("change_request") == 2


def test_what_stays_as_it_was_goes_along_and_is_asked_nothing_twice(followed):
    made = followed.change("reception", [*QUESTIONS[:2], ("Khác?", "Else?", ""), QUESTIONS[2]])
    assert followed.states() == ["requested", "requested"]
    assert [one.thing_id for one in followed.requests()] == [made.questions[0].id, made.questions[3].id]
    assert keeping.ask_documents(followed.asked[0], by=followed.by) == 0


def test_it_is_done_once_the_words_name_the_old_text_no_more(followed):
    mended = ("Có phiếu hẹn trả?", "Is there a slip?", "Điều 9, Nghị định 118/2025/NĐ-CP")
    followed.change("reception", [mended, *QUESTIONS[1:]])
    assert followed.states() == ["done", "requested"]
    followed.change("reception", [mended, QUESTIONS[1]])
    assert followed.states() == ["done", "done"]
    assert wordings_citing(followed.older) == []


def test_a_question_worded_anew_that_still_names_it_stays_asked(followed):
    followed.change("reception", [("Phiếu hẹn?", "Slip?", "Nghị định 61/2018/NĐ-CP"), *QUESTIONS[1:]])
    assert followed.states() == ["requested", "requested"]
    assert followed.requests()[0].about_title == "Phiếu hẹn?"
    assert keeping.ask_documents(followed.asked[0], by=followed.by) == 0
