"""A run may cross midnight: no test keeps the day on which it was collected."""

import ast
from collections.abc import Iterator
from pathlib import Path

CLOCKS = {"today", "now", "utcnow"}


def read_when_collected(tree: ast.AST) -> Iterator[int]:
    """The lines that ask a clock outside of any function: at the top, in a class, for a decorator."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CLOCKS:
            yield node.lineno
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for one in (*node.decorator_list, node.args):
                yield from read_when_collected(one)
        elif not isinstance(node, ast.Lambda):
            yield from read_when_collected(node)


def test_no_test_reads_a_clock_when_it_is_collected():
    places = sorted(Path(__file__).parents[1].rglob("*.py"))
    found = [f"{one.name}:{line}" for one in places for line in read_when_collected(ast.parse(one.read_text("utf-8")))]
    assert not found, f"a run that crosses midnight would fail here: {', '.join(found)}"


def test_the_rule_sees_what_it_looks_for():
    source = "DAY = today()\n@marked(on=clock.now())\ndef f(at=lambda: now()): today()"
    assert list(read_when_collected(ast.parse(source))) == [1, 2]
