"""The demo: loaded once and wholly, on any day, with every state of every life in it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from iso_qms import demo as story
from iso_qms.clock import HO_CHI_MINH, today
from iso_qms.db import Base, db
from iso_qms.demo import desk_story
from iso_qms.demo.people import LEFT, MEMBERS
from iso_qms.demo.story import Entry, base_day, calendar_for, coming_day
from iso_qms.documents.models import Acknowledgement, Document
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.journal import JournalEntry, verify
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.operations import agencies
from iso_qms.organisation.people import Holding, Person
from iso_qms.registry import registry
from iso_qms.rounds import RoundTrouble
from iso_qms.workflow import Refused
from tests.demo.conftest import demo_on


@pytest.fixture
def told(demo):
    """An application context inside the demo agency."""
    with demo.app.app_context():
        choose(db.session.scalars(select(Agency)).one())
        yield demo


def test_loaded_twice_it_does_nothing_twice(told):
    count = select(func.count()).select_from(JournalEntry)
    before = db.session.scalar(count)
    assert story.load() is False
    assert db.session.scalar(count) == before


@pytest.mark.parametrize("name", ["revision", "issue_decision", "change_request", "programme", "inspection", "finding",
                                  "nonconformity", "corrective_action", "extension", "controlled_copy",
                                  "obligation_due", "disposal", "draw", "team_exception", "correction",
                                  "apology", "feedback", "survey"])  # fmt: skip
def test_every_state_of_every_life_appears(told, name):
    workflow = registry.workflows[name]
    model = next(one.class_ for one in Base.registry.mappers if getattr(one.class_, "workflow", None) is workflow)
    assert set(db.session.scalars(select(model.state))) == {state.name for state in workflow.states}


def test_no_life_was_forgotten_here(told):
    mark = next(one for one in test_every_state_of_every_life_appears.pytestmark if one.name == "parametrize")
    assert set(mark.args[1]) == set(registry.workflows)


def test_its_journal_verifies_and_was_told_in_the_order_of_time(told):
    verdict = verify()
    assert verdict.ok
    moments = db.session.scalars(select(JournalEntry.at).order_by(JournalEntry.id)).all()
    assert moments == sorted(moments)
    assert moments[-1] <= datetime.now(HO_CHI_MINH)


def test_no_round_of_the_story_left_anything_undone(told):
    assert [f"{one.round}: {one.what}" for one in db.session.scalars(select(RoundTrouble))] == []


def test_every_kind_of_document_is_there_and_every_fate_of_an_acknowledgement(told):
    assert set(db.session.scalars(select(Document.kind))) == {
        "policy", "manual", "procedure", "work_instruction", "form", "external",
    }  # fmt: skip
    duties = db.session.scalars(select(Acknowledgement)).unique().all()
    done = [one for one in duties if one.acknowledged_at]
    assert [one for one in done if one.acknowledged_at.astimezone(HO_CHI_MINH).date() > one.due_on], "late"
    assert [one for one in duties if not one.acknowledged_at and one.due_on < today()], "missing"
    assert [one for one in duties if not one.acknowledged_at and one.due_on >= today()], "still in time"


def test_actions_are_before_at_and_after_their_due_day(told):
    query = select(CorrectiveAction).where(CorrectiveAction.state == "accepted")
    due = {one.due_on for one in db.session.scalars(query).unique()}
    now = coming_day(calendar_for(today().year))
    assert {day > now for day in due} == {True, False}
    assert now in due


def test_somebody_is_represented_now_and_somebody_has_left(told):
    query = select(Holding).where(Holding.kind == "deputy", Holding.is_valid_on(today()))
    assert db.session.scalars(query).unique().all()
    leaver = db.session.scalars(select(Person).where(Person.login == LEFT)).one()
    assert leaver.is_locked
    assert not db.session.scalars(
        select(Holding).where(Holding.person_id == leaver.id, Holding.valid_to.is_(None))
    ).all()


def test_nobody_has_two_sign_in_names():
    assert len({one.login for one in MEMBERS}) == len({one.name for one in MEMBERS}) == len(MEMBERS)


def test_beside_other_agencies_it_is_refused(context, place):
    with pytest.raises(Refused):
        story.load()


def test_a_load_that_was_broken_off_leaves_nothing(context, monkeypatch):
    def broken_off(_story):
        raise KeyboardInterrupt

    monkeypatch.setattr(desk_story, "DIARY", [*desk_story.DIARY, Entry(-112, "12:00", broken_off)])
    with pytest.raises(KeyboardInterrupt):
        story.load()
    with across():
        assert agencies() == []
        assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HO_CHI_MINH)


@pytest.mark.parametrize(
    ("moment", "base", "coming"),
    [
        ("2026-11-23T13:00", "2026-11-23", "2026-11-23"),
        ("2026-11-23T06:30", "2026-11-20", "2026-11-23"),
        ("2026-11-22T13:00", "2026-11-20", "2026-11-23"),
        ("2026-02-18T12:00", "2026-02-13", "2026-02-23"),
        ("2031-01-02T09:00", "2030-12-31", "2031-01-02"),
    ],
)
def test_its_base_is_the_last_working_day_whose_morning_is_over(moment, base, coming):
    with time_machine.travel(at(moment), tick=False):
        calendar = calendar_for(today().year)
        assert base_day(calendar) == date.fromisoformat(base)
        assert coming_day(calendar) == date.fromisoformat(coming)


@pytest.mark.postgres
def test_it_can_be_loaded_on_a_sunday_in_a_year_that_was_never_seeded(houses):
    with demo_on(houses, "postgresql") as house, house.app.app_context(), across():
        newest = db.session.scalar(select(func.max(JournalEntry.at)))
    assert at("2029-01-05T00:00") < newest < at("2029-01-05T00:00") + timedelta(days=1)
