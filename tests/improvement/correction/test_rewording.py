"""What was typed wrong is corrected on a page, with a reason, and the old words stand in the history."""

from datetime import date

import pytest

from iso_qms.db import db, transaction
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting
from iso_qms.improvement.correction import rewording
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.improvement.conftest import Case

ROOM = "/an-khe/improvement"
CAUSE = {"whys": ["Chờ ký lâu", "Một người ký"], "statement": "Quy trình ghi tên, không ghi chức vụ", "elsewhere": ""}


def last(thing):
    return history_of(thing)[0]


def test_a_cause_is_reworded_with_its_old_words_kept(case):
    one = case.analysed()
    with pytest.raises(Incomplete):
        rewording.reword_cause(one, by=case.person("head_centre"), reason=" ", **CAUSE)
    rewording.reword_cause(one, by=case.person("head_centre"), reason="Gõ nhầm", **CAUSE)
    assert one.analysis.statement == CAUSE["statement"]
    assert (last(one).verb, last(one).reason) == ("nonconformity.cause_reworded", "Gõ nhầm")
    assert last(one).changes["statement"] == ["Quy trình ghi tên người", CAUSE["statement"]]


def test_the_old_words_of_what_concerns_a_person_do_not_go_into_the_journal(case):
    one = case.analysed(restricted=True)
    rewording.reword_cause(one, by=case.person("head_centre"), reason="Gõ nhầm tên", **CAUSE)
    assert "Quy trình" not in str(last(one).changes) and "Gõ nhầm" not in last(one).reason


@pytest.mark.parametrize("login", ["staff", "head_economy", "leader"])
def test_only_who_gives_causes_rewords_one(case, login):
    with pytest.raises(Forbidden):
        rewording.reword_cause(case.analysed(), by=case.person(login), reason="x", **CAUSE)


def test_where_no_cause_holds_there_is_none_to_reword(case):
    with pytest.raises(WrongState):
        rewording.reword_cause(case.opened(), by=case.person("head_centre"), reason="x", **CAUSE)


def test_a_report_is_reworded_by_its_performer_until_it_is_judged(case):
    action = case.carried_out()
    with pytest.raises(Forbidden):
        rewording.reword_report(action, by=case.person("quality"), text="Khác", reason="x")
    rewording.reword_report(action, by=case.person("staff"), text="Đã sửa bước 4", reason="Thiếu chữ")
    assert (action.result, last(action).changes["result"]) == ("Đã sửa bước 4", ["Đã sửa", "Đã sửa bước 4"])
    acting.verify(action, by=case.person("quality"), assessment="Tốt", early="Đủ số liệu")
    with pytest.raises(Forbidden):
        rewording.reword_report(action, by=case.person("staff"), text="Khác", reason="x")
    rewording.reword_report(action, by=case.person("quality"), text="Tốt: 2 %", reason="Thiếu số")
    assert (action.result, action.assessment) == ("Đã sửa bước 4", "Tốt: 2 %")


def test_before_anything_is_reported_there_is_nothing_to_reword(case):
    with pytest.raises(WrongState):
        rewording.reword_report(case.accepted(), by=case.person("staff"), text="Khác", reason="x")


def test_a_nonconformity_in_the_wrong_unit_goes_to_the_right_one_whose_head_is_told(case):
    one = case.opened("centre", title="Trả quá hạn")
    written = {"title": one.title, "grade": "minor", "found_on": date(2026, 3, 2)}
    operations.change(
        one, by=case.person("quality"), unit=case.unit("economy"), source_kind="complaint", restricted=False, **written
    )
    assert (one.unit, one.source_kind) == (case.unit("economy"), "complaint")
    assert (
        one.code in letters_of(case.person("head_economy"))[0].subject + letters_of(case.person("head_economy"))[0].body
    )
    with pytest.raises(Forbidden):
        operations.change(one, by=case.person("head_economy"), unit=case.unit("culture"), **written)


@pytest.fixture
def address(app, place, clock):
    def brought(station):
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            thing = getattr(Case(place), station)()
            return f"{ROOM}/{'actions' if isinstance(thing, acting.CorrectiveAction) else 'nonconformities'}/{thing.id}"

    return brought


def test_the_pages_lead_to_it_and_show_what_was_changed(address, as_):
    one, action = address("analysed"), address("carried_out")
    head, staff = as_("head_centre"), as_("staff")
    assert f"{one}/cause" in head.get(one).text
    page = head.post_form(f"{one}/cause", statement="Quy trình cũ", reason="Gõ nhầm")
    assert "Quy trình cũ" in page.text and "corrected the wording of the cause" in page.text
    assert f"{action}/reword" in staff.get(action).text
    page = staff.post_form(f"{action}/reword", text="Đã sửa bước 4", reason="Thiếu chữ")
    assert "Đã sửa bước 4" in page.text and "Thiếu chữ" in page.text
    assert f"{action}/reword" not in as_("quality").get(action).text


def test_the_form_of_a_nonconformity_changes_unit_source_and_readers(address, as_, place):
    one = address("opened")
    page = as_("quality").post_form(
        f"{one}/edit", unit=str(place.units["culture"]), source_kind="complaint", restricted="y"
    )
    assert "Complaint or feedback" in page.text and "Restricted readers" in page.text
    assert as_("head_centre").get(one).status_code == 404
    assert as_("head_culture").get(one).status_code == 200
