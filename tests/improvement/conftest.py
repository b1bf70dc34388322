"""A Monday in March 2026, the small agency, and short ways to bring a case to where a test begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine

import iso_qms.improvement.action.actions  # noqa: F401  (a nonconformity is not declared whole without them)
from iso_qms.db import db
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting, extending
from iso_qms.improvement.effect.measuring import Choice
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit

MONDAY = "2026-03-02T09:00+07:00"
DUE, VERIFY = date(2026, 3, 16), date(2026, 4, 15)
MEASURE = Choice(kind="check", question="Trả đúng hẹn?", sample_size=1, target=100, window_days=29)


@dataclass
class Case:
    """Makes nonconformities and actions in the service centre, whose officer owns them."""

    place: Any

    def person(self, login: str) -> Person:
        return db.session.get_one(Person, self.place.people[login])

    def unit(self, key: str) -> Unit:
        return db.session.get_one(Unit, self.place.units[key])

    def post(self, login: str) -> Post:
        return db.session.get_one(Post, self.place.posts[login])

    def opened(self, unit: str = "centre", **values: Any) -> operations.Nonconformity:
        title = values.pop("title", "Hồ sơ trả quá hạn")
        by = self.person(values.pop("by", "quality"))
        return operations.open_nonconformity(title, by=by, unit=self.unit(unit), **values)

    def analysed(self, **values: Any) -> operations.Nonconformity:
        one = self.opened(**values)
        operations.analyse(one, by=self.person("head_centre"), whys=["Chờ ký lâu"], statement="Quy trình ghi tên người")
        return one

    def planned(self, one: operations.Nonconformity | None = None, **values: Any) -> acting.CorrectiveAction:
        wanted = {"what": "Sửa quy trình", "expected": "Không quá 3 %", "due_on": DUE, "measure": MEASURE}
        by, owner = values.pop("by", "head_centre"), values.pop("owner", "staff")
        return acting.plan(one or self.analysed(), by=self.person(by), owner_post=self.post(owner), **(wanted | values))

    def accepted(self, **values: Any) -> acting.CorrectiveAction:
        """With a measure where one is named, else as it was when a plan could still do without one."""
        action = self.planned(**values)
        acting.accept(action, by=self.person("quality"))
        return action if "measure" in values else self.judged_with_words(action)

    def judged_with_words(self, action: acting.CorrectiveAction) -> acting.CorrectiveAction:
        """As a plan of old: no measure shows its effect, somebody says it."""
        action.verify_on = VERIFY
        db.session.delete(action.measure)
        write(action, "corrective_action.planned", by=self.person("head_centre"))
        db.session.flush()
        db.session.expire(action, ["measure"])
        return action

    def carried_out(self, **values: Any) -> acting.CorrectiveAction:
        action = self.accepted(**values)
        acting.carry_out(action, by=self.person("staff"), result="Đã sửa")
        return action

    def asked(self, *, to_day: date = date(2026, 3, 23), **values: Any) -> extending.Extension:
        return extending.ask(self.accepted(**values), by=self.person("staff"), to_day=to_day, reason="Chờ ký")


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(clock, context, place) -> Case:
    choose(db.session.get(Agency, place.agency_id))
    return Case(place)


@pytest.fixture
def as_(app):
    """Signs somebody in, in English unless another language is asked for."""

    def visitor(login: str, language: str = "en") -> Any:
        one = app.test_client()
        one.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        one.sign_in(login)
        return one

    return visitor
