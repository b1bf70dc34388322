"""Papers that go with an act: every act takes them, and they stand on the page of what they belong to."""

from io import BytesIO

import lxml.html
import pytest

from iso_qms.clock import today
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/documents"
ACTS = [
    ("draft", "author", "/moves/submit", {}),
    ("draft", "author", "/moves/discard", {"note": "Viết lại."}),
    ("in_review", "author", "/moves/take_back", {"note": "Viết thêm."}),
    ("in_review", "leader", "/moves/send_back", {"note": "Thiếu mẫu."}),
    ("in_review", "leader", "/moves/approve", {"when": "decision", "own_password": PASSWORD}),
    ("approved", "leader", "/effective", {"effective_on": lambda: today().isoformat(), "own_password": PASSWORD}),
    ("in_force", "leader", "/moves/withdraw", {"note": "Gộp lại."}),
]


def paper(name="phieu-trinh.pdf"):
    return BytesIO(b"%PDF-1.7 a scan"), name


def files_on(page):
    return [one.text_content() for one in lxml.html.fromstring(page.text).find_class("file")]


@pytest.mark.parametrize(("state", "login", "act", "fields"), ACTS)
def test_every_move_takes_papers_and_the_revision_shows_them(state, login, act, fields, stock, visitor):
    address = stock(state)
    sent = {name: value() if callable(value) else value for name, value in fields.items()}
    assert visitor(login).post_form(f"{address}{act}", files=paper(), **sent).status_code == 200
    (shown,) = files_on(visitor("quality").get(address))
    names = {"author": "Ngô Văn Thảo", "leader": "Nguyễn Văn Chủ"}
    assert "phieu-trinh.pdf" in shown and names[login] in shown and f"{today():%d/%m/%Y}" in shown


def test_an_opinion_takes_papers(stock, visitor):
    address = stock(lambda shelf: shelf.in_review())
    visitor("head_culture").post_form(f"{address}/opinion", opinion="agree", files=paper())
    assert "phieu-trinh.pdf" in files_on(visitor("author").get(address))[0]


def test_a_revision_begins_with_the_papers_that_ask_for_it(stock, visitor):
    address = stock("in_force")
    visitor("author").post_form(f"{address.rpartition('/revisions')[0]}/start", change_summary="Sửa.", files=paper())
    assert "phieu-trinh.pdf" in files_on(visitor("author").get(address.replace("revisions/1", "revisions/2")))[0]


def test_a_reader_sends_a_paper_with_a_remark(stock, visitor):
    address = stock("in_force", "staff")
    visitor("staff").post_form(f"{address}/acknowledge", remark="Mẫu này đã cũ.", files=paper("mau-cu.pdf"))
    assert "mau-cu.pdf" in files_on(visitor("quality").get("/an-khe/documents/acknowledgements"))[0]


def test_a_program_sends_papers_too(stock, visitor):
    address = stock("draft")
    page = lxml.html.fromstring(visitor("author").get(f"{address}/moves/submit").text)
    fields = {"csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0], "files": paper()}
    answer = visitor("author").post(f"{address}/moves/submit", data=fields, headers={"Accept": "application/json"})
    assert answer.json["state"] == "in_review"
    assert files_on(visitor("author").get(address))


def test_nothing_is_kept_of_an_act_that_was_refused(stock, visitor):
    address = stock("in_review")
    refused = visitor("leader").post_form(
        f"{address}/moves/approve", own_password="wrong", when="decision", files=paper()
    )
    assert refused.status_code == 422
    assert not files_on(visitor("leader").get(address))


def test_a_paper_is_opened_by_those_who_may_see_what_it_belongs_to(stock, visitor):
    address = stock("draft")
    visitor("author").post_form(f"{address}/moves/submit", files=paper())
    place = lxml.html.fromstring(visitor("author").get(address).text).xpath("//*[@class='file']//a/@href")[0]
    assert visitor("quality").get(place).data == b"%PDF-1.7 a scan"
    assert visitor("staff").get(place).status_code == 404


def test_the_signed_decision_stands_on_its_page_as_a_scan(stock, visitor):
    stock(lambda shelf: shelf.decision(shelf.approved()).revisions[0])
    decision = f"{ROOM}/decisions/1"
    visitor("author").post_form(f"{decision}/change", files=paper("to-trinh.pdf"), revisions=["1"])
    visitor("leader").post_form(f"{decision}/moves/issue", own_password=PASSWORD, files=paper("phieu.pdf"))
    visitor("author").post_form(decision, "/papers", files=paper("118-qd-ubnd.pdf"))
    seen = " ".join(files_on(visitor("staff").get(decision)))
    assert "to-trinh.pdf" in seen and "phieu.pdf" in seen and "118-qd-ubnd.pdf" in seen
    assert "/papers" not in visitor("staff").get(decision).text


def test_papers_are_added_only_by_those_who_draw_up_or_sign_decisions(stock, visitor):
    stock(lambda shelf: shelf.decision(shelf.approved()).revisions[0])
    page = visitor("author").get(f"{ROOM}/decisions/1")
    assert visitor("author").post_form(f"{ROOM}/decisions/1", "/papers").status_code == 422
    token = lxml.html.fromstring(page.text).xpath("//input[@name='csrf_token']/@value")[0]
    fields = {"csrf_token": token, "files": paper()}
    assert visitor("staff").post(f"{ROOM}/decisions/1/papers", data=fields).status_code in (400, 403, 404)


def test_a_new_decision_and_one_given_up_take_papers(stock, visitor, place):
    stock("approved")
    made = visitor("author").post_form(
        f"{ROOM}/decisions/new",
        number="118/QĐ-UBND",
        title="Về việc ban hành tài liệu",
        signer=str(place.posts["leader"]),
        revisions=["1"],
        files=paper("du-thao.pdf"),
    )
    decision = made.request.path
    visitor("author").post_form(f"{decision}/moves/abandon", note="Gộp.", files=paper("cong-van.pdf"))
    assert len(files_on(visitor("author").get(decision))) == 2
