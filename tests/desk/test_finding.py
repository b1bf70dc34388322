"""Files of things, opened by those who may see the thing."""

import pytest
from waitress.buffers import ReadOnlyFileBasedBuffer

from iso_qms import blobs
from iso_qms.blobs import Attachment
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit


@pytest.fixture
def paper(app, place):
    """The number of a paper that goes with a nonconformity of the centre."""
    from iso_qms.improvement.operations import open_nonconformity

    with app.test_request_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        quality = db.session.get_one(Person, place.people["quality"])
        unit = db.session.get_one(Unit, place.units["centre"])
        thing = open_nonconformity("Bảng niêm yết cũ", by=quality, unit=unit, source_kind="complaint", grade="minor")
        return blobs.attach_bytes(thing, b"%PDF-1.7 a scan", name="đơn.pdf", by=quality).id


def opened(app, name, number):
    visitor = app.test_client()
    visitor.sign_in(name)
    return visitor.get(f"/an-khe/files/{number}")


def test_a_file_is_for_those_who_may_see_what_it_belongs_to(app, paper):
    answer = opened(app, "quality", paper)
    assert answer.data == b"%PDF-1.7 a scan" and "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert opened(app, "clerk", paper).status_code == 404
    assert opened(app, "quality", paper + 1).status_code == 404


def test_a_file_opens_under_a_server_that_sends_files_itself(app, paper):
    visitor = app.test_client()
    visitor.sign_in("quality")
    answer = visitor.get(
        f"/an-khe/files/{paper}", environ_overrides={"wsgi.file_wrapper": ReadOnlyFileBasedBuffer}, buffered=False
    )
    assert answer.status_code == 200
    answer.close()


def test_a_file_set_aside_is_opened_by_nobody(app, place, paper):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        quality = db.session.get_one(Person, place.people["quality"])
        blobs.set_aside(db.session.get_one(Attachment, paper), by=quality, reason="Nhầm đơn của người khác")
    for name in ("quality", "admin", "head_centre"):
        assert opened(app, name, paper).status_code == 404
