"""Files that are posted are read for the law they name, and asked to follow when it is replaced."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from docx import Document
from werkzeug.datastructures import FileStorage

from iso_qms.blobs import attach
from iso_qms.db import db, transaction
from iso_qms.documents.models import ChangeRequest
from iso_qms.documents.posted import posted_texts, posting
from iso_qms.journal import write
from iso_qms.laws import keeping
from iso_qms.press import Edges, pdf_of
from tests.documents.conftest import Shelf, words_of
from tests.documents.posted.test_posting import MONDAY
from tests.laws.conftest import NEW, OLD

TUESDAY = "2026-11-24 09:00+07:00"
CITES_OLD = "Niêm yết theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ."
CITES_NEW = "Niêm yết theo Nghị định số 118/2025/NĐ-CP."


def word(text):
    made, file = Document(), BytesIO()
    made.add_table(1, 1).cell(0, 0).text = text
    made.save(file)
    return file.getvalue()


def given(**files):
    return [FileStorage(BytesIO(data), filename=name.replace("_", ".")) for name, data in files.items()]


@time_machine.travel(MONDAY, tick=False)
def test_a_posted_file_is_asked_to_follow_the_law_until_it_names_it_no_more(app, place):
    with app.test_request_context(), transaction():
        shelf = Shelf(place)
        keeper, head = shelf.person("quality"), shelf.person("head_centre")
        told = {"unit": shelf.unit("centre"), "medium": "board", "place": "Sảnh", "posted_on": date(2026, 11, 23)}
        files = given(poster_docx=word(CITES_OLD), photo_jpg=b"\xff\xd8\xff", cut_docx=b"PK\x03\x04 word/ cut")
        one = posting.post(shelf.in_force().document, by=head, files=files, **told)
        assert [(text.is_read, bool(text.names)) for text in posted_texts.read_of(one).values()] == [
            (True, True),
            (False, False),
            (False, False),
        ]
        older, newer = (keeping.enter_text(by=keeper, title="về cơ chế một cửa", **known) for known in (OLD, NEW))
        change, asked = keeping.change_law(older, newer, by=keeper, kind="replaces", on=date(2026, 12, 1))
        request = db.session.query(ChangeRequest).one()
        assert asked == 1 and (request.thing_kind, request.thing_id) == ("posting", one.id)

        # Another wording that still names the old law answers nothing, and nobody is asked twice.
        pdf = pdf_of(f"<p>{CITES_OLD} {CITES_NEW}</p>", Edges(title="x", left="", middle="", page=""))
        posting.renew(one, by=head, posted_on=date(2026, 11, 23), files=given(poster_pdf=pdf))
        assert request.state == "requested" and keeping.ask_documents(change, by=keeper) == 0
        posting.renew(one, by=head, posted_on=date(2026, 11, 23), files=given(photo_jpg=b"\xff\xd8\xff 2"))
        assert request.state == "requested"
        posting.renew(one, by=head, posted_on=date(2026, 11, 23), files=given(new_docx=word(CITES_NEW)))
        assert request.state == "done"
        assert posted_texts.named_in_files() == {one.id: "Nghị định số 118/2025/NĐ-CP"}


@time_machine.travel(MONDAY, tick=False)
def test_files_posted_before_files_were_read_are_read_once_and_asked_to_follow(app, place):
    with app.test_request_context(), transaction():
        shelf = Shelf(place)
        keeper, head, document = shelf.person("quality"), shelf.person("head_centre"), shelf.in_force().document
        hung = [hang_unread(document, shelf.unit("centre"), by=head, place=where) for where in ("Sảnh", "Cổng")]
        attach(hung[0], given(poster_docx=word(CITES_OLD), photo_jpg=b"\xff\xd8\xff"), by=head)
        attach(hung[1], given(before_docx=word(CITES_OLD)), by=head)
        with time_machine.travel(TUESDAY, tick=False):
            write(hung[1], "posting.renewed", by=head)
            attach(hung[1], given(after_docx=word(CITES_NEW)), by=head)
            older, newer = (keeping.enter_text(by=keeper, title="về cơ chế một cửa", **known) for known in (OLD, NEW))
            change, asked = keeping.change_law(older, newer, by=keeper, kind="replaces", on=date(2026, 12, 1))
            assert asked == 0

            assert (keeping.read_posted_round(), keeping.read_posted_round()) == (2, 0)
            request = db.session.query(ChangeRequest).one()
            assert (request.thing_kind, request.thing_id, request.due_on) == ("posting", hung[0].id, change.due_on)
            # What was replaced by a later file hangs there no more, though it was read only now.
            assert posted_texts.named_in_files(hung[1]) == {hung[1].id: "Nghị định số 118/2025/NĐ-CP"}
            assert keeping.take_back(change, by=keeper) == 1 and request.state == "withdrawn"


def hang_unread(document, unit, *, by, place):
    """A posting as it was recorded when nobody read the files yet: they are attached after it."""
    return posting.post(document, by=by, unit=unit, medium="board", place=place, posted_on=date(2026, 11, 23))


@pytest.mark.one_database
def test_the_page_of_a_posting_says_what_was_read_in_its_files(app, place):
    with app.app_context(), transaction():
        number = Shelf(place).in_force().document_id
    head = app.test_client()
    head.sign_in("head_centre")
    page = head.post_form(
        f"/an-khe/documents/{number}/post",
        place="Bảng tin",
        unit=str(place.units["centre"]),
        files=[(BytesIO(word(CITES_OLD)), "tờ rơi.docx"), (BytesIO(b"\xff\xd8\xff"), "ảnh.jpg")],
    )
    said = words_of(page)
    assert "Đã đọc, có nêu: Nghị định số 61/2018/NĐ-CP" in said and "Không đọc được nội dung tệp này" in said
    every = words_of(head.get(f"/an-khe/documents/postings?unit={place.units['centre']}"))
    assert "Bảng tin" in every and "Đơn vị của tôi" in every
    assert "Bảng tin" not in words_of(head.get(f"/an-khe/documents/postings?unit={place.units['economy']}"))
