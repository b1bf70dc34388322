import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.workflow import Forbidden, Incomplete, Move, Refused, State, Workflow, WrongState

DOOR = Workflow(
    "door",
    states=[State("shut", "Shut"), State("open", "Open"), State("bricked", "Bricked up", final=True)],
    moves=[
        Move(name="open", label="Open", said="opened", start=("shut",), end="open", needs="door.use"),
        Move(name="shut", label="Shut", said="shut", start=("open",), end="shut", needs="door.use"),
        Move(name="brick", label="Brick up", said="bricked", start=("shut", "open"), end="bricked", needs="door.mend"),
    ],
)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])


@st.composite
def workflows(draw):
    names = draw(st.lists(NAMES, min_size=1, unique=True))
    finals = draw(st.lists(st.sampled_from(names), unique=True))
    moves = draw(st.lists(st.tuples(st.lists(st.sampled_from(names), min_size=1), st.sampled_from(names)), max_size=8))
    return Workflow(
        "any",
        [State(name, name, final=name in finals) for name in names],
        [
            Move(name=f"m{number}", label="", said="", start=tuple(starts), end=end, needs="any.move")
            for number, (starts, end) in enumerate(moves)
        ],
    )


@given(workflows())
def test_in_every_state_just_the_moves_that_start_there_are_allowed(workflow):
    for state in workflow.states:
        allowed = {move.name for move in workflow.moves if workflow.allows(move.name, state.name)}
        assert allowed == {move.name for move in workflow.moves_from(state.name)}


@given(workflows())
def test_whatever_is_not_called_unreachable_is_reached_by_walking(workflow):
    reached, frontier = set(), [workflow.first.name]
    while frontier:
        reached.add(state := frontier.pop())
        frontier += [move.end for move in workflow.moves_from(state) if move.end not in reached]
    assert workflow.unreachable() == {state.name for state in workflow.states} - reached


@given(workflows())
def test_the_diagram_shows_every_move_from_every_start(workflow):
    lines = workflow.mermaid().splitlines()
    for move in workflow.moves:
        assert all(f"    {start} --> {move.end}: {move.name}" in lines for start in move.start)


def test_a_sound_workflow_has_neither_unreachable_states_nor_dead_ends():
    assert not DOOR.unreachable()
    assert not DOOR.dead_ends()


def test_a_state_without_way_in_or_out_is_found():
    broken = Workflow("broken", [State("a", "A"), State("b", "B")])
    assert broken.unreachable() == {"b"}
    assert broken.dead_ends() == {"a", "b"}


def test_the_diagram_begins_at_the_first_state_and_ends_at_the_final_ones():
    lines = DOOR.mermaid().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> shut"]
    assert lines[-1] == "    bricked --> [*]"


@pytest.mark.parametrize(
    ("states", "moves"),
    [
        ([State("a", "A"), State("a", "A")], []),
        ([State("a", "A")], [DOOR.moves[0]]),
        (DOOR.states, [DOOR.moves[0], DOOR.moves[0]]),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(states, moves):
    with pytest.raises(ValueError, match="wrong"):
        Workflow("wrong", states, moves)


def test_an_unknown_move_is_a_key_error_with_its_name():
    with pytest.raises(KeyError, match="fly"):
        DOOR.move("fly")


def test_every_refusal_knows_its_status():
    assert [one.status for one in (Refused, WrongState, Forbidden, Incomplete)] == [409, 409, 403, 422]
