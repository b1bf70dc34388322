import pytest

from iso_qms.db import db
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting, extending
from iso_qms.improvement.flow import ACTION, EXTENSION, NONCONFORMITY
from iso_qms.organisation.operations import clock_of
from iso_qms.workflow import WrongState

LIVES = {
    "nonconformity": (NONCONFORMITY, lambda case: case.opened()),
    "action": (ACTION, lambda case: case.planned()),
    "extension": (EXTENSION, lambda case: case.asked()),
}
EVERY = [(life, state.name) for life, (workflow, _make) in LIVES.items() for state in workflow.states]


@pytest.mark.parametrize("workflow", [NONCONFORMITY, ACTION, EXTENSION], ids=lambda one: one.name)
def test_a_life_has_no_state_out_of_reach_and_no_dead_end(workflow):
    assert not workflow.unreachable()
    assert not workflow.dead_ends()


@pytest.mark.parametrize(
    ("workflow", "moves"),
    [(NONCONFORMITY, operations.MOVES), (ACTION, acting.MOVES), (EXTENSION, extending.MOVES)],
    ids=lambda one: getattr(one, "name", ""),
)
def test_every_move_has_exactly_one_operation(workflow, moves):
    assert set(moves) == {move.name for move in workflow.moves}
    assert len(set(moves.values())) == len(moves)


@pytest.mark.parametrize(("life", "state"), EVERY)
def test_a_move_is_made_from_its_own_states_and_refused_from_every_other(life, state, case):
    workflow, make = LIVES[life]
    thing = make(case)
    by = clock_of(thing.agency_id)
    for move in workflow.moves:
        thing.state = state
        db.session.flush()
        if workflow.allows(move.name, state):
            thing.advance(move.name, by=by, note="vì thử")
            assert thing.state == move.end
        else:
            with pytest.raises(WrongState):
                thing.advance(move.name, by=by, note="vì thử")
            assert thing.state == state


def test_whoever_judges_is_never_owner_planner_or_performer():
    barred = {move.name: set(move.not_by) for move in ACTION.moves}
    assert barred["verify"] == barred["reject"] == {"action_owners", "planners", "performers"}
    assert barred["accept"] == {"planners"}
    assert all("extension_askers" in move.not_by for move in EXTENSION.moves)
