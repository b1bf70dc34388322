"""What a roster would change, and what it changes."""

import pytest
from sqlalchemy import event, func, select

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.i18n import speaking
from iso_qms.organisation import enrolment
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import open_unit
from iso_qms.organisation.people import Holding, Person, Post, holdings_of
from iso_qms.organisation.rights import Grant
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Refused
from tests.organisation.test_roster import PEOPLE, UNITS, book

NEW_UNITS = [UNITS, ["TH", "Tổ tổng hợp", "PTC"], ["PTC", "Phòng Tài chính", ""]]


@pytest.fixture
def admin(context, place):
    with transaction(), speaking("en"):
        choose(db.session.get(Agency, place.agency_id))
        yield db.session.get(Person, place.people["admin"])


def preview(admin, *people, units=NEW_UNITS):
    return enrolment.preview(kept(admin, *people, units=units))


def kept(admin, *people, units=NEW_UNITS):
    content = book(Units=units, People=[PEOPLE, *people])
    return enrolment.keep_file(content, name="nhân sự.xlsx", by=admin)


def enter(admin, *people, units=NEW_UNITS):
    file = kept(admin, *people, units=units)
    return enrolment.enter_roster(file, by=admin, since=today(), seen=enrolment.preview(file).digest)


def named(name):
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def test_a_preview_enters_nothing(admin):
    before = [db.session.scalar(select(func.count()).select_from(model)) for model in (Unit, Post, Person)]
    shown = preview(admin, ["Lê An", "an.le", "", "", "Kế toán", "PTC"])
    assert len(shown.units) == 2
    assert len(shown.people) == shown.posts == 1
    assert before == [db.session.scalar(select(func.count()).select_from(model)) for model in (Unit, Post, Person)]


def test_units_come_with_every_parent_first(admin):
    enter(admin)
    unit = db.session.scalars(select(Unit).where(Unit.code == "TH")).one()
    assert unit.parent.code == "PTC"


def test_people_come_with_post_role_and_unit(admin):
    enter(
        admin,
        [
            "Lê An",
            "An.Le",
            "an@x.vn",
            "ông",
            "Trưởng phòng",
            "PTC",
            "có",
            "Người đứng đầu đơn vị, cong chuc va nhan vien",
        ],
    )
    person = named("Lê An")
    (holding,) = holdings_of(person, today())
    assert (person.login, holding.post.title, holding.post.unit.code) == ("an.le", "Trưởng phòng", "PTC")
    assert holding.post.is_head
    roles = {
        (one.role, one.unit_id) for one in db.session.scalars(select(Grant).where(Grant.post_id == holding.post_id))
    }
    assert ("head", holding.post.unit_id) in roles


def test_a_second_load_of_the_same_file_enters_nothing(admin):
    row = ["Lê An", "an.le", "", "", "Kế toán", "PTC"]
    enter(admin, row)
    shown = preview(admin, row)
    assert (shown.units, shown.people, shown.set_aside) == ([], [], [])
    assert len(shown.known_units) == 2
    assert len(shown.known_people) == 1
    with pytest.raises(Refused, match="nothing to enter"):
        enter(admin, row)


def test_two_people_of_the_same_title_get_a_post_each(admin):
    enter(admin, ["Lê An", "an", "", "", "Kế toán", "PTC"], ["Lý Ba", "ba", "", "", "Kế toán", "PTC"])
    posts = {holdings_of(named(name), today())[0].post_id for name in ("Lê An", "Lý Ba")}
    assert len(posts) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Lê An", "head"], "taken by Vũ Thị Chánh"),
        (["Lê An", "lê an"], "cannot be used"),
        (["Lê An", "", "an"], "no e-mail address"),
        (["Lê An", "", "", "cụ"], "ông or bà"),
        (["Lê An", "", "", "", "Kế toán", "XX"], "no unit with the code XX"),
        (["Lê An", "", "", "", "Kế toán", "PTC", "", "vua"], "no role “vua”"),
        (["Lê An", "an", "", "", "", "", "", "staff"], "Roles come with a post"),
        (["Lê An", "", "", "", "Chánh", "VP", "x"], "heads this unit already"),
        (["Vũ Thị Chánh"], "cannot be told apart"),
    ],
)
def test_a_row_that_does_not_fit_is_set_aside_with_its_reason(admin, row, reason):
    shown = preview(admin, row)
    assert shown.people == []
    assert [reason in one.reason for one in shown.set_aside] == [True]


def test_a_unit_under_an_unknown_one_is_set_aside_and_all_under_it(admin):
    shown = preview(admin, units=[UNITS, ["A", "A", "XX"], ["B", "B", "A"], ["C", "C", "D"], ["D", "D", "C"]])
    assert [one.what for one in shown.set_aside] == ["A", "B", "C", "D"]


def test_a_taken_code_is_set_aside_with_whom_it_belongs_to(admin):
    shown = preview(admin, units=[UNITS, ["VP", "Văn phòng khác", ""]])
    assert "Văn phòng HĐND và UBND" in shown.set_aside[0].reason


def test_a_preview_that_was_overtaken_is_refused(admin):
    file = kept(admin)
    seen = enrolment.preview(file).digest
    open_unit("Phòng Tài chính", code="PTC", by=admin, since=today())
    with pytest.raises(Refused, match="changed since this preview"):
        enrolment.enter_roster(file, by=admin, since=today(), seen=seen)


def test_a_file_of_another_person_is_not_found(admin, place):
    file = kept(admin)
    other = db.session.get(Person, place.people["quality"])
    query = enrolment.RosterFile.visible_to(other).where(enrolment.RosterFile.id == file.id)
    assert db.session.scalars(query).all() == []


def test_many_people_are_entered_with_few_questions_to_the_database_each(admin, app):
    people = [[f"Lê Văn {n}", f"le.van.{n}", "", "", f"Chuyên viên {n}", "PTC", "", "Staff"] for n in range(60)]
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2].startswith("SELECT")))
    enter(admin, *people)
    assert sum(asked) < 60 * 4
    held = db.session.scalar(select(func.count()).select_from(Holding).where(Holding.valid_from == today()))
    assert held == 60
