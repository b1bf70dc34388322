"""Imports only go down: an audit inspects a process, which is written down in a document, which stands in the hall."""

import ast
from graphlib import TopologicalSorter

import pytest

from tests.house.source import modules, part_of

ORDER = [
    ["settings", "clock", "text", "i18n", "workflow", "worktime", "db"],
    [
        "registry",
        "blobs",
        "journal",
        "organisation",
        "lifecycle",
        "outbox",
        "rounds",
        "search",
        "paper",
        "charts",
        "layouts",
        "press",
        "web",
    ],
    ["documents"],
    ["laws"],
    ["improvement"],
    ["processes"],
    ["citizens"],
    ["records"],
    ["dossiers"],
    ["audits"],
    ["desk", "timetable", "cli", "demo", "__init__"],
]
HALL = {
    "registry": 0,
    "paper": 0,
    "charts": 0,
    "press": 0,
    "journal": 1,
    "organisation": 2,
    "blobs": 3,
    "lifecycle": 3,
    "outbox": 4,
    "rounds": 5,
    "search": 5,
    "layouts": 5,
    "web": 6,
}
FLOOR = {part: floor for floor, parts in enumerate(ORDER) for part in parts}


@pytest.mark.parametrize("path", sorted(modules()))
def test_imports_only_go_down(path):
    here = part_of(path)
    assert here in FLOOR, f"{here} has no place in ORDER of this test: decide which floor it stands on"
    for imported in _imported(modules()[path]):
        assert FLOOR[imported] <= FLOOR[here], f"{path} imports {imported}, which stands above it: use the registry"
        if here in HALL and imported in HALL:
            assert HALL[imported] <= HALL[here], f"{path} imports {imported}, which stands above it in the hall"


def test_the_foundation_knows_no_flask():
    for path, tree in modules().items():
        if part_of(path) in ORDER[0] and part_of(path) != "db":
            names = {name for name in _top_level_imports(tree) if name.startswith(("flask", "sqlalchemy"))}
            assert not names, f"{path} is foundation and imports {names}"


def test_no_imports_go_in_a_circle():
    """So any module can be taken in first. What must look back up asks inside a function, and says why."""
    trees = {_module(path): tree for path, tree in modules().items()}
    asked = {name: set(_asked(tree, trees)) - {name} for name, tree in trees.items()}
    assert trees.keys() <= set(TopologicalSorter(asked).static_order()), "a circle raises CycleError, which names it"


def _module(path):
    return f"iso_qms.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")


def _asked(tree, trees):
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            wanted = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from wanted & trees.keys() or {node.module} & trees.keys()


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("iso_qms"):
            below = (node.module or "").split(".")[1:]
            yield from [below[0]] if below else [alias.name for alias in node.names if alias.name in FLOOR]


def _top_level_imports(tree):
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
