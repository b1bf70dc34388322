"""The demo, loaded once per database; its tests only read.

On SQLite it is loaded today; on PostgreSQL on a Sunday in a year that was never seeded, and there the clock stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial

import pytest
import time_machine

from iso_qms.clock import HO_CHI_MINH
from iso_qms.journal import verify
from tests.fixtures.commands import called
from tests.fixtures.houses import House, Houses, environment_of

LOADED: set[str] = set()
A_SUNDAY = datetime(2029, 1, 7, 6, tzinfo=HO_CHI_MINH)


def told_demo(houses: Houses, database: str) -> House:
    """The house with the demo in it, which the first of a worker's tests loads."""
    house = houses.on(database, purpose="demo")
    if database not in LOADED:
        house.tell("demo", partial(_load, house))
        LOADED.add(database)
    return house


@contextmanager
def demo_on(houses: Houses, database: str) -> Iterator[House]:
    """The house with the demo in it, on the day it is of."""
    with nullcontext() if database == "sqlite" else time_machine.travel(A_SUNDAY, tick=False):
        yield told_demo(houses, database)


def _load(house: House) -> None:
    """Load it as an operator does."""
    loaded = called(environment_of(house), "demo", "load")
    assert (loaded.exit_code, loaded.stdout) == (0, "The demo agency is loaded.\n"), loaded.stderr
    assert verify().unsealed == 0


@pytest.fixture
def demo(houses: Houses, database: str) -> Iterator[House]:
    with demo_on(houses, database) as house:
        yield house
