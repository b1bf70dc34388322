"""A shelf of documents in every state, filled by the same operations that people use."""

from __future__ import annotations

from datetime import date
from functools import partial

import lxml.html
import pytest

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents import operations, writing
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.approval import reviewing, routing
from iso_qms.documents.issue import issuing, releasing, suspending
from iso_qms.documents.models import Document, Revision
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit


class Shelf:
    """Documents at any station of their life; `author` writes, `head_culture` reviews, `leader` approves."""

    def __init__(self, place) -> None:
        self.place = place
        choose(db.session.get(Agency, place.agency_id))
        self.clock = clock_of(place.agency_id)

    def person(self, login: str) -> Person:
        return db.session.get(Person, self.place.people[login])

    def post(self, login: str) -> Post:
        return db.session.get(Post, self.place.posts[login])

    def unit(self, key: str) -> Unit:
        return db.session.get(Unit, self.place.units[key])

    def document(self, code: str = "QT-07", *, readers: tuple[str, ...] = ()) -> Document:
        document = operations.register_document(
            "procedure",
            code=code,
            title=f"Quy trình {code}",
            unit=self.unit("economy"),
            owner_post=self.post("head_economy"),
            by=self.person("author"),
        )
        if readers:
            acknowledging.distribute(document, [(self.post(one), "") for one in readers], by=self.person("quality"))
        return document

    def draft(self, document: Document | None = None, *, text: str = "Làm một lần.", reviewers=(("head_culture", 1),)):
        document = document or self.document()
        author = self.person("author")
        revision = operations.start_revision(document, by=author, change_summary="Sửa cho rõ.")
        self.write(revision, text)
        places = [(self.post(login), place) for login, place in reviewers]
        routing.name_reviewers(revision, places, approver=self.post("leader"), by=author)
        return revision

    def write(self, revision: Revision, *texts: str) -> None:
        blocks = [one.block_id for one in revision.blocks] + [0] * len(texts)
        rows = [{"block": blocks[n], "heading": f"Mục {n + 1}", "text": text} for n, text in enumerate(texts)]
        writing.write_text(revision, rows, by=self.person("author"), edits=revision.edits, title=revision.title)

    def in_review(self, document: Document | None = None, **how) -> Revision:
        revision = self.draft(document, **how)
        operations.submit(revision, by=self.person("author"))
        return revision

    def agreed(self, document: Document | None = None, **how) -> Revision:
        revision = self.in_review(document, **how)
        for review in list(revision.reviews_of_round()):
            self.opinion(revision, "agree", review.post_id)
        return revision

    def opinion(self, revision: Revision, opinion: str, post_id: int | None = None, *, remark: str = "") -> None:
        waiting = [one for one in revision.reviews_of_round() if not one.opinion]
        review = next(one for one in waiting if post_id in (None, one.post_id))
        login = next(login for login, post in self.place.posts.items() if post == review.post_id)
        reviewing.give_opinion(review, opinion, by=self.person(login), remark=remark)

    def approved(self, document: Document | None = None, *, on: date | None = None, **how) -> Revision:
        revision = self.agreed(document, **how)
        reviewing.approve(revision, by=self.person("leader"), effective_on=on)
        return revision

    def in_force(self, document: Document | None = None, **how) -> Revision:
        return self.approved(document, on=today(), **how)

    def decision(self, *revisions: Revision, on: date | None = None, number: str = "118/QĐ-UBND"):
        return issuing.prepare_decision(
            number=number,
            title="Về việc ban hành tài liệu",
            decided_on=today(),
            effective_on=on or today(),
            revisions=list(revisions),
            signer=self.post("leader"),
            by=self.person("author"),
        )

    def at(self, state: str, *readers: str) -> Revision:
        """A revision in that state, of a document that these read."""
        document = self.document(readers=readers)
        make = {"draft": self.draft, "in_review": self.agreed, "approved": self.approved, "in_force": self.in_force}
        if state in make:
            return make[state](document)
        if state == "discarded":
            revision = self.draft(document)
            operations.discard(revision, by=self.person("author"), note="Viết lại.")
            return revision
        revision = self.in_force(document)
        if state == "withdrawn":
            releasing.withdraw(revision, by=self.person("leader"), note="Không còn dùng.")
        elif state == "suspended":
            suspending.suspend(revision, by=self.person("leader"), note="Căn cứ pháp lý đang thay đổi.")
        else:
            revision.valid_from = date(2026, 1, 5)
            self._superseded(revision)
        return revision

    def _superseded(self, revision: Revision) -> None:
        write(revision, "revision.dated", by=self.clock)
        self.approved(revision.document, on=today())


@pytest.fixture
def shelf(context, place):
    with transaction():
        yield Shelf(place)


@pytest.fixture
def stock(app, house, place):
    """Fills the shelf before pages are opened; answers the address of a revision.

    `stock("draft", "staff")` wants one in that state with these readers, made once and copied after that, so it comes
    first in a test; `stock(fill)` the one that `fill(shelf)` gives back.
    """
    stocked = []

    def told(fill):
        with app.app_context(), transaction():
            revision = fill(Shelf(place))
            return f"/an-khe/documents/{revision.document_id}/revisions/{revision.number}"

    def stock(wanted, *readers):
        stocked.append(wanted)
        if callable(wanted):
            return told(wanted)
        story = partial(told, lambda shelf: shelf.at(wanted, *readers))
        first = len(stocked) == 1
        return house.stand("-".join((wanted, *readers, f"{today()}")), story) if first else story()

    return stock


@pytest.fixture
def visitor(app, place):
    """Opens pages as somebody, each with cookies of their own."""
    visitors = {}

    def visitor(login):
        if login not in visitors:
            visitors[login] = app.test_client()
            visitors[login].sign_in(login)
        return visitors[login]

    return visitor


def words_of(page) -> str:
    """The words of a page, without its frame."""
    return " ".join(lxml.html.fromstring(page.text).find(".//main").text_content().split())


@pytest.fixture
def words():
    return words_of
