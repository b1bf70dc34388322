"""The source as the rules of the house read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "iso_qms"
TEMPLATES = ROOT / "templates"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its path under it, parsed."""
    places = sorted(PACKAGE.rglob("*.py"))
    return {
        place.relative_to(PACKAGE).as_posix(): ast.parse(place.read_text(encoding="utf-8"))
        for place in places
        if "migrations" not in place.parts
    }


def part_of(path: str) -> str:
    """The room, hall or foundation part a module belongs to."""
    return path.split("/")[0].removesuffix(".py")
