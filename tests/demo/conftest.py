"""The demo, loaded once per worker and database; its tests only read."""

import pytest

from iso_qms import demo as story
from tests.fixtures.houses import House, Houses

LOADED: set[str] = set()


@pytest.fixture
def demo(houses: Houses, database: str) -> House:
    house = houses.on(database, purpose="demo")
    if database not in LOADED:
        house.begin("empty")
        with house.app.app_context():
            assert story.load()
        LOADED.add(database)
    return house
