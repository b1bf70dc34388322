"""`HasLifecycle`, on a thing of the tests' own."""

import pytest
from sqlalchemy import ForeignKey, update
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db, transaction, unit
from iso_qms.i18n import speaking
from iso_qms.journal import history_of, say
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import Agency, AgencyOwned, choose
from iso_qms.organisation.operations import clock_of, delegate
from iso_qms.organisation.people import Person, Post
from iso_qms.registry import registry
from iso_qms.workflow import CLOCK, Forbidden, Incomplete, Move, State, Workflow, WrongState

ERRAND = Workflow(
    "errand",
    states=[State("open", "Open"), State("done", "Done"), State("checked", "Checked", final=True)],
    moves=[
        Move(name="do", label="Do", said="did it", start=("open",), end="done", needs="errand.do"),
        Move(name="undo", label="Undo", said="undid it", start=("done",), end="open", needs="errand.do",
             asks_reason=True),
        Move(name="check", label="Check", said="checked it", start=("done",), end="checked", needs="errand.check",
             not_by=("doers",)),
        Move(name="lapse", label="Lapse", said="let it lapse", start=("open",), end="checked", needs=CLOCK),
    ],
)  # fmt: skip


class Errand(HasLifecycle, AgencyOwned, Base):
    __tablename__ = "errand_of_tests"
    workflow, journal_kind = ERRAND, "errand"

    id: Mapped[int] = mapped_column(primary_key=True)
    doer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def __str__(self) -> str:
        return "an errand"

    @property
    def doers(self):
        return [db.session.get(Person, self.doer_id)] if self.doer_id else []


TABLE = Errand.__table__
Base.metadata.remove(TABLE)  # it belongs to these tests and not to the schema


@pytest.fixture(autouse=True)
def rights(app, monkeypatch):
    monkeypatch.setattr(registry, "rights", dict(registry.rights))
    monkeypatch.setitem(FOUR_EYES, "doers", "Whoever did it does not check it.")
    registry.right("errand.do", "Do errands", "staff")
    registry.right("errand.check", "Check errands", "head", "leader")
    say(ERRAND)


@pytest.fixture
def people(context, place):
    with transaction() as session:
        TABLE.create(session.connection())
    choose(db.session.get(Agency, place.agency_id))
    return {name: db.session.get_one(Person, number) for name, number in place.people.items()}


@pytest.fixture
def errand(people, place):
    from iso_qms.journal import write

    with transaction():
        one = Errand(agency_id=place.agency_id, doer_id=place.people["head"])
        db.session.add(one)
        write(one, "errand.begun", by=people["staff"])
    return one


def make(errand, name, by, **more):
    with transaction():
        errand.advance(name, by=by, **more)


def bring(errand, state):
    with transaction() as session:
        session.execute(update(TABLE).values(state=state), execution_options={"journal_one_row": True})
    db.session.refresh(errand)


@pytest.mark.parametrize("state", [state.name for state in ERRAND.states])
@pytest.mark.parametrize("move", [move.name for move in ERRAND.moves if move.needs != CLOCK])
def test_every_move_is_possible_from_its_starts_and_from_nowhere_else(errand, people, state, move):
    bring(errand, state)
    if ERRAND.allows(move, state):
        make(errand, move, people["leader"], note="because")
        assert errand.state == ERRAND.move(move).end
        assert history_of(errand)[0].verb == f"errand.{move}"
    else:
        with pytest.raises(WrongState):
            make(errand, move, people["leader"], note="because")
        assert errand.state == state


def test_a_life_begins_in_the_first_state(errand):
    assert (errand.state, errand.status.label) == ("open", "Open")


def test_without_the_right_nobody_moves_it(errand, people):
    make(errand, "do", people["staff"])
    with pytest.raises(Forbidden):
        make(errand, "check", people["staff"])


def test_whoever_had_a_hand_in_it_does_not_check_it(errand, people):
    make(errand, "do", people["staff"])
    with pytest.raises(Forbidden, match="does not check"):
        make(errand, "check", people["head"])
    assert [one.name for one in errand.open_moves(people["head"])] == ["undo"]
    assert [one.name for one in errand.open_moves(people["leader"])] == ["undo", "check"]


def test_a_deputy_counts_as_their_principal(errand, people, place):
    from datetime import timedelta

    from iso_qms.clock import today

    make(errand, "do", people["staff"])
    post = db.session.get_one(Post, place.posts["head"])
    with transaction():
        delegate(
            post,
            to=people["leader"],
            by=people["admin"],
            since=today(),
            until=today() + timedelta(days=2),
            capacity="KT.",
        )
    with pytest.raises(Forbidden):
        make(errand, "check", people["leader"])


def test_a_reason_is_asked_where_one_is_needed_and_kept(errand, people):
    make(errand, "do", people["staff"])
    with pytest.raises(Incomplete):
        make(errand, "undo", people["staff"], note="  ")
    make(errand, "undo", people["staff"], note="wrong day")
    assert history_of(errand)[0].reason == "wrong day"


def test_only_time_makes_the_moves_of_time(errand, people, place):
    with pytest.raises(Forbidden):
        make(errand, "lapse", people["leader"])
    make(errand, "lapse", clock_of(place.agency_id))
    assert errand.state == "checked"


def test_somebody_who_looked_earlier_and_came_later_is_told_who_was_faster(errand, people):
    make(errand, "do", people["staff"])
    bring(errand, "open")
    with transaction() as session, speaking("en"):
        assert errand.state == "open"
        session.execute(update(TABLE).values(state="done"), execution_options={"journal_one_row": True})
        with pytest.raises(WrongState, match="Đặng Văn Viên did it at"):
            errand.advance("do", by=people["staff2"])
        assert errand.state == "done"


def test_the_state_is_not_moved_when_the_unit_is_rolled_back(errand, people):
    with unit(writes=True):
        errand.advance("do", by=people["staff"])
    assert errand.state == "open"
    assert len(history_of(errand)) == 1


def test_the_page_of_a_move_refuses_as_the_move_would_before_anybody_types(errand, people, monkeypatch):
    errand.demand_open("do", by=people["staff"])
    with pytest.raises(WrongState):
        errand.demand_open("undo", by=people["staff"])
    monkeypatch.setattr(Errand, "why_not_yet", lambda errand, move: "Too early.")
    with pytest.raises(Incomplete, match="Too early"):
        errand.demand_open("do", by=people["staff"])
    assert errand.state == "open"
