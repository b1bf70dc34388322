"""A real Word file, from the upload to a text in force: read, put right, routed, approved, worked by, written out."""

import re

import pytest

from iso_qms.processes.reading import read
from tests.processes.pages.test_editing import send
from tests.processes.visits import approved, bring_in

FILE = "cap-ho-tich-cap-xa-021.docx"
KEPT = ("required_papers", "sets", "time_limits", "legal_basis", "steps", "forms", "records", "sections")


@pytest.fixture
def visitor(app, place):
    """Opens pages as somebody, each with cookies of their own."""
    visitors = {}

    def visitor(login):
        if login not in visitors:
            visitors[login] = app.test_client()
            visitors[login].sign_in(login)
        return visitors[login]

    return visitor


def test_a_real_file_becomes_a_procedure_in_force(visitor, place, samples):
    content = (samples / "procedures" / FILE).read_bytes()
    original = read(content, name=FILE)
    author = visitor("author")

    edit = bring_in(author, content, FILE)
    assert "Bìa ghi lần ban hành 1, chân trang của phần 1 ghi 2." in author.get(edit).text
    put_right(author, edit)

    number = re.search(r"processes/(\d+)", edit)[1]
    address = f"/an-khe/documents/{number}/revisions/1"
    approved(visitor, place, address)

    reader = visitor("staff")
    page = reader.get(f"/an-khe/processes/{number}")
    assert page.status_code == 200
    assert original["steps"][0]["responsible"] in page.text

    again = read(reader.get(f"/an-khe/documents/{number}/revisions/1/word").data, name=FILE)
    assert {name: again[name] for name in KEPT if name != "sections"} == {
        name: original[name] for name in KEPT if name != "sections"
    }
    assert [one["text"] for one in again["sections"] if one["key"] == "scope"] == ["Áp dụng cho mọi thôn."]
    assert {one["issue_number"] for one in again["footers"]} == {original["issue_number"]}
    assert "Phê duyệt" in {one["role"] for one in again["signatures"]}


def put_right(author, edit):
    """The author rewrites the scope and finds everything else as it was read."""
    url = f"{edit}/texts"
    page = send(author, url, author.get(url), text_scope="Áp dụng cho mọi thôn.")
    assert "Áp dụng cho mọi thôn." in page.text
