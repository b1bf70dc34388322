"""The pages of change requests: asked from a document's page, decided from the desk, ticked off on the draft."""

import pytest

from iso_qms.documents.request import change_requests

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/documents"


def ask(visitor, document, **fields):
    return visitor("staff").post_form(f"{ROOM}/changes/new?document={document}", **{"what": "Sửa bước 3."} | fields)


@pytest.fixture
def document(stock):
    return int(stock("in_force").split("/")[3])


def test_asked_on_the_page_of_a_document_decided_from_the_desk_and_ticked_off(document, visitor, words):
    assert "changes/new" in visitor("staff").get(f"{ROOM}/{document}").text
    page = ask(visitor, document, why="Người dân thắc mắc.", block="1")
    assert "YC-" in words(page)
    assert "Mục 1: Làm một lần." in words(page)
    address = page.request.path

    desk = visitor("head_economy").get("/an-khe/")
    assert address in desk.text
    visitor("head_economy").post_form(f"{address}/moves/accept", due_on="", note="")
    visitor("author").post_form(f"{ROOM}/{document}/start", change_summary="Theo yêu cầu.")
    draft = f"{ROOM}/{document}/revisions/2"
    assert "Bản thảo này đáp ứng YC-" in words(visitor("author").get(draft))
    page = visitor("author").post_form(draft, "/answers", answers="1")
    assert "checked" in page.text
    assert "lần 02" in words(visitor("staff").get(address)).lower()


def test_the_list_is_narrowed_and_given_as_excel(document, visitor, words):
    ask(visitor, document)
    assert "Sửa bước 3." in words(visitor("quality").get(f"{ROOM}/changes"))
    assert "Sửa bước 3." in words(visitor("quality").get(f"{ROOM}/changes?q=qt-07&view=requested&source=own"))
    assert "Sửa bước 3." not in words(visitor("quality").get(f"{ROOM}/changes?view=ended"))
    assert visitor("quality").get(f"{ROOM}/changes.xlsx?view=all").data.startswith(b"PK")


def test_asked_by_a_code_that_is_not_there_nothing_typed_is_lost(document, visitor, words):
    page = visitor("staff").post_form(f"{ROOM}/changes/new", document="QT-99", what="Sửa bước 3.")
    assert page.status_code == 422 or "QT-99" in page.text
    assert "Sửa bước 3." in page.text


def test_the_words_are_corrected_until_somebody_decides(document, visitor, words):
    address = ask(visitor, document).request.path
    page = visitor("staff").post_form(f"{address}/words", what="Sửa bước 4.")
    assert "Sửa bước 4." in words(page)
    visitor("quality").post_form(f"{address}/moves/decline", note="Không cần.")
    assert "Không cần." in words(visitor("staff").get(address))
    assert visitor("staff").get(f"{address}/moves/withdraw").status_code == 409


def test_a_request_on_a_document_one_may_not_see_is_not_there(stock, visitor):
    def fill(shelf):
        draft = shelf.draft()
        change_requests.request_change(draft.document, by=shelf.person("author"), what="Sửa.")
        return draft

    stock(fill)
    assert visitor("staff").get(f"{ROOM}/changes/1").status_code == 404
    assert visitor("author").get(f"{ROOM}/changes/1").status_code == 200


def test_a_nonconformity_and_the_request_it_led_to_know_each_other(document, place, visitor):
    fields = {"title": "Ghi thiếu phí", "grade": "minor", "unit": str(place.units["economy"])}
    page = visitor("quality").post_form("/an-khe/improvement/nonconformities/new", **fields)
    address = page.request.path
    link = f"{ROOM}/changes/new?source=nonconformity&source_id={address.rpartition('/')[2]}"
    assert link.replace("&", "&amp;") in page.text
    request = visitor("quality").post_form(link, document="QT-07", what="Ghi đủ mức phí.").request.path
    assert address in visitor("quality").get(request).text
    assert request in visitor("quality").get(address).text
