"""The reader's page in a real browser: two keys lead through the changes, and the word is given without a mouse."""

from datetime import date

import pytest

from iso_qms.clock import today
from iso_qms.db import transaction
from iso_qms.documents import operations
from iso_qms.documents.acknowledgement.acknowledging import acknowledge, duty_of
from iso_qms.documents.approval import reviewing
from iso_qms.journal import write
from tests.documents.conftest import Shelf


@pytest.fixture
def address(live_house, place):
    """A second issue with two changes, of which the reader knows the first."""
    with live_house.app.app_context(), transaction():
        shelf = Shelf(place)
        first = shelf.in_force(shelf.document(readers=("staff",)))
        acknowledge(duty_of(first, shelf.person("staff")), by=shelf.person("staff"))
        first.valid_from = date(2026, 1, 5)
        write(first, "revision.dated", by=shelf.clock)
        second = shelf.draft(first.document)
        shelf.write(second, "Làm hai lần.", "Niêm yết kết quả.")
        operations.submit(second, by=shelf.person("author"))
        shelf.opinion(second, "agree")
        reviewing.approve(second, by=shelf.person("leader"), effective_on=today())
        return f"/an-khe/documents/{second.document_id}/revisions/{second.number}/acknowledge"


def test_two_keys_lead_from_change_to_change_and_rest_while_one_types(visit, address):
    page = visit("staff")
    page.goto(address)
    stands = "document.querySelector('.here')?.id"
    told = [(page.keyboard.press(key), page.evaluate(stands))[1] for key in ("j", "j", "j", "k")]
    assert told == ["c1", "c2", "c2", "c1"]
    assert page.evaluate("document.activeElement.id") == "c1"
    page.locator(".outcome.yes summary").press("Enter")
    page.locator("[name=remark]").press_sequentially("jj")
    assert (page.evaluate(stands), page.input_value("[name=remark]")) == ("c1", "jj")
    page.locator("button[value=understood]").press("Enter")
    page.wait_for_url("**/documents/1-qt-07")
