"""What stands of an item is a function of the acts alone: no order, loss or repetition on the way changes the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from iso_qms.audits.phone.syncing import Said, merged, replacing

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def said(uuid, value, minute=0, bases=(), item="q1"):
    return Said(uuid, item, value, EIGHT + timedelta(minutes=minute), frozenset(bases))


@some.composite
def phones(draw):
    """What two or three phones kept: each act has seen the earlier ones of its own phone, and some of the others'."""
    acts, last = [], {}
    for n in range(draw(some.integers(1, 12))):
        phone, item = draw(some.sampled_from("abc")), draw(some.sampled_from(["q1", "q2"]))
        bases = last.get((phone, item), frozenset())
        if acts and draw(some.booleans()):
            seen = draw(some.sampled_from(acts))
            bases |= {seen.uuid, *seen.bases} if seen.item == item else frozenset()
        act = said(f"{phone}{n}", draw(some.sampled_from(["yes", "no"])), draw(some.integers(0, 90)), bases, item)
        last[phone, item] = bases | {act.uuid}
        acts.append(act)
    return acts


@given(phones(), some.data())
@settings(max_examples=150, deadline=None)
def test_any_order_loss_and_repetition_ends_in_the_same_state(acts, data):
    arrived: list[Said] = []
    # Each round some acts arrive, some twice and some not at all; a phone sends until it is told that all are there.
    for _round in range(data.draw(some.integers(0, 3))):
        arrived += data.draw(some.lists(some.sampled_from(acts)))
    arrived += data.draw(some.permutations(acts))
    assert merged(arrived) == merged(acts)


@given(phones())
@settings(max_examples=100, deadline=None)
def test_nothing_that_nobody_replaced_is_lost_and_a_choice_settles_it(acts):
    for item, found in merged(acts).items():
        of_item = [one for one in acts if one.item == item]
        replaced = {base for one in of_item for base in one.bases}
        assert {side.value for side in found.sides} == {one.value for one in of_item if one.uuid not in replaced}
        choice = Said("choice", item, found.stands.value, EIGHT, replacing(found, of_item))
        settled = merged([*acts, choice])[item]
        assert settled.stands == choice
        assert not settled.is_disputed


def test_two_people_who_say_the_same_do_not_dispute():
    assert not merged([said("a", "yes"), said("b", "yes", 5)])["q1"].is_disputed


def test_the_line_that_began_first_stands_even_when_its_author_corrected_it_later():
    first, other = said("a1", "yes", 1), said("b1", "no", 2)
    corrected = said("a2", "perhaps", 9, ["a1"])
    item = merged([other, corrected, first])["q1"]
    assert [side.value for side in item.sides] == ["perhaps", "no"]


def test_a_correction_stands_although_what_it_corrects_comes_later():
    assert merged([said("a2", "no", 9, ["a1"])])["q1"].stands.value == "no"
    assert merged([said("a2", "no", 9, ["a1"]), said("a1", "yes", 1)])["q1"].sides == (said("a2", "no", 9, ["a1"]),)


def test_acts_that_replace_each_other_in_a_circle_all_stay():
    item = merged([said("a", "yes", 1, ["b"]), said("b", "no", 2, ["a"])])["q1"]
    assert [side.uuid for side in item.sides] == ["a", "b"]
