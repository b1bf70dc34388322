"""The editor as a visitor without scripts sees it."""

import lxml.html
import pytest

from tests.processes.reading.build import docx, procedure
from tests.processes.visits import bring_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def author(client, place):
    client.sign_in("author")
    return client


@pytest.fixture
def edit(author):
    return bring_in(author)


def fields(page, prefix=""):
    document = lxml.html.fromstring(page.text)
    for template in document.findall(".//template"):
        template.drop_tree()
    form = next(one for one in document.forms if "edits" in one.fields)
    values = {name: form.fields[name] for name in form.fields if name and name.startswith(prefix)}
    # As a browser does: the first line end in a text area is not part of it.
    return {name: value.removeprefix("\n") if isinstance(value, str) else value for name, value in values.items()}


def send(client, url, page, **changes):
    """Send the form of a page as it stands, with these changes; None takes a field out."""
    sent = {name: value for name, value in fields(page).items() if value is not None} | changes
    return client.post(
        url, data={name: value for name, value in sent.items() if value is not None}, follow_redirects=True
    )


@pytest.mark.parametrize(
    "part",
    [
        "head",
        "texts",
        "papers",
        "time_limit",
        "conditions",
        "fees",
        "forms_list",
        "legal_basis",
        "steps",
        "forms",
        "records",
    ],
)
def test_every_part_opens_and_saves_without_a_change(author, edit, part):
    url = f"{edit}/{part}"
    before = author.get(url)
    assert before.status_code == 200
    after = send(author, url, before)
    assert after.status_code == 200
    fresh = dict.fromkeys(("edits", "csrf_token", "sheet"), "")
    assert fields(after) | fresh == fields(before) | fresh


def test_a_row_is_added_moved_and_removed_without_scripts(author, edit):
    url = f"{edit}/papers"
    page = send(author, url, author.get(url), row_action="add")
    assert fields(page)["rows-2-text"] == ""
    page = send(author, url, page, **{"rows-2-text": "Ảnh vườn", "row_action": "up:2"})
    assert [fields(page)[f"rows-{n}-text"] for n in range(3)] == [
        "Đơn đăng ký (01 bản chính);",
        "Ảnh vườn",
        "Bản vẽ vườn;",
    ]
    page = send(author, url, page, row_action="remove:0")
    page = send(author, url, page)
    assert [fields(page)[f"rows-{n}-text"] for n in range(2)] == ["Ảnh vườn", "Bản vẽ vườn;"]
    assert "rows-2-text" not in fields(page)


def test_nothing_typed_is_lost_when_a_row_is_wrong(author, edit):
    url = f"{edit}/legal_basis"
    page = send(author, url, author.get(url), **{"rows-0-raw": "Theo lời kể"})
    assert page.status_code == 422
    assert fields(page)["rows-0-raw"] == "Theo lời kể"


def test_somebody_who_was_slower_keeps_their_words(author, edit):
    url = f"{edit}/fees"
    old = author.get(url)
    send(author, url, old, **{"rows-0-raw": "10.000 đồng"})
    late = send(author, url, old, **{"rows-0-raw": "20.000 đồng"})
    assert late.status_code == 422
    assert fields(late)["rows-0-raw"] == "20.000 đồng"
    assert fields(author.get(url))["rows-0-raw"] == "10.000 đồng"


def test_a_case_is_added_with_a_column_of_time_and_taken_out_again(author, edit):
    url = f"{edit}/steps"
    page = send(author, url, author.get(url), case_action="add", **{"cases-0": "thường"})
    page = send(author, url, page, **{"cases-1": "khó", "rows-1-time_1": "05 ngày"})
    assert fields(page)["rows-1-time_1"] == "05 ngày"
    page = send(author, url, page, case_action="remove:0")
    page = send(author, url, page)
    assert fields(page)["cases-0"] == "khó"
    assert fields(page)["rows-1-time_0"] == "05 ngày"


def test_steps_share_a_time_and_are_told_apart_again(author, edit):
    url = f"{edit}/steps"
    page = send(author, url, author.get(url), **{"rows-1-joined_0": "y", "rows-1-time_0": ""})
    assert fields(page)["rows-1-joined_0"] == "y"
    wrong = send(author, url, page, **{"rows-1-time_0": "01 ngày"})
    assert wrong.status_code == 422


def test_sixty_rows_are_kept(author, edit):
    url = f"{edit}/records"
    page = author.get(url)
    rows = {f"rows-{n}-name": f"Sổ {n}" for n in range(60)} | {f"rows-{n}-place": "" for n in range(60)}
    rows |= {f"rows-{n}-retention": "5 năm" for n in range(60)} | {f"rows-{n}-block": "" for n in range(60)}
    page = send(author, url, page, **rows)
    assert fields(page)["rows-59-name"] == "Sổ 59"


def test_rows_are_read_from_the_wording(author, edit):
    page = send(
        author, f"{edit}/fees/wording", author.get(f"{edit}/fees/wording"), text="- 8.000 đồng/bản\n- Miễn lệ phí"
    )
    assert [fields(page)[f"rows-{n}-raw"] for n in range(2)] == ["8.000 đồng/bản", "Miễn lệ phí"]


def test_a_sum_that_differs_stands_beside_the_steps(author, edit):
    url = f"{edit}/time_limit"
    send(author, url, author.get(url), **{"rows-0-amount": "5"})
    assert "5 ngày làm việc" in author.get(f"{edit}/steps").text


def test_who_may_not_write_does_not_get_in(client, author, edit):
    visitor = client.application.test_client()
    visitor.sign_in("staff")
    assert visitor.get(edit).status_code in (403, 404)


def test_what_the_rules_find_stands_on_the_page_of_the_draft(author):
    content = docx(procedure(legal=("- Nghị định số 1/2020/NĐ-CP;", "- Nghị định số 1/2020/NĐ-CP;")))
    page = author.get(bring_in(author, content))
    section = next(one for one in lxml.html.fromstring(page.text).iter("section") if "nhất quán" in one.text_content())
    assert "Văn bản pháp luật viện dẫn hai lần" in section.text_content()
    assert section.find(".//a").get("href").endswith("/edit/legal_basis")
