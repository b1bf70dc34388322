"""The page behind the code on a print: anybody learns whether the sheet holds, and nothing else."""

import pytest

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import Document, Revision
from iso_qms.journal import write
from iso_qms.organisation.agencies import across
from tests.documents.conftest import Shelf, words_of


@pytest.fixture
def scan(app, place, client):
    """Fills the shelf, then scans the code of the revision it gives; answers the response."""

    def scan(fill):
        with app.app_context(), transaction():
            token = fill(Shelf(place)).token
        return client.get(f"/v/{token}")

    return scan


def test_a_sheet_in_force_says_so_without_signing_in(scan):
    answer = scan(lambda shelf: shelf.in_force())
    assert answer.status_code == 200
    said = words_of(answer)
    assert ("Quy trình QT-07" in said and "Có hiệu lực" in said) or "hiệu lực" in said
    assert f"{today():%d/%m/%Y}" in said
    assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert "Ngô Văn Thảo" not in answer.text and "Làm một lần" not in answer.text


def test_a_superseded_sheet_names_the_issue_that_holds(scan):
    said = words_of(scan(lambda shelf: shelf.at("superseded")))
    assert "Đã thay bằng lần ban hành 02" in said and "Xin đừng làm theo tờ này" in said


def test_a_withdrawn_sheet_names_what_replaces_it(scan):
    def withdrawn(shelf):
        old, new = shelf.in_force(), shelf.in_force(shelf.document("QT-11"))
        why = {"note": "Không còn dùng.", "replacement": new.document}
        releasing.withdraw(old, by=shelf.person("leader"), **why)
        return old

    assert "Thay bằng QT-11" in words_of(scan(withdrawn))


def test_of_what_is_not_for_citizens_only_code_and_state_are_told(scan):
    def manual(shelf):
        revision = shelf.in_force()
        revision.document.kind = "manual"
        write(revision.document, "document.changed", by=shelf.clock)
        return revision

    said = words_of(scan(manual))
    assert "QT-07" in said and "Quy trình QT-07" not in said and "01" not in said.split("Kiểm tra lúc")[0]


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "discarded"])
def test_what_never_held_is_not_found(scan, state):
    assert scan(lambda shelf: shelf.at(state)).status_code == 404


def test_no_other_token_opens_anything(client, app, place):
    assert client.get("/v/1").status_code == client.get(f"/v/{'x' * 500}").status_code == 404
    with app.app_context(), transaction(), across():
        shelf = Shelf(place)
        tokens = {shelf.in_force(shelf.document(f"QT-{n}")).token for n in range(3)}
        assert len(tokens) == 3 and all(len(token) == 16 for token in tokens)
        assert db.session.query(Revision).count() == db.session.query(Document).count() == 3
