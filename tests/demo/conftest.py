"""The demo, loaded once per database; its tests only read."""

import pytest

from iso_qms import demo as story
from iso_qms.journal import verify
from tests.fixtures.houses import House, Houses

LOADED: set[str] = set()


def told_demo(houses: Houses, database: str) -> House:
    """The house with the demo in it, which the first of a worker's tests loads."""
    house = houses.on(database, purpose="demo")
    if database not in LOADED:
        house.tell("demo", _load)
        LOADED.add(database)
    return house


def _load() -> None:
    assert story.load()
    assert verify().unsealed == 0


@pytest.fixture
def demo(houses: Houses, database: str) -> House:
    return told_demo(houses, database)
