"""A Word round trip by a stranger: the file leaves the house, is edited by somebody who knows nothing of it, and
comes back while the author goes on writing."""

import re
from io import BytesIO

import lxml.html
import pytest
from docx.shared import Mm

from tests.processes.files import TEXTS, word_file
from tests.processes.pages.test_editing import send
from tests.processes.test_homecoming import add_row, edited, retype, say, steps_of
from tests.processes.visits import bring_in, revision_at

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def author(client, place):
    client.sign_in("author")
    return client


def give_back(author, edit, data, name="gop-y.docx"):
    """Upload a file on the draft's page; answers the page that says what was read."""
    url = revision_at(edit) + "/word-back"
    form = next(one for one in lxml.html.fromstring(author.get(url).text).forms if "file" in one.fields)
    sent = {"csrf_token": form.fields["csrf_token"], "file": (BytesIO(data), name)}
    return author.post(url, data=sent, content_type="multipart/form-data")


def press(author, page, **choices):
    """Press the button under the preview."""
    form = next(one for one in lxml.html.fromstring(page.text).forms if (one.get("action") or "").endswith("/take"))
    return author.post(form.get("action"), data=dict(form.form_values()) | choices, follow_redirects=True)


def what_a_stranger_does(word):
    """Somebody of another office: a step more, a longer time, other words, a picture and a header."""
    add_row(word, 1, "2", "Niêm yết tại nhà văn hóa", "Văn phòng", "01 ngày")
    say(steps_of(word).rows[3].cells[3], "03 ngày")
    retype(word, TEXTS["scope"], "Áp dụng cho mọi thôn, tổ dân phố.")
    word.paragraphs[-1].add_run().add_picture(BytesIO(PIXEL), width=Mm(5))
    word.sections[0].header.paragraphs[0].add_run(" – bản góp ý của Phòng Kinh tế")


def test_a_stranger_edits_the_word_file_and_the_author_takes_it_over(author):
    edit = bring_in(author, word_file())
    leaving = author.get(revision_at(edit) + "/word").data
    data = edited(leaving, what_a_stranger_does)

    # Meanwhile the author goes on: the purpose, which the file left alone, and the scope, which it did not.
    send(author, f"{edit}/texts", author.get(f"{edit}/texts"), text_purpose="Thống nhất.", text_scope="Mọi nhà.")

    page = give_back(author, edit, data)
    assert page.status_code == 200, page.text
    for said in ("1 mới", "Niêm yết tại nhà văn hóa", "1 hình", "bản góp ý của Phòng Kinh tế", "Mọi nhà."):
        assert said in page.text, said
    assert "1 phần được sửa cả trong tệp và trên trang" in page.text
    assert "Mọi nhà." in author.get(f"{edit}/texts").text, "nothing was written yet"

    choice = re.search(r'name="(choice-\d+)"', page.text)[1]
    done = press(author, page, **{choice: "file"})
    assert "Dự thảo nay đúng như tệp Word." in done.text
    assert "gop-y.docx" in done.text
    assert "đưa vào những sửa đổi trong tệp Word" in done.text
    texts, steps = author.get(f"{edit}/texts").text, author.get(f"{edit}/steps").text
    assert "Áp dụng cho mọi thôn, tổ dân phố." in texts
    assert "Thống nhất." in texts
    assert "Niêm yết tại nhà văn hóa" in steps
    assert "03 ngày" in steps

    # The same file again says what the draft says, and what somebody wrote since is not undone.
    again = give_back(author, edit, author.get(revision_at(edit) + "/word").data)
    assert "Tệp nói đúng như dự thảo." in again.text


def test_a_draft_edited_between_the_look_and_the_press_is_looked_at_again(author):
    edit = bring_in(author, word_file())
    data = edited(author.get(revision_at(edit) + "/word").data, what_a_stranger_does)
    page = give_back(author, edit, data)
    send(author, f"{edit}/texts", author.get(f"{edit}/texts"), text_scope="Mọi nhà.")
    again = press(author, page)
    assert "hãy xem lại" in again.text
    assert "Mọi nhà." in author.get(f"{edit}/texts").text
    assert "Dự thảo nay đúng như tệp Word." in press(author, again).text
    assert "Mọi nhà." in author.get(f"{edit}/texts").text


def test_a_wrong_file_is_refused_in_one_sentence_and_nothing_is_lost(author):
    edit = bring_in(author, word_file())
    other = author.get(revision_at(bring_in(author, word_file(code="QT 08"), "qt-08.docx")) + "/word").data
    assert "Đây là tệp Word của tài liệu khác, QT 08." in give_back(author, edit, other).text
    refused = give_back(author, edit, b"PK\x03\x04 khong phai Word")
    assert refused.status_code == 422
    assert "Tệp hỏng" in refused.text
    assert author.post(revision_at(edit) + "/word-back/take", data={"token": "x"}).status_code in (
        400,
        409,
        422,
    )
