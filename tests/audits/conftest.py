"""The small agency on a Monday morning, and short ways to bring an inspection to where a test begins."""

from __future__ import annotations

from functools import partial

import pytest
import time_machine

from iso_qms.db import transaction
from tests.audits.scenes import MORNING, Scene, standing_at


@pytest.fixture
def scene(context, place):
    with standing_at():
        yield Scene(place)


class Morning:
    """An inspection under way, for tests that go through the pages: plain numbers, and visitors signed in."""

    def __init__(self, app, place, begun):
        self.app, self.place, self.visitors = app, place, {}
        self.inspection, self.check, self.noted, self.finding, self.named = begun

    def visitor(self, name):
        if name not in self.visitors:
            self.visitors[name] = self.app.test_client()
            self.visitors[name].sign_in(name)
        return self.visitors[name]

    def get(self, name, path):
        return self.visitor(name).get(f"/an-khe/audits{path}", follow_redirects=True)

    def send(self, name, path, action="", /, **fields):
        return self.visitor(name).post_form(f"/an-khe/audits{path}", action, **fields)

    def planned(self, query="", /, **fields):
        """Plan an inspection of the centre as the quality team does; the page it leads to."""
        usual = {
            "title": "Niêm yết",
            "kind": "announced",
            "planned_on": "2026-12-01",
            "units": [str(self.place.units["centre"])],
            "topics": ["posting"],
            "criteria": "Quy chế",
        }
        return self.send("quality", f"/inspections/new{query}", **(usual | fields))


def path_of(page):
    """The path of a page inside the room."""
    return page.request.path.removeprefix("/an-khe/audits")


@pytest.fixture
def morning(house, place):
    with time_machine.travel(MORNING, tick=False):
        yield Morning(house.app, place, house.stand("morning", partial(_begun, house.app, place)))


def _begun(app, place):
    """An inspection, a head count, and three findings: noted, told to the unit, told of a person."""
    with app.test_request_context(), transaction():
        scene = Scene(place)
        inspection = scene.begun()
        check = scene.counted(inspection, staff="late", staff2="present")
        noted = scene.noted(inspection, title="Bảng niêm yết thiếu phí", kind="posting")
        finding = scene.notified(inspection)
        about = {"kind": "conduct", "person": scene.person("staff"), "title": "Không đeo thẻ khi tiếp dân"}
        return [one.id for one in (inspection, check, noted, finding, scene.notified(inspection, **about))]
