"""Causes on their pages: the classes, a cause that blames a person, several branches, the picture, the recurrence."""

import pytest

from iso_qms.db import db, transaction
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.agencies import Agency, choose
from tests.improvement.conftest import Case

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/improvement"


def test_a_cause_with_branches_from_form_to_picture_and_what_comes_back(clock, app, place, as_):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        case.opened(title="Lần đầu")
        case.opened(title="Lần sau")
    head = as_("head_centre")
    typed = {
        "class_key": "people",
        "whys-0": "Công chức quên",
        "statement": "Thiếu trách nhiệm",
        "further-0-class_key": "method",
        "further-0-whys": "Chờ ký lâu\nMột người ký",
        "further-0-statement": "Quy trình ghi tên người",
    }
    refused = head.post_form(f"{ROOM}/nonconformities/1/moves/analyse", "", **typed)
    assert refused.status_code == 422 and "speaks of a person only" in refused.text
    for kept in ("Công chức quên", "Chờ ký lâu\nMột người ký", "Quy trình ghi tên người"):
        assert kept in refused.text
    typed["statement"] = "Không có lịch nhắc việc"
    for number in (1, 2):
        assert "Cause known" in head.post_form(f"{ROOM}/nonconformities/{number}/moves/analyse", "", **typed).text
    page = head.get(f"{ROOM}/nonconformities/2").text
    for word in ("main cause", "Method and procedure", "2. Một người ký", "<svg", "It comes back", "KPH-2026-001"):
        assert word in page
    assert "It comes back" not in head.get(f"{ROOM}/nonconformities/1").text
    listed = head.get(f"{ROOM}/?view=all&again=1").text
    assert "KPH-2026-002" in listed and "KPH-2026-001" not in listed
    form = head.get(f"{ROOM}/nonconformities/2/cause").text
    assert "Chờ ký lâu\nMột người ký" in form
    typed |= {"further-0-statement": "", "further-0-whys": "", "reason": "Bỏ nhánh"}
    assert head.post_form(f"{ROOM}/nonconformities/2/cause", "", **typed).status_code == 200
    assert "Một người ký" not in head.get(f"{ROOM}/nonconformities/2").text
    with app.app_context():
        choose(db.session.get(Agency, place.agency_id))
        assert db.session.get_one(Nonconformity, 2).recurrence_told


def test_the_classes_are_renamed_retired_and_added_and_none_goes(app, place, as_):
    quality = as_("quality")
    assert as_("staff").get(f"{ROOM}/causes").status_code in (403, 404)
    assert "Phương pháp, quy trình" in quality.get(f"{ROOM}/causes").text
    typed = {
        "months": "6",
        "classes-0-key": "method",
        "classes-0-vi": "Cách làm",
        "classes-0-en": "Way of working",
        "classes-0-retired": "y",
        "classes-1-key": "",
        "classes-1-vi": "Khách quan",
        "classes-1-en": "",
    }
    assert quality.post_form(f"{ROOM}/causes", "", **typed).status_code == 200
    page = quality.get(f"{ROOM}/causes").text
    for word in ("Cách làm", "Khách quan", "own-1", "Công cụ, phần mềm", 'value="6"'):
        assert word in page
    typed |= {"classes-0-vi": ""}
    assert "Give each class a name" in quality.post_form(f"{ROOM}/causes", "", **typed).text
    typed |= {"classes-0-vi": "Cách làm", "months": "61"}
    assert quality.post_form(f"{ROOM}/causes", "", **typed).status_code == 422
