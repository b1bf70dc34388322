"""Life cycles are sound, each move has its verb, and nothing but the lifecycle writes a state."""

import ast

import pytest

from iso_qms.registry import registry
from tests.house.source import modules

INTO_FORCE = {"approved", "in_force", "issued", "confirmed", "effective", "verified", "accepted"}


def test_every_state_can_be_reached_and_left(app):
    for workflow in registry.workflows.values():
        assert not workflow.unreachable(), f"{workflow.name}: unreachable {workflow.unreachable()}"
        assert not workflow.dead_ends(), f"{workflow.name}: dead ends {workflow.dead_ends()}"


def test_each_move_into_force_has_four_eyes_or_is_the_clocks(app):
    for workflow in registry.workflows.values():
        for move in workflow.moves:
            if move.end in INTO_FORCE and move.needs != "clock":
                assert move.not_by, f"{workflow.name}.{move.name} leads into force: say who must not make it"


def test_every_declared_move_is_made_by_an_operation(app):
    advanced = {name for path, tree in modules().items() for name in _advanced(tree) if "flow" not in path}
    for workflow in registry.workflows.values():
        missing = {move.name for move in workflow.moves} - advanced
        assert not missing, f"{workflow.name}: no operation advances {sorted(missing)}"


@pytest.mark.parametrize("path", sorted(modules()))
def test_only_the_lifecycle_writes_a_state(path):
    if path == "lifecycle.py":
        return
    for node in ast.walk(modules()[path]):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            assert not (isinstance(target, ast.Attribute) and target.attr == "state"), f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", sorted(modules()))
def test_only_the_doors_commit(path):
    if path in ("db.py", "web/door.py"):
        return
    calls = [node for node in ast.walk(modules()[path]) if isinstance(node, ast.Call)]
    commits = [node.lineno for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "commit"]
    assert not commits, f"{path}:{commits} commits: leave that to the door or to db.transaction()"


def _advanced(tree):
    """The words handed to a call in a module that advances things: the names of its moves are among them."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not any(isinstance(call.func, ast.Attribute) and call.func.attr == "advance" for call in calls):
        return
    for call in calls:
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            for constant in ast.walk(argument):
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    yield constant.value
