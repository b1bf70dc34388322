"""The pages for those who work by a procedure."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.processes.reading import read
from tests.processes.pages.test_editing import send
from tests.processes.visits import approved, bring_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def in_force(app, client, place):
    """A procedure in force since today, by its number; the client is its author."""
    client.sign_in("author")
    visitors = {"author": client}

    def visitor(login):
        if login not in visitors:
            visitors[login] = app.test_client()
            visitors[login].sign_in(login)
        return visitors[login]

    number = int(re.search(r"processes/(\d+)", bring_in(client))[1])
    approved(visitor, place, f"/an-khe/documents/{number}/revisions/1")
    return number


def test_the_list_tells_limit_steps_and_unit(client, in_force):
    page = client.get("/an-khe/processes/?all=1")
    row = re.search(r"<tbody.*?</tbody>", page.text, re.S)[0]
    assert "QT 07/VH-Đ" in row
    assert "3 ngày làm việc" in row
    assert re.search(r'data-label="Các bước:">3<', row)


def test_the_list_narrows_and_leaves_as_excel(client, in_force, tmp_path):
    assert "Không có quy trình nào khớp" in client.get("/an-khe/processes/?q=khong-co").text
    assert "QT 07/VH-Đ" in client.get("/an-khe/processes/?q=VUON+hoa").text
    assert "QT 07/VH-Đ" not in client.get("/an-khe/processes/?on=2026-03-02").text
    place = tmp_path / "list.xlsx"
    place.write_bytes(client.get("/an-khe/processes/procedures.xlsx").data)
    rows = list(load_workbook(place).active.iter_rows(values_only=True))
    assert rows[1][0] == "QT 07/VH-Đ"


def test_a_reader_sees_steps_limits_and_diagram(client, in_force):
    client = client.application.test_client()
    client.sign_in("staff")
    page = client.get(f"/an-khe/processes/{in_force}").text
    assert "Thẩm tra hồ sơ" in page
    assert 'class="lanes"' in page
    assert "3 / 3" in page
    assert "bước của mình" in page


def test_a_procedure_not_in_force_leads_to_its_document(client, place):
    client.sign_in("author")
    number = re.search(r"processes/(\d+)", bring_in(client))[1]
    answer = client.get(f"/an-khe/processes/{number}")
    assert answer.status_code == 303
    assert "/documents/" in answer.headers["Location"]


def test_the_word_file_is_read_again(client, in_force):
    answer = client.get(f"/an-khe/documents/{in_force}/revisions/1/word")
    found = read(answer.data, name="a.docx")
    assert (found["code"], found["footer"]["effective_on"]) == ("QT 07/VH-Đ", today().isoformat())


def test_the_text_of_the_document_shows_the_rows_too(client, in_force):
    page = client.get(f"/an-khe/documents/{in_force}").text
    assert "Bản vẽ vườn" in page
    assert "Thẩm tra hồ sơ" in page
    paper = client.get(f"/an-khe/documents/{in_force}/revisions/1/print").text
    assert "Sổ theo dõi" in paper


def test_other_agencies_see_nothing(client, in_force):
    stranger = client.application.test_client()
    stranger.sign_in("stranger")
    assert stranger.get(f"/an-khe/processes/{in_force}").status_code == 404
    assert stranger.get(f"/binh-hoa/processes/{in_force}").status_code == 404


def test_a_page_asks_few_questions_however_many_rows(client, in_force):
    asked = []
    with client.application.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    client.get(f"/an-khe/processes/{in_force}")
    assert len([one for one in asked if one.startswith("SELECT")]) <= 15


def test_a_change_of_a_procedure_is_told_once(client, in_force):
    client.post_form(f"/an-khe/documents/{in_force}/start", change_summary="Thêm chữ.")
    edit = f"/an-khe/processes/{in_force}/2/edit/papers"
    page = client.get(edit)
    send(client, edit, page, **{"rows-1-text": "Bản vẽ vườn hoa;"})
    told = client.get(f"/an-khe/documents/{in_force}/differences").text
    assert told.count("<ins>hoa</ins>") == 1
    assert "1 thay đổi" in told
    assert "<small>“Bản vẽ vườn hoa;”</small>" in told, "the list of changes says which paper it is"


def test_what_changed_leaves_as_word_with_tracked_changes(client, in_force):
    assert "/redline" not in client.get(f"/an-khe/documents/{in_force}/differences").text
    client.post_form(f"/an-khe/documents/{in_force}/start", change_summary="Thêm chữ.")
    edit = f"/an-khe/processes/{in_force}/2/edit/papers"
    send(client, edit, client.get(edit), **{"rows-1-text": "Bản vẽ vườn hoa;"})
    page = client.get(f"/an-khe/documents/{in_force}/differences").text
    link = re.search(r'href="([^"]+/1/2/redline)"', page)[1]
    answer = client.get(link)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        text = package.read("word/document.xml").decode()
    inserted = " ".join(re.findall(r"<w:ins .*?</w:ins>", text, re.S))
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert "hoa" in inserted and "w:author=" in inserted
    stranger = client.application.test_client()
    stranger.sign_in("stranger")
    assert stranger.get(link).status_code == 404


def test_a_table_in_the_wording_is_printed_as_a_table(client, in_force):
    client.post_form(f"/an-khe/documents/{in_force}/start", change_summary="Thêm ký hiệu.")
    edit = f"/an-khe/processes/{in_force}/2/edit/forms"
    send(client, edit, client.get(edit), **{"rows-0-title": "Sổ theo dõi", "rows-0-code": "07-A1"})
    paper = client.get(f"/an-khe/documents/{in_force}/revisions/2/print").text
    assert '<th scope="col">Tên biểu mẫu</th>' in paper and "<td>07-A1</td>" in paper
