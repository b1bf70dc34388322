"""Every act of the room, sent by somebody it is not for: a stranger finds nothing there, and nothing changes."""

import re

import pytest
from sqlalchemy import func, select

from iso_qms.db import db
from iso_qms.journal import JournalEntry
from iso_qms.web import traces

pytestmark = pytest.mark.one_database

TYPED = {"note": "Xin xem lại", "text": "Xin xem lại", "title": "Xin xem lại", "reason": "Xin xem lại"}
TYPED |= {"evidence": "Thấy vậy", "grade": "minor", "name": "Ai đó", "how": "on_paper", "witness": "Ai đó"}
"""Enough for an act that asks for something, were it let through."""


def acts_of(app, number):
    """The address of each POST of the room, with that number wherever one stands."""
    parts = {"agency": "an-khe", "name": "withdraw", "key": "hours", "digest": "0" * 64, "year": "2026"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("audits.") and "POST" in rule.methods:
            yield re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda one: parts.get(one[1], number), rule.rule)


def sending(visitor):
    """A way to send an act with the token of a form of one's own."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/me").text)[1]
    return lambda url: visitor.post(url, data=TYPED | {"csrf_token": token}, headers={"X-CSRFToken": token})


def kept(app):
    """How much the journal holds, but of refusals."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(JournalEntry).where(JournalEntry.kind != traces.KIND))


def test_a_stranger_sends_every_act_in_vain(morning):
    send, before = sending(morning.visitor("stranger")), kept(morning.app)
    acts = sorted(acts_of(morning.app, "1"))
    assert len(acts) > 60, "the walk knows the acts of the room"
    assert {url: code for url in acts if (code := send(url).status_code) != 404} == {}
    assert kept(morning.app) == before


def test_a_colleague_who_is_neither_team_nor_head_changes_nothing_either(morning):
    send, before = sending(morning.visitor("staff2")), kept(morning.app)
    acts = [url for url in acts_of(morning.app, "1") if not url.endswith("/interests")]  # theirs: what one declares
    answers = {url: send(url).status_code for url in acts}
    assert {url: code for url, code in answers.items() if code >= 500} == {}
    assert kept(morning.app) == before


@pytest.mark.parametrize("login", ["staff2", "quality"])
def test_what_one_may_not_read_one_may_not_act_on(login, morning):
    send, before = sending(morning.visitor(login)), kept(morning.app)
    acts = [url for url in acts_of(morning.app, str(morning.named)) if f"/findings/{morning.named}/" in url]
    assert len(acts) >= 7
    for url in acts:
        there, absent = send(url), send(url.replace(f"/{morning.named}/", "/99/"))
        assert there.status_code == absent.status_code and there.status_code in (403, 404), url
        assert "Không đeo thẻ" not in there.text
    assert kept(morning.app) == before
