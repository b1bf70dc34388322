"""Word files coming in through the page."""

import pytest

from iso_qms.blobs import collect
from iso_qms.clock import now
from tests.processes.files import word_file
from tests.processes.visits import bring_in, make_drafts, upload

pytestmark = pytest.mark.one_database


@pytest.fixture
def author(client, place):
    client.sign_in("author")
    return client


def test_each_file_says_what_became_of_it(author):
    page = upload(author, (word_file(), "tot.docx"), (b"khong phai Word", "hong.docx"))
    assert "QT 07/VH-Đ" in page.text
    assert "Đây không phải tệp Word." in page.text


def test_nothing_is_written_before_the_drafts_are_made(author):
    upload(author, (word_file(), "a.docx"))
    assert "QT 07/VH-Đ" not in author.get("/an-khe/documents/?all=1", follow_redirects=True).text


def test_a_draft_is_made_with_its_original(author):
    url = bring_in(author)
    assert author.get(url).status_code == 200
    assert "qt-07.docx" in make_drafts(author, upload(author, (word_file(), "qt-07.docx")), **{"choice-0": "own"}).text


def test_a_code_in_use_asks_what_it_becomes(author):
    bring_in(author)
    page = upload(author, (word_file(), "b.docx"))
    assert "Mã QT 07/VH-Đ đã được dùng." in page.text
    refused = make_drafts(author, page)
    assert "b.docx" in refused.text
    assert "1 tệp chưa thành dự thảo" in refused.text
    made = make_drafts(author, page, **{"choice-0": "own"})
    assert "Mã QT 07/VH-Đ cũng được dùng cho Đăng ký vườn hoa." in made.text


def test_a_refused_file_holds_up_no_other(author):
    bring_in(author)
    page = upload(author, (word_file(), "b.docx"), (word_file(code="QT 08"), "c.docx"))
    made = make_drafts(author, page)
    assert "1 tệp chưa thành dự thảo" in made.text
    assert "QT 08" in made.text


def test_a_file_this_page_did_not_read_is_not_taken(author):
    page = upload(author, (word_file(), "b.docx"))
    assert "Cần chọn lại tệp này." in make_drafts(author, page, token="forged").text


def test_an_empty_form_comes_back_with_its_sentence(author):
    page = upload(author)
    assert page.status_code == 422
    assert "Chọn ít nhất một tệp Word." in page.text


def test_a_file_that_was_tidied_away_meanwhile_must_be_chosen_anew(app, author):
    page = upload(author, (word_file(), "qt-07.docx"))
    with app.app_context():
        collect(now().timestamp() + 1)
    assert "Cần chọn lại tệp này." in make_drafts(author, page).text


def test_a_cover_without_a_code_is_given_the_next_free_one(author, visitor_of_quality):
    page = upload(author, (word_file(code=""), "a.docx"), (word_file(code=""), "b.docx"))
    assert 'value="QT-01"' in page.text and 'value="QT-02"' in page.text
    assert "QT-01" in make_drafts(author, page, **{"choice-1": "leave"}).text
    again = make_drafts(author, page, **{"code-0": "QT-01", "choice-1": "leave"})
    assert "1 tệp cần mã khác" in again.text and 'value="QT-02"' in again.text
    assert "QT-02" in make_drafts(author, again).text


@pytest.fixture
def visitor_of_quality(app, place):
    quality = app.test_client()
    quality.sign_in("quality")
    quality.post_form("/an-khe/documents/codes", **{"pattern-procedure": "QT-{số:02}"})
    return quality
