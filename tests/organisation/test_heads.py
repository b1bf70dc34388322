from datetime import date, timedelta

import pytest
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.heads import (
    acts_for,
    answered_posts,
    answered_units,
    duty_unit,
    heads_for,
    owned_posts,
    owners_of,
    why_passed_on,
)
from iso_qms.organisation.people import Holding, Person, Post, holdings_of
from iso_qms.organisation.units import Unit, reach

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


def test_whoever_heads_the_successor_answers_for_a_closed_unit_and_its_posts(person, place):
    closed, clerk = db.session.get_one(Unit, place.units["land"]), db.session.get_one(Post, place.posts["clerk"])
    for held in holdings_of(person("clerk"), DAY):
        operations.end_holding(held, by=person("admin"), on=DAY, reason="Sáp nhập")
    heir = db.session.get_one(Unit, place.units["culture"])
    before = DAY - timedelta(days=1)
    operations.close_unit(closed, by=person("admin"), last_day=before, reason="Sáp nhập", successors=[heir])
    head = person("head_culture")
    assert answered_units(head, DAY) == {heir.id, closed.id} and heads_for(closed.id, DAY) == [head]
    assert owners_of(clerk, DAY) == [head] and clerk.id in owned_posts(head, DAY)
    assert acting(clerk) == [head], "whoever heads the heir of its unit"
    assert answered_units(head, before) == {heir.id} and owners_of(clerk, before) == [person("clerk")]
    assert closed.id not in answered_units(person("head_economy"), DAY)
    assert closed.id in reach(heir.id, DAY) and closed.id not in reach(heir.id, before)


def test_what_an_ended_post_left_lies_in_the_unit_of_its_heir_and_under_its_head(person, place):
    clerk, heir = (db.session.get_one(Post, place.posts[one]) for one in ("clerk", "staff"))
    for held in holdings_of(person("clerk"), DAY):
        operations.end_holding(held, by=person("admin"), on=DAY, reason="Tinh giản")
    before = DAY - timedelta(days=1)
    operations.end_post(clerk, by=person("admin"), last_day=before, reason="Tinh giản", heir=heir)
    assert (duty_unit(clerk, before), duty_unit(clerk, DAY)) == (place.units["land"], place.units["centre"])
    answers = {login: clerk.id in db.session.scalars(answered_posts(person(login), DAY)).all() for login in HEADS}
    assert answers == {"head_centre": True, "head_economy": False}
    assert acting(clerk) == [person("staff")] and str(clerk) in why_passed_on(clerk, clerk.id, DAY)
    assert why_passed_on(heir, heir.id, DAY) == ""


HEADS = ("head_centre", "head_economy")


def acting(post):
    query = select(Person).join(Holding, Holding.person_id == Person.id).join(Post, Post.id == post.id)
    return list(db.session.scalars(query.where(acts_for(Post.id, DAY))))
