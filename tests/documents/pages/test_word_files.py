"""Plain documents and Word through the pages: read in, taken out, brought back, compared."""

from io import BytesIO

import lxml.html
import pytest
from docx import Document as Word

from tests.documents.conftest import words_of
from tests.documents.files import manual, saved
from tests.documents.incoming.test_homecoming import edited, line

pytestmark = pytest.mark.one_database

IN = "/an-khe/documents/read-word-file"


@pytest.fixture
def author(client, place):
    client.sign_in("author")
    return client


def send(client, url, data, name="so-tay.docx"):
    """Choose a file on a page and press its button."""
    form = next(one for one in lxml.html.fromstring(client.get(url).text).forms if "file" in one.fields)
    sent = {"csrf_token": form.fields["csrf_token"], "file": (BytesIO(data), name)}
    return client.post(url, data=sent, content_type="multipart/form-data")


def press(client, page, end, **typed):
    """Fill in the form of a page whose action ends like that, and send it."""
    form = next(one for one in lxml.html.fromstring(page.text).forms if (one.get("action") or "").endswith(end))
    return client.post(form.get("action"), data=dict(form.form_values()) | typed, follow_redirects=True)


def brought_in(client, data=None, **typed):
    """A draft made of a Word file; the address of its revision."""
    made = press(client, send(client, IN, data or manual()), "/draft", **typed)
    assert "Tệp được giữ cùng dự thảo." in made.text, words_of(made)
    return made.request.path


def test_a_manual_comes_in_goes_out_and_comes_back(author):
    page = send(author, IN, manual(picture=True))
    for said in ("STCL-01", "Sổ tay chất lượng của xã", "2 phần", "1 bảng", "1. Giới thiệu", "1 hình"):
        assert said in page.text, said
    assert "Lần ban hành: 02" not in page.text, "what the cover says is read, not left in the file"
    assert "STCL-01" not in author.get("/an-khe/documents/?all=1").text, "nothing is written yet"
    url = press(author, page, "/draft").request.path
    draft = author.get(url).text
    assert "so-tay.docx" in draft
    assert "<td>91 %</td>" in draft, "a table of the file is a table on the page"
    back = send(
        author,
        f"{url}/word-back",
        edited(
            author.get(f"{url}/word").data, lambda word: setattr(line(word, "Xã nằm").runs[0], "text", "Ở ven biển.")
        ),
        "gop-y.docx",
    )
    assert "1 đã sửa" in back.text
    assert "Ở ven biển." not in author.get(url).text
    assert "Ở ven biển." in press(author, back, "/take").text
    assert author.get(f"{url}/pdf").data.startswith(b"%PDF")
    bold = edited(author.get(f"{url}/word").data, lambda word: setattr(line(word, "Ở ven").runs[0], "bold", True))
    same = send(author, f"{url}/word-back", bold, "chu-dam.docx")
    assert "ở 1 dòng" in same.text
    assert "chu-dam.docx" in press(author, same, "/take").text, "what only the file holds is not lost"
    again = send(author, f"{url}/word-back", bold, "chu-dam-2.docx")
    assert "Chính tệp này đã được giữ cùng bản thảo, tên là chu-dam.docx." in again.text
    assert "/take" not in again.text, "the same bytes are not kept twice"


def test_a_code_in_use_becomes_the_next_revision_or_a_document_of_its_own(author):
    url = brought_in(author)
    page = send(author, IN, manual())
    assert "Mã STCL-01 đã được dùng." in page.text
    refused = press(author, page, "/draft")
    assert "đang được soạn" in refused.text or refused.status_code in (409, 422), words_of(refused)
    own = press(author, page, "/draft", becomes="own").request.path
    assert own.endswith("/revisions/1") and own != url


def test_the_cover_is_put_right_before_anything_is_written(author):
    page = send(author, IN, manual(code="", title="Sổ tay"))
    assert press(author, page, "/draft", code="").status_code == 422
    url = press(author, page, "/draft", code="ST-9", kind="work_instruction", title="Hướng dẫn trực").request.path
    assert "Hướng dẫn trực" in author.get(url).text


def test_a_file_this_page_did_not_read_is_not_taken_and_an_empty_one_makes_no_draft(author):
    page = send(author, IN, manual())
    assert "Cần chọn lại tệp này." in press(author, page, "/draft", token="forged").text
    empty = send(author, IN, saved(Word()))
    assert "Không tìm thấy nội dung" in empty.text
    assert press(author, empty, "/draft", code="X-1", title="Trống").status_code == 422
    assert send(author, IN, b"khong phai Word").status_code == 422


def test_the_redline_of_two_issues_is_a_word_file(author, stock):
    from iso_qms.documents.operations import register_document

    def fill(shelf):
        by = shelf.person("author")
        document = register_document("manual", code="ST-1", title="Sổ tay", unit=shelf.unit("economy"), by=by)
        shelf.in_force(document, text="Một câu cũ.")
        return shelf.draft(document, text="Một câu mới.")

    url = stock(fill)
    number = url.split("/")[3]
    answer = author.get(f"/an-khe/documents/{number}/1/2/redline")
    xml = Word(BytesIO(answer.data)).element.xml
    assert "<w:ins " in xml
    assert "<w:del " in xml
