"""What a person may see of a document, and how clearly a page says that a text is not in force."""

import re
from datetime import timedelta

import pytest

from iso_qms.clock import today
from iso_qms.documents import operations

pytestmark = pytest.mark.one_database


@pytest.fixture
def draft(stock):
    return stock("draft")


@pytest.mark.parametrize(
    ("login", "status"), [("author", 200), ("quality", 200), ("head_culture", 200), ("staff", 404)]
)
def test_a_draft_is_seen_by_who_works_on_it_and_who_oversees(login, status, draft, visitor):
    assert visitor(login).get(draft).status_code == status
    assert visitor(login).get(draft.rpartition("/revisions")[0]).status_code == status


def test_what_belongs_to_another_agency_is_not_there(stock, visitor):
    address = stock("in_force")
    assert visitor("stranger").get(address).status_code == 404
    assert visitor("stranger").get(address.replace("an-khe", "binh-hoa")).status_code == 404


def test_the_document_shows_the_text_in_force_and_what_is_coming(stock, visitor, words):
    def fill(shelf):
        first = shelf.in_force(text="Làm một lần.")
        return shelf.approved(first.document, on=today() + timedelta(days=7), text="Làm hai lần.")

    address = stock(fill)
    seen = words(visitor("staff").get(address.rpartition("/revisions")[0]))
    assert "Làm một lần." in seen and "Làm hai lần." not in seen
    assert "Lần 02 có hiệu lực từ" in seen


def test_each_section_of_a_revision_can_be_pointed_at(stock, visitor):
    address = stock("draft")
    assert 'id="b1"' in visitor("author").get(address).text


def test_a_superseded_revision_says_so_and_leads_to_the_one_in_force(stock, visitor, words):
    address = stock("superseded")
    page = visitor("staff").get(address)
    assert "Lần ban hành này không còn hiệu lực" in words(page)
    assert "Mở lần 02 đang hiệu lực" in words(page)


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("draft", "Đây là bản thảo: không ai được làm theo"),
        ("approved", "Đã duyệt nhưng chưa có hiệu lực"),
        ("withdrawn", "Lần ban hành này đã bãi bỏ"),
        ("discarded", "Bản thảo này đã bỏ"),
    ],
)
def test_every_text_that_does_not_hold_is_marked(state, mark, stock, visitor, words):
    address = stock(state)
    assert mark in words(visitor("author").get(address))


def test_a_withdrawn_document_shows_no_text_to_work_by(stock, visitor, words):
    address = stock("withdrawn")
    seen = words(visitor("staff").get(address.rpartition("/revisions")[0]))
    assert "Làm một lần." not in seen and "Không hiệu lực" in seen


def test_addresses_carry_a_readable_tail(stock, visitor):
    address = stock("in_force")
    page = visitor("staff").get("/an-khe/documents/?all=1")
    assert "/an-khe/documents/1-qt-07" in page.text
    assert visitor("staff").get(address.replace("/1/", "/1-anything/")).status_code == 200


def test_the_paper_says_whether_it_holds_and_who_did_what(stock, visitor, words):
    holds = stock(lambda shelf: shelf.in_force(shelf.document("QT-08")))
    seen = words(visitor("staff").get(f"{holds}/print"))
    assert "ĐANG HIỆU LỰC" in seen and "đã phê duyệt trên hệ thống" in seen and "Nguyễn Văn Chủ" in seen
    withdrawn = stock("withdrawn")
    assert "KHÔNG HIỆU LỰC: Bãi bỏ" in words(visitor("staff").get(f"{withdrawn}/print"))


def test_the_date_of_issue_is_the_day_of_the_decision_or_of_the_approval_never_the_effective_day(stock, visitor, words):
    coming = stock(lambda shelf: shelf.approved(on=today() + timedelta(days=30)))
    assert f"Ngày ban hành: {today():%d/%m/%Y}" in words(visitor("staff").get(f"{coming}/print"))


def test_differences_between_any_two_revisions(stock, visitor):
    def fill(shelf):
        first = shelf.in_force(text="Trong ba ngày.")
        return shelf.approved(first.document, on=today() + timedelta(days=7), text="Trong hai ngày.")

    document = stock(fill).rpartition("/revisions")[0]
    page = visitor("staff").get(f"{document}/differences?from=1&to=2").text
    assert "<del>ba</del> <ins>hai</ins>" in page
    assert "<del>hai</del> <ins>ba</ins>" in visitor("staff").get(f"{document}/differences?from=2&to=1").text
    assert "giống nhau từng chữ" in visitor("staff").get(f"{document}/differences?from=2&to=2").text


def test_a_document_without_a_unit_in_charge_is_refused_with_a_sentence(client, place):
    client.sign_in("author")
    page = client.post_form("/an-khe/documents/register", code="QT-99", title="Cấp bản sao", unit=None)
    assert page.status_code == 422
    assert "Chọn" in page.text


def test_a_procedure_in_force_leads_to_the_page_of_those_who_work_by_it(stock, visitor):
    address = stock("in_force").rpartition("/revisions")[0]
    assert 'href="/an-khe/processes/1"' in visitor("staff").get(address).text


def test_a_hit_shows_where_its_words_stand(stock, visitor):
    stock(lambda shelf: shelf.in_force(text="Gửi phiếu xin lỗi trước khi quá hạn."))
    page = visitor("staff").get("/an-khe/search?q=xin+loi").text
    assert "gửi phiếu <mark>xin lỗi</mark> trước khi quá hạn." in page


@pytest.mark.parametrize(
    ("state", "login", "step"), [("draft", "author", "moves/submit"), ("in_review", "leader", "moves/approve")]
)
def test_the_step_that_brings_a_revision_on_its_way_stands_out(state, login, step, stock, visitor):
    address = stock(state)
    page = visitor(login).get(address).text
    assert re.search(rf'class="button whole primary" href="[^"]*{step}"', page)


def test_a_text_sent_back_carries_no_agreement_on_paper(stock, visitor, words):
    def fill(shelf):
        revision = shelf.in_review(reviewers=(("head_culture", 1), ("quality", 2)))
        shelf.opinion(revision, "agree")
        shelf.opinion(revision, "disagree", remark="Thiếu thời hạn.")
        return revision

    assert "đã đồng ý" not in words(visitor("author").get(stock(fill) + "/print"))


def test_a_code_borne_before_still_leads_from_another_text_to_its_document(stock, visitor, words):
    def fill(shelf):
        named = shelf.in_force(shelf.document("QT-09")).document
        changed = {"title": named.title, "unit": named.unit, "owner_post": named.owner_post}
        operations.change_document(named, by=shelf.person("author"), code="QT-90", **changed)
        return shelf.in_force(shelf.document("QT-07"), text="Làm như QT-09.")

    document = stock(fill).rpartition("/revisions")[0]
    assert "QT-09QT-90 Quy trình QT-09" in words(visitor("staff").get(f"{document}/named"))
