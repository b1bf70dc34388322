"""The pages on people, and visitors signed in, for the tests of the desk."""

import pytest


@pytest.fixture
def people(place):
    return f"/{place.agency}/people"


@pytest.fixture
def as_(app):
    def visitor(login):
        one = app.test_client()
        one.sign_in(login)
        return one

    return visitor
