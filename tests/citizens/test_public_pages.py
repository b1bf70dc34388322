"""What citizens read: only what was published, as it stands today, and nothing of the office."""

import pytest

from iso_qms import blobs
from iso_qms.citizens import operations
from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents import operations as documents
from iso_qms.documents.approval import reviewing, routing
from iso_qms.documents.issue import releasing, suspending
from iso_qms.documents.models import Document
from iso_qms.processes.operations import write_procedure
from iso_qms.processes.reading import read
from tests.documents.conftest import Shelf, words_of
from tests.processes.files import word_file

pytestmark = pytest.mark.one_database

TITLE = "Đăng ký vườn hoa"


def in_force(shelf):
    """A procedure read from its Word file, approved and in force today; answers its document's number."""
    document = shelf.document()
    author = shelf.person("author")
    revision = documents.start_revision(document, by=author, change_summary="Sửa cho rõ.")
    found = read(word_file(code=document.code, title=TITLE), name="qt-07.docx")
    found["forms"].append({"title": "Tờ khai trồng hoa", "code": None, "source": "forms_list"})
    write_procedure(revision, found, by=author, edits=revision.edits)
    revision.title = TITLE
    routing.name_reviewers(revision, [(shelf.post("head_culture"), 1)], approver=shelf.post("leader"), by=author)
    documents.submit(revision, by=author)
    shelf.opinion(revision, "agree")
    reviewing.approve(revision, by=shelf.person("leader"), effective_on=today())
    for name in ("Tờ khai xin trồng hoa.docx", "Quyết định ban hành.pdf"):
        blobs.attach_bytes(revision, b"%PDF-1.7 " + name.encode(), name=name, by=author)
    return document.id


def test_a_published_procedure_is_read_by_anybody_and_follows_what_holds(app, place, client):
    with app.app_context(), transaction():
        shelf = Shelf(place)
        number = in_force(shelf)
    url, every = f"/an-khe/public/{number}", "/an-khe/public/"
    assert client.get(url).status_code == client.get(f"{url}/poster").status_code == 404
    assert "Chưa có thủ tục nào được công khai" in words_of(client.get(every))

    quality = app.test_client()
    quality.sign_in("quality")
    assert "Gỡ xuống" in words_of(quality.post_form("/an-khe/public/keep", "publish"))
    answer = client.get(url)
    said = words_of(answer)
    assert "Phòng Kinh tế" not in said and "Người B" not in said and "Ngô Văn Thảo" not in said
    assert "Tại Bộ phận Một cửa" in said and "Đang hiệu lực" in said
    assert "public" in answer.headers["Cache-Control"]
    again = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert "What to bring" in words_of(client.get(url + "?lang=en"))
    assert TITLE in words_of(client.get(every + "?q=vuon+hoa")) and TITLE in words_of(client.get(every + "?q=vườn"))
    assert TITLE not in words_of(client.get(every + "?q=ao+ca"))
    assert "<svg" in client.get(f"{url}/poster").text

    quality.post_form("/an-khe/public/keep/rules", parts=["papers", "steps", "responsible"], where_to_file="Quầy 3")
    said = words_of(client.get(url))
    assert "Phòng Kinh tế" in said and "Quầy 3" in said and "Kết quả" not in said

    with app.app_context(), transaction():
        shelf = Shelf(place)
        revision = db.session.get(Document, number).revisions[0]
        suspending.suspend(revision, by=shelf.person("leader"), note="Căn cứ đang thay đổi.")
    assert "Tạm ngưng áp dụng" in words_of(client.get(url))
    assert client.get(f"{url}/poster").status_code == 404
    with app.app_context(), transaction():
        shelf = Shelf(place)
        releasing.withdraw(db.session.get(Document, number).revisions[0], by=shelf.person("leader"), note="Bỏ.")
    assert "Giấy tờ cần có" not in words_of(client.get(url))
    assert TITLE not in words_of(client.get(every))
    quality.post_form(f"{url}/take-off", reason="Đã bãi bỏ")
    assert client.get(url).status_code == 404


def test_only_forms_for_applicants_are_downloaded(app, place, client):
    with app.app_context(), transaction():
        shelf = Shelf(place)
        number = in_force(shelf)
        operations.publish(db.session.get(Document, number), by=shelf.person("quality"))
        names = {one.name: one.id for one in blobs.files_of(db.session.get(Document, number).revisions[0])}
    form, decision = (f"/an-khe/public/{number}/files/{names[one]}" for one in sorted(names, reverse=True))
    page = client.get(f"/an-khe/public/{number}").text
    assert form[-8:] in page and decision[-8:] not in page
    assert client.get(form).status_code == 200 and client.get(decision).status_code == 404
