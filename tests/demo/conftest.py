"""The demo, loaded once per database; its tests only read."""

from functools import partial

import pytest

from iso_qms.journal import verify
from tests.fixtures.commands import called
from tests.fixtures.houses import House, Houses, environment_of

LOADED: set[str] = set()


def told_demo(houses: Houses, database: str) -> House:
    """The house with the demo in it, which the first of a worker's tests loads."""
    house = houses.on(database, purpose="demo")
    if database not in LOADED:
        house.tell("demo", partial(_load, house))
        LOADED.add(database)
    return house


def _load(house: House) -> None:
    """Load it as an operator does."""
    loaded = called(environment_of(house), "demo", "load")
    assert (loaded.exit_code, loaded.stdout) == (0, "The demo agency is loaded.\n"), loaded.stderr
    assert verify().unsealed == 0


@pytest.fixture
def demo(houses: Houses, database: str) -> House:
    return told_demo(houses, database)
