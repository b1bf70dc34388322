"""What concerns the conduct of a person is read by the quality team, the head of the unit, and those who act on it."""

from datetime import date

import pytest

from iso_qms.db import db, transaction
from iso_qms.improvement import duties
from iso_qms.improvement.action import acting, extending
from iso_qms.improvement.action.follow_ups import tell_due
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation import operations as organisation
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.outbox import letters_of
from tests.fixtures.places import PEOPLE
from tests.improvement.conftest import Case

SECRET = "Zyxquark"
DAY = date(2026, 3, 2)


def readers(case, one):
    everybody = {login: case.person(login) for login in PEOPLE}
    return {login for login, person in everybody.items() if sees(person, one)}


def sees(person, one):
    return db.session.scalar(Nonconformity.visible_to(person).where(Nonconformity.id == one.id)) is not None


def test_the_quality_team_the_head_and_whoever_opened_it_read_it(case):
    one = case.opened("centre", restricted=True, by="inspector2")
    assert readers(case, one) == {"quality", "inspector", "inspector2", "head_centre"}


def test_another_head_reads_it_neither_by_the_right_to_give_causes_nor_as_the_head_above(case):
    case.person("head_economy")
    organisation.grant("head", by=case.person("admin"), since=DAY, person=case.person("head_economy"))
    organisation.change_unit(
        case.unit("centre"), by=case.person("admin"), name="Trung tâm", parent=case.unit("economy")
    )
    one = case.opened("centre", restricted=True)
    assert "head_economy" not in readers(case, one)
    assert "head_economy" in readers(case, case.opened("centre"))


def test_the_head_of_the_unit_above_reads_it_where_the_unit_has_none(case):
    assert readers(case, case.opened("land", restricted=True)) == {"quality", "inspector", "head_economy"}


def test_whoever_deputises_the_head_reads_it_meanwhile(case):
    one = case.opened("centre", restricted=True)
    organisation.delegate(
        case.post("head_centre"), to=case.person("staff2"), by=case.person("head_centre"),
        since=DAY, until=date(2026, 3, 9),
    )  # fmt: skip
    assert "staff2" in readers(case, one)


def test_those_who_act_on_it_read_it_the_head_of_the_acting_unit_too(case):
    action = case.accepted(one=case.analysed(restricted=True), owner="clerk")
    assert readers(case, action.nonconformity) == {"quality", "inspector", "head_centre", "clerk", "head_economy"}


def reminded(action, clock, day):
    clock.move_to(f"{day}T07:15+07:00")
    tell_due(action, date.fromisoformat(day), by=organisation.clock_of(action.agency_id))


def test_no_list_of_what_awaits_and_no_letter_tells_others_of_it(case, clock):
    action = case.planned(case.analysed(restricted=True), what=SECRET)
    acting.accept(action, by=case.person("quality"))
    reminded(action, clock, "2026-03-30")
    acting.carry_out(action, by=case.person("staff"), result="Đã làm")
    told = {
        login
        for login in PEOPLE
        if any(SECRET in one.subject + one.body for one in letters_of(case.person(login)))
        or any(SECRET in row.what for row in duties.awaiting(case.person(login), date(2026, 3, 30)))
    }
    assert told <= readers(case, action.nonconformity)
    assert "quality" in told


def test_instead_of_leadership_the_quality_team_hears_that_it_is_overdue(case, clock):
    action = case.accepted(one=case.analysed(restricted=True))
    reminded(action, clock, "2026-03-23")
    assert any(action.code in one.subject + one.body for one in letters_of(case.person("quality")))


@pytest.mark.parametrize(("login", "there"), [("quality", True), ("leader", False), ("admin", False)])
@pytest.mark.parametrize("kind", ["nonconformity", "corrective_action", "extension"])
def test_the_journal_shows_its_entries_to_its_readers_only(app, place, clock, as_, login, there, kind):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        extending.ask(
            case.accepted(one=case.analysed(restricted=True)),
            by=case.person("staff"),
            to_day=date(2026, 3, 23),
            reason="Chờ ký",
        )
    page = as_(login).get(f"/an-khe/journal?kind={kind}").text
    assert ("No entry fits." not in page) == there
