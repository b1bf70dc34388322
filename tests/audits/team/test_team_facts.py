"""Every tie the rules know, found in records that were made by the operations people use."""

from datetime import date

import pytest

from iso_qms.audits import operations
from iso_qms.audits.team.interests import declare
from iso_qms.audits.team.team_facts import ties_of
from iso_qms.organisation.operations import delegate, hold_post, open_post
from iso_qms.workflow import Forbidden
from tests.documents.conftest import Shelf
from tests.fixtures.places import SINCE
from tests.improvement.conftest import Case

DAY = date(2026, 11, 23)

SAID = {
    "staff": ("own", "thuộc Trung tâm"),
    "head_economy": ("answers", "Tổ Đất đai"),
    "deputy": ("past", "đến 31/07/2026"),
    "author": ("hand", "soạn QT-07"),
    "head_culture": ("hand", "xem xét QT-07"),
    "leader": ("hand", "phê duyệt QT-07"),
    "clerk": ("hand", "chủ quản QT-07"),
    "head": ("hand", "Ngô Văn Thảo"),
    "author2": ("action", "HĐ-"),
    "inspector2": ("own", "thay Bùi Văn Giám"),
    "inspector": ("interest", "Trung tâm Phục vụ hành chính công"),
    "quality": ("interest", "Đặng Văn Viên"),
    "admin": ("interest", "Trung tâm Phục vụ hành chính công"),
}
"""By sign-in name: the kind of the tie, and what its sentence names beside the person."""


def test_each_tie_of_each_kind_is_found_in_the_records_and_names_its_reason(scene):
    shelf, case = Shelf(scene.place), Case(scene.place)
    paper = shelf.in_force().document
    paper.owner_post = scene.post("clerk")
    where, admin = scene.unit("centre"), scene.person("admin")
    case.planned(owner="author2", due_on=date(2026, 12, 15), verify_on=date(2027, 1, 15))
    seat = open_post("Phó Giám đốc", unit=where, by=admin, since=SINCE)
    hold_post(scene.person("deputy"), seat, by=admin, since=SINCE, until=date(2026, 8, 1))
    for post, to in (("head_centre", "inspector2"), ("author", "head")):
        delegate(scene.post(post), to=scene.person(to), by=admin, since=DAY, until=date(2026, 12, 1))
    declare("relative_unit", by=scene.person("inspector"), unit=where)
    declare("relative_person", by=scene.person("quality"), other=scene.person("staff"))
    declare("former_post", by=admin, unit=where, until=date(2026, 3, 1))

    people = {name: scene.person(name) for name in SAID}
    found = ties_of(list(people.values()), units=[where, scene.unit("land")], documents=[paper], day=DAY)
    for name, (kind, words) in SAID.items():
        told = [one.text for one in found[people[name].id] if one.key.startswith(f"{kind}:")]
        assert any(words in one and people[name].name in one for one in told), (name, found[people[name].id])
    plan = {"kind": "announced", "topics": ["hours"], "planned_on": DAY, "criteria": "Nội quy"}
    visit = operations.plan_inspection("Một cửa", by=people["quality"], units=[where], **plan)
    for name in ("inspector", "inspector2", "quality"):
        with pytest.raises(Forbidden, match=people[name].name):
            operations.name_member(visit, people[name], by=people["quality"])
