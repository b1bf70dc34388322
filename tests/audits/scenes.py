"""Inspections in the state a test needs, made by the same operations that people use."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

from docx import Document

from iso_qms.audits import operations
from iso_qms.audits.finding import notifying, noting
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.audits.visit import attendance
from iso_qms.clock import HO_CHI_MINH, at
from iso_qms.db import db
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from tests.fixtures.places import Place

MORNING = datetime(2026, 11, 23, 7, 44, tzinfo=HO_CHI_MINH)
"""A Monday; the office opened at 07:30."""


class Scene:
    """People and units of the place by name, and what a test does with them."""

    def __init__(self, place: Place) -> None:
        self.place = place
        choose(db.session.get(Agency, place.agency_id))

    def person(self, name: str) -> Person:
        return db.session.get_one(Person, self.place.people[name])

    def post(self, name: str) -> Post:
        return db.session.get_one(Post, self.place.posts[name])

    def unit(self, name: str) -> Unit:
        return db.session.get_one(Unit, self.place.units[name])

    def planned(self, **values: object) -> Inspection:
        """An unannounced inspection of the centre, with its team."""
        plan = {
            "kind": "unannounced",
            "units": [self.unit("centre")],
            "topics": ["hours", "reception", "conduct"],
            "planned_on": date(2026, 11, 23),
            "criteria": "Nội quy cơ quan, điều 4: giờ làm việc từ 07:30",
        } | values
        inspection = operations.plan_inspection("Giờ làm việc và tiếp công dân", by=self.person("quality"), **plan)
        for name, leads in (("inspector2", True), ("inspector", False)):
            operations.name_member(inspection, self.person(name), by=self.person("quality"), is_lead=leads)
        return inspection

    def begun(self, **values: object) -> Inspection:
        """The same, under way."""
        inspection = self.planned(**values)
        operations.start(inspection, by=self.person("inspector2"))
        return inspection

    def noted(self, inspection: Inspection, **values: object) -> Finding:
        """A finding about work on the spot."""
        what = {
            "unit": inspection.units[0],
            "kind": "reception",
            "title": "Quầy số 2 không có người trực",
            "evidence": "Lúc 07:42 quầy số 2 không có người; ba người dân đang chờ.",
            "grade": "minor",
            "grade_reason": "Người dân phải chờ 28 phút.",
            "clause": "8.2.1",
            "place": "Quầy số 2",
        } | values
        return noting.note_finding(inspection, by=self.person("inspector2"), **what)

    def notified(self, inspection: Inspection, **values: object) -> Finding:
        """The same, told to the unit."""
        finding = self.noted(inspection, **values)
        notifying.notify(finding, by=self.person("inspector2"))
        return finding

    def counted(self, inspection: Inspection, **seen: str) -> attendance.AttendanceCheck:
        """A head-count that has ended: how each named person was seen just now."""
        lead = self.person("inspector2")
        check = attendance.begin_count(inspection, unit=inspection.units[0], by=lead)
        taps = [(self.place.people[name], status, None) for name, status in seen.items()]
        attendance.note_seen(check, taps, by=lead)
        attendance.end_count(check, by=lead)
        return check


def standing_at(moment: datetime = MORNING):
    """The clock at a moment of the scene."""
    return at(moment)


def said(data: bytes) -> str:
    """Every word of a Word file."""
    file = Document(BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])
