"""The quality policy at the door."""

import pytest

from iso_qms.db import db, transaction
from iso_qms.desk.policy import only_agency, policy_of
from iso_qms.documents import operations
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.operations import found_agency
from tests.documents.conftest import Shelf


@pytest.fixture
def shelf(context, place):
    with transaction():
        yield Shelf(place)


def policy(shelf, *, code="CSCL-01"):
    return operations.register_document(
        "policy",
        code=code,
        title="Chính sách chất lượng",
        unit=shelf.unit("office"),
        owner_post=shelf.post("head"),
        by=shelf.person("author"),
    )


def here(place):
    return db.session.get(Agency, place.agency_id)


def test_the_policy_in_force_is_shown_with_its_issue(shelf, place):
    shelf.in_force(policy(shelf), text="Người dân biết trước.\n\nHồ sơ đúng hạn.")
    shown = policy_of(here(place))
    assert shown.title == "Chính sách chất lượng"
    assert shown.lines == ["Người dân biết trước.", "Hồ sơ đúng hạn."]
    assert "CSCL-01" in shown.source


def test_a_draft_and_other_documents_are_not_shown(shelf, place):
    shelf.draft(policy(shelf))
    shelf.in_force()
    assert policy_of(here(place)) is None


def test_an_agency_is_named_at_the_door_only_where_it_is_the_only_one(context, app):
    with transaction():
        found_agency("UBND xã Thứ Nhất")
        assert only_agency().name == "UBND xã Thứ Nhất"
        found_agency("UBND xã Thứ Hai")
        assert only_agency() is None


def test_the_door_stands_before_anybody_was_founded(client):
    assert client.get("/sign-in").status_code == 200
