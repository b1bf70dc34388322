"""Moves through pages and through JSON: a right, a state, and something missing are told apart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from iso_qms.clock import today
from iso_qms.organisation.operations import delegate
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database

JSON = {"Accept": "application/json"}


def token(client, address):
    page = client.get(address).text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def send(client, address, move, **fields):
    data = fields | {"csrf_token": token(client, f"{address}")}
    return client.post(f"{address}/moves/{move}", data=data, headers=JSON)


def test_json_tells_what_became_of_it(stock, visitor):
    address = stock("draft")
    answer = send(visitor("author"), address, "submit")
    assert (answer.status_code, answer.json["state"]) == (200, "in_review")


@pytest.mark.parametrize(
    ("state", "login", "move", "fields", "status"),
    [
        ("in_review", "author", "approve", {"own_password": PASSWORD, "when": "decision"}, 403),
        ("in_review", "leader", "approve", {"own_password": "wrong", "when": "decision"}, 422),
        ("in_review", "leader", "approve", {"when": "decision"}, 422),
        ("in_review", "author", "take_back", {"note": " "}, 422),
        ("approved", "author", "submit", {}, 409),
        ("in_force", "author", "withdraw", {"note": "Cũ."}, 403),
        ("draft", "author", "take_effect", {}, 404),
    ],
)
def test_json_tells_no_right_from_wrong_state_from_something_missing(
    state, login, move, fields, status, stock, visitor
):
    address = stock(state)
    answer = send(visitor(login), address, move, **fields)
    assert answer.status_code == status
    assert state in ("draft",) or answer.json["error"]


def test_a_day_that_is_none_moves_nothing_for_a_program(stock, visitor):
    address = stock("in_force")
    for days in ({"on": "2026-13-99"}, {"on": today().isoformat(), "until": "soon"}):
        answer = send(visitor("quality"), address, "suspend", note="Chờ luật mới.", **days)
        assert (answer.status_code, bool(answer.json["error"])) == (422, True)


def test_a_signature_needs_ones_own_password_and_keeps_what_was_typed(stock, visitor, words):
    address = stock("in_review")
    day = (today() + timedelta(days=4)).isoformat()
    page = visitor("leader").post_form(f"{address}/moves/approve", effective_on=day, own_password="wrong")
    assert page.status_code == 422
    assert "Mật khẩu không đúng" in words(page) and f'value="{day}"' in page.text


def test_an_approval_may_wait_for_a_decision(stock, visitor, words):
    address = stock("in_review")
    page = visitor("leader").post_form(
        f"{address}/moves/approve", when="decision", effective_on="", own_password=PASSWORD
    )
    assert "Đang chờ quyết định ban hành hoặc ngày hiệu lực." in words(page)


def test_the_page_of_a_move_that_is_not_open_says_so_before_anybody_types(stock, visitor):
    address = stock(lambda shelf: shelf.in_review())
    assert visitor("leader").get(f"{address}/moves/approve").status_code == 422
    assert visitor("leader").get(f"{address}/moves/withdraw").status_code == 409
    assert visitor("leader").get(f"{address}/moves/nothing").status_code == 404
    assert visitor("head_economy").get(f"{address}/opinion").status_code in (404, 409)


def test_of_two_approvers_at_once_one_wins_and_the_other_is_told(stock, visitor):
    def fill(shelf):
        delegate(
            shelf.post("leader"),
            to=shelf.person("deputy"),
            by=shelf.person("admin"),
            since=today(),
            until=today() + timedelta(days=3),
        )
        return shelf.agreed()

    address = stock(fill)
    sent = []
    for login in ("leader", "deputy"):
        client = visitor(login)
        data = {"csrf_token": token(client, address), "when": "decision", "own_password": PASSWORD}
        sent.append((client, data))

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one[0].post(f"{address}/moves/approve", data=one[1], headers=JSON), sent))
    assert sorted(one.status_code for one in answers) == [200, 409]
    loser = next(one for one in answers if one.status_code == 409)
    assert "phê duyệt" in loser.json["error"]


def test_a_document_is_withdrawn_for_one_that_exists(stock, visitor, words):
    address = stock("in_force")
    page = visitor("leader").post_form(f"{address}/moves/withdraw", note="Gộp lại.", replacement="QT-99")
    assert page.status_code == 422 and "QT-99" in words(page)
    page = visitor("leader").post_form(f"{address}/moves/withdraw", note="Gộp lại.")
    assert "Lần ban hành này đã bãi bỏ" in words(page) and "Gộp lại." in words(page)
