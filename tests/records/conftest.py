"""The small agency on a day in 2026, with a class of five years and short ways to records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine

from iso_qms.db import db
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.records import operations
from tests.demo.conftest import demo_on

NOW = "2026-03-02T09:00+07:00"


@dataclass
class Archive:
    """Makes classes and series in the service centre."""

    place: Any

    def person(self, login: str) -> Person:
        return db.session.get_one(Person, self.place.people[login])

    def classed(self, name: str = "Hồ sơ khai sinh", years: int | None = 5) -> operations.RecordClass:
        return operations.open_class(name=name, years=years, basis="", document=None, by=self.person("quality"))

    def entered(self, kind: Any = None, closed_on: date = date(2020, 12, 31), **values: Any) -> operations.RecordSeries:
        unit = db.session.get_one(Unit, self.place.units[values.pop("unit", "centre")])
        by = self.person(values.pop("by", "head_centre"))
        values.setdefault("title", "Khai sinh năm 2020")
        return operations.enter_series(kind=kind or self.classed(), unit=unit, closed_on=closed_on, by=by, **values)

    def proposed(self, *series: Any, by: str = "head_centre") -> operations.Disposal:
        return operations.propose(series or [self.entered()], method="Cắt nhỏ", by=self.person(by))


@pytest.fixture
def archive(app, place):
    with time_machine.travel(NOW, tick=False), app.test_request_context("/an-khe/"):
        with db.session.no_autoflush:
            choose(db.session.get(Agency, place.agency_id))
        yield Archive(place)


@pytest.fixture
def demo(houses, database):
    with demo_on(houses, database) as house:
        yield house
