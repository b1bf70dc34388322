"""The agency's seal on approved revisions, and the page that says what signatures in files are worth."""

import dataclasses
from io import BytesIO

import pytest

from iso_qms import blobs
from iso_qms.blobs import files_of
from iso_qms.db import db, transaction
from iso_qms.documents import jobs
from iso_qms.documents.models import Revision, RevisionSeal
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import across
from iso_qms.press.signing import verdicts_of
from tests.documents.conftest import words_of
from tests.press.certificates import NAME, make_certificate


@pytest.fixture
def keys(app, tmp_path):
    """The app with a certificate of its own and the root that vouches for it; answers the root."""
    certificate, root = make_certificate(tmp_path)
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(
        before, signing_certificate=str(certificate), signing_passphrase="in tests", trusted_roots=str(root)
    )
    yield root
    app.config["SETTINGS"] = before


def test_without_a_certificate_nothing_is_sealed(app, stock):
    stock("in_force")
    with app.app_context():
        assert jobs.sign_round() == 0


def test_what_is_approved_with_its_day_is_sealed_once_and_told(app, stock, keys):
    stock(lambda shelf: shelf.in_force(shelf.document("QT-07")))
    stock(lambda shelf: shelf.approved(shelf.document("QT-08")))
    with app.app_context():
        assert (jobs.sign_round(), jobs.sign_round()) == (1, 0)
        with transaction(), across():
            seal = db.session.query(RevisionSeal).one()
            (file,) = files_of(seal.revision)
            assert "revision.sealed" in [one.verb for one in history_of(seal.revision)]
            (verdict,) = verdicts_of(blobs.read(file.sha256), roots=keys)
    assert (verdict.result, verdict.by) == ("valid", NAME)


@pytest.mark.one_database
def test_the_page_tells_what_each_file_is_worth(app, stock, keys, visitor):
    url = stock("in_force")
    with app.app_context():
        jobs.sign_round()
        with transaction(), across():
            (file,) = files_of(db.session.query(Revision).one())
            data = blobs.read(file.sha256)
    author = visitor("author")
    assert "Hợp lệ" in words_of(author.get(f"{url}/signatures")) and NAME in words_of(author.get(f"{url}/signatures"))
    place = data.index(b"stream\n") + 40
    altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    said = words_of(author.post_form(f"{url}/signatures/new", files=[(BytesIO(altered), "a.pdf")]))
    assert "Đã bị sửa sau khi ký" in said
    plain = author.get(f"{url}/pdf").data
    assert "Không có chữ ký số" in words_of(
        author.post_form(f"{url}/signatures/new", files=[(BytesIO(plain), "b.pdf")])
    )


@pytest.mark.one_database
def test_only_a_pdf_is_kept_as_signed_and_only_by_those_who_write(stock, visitor):
    url = stock("in_force")
    answer = visitor("author").post_form(f"{url}/signatures/new", files=[(BytesIO(b"words"), "a.pdf")])
    assert answer.status_code == 422 and "Hãy chọn tệp PDF" in words_of(answer)
    assert "Không có tệp PDF" in words_of(visitor("staff").get(f"{url}/signatures"))
    assert visitor("staff").get(f"{url}/signatures/new").status_code == 403
