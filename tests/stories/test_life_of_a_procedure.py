"""The life of a procedure through its pages: written, sent back, approved, in force, acknowledged, changed."""

from __future__ import annotations

from datetime import timedelta

import lxml.html
import pytest
import time_machine

from iso_qms.clock import today
from iso_qms.documents.jobs import take_effect_round
from tests.fixtures.places import PASSWORD

ROOM = "/an-khe/documents"


class Story:
    """Everybody who has a part, each at a browser of their own without scripts."""

    def __init__(self, app, place) -> None:
        self.app, self.place, self.visitors = app, place, {}

    def come(self, login):
        if login not in self.visitors:
            self.visitors[login] = self.app.test_client()
            self.visitors[login].sign_in(login)
        return self.visitors[login]

    def sees(self, login, address) -> str:
        return words(self.come(login).get(address, follow_redirects=True))

    def register(self, code, title) -> str:
        """The address of the first draft of a new document."""
        unit, owner = self.place.units["economy"], self.place.posts["head_economy"]
        page = self.come("author").post_form(
            f"{ROOM}/register", code=code, title=title, unit=str(unit), owner=str(owner)
        )
        assert page.status_code == 200, words(page)
        return f"{ROOM}/1/revisions/1"

    def write(self, purpose, number=1):
        page = self.come("author").post_form(f"/an-khe/processes/1/{number}/edit/texts", text_purpose=purpose)
        assert page.status_code == 200, words(page)

    def route(self, address, *reviewers):
        fields = {f"places-{n}-post": str(self.place.posts[one]) for n, one in enumerate(reviewers)}
        leader = str(self.place.posts["leader"])
        return self.come("author").post_form(f"{address}/route", approver=leader, **fields)

    def approve(self, address, day):
        return self.come("leader").post_form(
            f"{address}/moves/approve", effective_on=day.isoformat(), own_password=PASSWORD
        )


def words(page) -> str:
    """The words of a page, without its frame."""
    return " ".join(lxml.html.fromstring(page.text).find(".//main").text_content().split())


@pytest.fixture
def story(app, place):
    return Story(app, place)


def test_from_the_first_draft_to_the_last_reader(story):
    address = story.register("QT-07", "Cấp giấy xác nhận")
    document = address.rpartition("/revisions/")[0]
    story.write("Thống nhất cách làm.")
    story.come("quality").post_form(f"{document}/distribution", **{f"post-{story.place.posts['staff']}": "1"})
    assert "QT-07" not in story.sees("staff", "/an-khe/")

    story.route(address, "head_culture")
    assert "Đang xem xét" in words(story.come("author").post_form(f"{address}/moves/submit"))
    assert "Cho ý kiến" in story.sees("head_culture", "/an-khe/")
    story.come("head_culture").post_form(f"{address}/opinion", opinion="disagree", remark="Thiếu thời hạn.")
    assert "Thiếu thời hạn." in story.sees("author", address)

    story.write("Thống nhất cách làm trong ba ngày.")
    story.come("author").post_form(f"{address}/moves/submit")
    story.come("head_culture").post_form(f"{address}/opinion", opinion="agree")
    assert "Phê duyệt" in story.sees("leader", "/an-khe/")
    assert "Đang hiệu lực" in words(story.approve(address, today()))

    assert "QT-07" in story.sees("staff", "/an-khe/")
    assert "Thống nhất cách làm trong ba ngày." in story.sees("staff", f"{address}/acknowledge")
    page = story.come("staff").post_form(f"{address}/acknowledge", remark="Quầy 2 chưa có mẫu.")
    assert "đủ 1" not in words(page), "who has read what is not for everybody"
    assert "đủ 1" in story.sees("quality", page.request.path)
    assert "QT-07" not in story.sees("staff", "/an-khe/")
    assert "Quầy 2 chưa có mẫu." in story.sees("quality", f"{ROOM}/acknowledgements")


def test_the_second_revision_replaces_the_first_on_its_day_by_a_decision(story):
    first = story.register("QT-07", "Cấp giấy xác nhận")
    document = first.rpartition("/revisions/")[0]
    story.write("Trong ba ngày.")
    story.come("quality").post_form(f"{document}/distribution", **{f"post-{story.place.posts['staff']}": "1"})
    story.route(first, "head_culture")
    story.come("author").post_form(f"{first}/moves/submit")
    story.come("head_culture").post_form(f"{first}/opinion", opinion="agree")
    story.approve(first, today())
    story.come("staff").post_form(f"{first}/acknowledge")

    second = first.replace("revisions/1", "revisions/2")
    story.come("author").post_form(f"{document}/start", change_summary="Rút hạn xuống hai ngày.")
    story.write("Trong hai ngày.", 2)
    story.route(second, "head_culture")
    story.come("author").post_form(f"{second}/moves/submit")
    story.come("head_culture").post_form(f"{second}/opinion", opinion="agree")
    story.come("leader").post_form(f"{second}/moves/approve", when="decision", effective_on="", own_password=PASSWORD)
    day = today() + timedelta(days=1)
    page = story.come("author").post_form(
        f"{ROOM}/decisions/new",
        number="118/QĐ-UBND",
        title="Ban hành tài liệu",
        signer=str(story.place.posts["leader"]),
        effective_on=day.isoformat(),
        revisions=["2"],
    )
    story.come("leader").post_form(f"{page.request.path}/moves/issue", own_password=PASSWORD)
    assert "Trong ba ngày." in story.sees("staff", document)
    assert "Lần 02 có hiệu lực từ" in story.sees("staff", document)

    with time_machine.travel(f"{day}T00:10+07:00"):
        _walk(story.app)
    with time_machine.travel(f"{day}T08:00+07:00"):
        story.visitors.clear()
        assert "Trong hai ngày." in story.sees("staff", document)
        assert "Lần ban hành này không còn hiệu lực" in story.sees("staff", first)
        changes = story.come("staff").get(f"{second}/acknowledge").text
        assert "<del>ba</del> <ins>hai</ins>" in changes
        assert story.come("staff").post_form(f"{second}/acknowledge").status_code == 200
        assert "118/QĐ-UBND" in story.sees("staff", document)


def _walk(app):
    with app.app_context():
        assert take_effect_round() == 1
