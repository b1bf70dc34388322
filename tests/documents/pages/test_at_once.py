"""Two people, or two tabs, at the same moment: nothing is done twice, nothing is lost, and nobody sees a fault."""

from concurrent.futures import ThreadPoolExecutor

import lxml.html
import pytest
from sqlalchemy import func, select

from iso_qms.db import db
from iso_qms.documents.models import Revision
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import across
from iso_qms.outbox import Letter

SIDE_BY_SIDE = (("head_culture", 1), ("quality", 1))


def form_of(client, url):
    """What a browser would send of the form on a page."""
    forms = lxml.html.fromstring(client.get(url).text).forms
    form = next(
        one for one in forms if one.get("method") == "post" and next(one.iterancestors("main"), None) is not None
    )
    return dict(form.form_values())


def at_once(*sent):
    """Send each (client, url, fields) in a thread of its own; the answers in that order."""
    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(lambda one: one[0].post(one[1], data=one[2]), sent))


@pytest.fixture
def counted(app):
    """How many rows a query finds."""

    def counted(model, *conditions):
        with app.app_context(), across():
            return db.session.scalar(select(func.count()).select_from(model).where(*conditions))

    return counted


def test_of_two_last_opinions_at_once_both_count_and_the_approver_is_asked_once(stock, visitor, counted, place):
    url = stock(lambda shelf: shelf.in_review(reviewers=SIDE_BY_SIDE)) + "/opinion"
    sent = [(visitor(one), url, form_of(visitor(one), url) | {"opinion": "agree"}) for one, _turn in SIDE_BY_SIDE]

    assert [one.status_code for one in at_once(*sent)] == [303, 303]
    assert counted(JournalEntry, JournalEntry.verb == "review.agreed") == 2
    assert counted(Letter, Letter.name == "approval_wanted", Letter.person_id == place.people["leader"]) == 1


def test_of_agreement_and_disagreement_at_once_the_draft_goes_back_once(stock, visitor, counted):
    url = stock(lambda shelf: shelf.in_review(reviewers=SIDE_BY_SIDE)) + "/opinion"
    yes = form_of(visitor("head_culture"), url) | {"opinion": "agree"}
    no = form_of(visitor("quality"), url) | {"opinion": "disagree", "remark": "Thiếu thời hạn."}

    answers = at_once((visitor("head_culture"), url, yes), (visitor("quality"), url, no))
    assert answers[1].status_code == 303
    assert answers[0].status_code in (303, 409, 422)
    assert counted(Revision, Revision.state == "draft") == 1
    assert counted(JournalEntry, JournalEntry.verb == "revision.send_back") == 1


def test_acknowledging_in_two_tabs_at_once_is_one_acknowledgement(app, stock, visitor, counted, words):
    url = stock("in_force", "staff") + "/acknowledge"
    tabs = [app.test_client(), app.test_client()]
    for one in tabs:
        one.sign_in("staff")

    answers = at_once(*[(one, url, form_of(one, url)) for one in tabs])
    assert sorted(one.status_code for one in answers) == [303, 422]
    assert "Đã xác nhận hiểu lần ban hành này" in words(next(one for one in answers if one.status_code == 422))
    assert counted(JournalEntry, JournalEntry.verb == "revision.acknowledged") == 1


def test_of_two_authors_who_save_at_once_the_second_is_told_and_keeps_the_words(stock, visitor, words):
    address = stock("draft")
    both = {"author": "Làm hai lần.", "quality": "Làm ba lần."}
    sent = [
        (visitor(who), f"{address}/edit", form_of(visitor(who), f"{address}/edit") | {"sections-0-text": text})
        for who, text in both.items()
    ]

    answers = at_once(*sent)
    assert sorted(one.status_code for one in answers) == [303, 422]
    kept, lost = (text for _code, text in sorted(zip([one.status_code for one in answers], both.values(), strict=True)))
    loser = next(one for one in answers if one.status_code == 422)
    assert lost in loser.text and "đã sửa bản thảo này" in words(loser)
    assert kept in words(visitor("author").get(address))


def test_of_two_who_register_the_same_proposed_code_the_second_is_told_the_next_one(app, place, visitor):
    visitor("quality").post_form("/an-khe/documents/codes", **{"pattern-procedure": "QT-{số:02}"})
    url = "/an-khe/documents/register"
    sent = [(visitor(one), url, form_of(visitor(one), url) | {"title": one}) for one in ("author", "author2")]
    assert {fields["code"] for _who, _url, fields in sent} == {"QT-01"}

    answers = at_once(*sent)
    assert sorted(one.status_code for one in answers) == [303, 422]
    late, (_who, _url, typed) = next(pair for pair in zip(answers, sent, strict=True) if pair[0].status_code == 422)
    assert "QT-02" in late.text and f'value="{typed["title"]}"' in late.text
