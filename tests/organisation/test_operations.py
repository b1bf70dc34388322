"""What can be done with units, posts, people and roles, and what none of it may change."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.journal import history_of
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.people import Absence, Holding, Person, Post, head_of, holders_of, one_hand
from iso_qms.organisation.rights import Grant, administrators, matrix, people_with, units_with
from iso_qms.organisation.units import Unit, subtree, tree_on
from iso_qms.workflow import Forbidden, Incomplete, Refused

DAY = timedelta(days=1)


@pytest.fixture
def org(context, place):
    """The agency with a writing unit open, and short ways to its people, posts and units."""
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        yield Org(place)


class Org:
    def __init__(self, place):
        self.place = place

    def person(self, name):
        return db.session.get(Person, self.place.people[name])

    def post(self, name):
        return db.session.get(Post, self.place.posts[name])

    def unit(self, name):
        return db.session.get(Unit, self.place.units[name])

    @property
    def admin(self):
        return self.person("admin")


def holding_of(person):
    return db.session.scalars(select(Holding).where(Holding.person_id == person.id, Holding.kind == "holder")).one()


# Units and posts


def test_a_code_belongs_to_one_unit(org):
    with pytest.raises(Incomplete, match="VP"):
        operations.open_unit("Phòng khác", code="VP", by=org.admin, since=today())


def test_the_tree_shows_each_unit_under_its_own(org):
    tree = [(depth, unit.code) for depth, unit in tree_on(today())]
    assert tree.index((1, "ĐĐ")) == tree.index((0, "KT")) + 1


def test_a_unit_cannot_stand_under_what_stands_under_it(org):
    with pytest.raises(Refused):
        operations.change_unit(org.unit("economy"), by=org.admin, name="Phòng Kinh tế", parent=org.unit("land"))


def test_a_unit_closes_after_its_last_day_together_with_its_posts(org):
    land, clerk = org.unit("land"), org.person("clerk")
    operations.end_holding(holding_of(clerk), by=org.admin, on=today())
    operations.close_unit(land, by=org.admin, last_day=today(), reason="sáp nhập")
    assert land.is_valid_on(today())
    assert not land.is_valid_on(today() + DAY)
    assert not org.post("clerk").is_valid_on(today() + DAY)


def test_a_unit_does_not_close_while_somebody_holds_a_post_in_it(org):
    with pytest.raises(Refused, match="Tạ Văn Địa"):
        operations.close_unit(org.unit("land"), by=org.admin, last_day=today(), reason="sáp nhập")


def test_a_unit_does_not_close_above_an_open_one(org):
    for name in ("head_economy", "author"):
        operations.end_holding(holding_of(org.person(name)), by=org.admin, on=today())
    with pytest.raises(Refused, match="Tổ Đất đai"):
        operations.close_unit(org.unit("economy"), by=org.admin, last_day=today(), reason="sáp nhập")


def test_a_unit_has_one_post_of_its_head(org):
    with pytest.raises(Refused, match="Chánh Văn phòng"):
        operations.open_post("Trưởng phòng", unit=org.unit("office"), by=org.admin, since=today(), is_head=True)


def test_a_post_does_not_end_while_it_is_held(org):
    with pytest.raises(Refused, match="Tạ Văn Địa"):
        operations.end_post(org.post("clerk"), by=org.admin, last_day=today(), reason="tinh giản")


# People


def test_a_sign_in_name_is_taken_once_whatever_its_capitals(org):
    with pytest.raises(Incomplete, match="Vũ Thị Chánh"):
        operations.enter_person("Người khác", by=org.admin, login="HEAD")


def test_another_agency_may_use_the_same_sign_in_name(org):
    assert operations.enter_person("Hà Thị Lạ", by=org.admin, login="stranger").login == "stranger"


@pytest.mark.parametrize("login", ["đặng.văn", "with space", "-dash", "a"])
def test_a_sign_in_name_can_be_typed_on_any_keyboard(org, login):
    with pytest.raises(Incomplete):
        operations.enter_person("Người mới", by=org.admin, login=login)


def test_a_corrected_name_leaves_past_records_under_the_old_one(org):
    head = org.person("head")
    operations.note_absence(head, by=head, kind="leave", first_on=today(), last_on=today())
    operations.change_person(head, by=org.admin, name="Vũ Thị Chánh Văn")
    told = history_of(head)
    assert [one.name for one in told if one.verb == "absence.noted"] == ["Vũ Thị Chánh"]
    assert head.name == "Vũ Thị Chánh Văn"


def test_locking_changes_no_past_record_and_ends_what_the_person_may(org):
    clerk = org.person("clerk")
    before = [(one.id, one.name, one.verb, one.post) for one in history_of(clerk)]
    assert clerk.may("organisation.read")
    operations.lock_person(clerk, by=org.admin, reason="nghỉ hưu")
    assert not clerk.may("organisation.read")
    assert [(one.id, one.name, one.verb, one.post) for one in history_of(clerk)][1:] == before
    assert holding_of(clerk).valid_to is None


def test_locking_asks_for_a_reason(org):
    with pytest.raises(Incomplete):
        operations.lock_person(org.person("clerk"), by=org.admin, reason=" ")


def test_nobody_locks_themselves_out(org):
    with pytest.raises(Refused):
        operations.lock_person(org.admin, by=org.admin, reason="thử")


# The last administrator


def test_the_last_administrator_cannot_be_locked(org):
    with pytest.raises(Refused, match="quản trị viên cuối cùng"):
        operations.lock_person(org.admin, by=org.person("leader"), reason="thử")


def test_the_last_administrator_keeps_role_and_post(org):
    given = db.session.scalars(select(Grant).where(Grant.role == "administrator")).one()
    with pytest.raises(Refused, match="quản trị viên cuối cùng"):
        operations.end_grant(given, by=org.admin, on=today())


def test_the_last_administrator_cannot_lose_the_post_that_makes_them_one(org):
    with pytest.raises(Refused, match="quản trị viên cuối cùng"):
        operations.end_holding(holding_of(org.admin), by=org.admin, on=today())


def test_with_a_second_administrator_the_first_may_go(org):
    operations.grant("administrator", by=org.admin, since=today(), person=org.person("quality"))
    operations.end_holding(holding_of(org.admin), by=org.admin, on=today())
    assert [one.login for one in administrators(today())] == ["quality"]


def test_a_deputy_for_a_week_is_no_second_administrator(org):
    operations.delegate(
        org.post("admin"), to=org.person("quality"), by=org.admin, since=today(), until=today() + 7 * DAY
    )
    with pytest.raises(Refused, match="quản trị viên cuối cùng"):
        operations.lock_person(org.admin, by=org.person("leader"), reason="thử")


# Posts and deputies


def test_a_post_has_one_holder_at_a_time(org):
    with pytest.raises(Refused, match="Vũ Thị Chánh"):
        operations.hold_post(org.person("staff"), org.post("head"), by=org.admin, since=today())


def test_the_database_refuses_two_holders_too(context, place):
    held = {"agency_id": place.agency_id, "post_id": place.posts["head"], "valid_from": today()}
    with pytest.raises(Exception, match="overlap"), transaction():
        db.session.execute(Holding.__table__.insert().values(person_id=place.people["staff"], kind="holder", **held))


def test_a_holder_names_a_deputy_for_their_own_post(org):
    head, staff = org.person("head"), org.person("staff")
    operations.delegate(org.post("head"), to=staff, by=head, since=today(), until=today() + DAY)
    assert [one.login for one in holders_of(org.post("head"), today())] == ["head", "staff"]
    assert [one.login for one in holders_of(org.post("head"), today() + DAY)] == ["head"]


def test_nobody_but_an_administrator_names_a_deputy_for_others(org):
    with pytest.raises(Forbidden):
        operations.delegate(
            org.post("head"), to=org.person("staff"), by=org.person("author"), since=today(), until=today() + DAY
        )


def test_a_deputy_cannot_pass_the_post_on(org):
    head, staff = org.person("head"), org.person("staff")
    operations.delegate(org.post("head"), to=staff, by=head, since=today(), until=today() + 3 * DAY)
    with pytest.raises(Forbidden):
        operations.delegate(org.post("head"), to=org.person("author"), by=staff, since=today(), until=today() + DAY)


def test_a_deputy_has_the_rights_of_the_post_while_it_lasts(org):
    staff = org.person("staff")
    assert not staff.may("organisation.absences")
    operations.delegate(org.post("head"), to=staff, by=org.person("head"), since=today(), until=today() + DAY)
    assert staff.may("organisation.absences", org.unit("office"))
    assert not staff.may("organisation.absences", org.unit("economy"))


def test_deputy_and_principal_are_one_hand_while_it_lasts(org):
    head, staff = org.person("head"), org.person("staff")
    operations.delegate(org.post("head"), to=staff, by=head, since=today(), until=today() + DAY)
    assert one_hand({staff.id}, today()) == {staff.id, head.id}
    assert one_hand({head.id}, today()) == {staff.id, head.id}
    assert one_hand({head.id}, today() + DAY) == {head.id}


def test_a_deputyship_ends_with_the_holder(org):
    head, staff = org.person("head"), org.person("staff")
    deputyship = operations.delegate(org.post("head"), to=staff, by=head, since=today(), until=today() + 9 * DAY)
    operations.end_holding(holding_of(head), by=org.admin, on=today() + DAY)
    assert deputyship.valid_to == today() + DAY


def test_a_unit_is_headed_by_the_deputy_when_the_holder_is_locked(org):
    operations.delegate(
        org.post("head"), to=org.person("staff"), by=org.person("head"), since=today(), until=today() + DAY
    )
    operations.lock_person(org.person("head"), by=org.admin, reason="nghỉ ốm dài ngày")
    assert head_of(org.unit("office"), today()).login == "staff"


@pytest.mark.parametrize(("to", "days", "capacity"), [("head", 1, "KT."), ("staff", 0, "KT."), ("staff", 1, "XX.")])
def test_a_delegation_names_somebody_else_a_period_and_a_known_capacity(org, to, days, capacity):
    until = today() + timedelta(days=days)
    with pytest.raises(Refused):
        operations.delegate(
            org.post("head"), to=org.person(to), by=org.admin, since=today(), until=until, capacity=capacity
        )


# Roles


def test_a_role_reaches_the_unit_it_is_given_over_and_all_under_it(org):
    head = org.person("head_economy")
    assert units_with(head, "organisation.absences") == {org.unit("economy").id, org.unit("land").id}
    assert head.may("organisation.absences", org.unit("land"))
    assert not head.may("organisation.absences", org.unit("office"))
    assert subtree(org.unit("economy").id) == units_with(head, "organisation.absences")


def test_a_role_given_over_all_has_no_bounds(org):
    assert units_with(org.admin, "organisation.manage") is None
    assert units_with(org.person("staff"), "organisation.manage") == set()


def test_a_role_ends_after_its_last_day(org):
    staff = org.person("staff")
    given = operations.grant("administrator", by=org.admin, since=today(), person=staff)
    assert staff in people_with("organisation.manage")
    operations.end_grant(given, by=org.admin, on=today())
    assert staff not in people_with("organisation.manage")


def test_the_same_role_is_not_given_twice(org):
    with pytest.raises(Refused):
        operations.grant("staff", by=org.admin, since=today(), post=org.post("head"))


def test_the_matrix_has_every_right_with_every_role(org):
    rows = {right.name: held for right, held in matrix()}
    assert rows["organisation.manage"] == {role: role == "administrator" for role in rows["organisation.manage"]}


# Absences


def test_people_note_their_own_absence_but_not_for_days_gone_by(org):
    staff = org.person("staff")
    operations.note_absence(staff, by=staff, kind="leave", first_on=today(), last_on=today() + DAY)
    with pytest.raises(Forbidden):
        operations.note_absence(staff, by=staff, kind="leave", first_on=today() - DAY, last_on=today())


def test_a_head_notes_absences_of_their_own_staff_only(org):
    head = org.person("head_centre")
    operations.note_absence(org.person("staff"), by=head, kind="duty", first_on=today() - DAY, last_on=today())
    with pytest.raises(Forbidden):
        operations.note_absence(org.person("author"), by=head, kind="duty", first_on=today(), last_on=today())


def test_a_cancelled_absence_is_gone_but_told(org):
    staff = org.person("staff")
    absence = operations.note_absence(staff, by=staff, kind="leave", first_on=today(), last_on=today())
    operations.remove_absence(absence, by=staff)
    assert db.session.scalars(select(Absence)).all() == []
    assert history_of(staff)[0].verb == "absence.removed"


# Hand-over


def test_everything_of_a_leaver_goes_to_the_successor_in_one_act(org):
    leaver, successor = org.person("head"), org.person("author")
    operations.delegate(org.post("head"), to=org.person("staff"), by=leaver, since=today(), until=today() + 9 * DAY)
    operations.grant("inspector", by=org.admin, since=today(), person=leaver)
    operations.hand_over(leaver, to=successor, by=org.admin, on=today(), reason="nghỉ hưu")
    assert [one.login for one in holders_of(org.post("head"), today())] == ["author"]
    assert successor.may("organisation.absences", org.unit("office"))
    assert not leaver.may("organisation.read")
    assert history_of(leaver)[0].verb == "person.handed_over"


def test_a_hand_over_keeps_the_time_a_post_had_left(org):
    leaver, end = org.person("clerk"), today() + 90 * DAY
    operations.end_holding(holding_of(leaver), by=org.admin, on=end)
    operations.hand_over(leaver, to=org.person("staff"), by=org.admin, on=today() + DAY, reason="chuyển công tác")
    taken = db.session.scalars(
        select(Holding).where(Holding.post_id == org.post("clerk").id, Holding.person_id == org.person("staff").id)
    ).one()
    assert (taken.valid_from, taken.valid_to) == (today() + DAY, end)


def test_the_past_of_a_post_stays_with_the_leaver(org):
    leaver = org.person("head")
    operations.hand_over(leaver, to=org.person("author"), by=org.admin, on=today(), reason="nghỉ hưu")
    assert [one.login for one in holders_of(org.post("head"), date(2026, 1, 5))] == ["head"]


# Agencies


@pytest.mark.parametrize("model", [Person, Unit, Post, Holding, Grant])
def test_nothing_of_another_agency_is_seen(org, model):
    seen = {one.agency_id for one in db.session.scalars(select(model))}
    with across():
        there = {one.agency_id for one in db.session.scalars(select(model))}
    assert seen == {org.place.agency_id}
    assert len(there) == 2
