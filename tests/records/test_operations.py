"""Records are kept as long as their class says; nothing goes before its term, and never by one person alone."""

from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db, unit
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.records import duties, operations
from iso_qms.records.models import RecordClass
from iso_qms.records.register import Wanted, counts, named_by_procedures, rows
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def test_the_term_counts_from_the_day_they_were_closed(archive):
    assert archive.entered().keep_until == date(2025, 12, 31)
    assert archive.entered(archive.classed("Sổ", None)).keep_until is None


def test_a_class_that_changes_moves_the_terms_of_what_is_still_kept(archive):
    kind = archive.classed()
    series = archive.entered(kind)
    values = {"name": kind.name, "basis": "", "document": None, "by": archive.person("quality")}
    assert operations.change_class(kind, years=10, reason="Thông tư mới", **values) == 1
    assert series.keep_until == date(2030, 12, 31)
    assert history_of(series)[0].reason == "Thông tư mới"


@pytest.mark.parametrize("login", ["head_economy", "staff"])
def test_only_the_head_of_the_unit_and_the_quality_team_enter_records(archive, login):
    kind = archive.classed()
    with pytest.raises(Forbidden):
        archive.entered(kind, by=login)


def test_records_are_entered_once_they_are_closed(archive):
    with pytest.raises(Incomplete):
        archive.entered(closed_on=date(2026, 3, 3))


def test_nothing_is_disposed_of_before_its_term(archive):
    with pytest.raises(Incomplete, match="2027"):
        archive.proposed(archive.entered(closed_on=date(2022, 3, 2), title="Khai sinh 2022"))
    with pytest.raises(Incomplete, match="vĩnh viễn"):
        archive.proposed(archive.entered(archive.classed("Sổ", None)))


def test_the_last_day_of_the_term_still_counts(archive):
    with pytest.raises(Incomplete):
        archive.proposed(archive.entered(closed_on=date(2021, 3, 2)))


def test_what_is_on_hold_stays_whatever_its_term(archive):
    series = archive.entered()
    operations.hold(series, reason="Đang khiếu nại", by=archive.person("quality"))
    with pytest.raises(Incomplete, match="khiếu nại"):
        archive.proposed(series)
    operations.free(series, reason="Đã xong", by=archive.person("leader"))
    assert archive.proposed(series).state == "proposed"


def test_a_hold_that_comes_between_stops_a_disposal(archive):
    disposal = archive.proposed()
    operations.hold(disposal.series[0], reason="Tòa án yêu cầu", by=archive.person("leader"))
    with pytest.raises(Incomplete, match="Tòa án"):
        operations.approve(disposal, by=archive.person("leader"))


def test_a_hold_that_comes_after_the_approval_stops_it_too(archive):
    disposal = archive.proposed()
    operations.approve(disposal, by=archive.person("leader"))
    operations.hold(disposal.series[0], reason="Tòa án yêu cầu", by=archive.person("leader"))
    with pytest.raises(Incomplete, match="Tòa án"):
        operations.carry_out(disposal, on=today(), witnesses="Bà Chất", by=archive.person("head_centre"))


def test_disposal_is_the_act_of_two_people(archive):
    disposal = archive.proposed()
    with pytest.raises(Forbidden):
        operations.approve(disposal, by=archive.person("head_centre"))
    operations.approve(disposal, by=archive.person("leader"))
    operations.carry_out(disposal, on=today(), witnesses="Lê Thị Chất", by=archive.person("head_centre"))
    (series,) = disposal.series
    assert (disposal.state, series.disposed_on, disposal.files_stay) == ("carried_out", today(), True)
    with pytest.raises(Incomplete):
        archive.proposed(series)


def test_it_is_carried_out_before_witnesses_between_the_approval_and_today(archive):
    disposal = archive.proposed()
    operations.approve(disposal, by=archive.person("leader"))
    for on, witnesses in ((date(2026, 3, 1), "A"), (date(2026, 3, 3), "A"), (today(), " ")):
        with pytest.raises(Incomplete):
            operations.carry_out(disposal, on=on, witnesses=witnesses, by=archive.person("head_centre"))


def test_records_of_an_open_disposal_are_in_no_other_and_do_not_change(archive):
    series = archive.entered()
    archive.proposed(series)
    with pytest.raises(Incomplete):
        archive.proposed(series)
    with pytest.raises(WrongState):
        operations.change_series(
            series,
            kind=series.kind,
            unit=series.unit,
            title="Khác",
            closed_on=series.closed_on,
            place="",
            extent="",
            reason="Sai",
            by=archive.person("quality"),
        )


def test_what_was_declined_may_be_proposed_again(archive):
    disposal = archive.proposed()
    operations.decline(disposal, by=archive.person("leader"), note="Chưa kiểm kê")
    assert archive.proposed(disposal.series[0]).number == disposal.number + 1


def test_a_disposal_awaits_whoever_may_approve_it(archive):
    archive.proposed()
    awaits = {login: len(list(duties.awaiting(archive.person(login), today()))) for login in ("leader", "quality")}
    assert awaits == {"leader": 1, "quality": 0}


def test_the_list_counts_what_it_shows(archive):
    kind = archive.classed()
    archive.entered(kind)
    archive.entered(kind, closed_on=date(2024, 1, 1))
    archive.entered(archive.classed("Sổ", None))
    operations.hold(archive.entered(kind), reason="Kiện", by=archive.person("quality"))
    person = archive.person("staff")
    found = counts(Wanted(), person=person, day=today())
    assert found == {"kept": 4, "due": 1, "held": 1, "for_ever": 1, "disposed": 0}
    for view, number in found.items():
        shown = db.session.scalars(rows(Wanted(view=view), person=person, day=today())).unique().all()
        assert len(shown) == number


def test_what_procedures_in_force_name_is_offered_until_it_has_a_class(demo):
    with demo.app.app_context(), unit(writes=False):
        choose(db.session.scalars(select(Agency)).one())
        named = named_by_procedures(today())
        classes = set(db.session.scalars(select(RecordClass.name)))
    assert named and not {one.name for one in named} & classes
    assert {"Hồ sơ đăng ký khai sinh": True}.items() <= {one.name: one.for_ever for one in named}.items()
