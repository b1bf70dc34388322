"""Writing a draft through pages: row by row, without scripts too, and never over somebody else's words."""

import pytest

pytestmark = pytest.mark.one_database


def edit(visitor, address, action="", **fields):
    return visitor("author").post_form(f"{address}/edit", action, **fields)


def test_a_stale_page_loses_nothing_of_what_was_typed(stock, visitor, words):
    address = stock("draft")
    edit(visitor, address, **{"sections-0-text": "Từ người thứ nhất."})
    page = edit(visitor, address, edits="0", **{"sections-0-text": "Từ người thứ hai."})

    assert page.status_code == 422
    assert "Có người khác đã sửa bản thảo này" in words(page)
    assert "Từ người thứ hai." in page.text
    assert "Từ người thứ nhất." in words(visitor("author").get(address))


def test_rows_are_added_moved_and_removed_without_scripts(stock, visitor):
    address = stock("draft")
    more = edit(visitor, address, row_action="add")
    assert 'name="sections-1-heading"' in more.text
    moved = edit(visitor, address, row_action="down:0", **{"sections-0-heading": "Đầu"})
    assert moved.status_code == 200 and 'value="Đầu"' in moved.text
    gone = edit(visitor, address, row_action="remove:0")
    assert 'value="Mục 1"' not in gone.text


def test_the_order_of_the_rows_is_the_order_of_the_text(app, stock, visitor, words):
    address = stock(lambda shelf: (lambda one: (shelf.write(one, "A.", "B.", "C."), one)[1])(shelf.draft()))
    page = visitor("author").get(f"{address}/edit")
    assert page.status_code == 200
    fields = {}
    for new, old in enumerate((2, 0, 1)):
        block = page.text.partition(f'name="sections-{old}-block" type="hidden" value="')[2].partition('"')[0]
        fields |= {f"sections-{new}-block": block, f"sections-{new}-text": "ABC"[old] + "."}
        fields |= {f"sections-{new}-heading": f"Phần {'ABC'[old]}"}
    seen = words(edit(visitor, address, **fields))
    assert seen.index("Phần C") < seen.index("Phần A") < seen.index("Phần B")


def test_a_text_without_a_title_is_not_saved(stock, visitor):
    address = stock("draft")
    assert edit(visitor, address, title=" ").status_code == 422


def test_what_is_no_draft_any_more_is_not_edited(stock, visitor):
    address = stock(lambda shelf: shelf.in_review())
    assert visitor("author").get(f"{address}/edit").location.endswith(f"{address.replace('/1/', '/1-qt-07/')}")


def test_a_route_without_a_reviewer_or_an_approver_is_refused(stock, visitor, place):
    address = stock("draft")
    for wrong in ({"places-0-post": "0"}, {"approver": "0"}):
        page = visitor("author").post_form(f"{address}/route", "", **wrong)
        assert page.status_code == 422


def test_the_next_revision_begins_with_the_text_in_force(stock, visitor, words):
    address = stock(lambda shelf: shelf.in_force(text="Làm một lần."))
    document = address.rpartition("/revisions")[0]
    page = visitor("author").post_form(f"{document}/start", change_summary="Rút hạn.")
    assert page.status_code == 200
    assert "Làm một lần." in words(visitor("author").get(f"{document}/revisions/2"))
    again = visitor("author").post_form(f"{document}/start", change_summary="Lần nữa.")
    assert again.status_code == 422


def test_a_code_in_use_warns_and_may_be_kept(stock, visitor, place, words):
    stock("in_force")
    given = {"code": "QT 07", "title": "Khác", "unit": str(place.units["economy"])}
    first = visitor("author").post_form("/an-khe/documents/register", **given | {"code": "QT-07"})
    assert first.status_code == 422 and "Mã này đang được dùng" in words(first)
    sent = given | {"code": "QT-07", "keep_code": "y", "kind": "form", "csrf_token": _token(first.text)}
    kept = visitor("author").post("/an-khe/documents/register", data=sent, follow_redirects=True)
    assert kept.status_code == 200 and "/documents/2/" in kept.request.path


def test_the_register_entry_is_corrected_with_a_trace(stock, visitor, words):
    address = stock("in_force")
    document = address.rpartition("/revisions")[0]
    page = visitor("author").post_form(f"{document}/entry", code="QT-70")
    assert "QT-70" in words(page) and "sửa dòng trong danh mục" in words(page)


def _token(page):
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]
