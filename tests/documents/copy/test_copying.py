"""Numbered copies are given, recalled by themselves when their text no longer holds, and each is accounted for."""

from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.copy import copying, recalls
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import ControlledCopy
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def give(shelf, revision, **how):
    given = {"form": "paper", "given_on": today(), "post": shelf.post("staff")} | how
    return copying.give_copy(revision, by=shelf.person("quality"), **given)


def letters(name):
    return [one.person.login for one in db.session.scalars(select(Letter).where(Letter.name == name))]


def rows(app, shelf, login):
    with app.test_request_context("/an-khe/"):
        g.agency = db.session.get(Agency, shelf.place.agency_id)
        return [(one.kind, one.what) for one in recalls.awaiting(shelf.person(login), today())]


def test_copies_of_a_revision_are_numbered_and_name_their_holder(shelf):
    revision = shelf.in_force()
    first, second = give(shelf, revision), give(shelf, revision, post=None, outside=" Sở Tư pháp ")
    assert (first.number, second.number) == (1, 2)
    assert first.holder.startswith("Công chức một cửa") and "Đặng Văn Viên" in first.holder
    assert second.holder == "Sở Tư pháp"
    assert [entry.verb for entry in history_of(first)] == ["controlled_copy.given"]


@pytest.mark.parametrize("how", [{"post": None}, {"outside": "Sở Tư pháp"}, {"form": "stone"}])
def test_a_copy_without_exactly_one_holder_or_of_an_unknown_form_is_refused(shelf, how):
    with pytest.raises(Incomplete):
        give(shelf, shelf.in_force(), **how)


def test_no_copy_is_given_on_a_day_to_come_of_a_draft_or_without_the_right(shelf):
    revision = shelf.in_force()
    with pytest.raises(Incomplete):
        give(shelf, revision, given_on=today() + timedelta(days=1))
    with pytest.raises(Incomplete):  # before it was approved there was nothing to give
        give(shelf, revision, given_on=today() - timedelta(days=1))
    with pytest.raises(WrongState):
        give(shelf, shelf.draft(shelf.document("QT-08")))
    with pytest.raises(Forbidden):
        copying.give_copy(revision, by=shelf.person("staff"), form="paper", given_on=today(), post=shelf.post("staff"))


def test_supersession_asks_every_copy_back_that_is_out(app, shelf):
    old = shelf.at("superseded")
    assert db.session.scalars(select(ControlledCopy)).all() == []
    new = old.document.revision_on(today())
    out, back = give(shelf, new), give(shelf, new, post=shelf.post("head"))
    copying.take_in(back, by=shelf.person("quality"))
    releasing.withdraw(new, by=shelf.person("leader"), note="Không còn dùng.")
    assert (out.state, back.state) == ("recalled", "returned")
    assert letters("copy_recalled") == ["staff"]
    assert [what for _kind, what in rows(app, shelf, "quality")] == [f"Thu hồi bản số 1 từ {out.holder}"]
    assert len(rows(app, shelf, "head_economy")) == 1, "the document's owner gets it back too"
    assert rows(app, shelf, "author") == rows(app, shelf, "staff") == []


def test_a_copy_that_came_back_was_destroyed_or_lost_awaits_nobody(app, shelf):
    revision = shelf.in_force()
    copies = [give(shelf, revision) for _ in range(3)]
    releasing.withdraw(revision, by=shelf.person("leader"), note="Không còn dùng.")
    quality = shelf.person("quality")
    with pytest.raises(Incomplete):
        copying.lose(copies[0], by=quality)
    copying.lose(copies[0], by=quality, note="Không tìm thấy tại quầy.")
    copying.destroy(copies[1], by=quality, note="Cắt hủy, có người chứng kiến.")
    copying.take_in(copies[2], by=quality)
    assert [one.state for one in copies] == ["lost", "destroyed", "returned"]
    assert {one.ended_on for one in copies} == {today()}
    assert rows(app, shelf, "quality") == []
