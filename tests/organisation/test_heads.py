from datetime import date

import pytest

from iso_qms.db import db
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.heads import answered_units, heads_for
from iso_qms.organisation.people import Person, Post

DAY = date(2026, 3, 2)


@pytest.fixture
def person(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return lambda login: db.session.get_one(Person, place.people[login])


def test_the_head_of_the_unit_above_answers_for_one_that_has_none(person, place):
    both = {place.units["economy"], place.units["land"]}
    assert answered_units(person("head_economy"), DAY) == both
    assert heads_for(place.units["land"], DAY) == [person("head_economy")]


def test_whoever_deputises_a_head_answers_too_and_comes_after(person, place):
    post = db.session.get_one(Post, place.posts["head_centre"])
    operations.delegate(
        post, to=person("staff"), by=person("head_centre"), since=DAY, until=date(2026, 3, 9), reason="Nghỉ phép"
    )
    assert heads_for(place.units["centre"], DAY) == [person("head_centre"), person("staff")]
    assert answered_units(person("staff"), DAY) == {place.units["centre"]}


def test_whoever_heads_nothing_answers_for_nothing(person):
    assert answered_units(person("author"), DAY) == set()
