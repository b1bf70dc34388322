from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting
from iso_qms.improvement.models import Nonconformity
from iso_qms.journal import history_of
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def test_numbers_run_through_the_year_of_an_agency(case, clock):
    assert [case.opened().code, case.opened().code] == ["KPH-2026-001", "KPH-2026-002"]
    clock.move_to("2027-01-04T09:00+07:00")
    assert case.opened().code == "KPH-2027-001"


def test_the_head_of_the_unit_is_told_and_has_five_working_days(case):
    one = case.opened()
    assert one.analyse_by == date(2026, 3, 9)
    letter = letters_of(case.person("head_centre"))[0]
    assert letter.subject.startswith("KPH-2026-001") and "09/03/2026" in letter.body
    assert not letters_of(case.person("head_economy"))


@pytest.mark.parametrize("login", ["staff", "author", "admin"])
def test_who_has_no_right_opens_none(case, login):
    with pytest.raises(Forbidden, match="Nhóm kiểm soát chất lượng có quyền"):
        case.opened(by=login)


def test_a_head_opens_for_the_own_unit_only(case):
    assert case.opened(by="head_centre").unit == case.unit("centre")
    with pytest.raises(Forbidden):
        case.opened("economy", by="head_centre")


@pytest.mark.parametrize(
    "values",
    [{"title": "  "}, {"grade": "huge"}, {"source_kind": "rumour"}, {"found_on": date(2026, 3, 3)}],
    ids=["no title", "unknown grade", "unknown source", "found tomorrow"],
)
def test_what_is_missing_or_unknown_is_refused(case, values):
    with pytest.raises(Incomplete):
        case.opened(**values)


def test_a_source_is_known_as_data_only(case):
    one = case.opened(source_kind="finding", source_id=4711, revision_id=12, document_id=3)
    assert (one.source_kind, one.source_id, one.revision_id, one.document_id) == ("finding", 4711, 12, 3)


def test_a_correction_is_not_the_cause_and_leaves_the_state(case):
    one = case.opened()
    operations.correct(one, by=case.person("head_centre"), text="Đã trả đủ", done_on=date(2026, 3, 2))
    assert (one.state, one.correction, one.analysis) == ("open", "Đã trả đủ", None)
    with pytest.raises(Incomplete):
        operations.correct(one, by=case.person("head_centre"), text="Sẽ trả", done_on=date(2026, 3, 3))
    with pytest.raises(Forbidden):
        operations.correct(one, by=case.person("staff"), text="Đã trả", done_on=date(2026, 3, 2))


@pytest.mark.parametrize(("whys", "statement"), [([], "Quy trình cũ"), (["Chờ"], "  "), (["  "], "Quy trình cũ")])
def test_an_empty_cause_is_refused(case, whys, statement):
    one = case.opened()
    with pytest.raises(Incomplete):
        operations.analyse(one, by=case.person("head_centre"), whys=whys, statement=statement)
    assert one.state == "open"


def test_a_cause_that_blames_somebody_is_taken_only_with_the_system_cause_behind_it(case):
    one, blame = case.opened(), {"by": case.person("head_centre"), "statement": "Thiếu trách nhiệm"}
    with pytest.raises(Incomplete, match="Thiếu trách nhiệm"):
        operations.analyse(one, whys=["Công chức quên"], **blame)
    assert one.state == "open"
    cause = operations.analyse(one, whys=["Công chức quên", "Không có lịch nhắc việc"], **blame)
    assert not cause.is_about_people_only and one.state == "analysed"


def test_only_the_quality_team_or_leadership_decides_that_nothing_is_needed(case):
    one = case.opened(grade="observation")
    with pytest.raises(Forbidden):
        operations.dismiss(one, by=case.person("head_centre"), note="Không lặp lại")
    with pytest.raises(Incomplete):
        operations.dismiss(one, by=case.person("quality"), note=" ")
    operations.dismiss(one, by=case.person("quality"), note="Đã tự hết")
    assert (one.state, one.ended_on) == ("no_action", date(2026, 3, 2))


def test_it_is_not_dismissed_over_an_action_that_is_planned(case):
    action = case.planned()
    with pytest.raises(WrongState):
        operations.dismiss(action.nonconformity, by=case.person("quality"), note="Thôi")


def test_reopening_climbs_one_level_and_asks_for_a_new_cause_beside_the_old(case):
    one = case.opened()
    operations.dismiss(one, by=case.person("quality"), note="Đã tự hết")
    operations.reopen(one, by=case.person("quality"), note="Lại xảy ra")
    assert (one.state, one.reopened, one.level, one.ended_on) == ("open", 1, 1, None)
    assert letters_of(case.person("leader"))
    operations.analyse(one, by=case.person("head_centre"), whys=["Chờ"], statement="Quy trình cũ")
    operations.dismiss(one, by=case.person("leader"), note="Thôi")
    operations.reopen(one, by=case.person("quality"), note="Lần nữa")
    assert (one.reopened, one.level, one.analysis) == (2, 1, None)
    operations.analyse(one, by=case.person("head_centre"), whys=["Chờ"], statement="Phân công cũ")
    assert [cause.round for cause in one.analyses] == [1, 2]


def test_closing_waits_for_the_last_action_and_for_one_that_worked(case):
    action = case.accepted()
    one = action.nonconformity
    with pytest.raises(WrongState, match=action.code):
        operations.close(one, by=case.person("quality"))
    acting.drop(action, by=case.person("quality"), note="Không cần nữa")
    with pytest.raises(WrongState):
        operations.close(one, by=case.person("quality"))


def test_what_is_written_can_be_corrected_and_the_old_words_stay_in_the_history(case):
    one = case.opened(title="Hồ sơ chậm")
    operations.change(one, by=case.person("quality"), title="31 hồ sơ trả quá hạn", grade="major", description="",
                      criterion="QT-12", found_on=date(2026, 2, 27))  # fmt: skip
    told = history_of(one)[0].changes
    assert told["title"] == ["Hồ sơ chậm", "31 hồ sơ trả quá hạn"] and told["grade"] == ["minor", "major"]


def seen_by(case, login):
    query = Nonconformity.visible_to(case.person(login))
    return {one.code for one in db.session.scalars(query).unique()}


def test_a_unit_sees_its_own_and_those_who_oversee_see_all(case):
    mine, other = case.opened("centre").code, case.opened("economy").code
    assert seen_by(case, "staff") == seen_by(case, "head_centre") == {mine}
    assert seen_by(case, "head_economy") == {other}
    assert seen_by(case, "clerk") == set()
    for login in ("quality", "inspector2", "leader"):
        assert seen_by(case, login) == {mine, other}


def test_a_head_sees_the_units_below(case):
    below = case.opened("land").code
    assert below in seen_by(case, "head_economy")


def test_an_owner_in_another_unit_sees_what_the_action_belongs_to(case):
    action = case.planned(owner="author2")
    assert seen_by(case, "author2") == {action.nonconformity.code}


def test_a_restricted_one_is_seen_by_the_quality_team_the_head_and_whoever_opened_it(case):
    one = case.opened("centre", restricted=True, by="inspector2")
    for login in ("quality", "head_centre", "inspector2"):
        assert seen_by(case, login) == {one.code}
    for login in ("staff", "leader", "deputy", "head_economy", "author"):
        assert seen_by(case, login) == set()


def test_a_restricted_one_comes_to_leadership_once_it_has_climbed(case):
    one = case.opened("centre", restricted=True)
    operations.dismiss(one, by=case.person("quality"), note="Thôi")
    operations.reopen(one, by=case.person("quality"), note="Lại xảy ra")
    assert seen_by(case, "leader") == {one.code}


def test_the_journal_of_a_restricted_one_holds_no_words_of_it(case):
    one = case.opened("centre", restricted=True, title="Rời vị trí trong giờ", description="ông X, 09:10")
    operations.correct(one, by=case.person("head_centre"), text="Đã nhắc ông X", done_on=date(2026, 3, 2))
    operations.dismiss(one, by=case.person("quality"), note="ông X đã nhận lỗi")
    told = " ".join(f"{entry.label} {entry.reason} {entry.changes}" for entry in history_of(one))
    assert "ông X" not in told and "Rời vị trí" not in told


def test_another_agency_sees_nothing(case, place):
    from iso_qms.organisation.agencies import Agency, across, choose
    from iso_qms.organisation.people import Person

    case.opened()
    with across():
        other = db.session.scalar(select(Agency).where(Agency.slug == place.other_agency))
        stranger = db.session.get(Person, place.stranger_id)
    choose(other)
    assert list(db.session.scalars(Nonconformity.visible_to(stranger))) == []
