"""Who answers for a unit: the head's post of the unit itself, or of the nearest one above it that has one."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy import exists, select

from iso_qms.db import db, kept
from iso_qms.organisation.agencies import chosen_id
from iso_qms.organisation.people import Holding, Person, Post, holdings_of
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit


def answered_units(person: Person, day: date) -> set[int]:
    """The units a person heads or deputises, and those under them that have no head of their own."""
    headed = {one.post.unit_id for one in holdings_of(person, day) if one.post.is_head}
    if not headed:
        return set()
    nearest = _nearest_heads(day)
    return {unit_id for unit_id, head in nearest.items() if head in headed}


def is_head_of(person: Person, unit_id: int, day: date) -> bool:
    """Whether a person heads a unit itself, or deputises its head; asked of what is known of the person already."""
    return any(one.post.is_head and one.post.unit_id == unit_id for one in holdings_of(person, day))


def heads_for(unit_id: int, day: date) -> list[Person]:
    """Who answers for a unit on a day: the holder of the nearest head's post, then the deputies."""
    return heads_on(day).get(_nearest_heads(day).get(unit_id, 0), [])


def heads_on(day: date) -> dict[int, list[Person]]:
    """Who holds the head's post of each unit on a day, deputies after the holder; read at once for every unit."""
    read = kept("heads")
    key = (chosen_id(), day)
    if key not in read:
        query = select(Holding).join(Post, Post.id == Holding.post_id)
        query = query.where(Post.is_head, Post.is_valid_on(day), Holding.is_valid_on(day))
        heads: dict[int, list[Person]] = {}
        for one in db.session.scalars(query.order_by(Holding.kind.desc(), Holding.id)):
            if not one.person.is_locked:
                heads.setdefault(one.post.unit_id, []).append(one.person)
        read[key] = heads
    found: dict[int, list[Person]] = read[key]
    return found


def _nearest_heads(day: date) -> dict[int, int]:
    """For each unit, the nearest one upwards, itself first, that has a head's post on that day."""
    return remembered(("nearest_heads", day), partial(_read_nearest_heads, day))


def _read_nearest_heads(day: date) -> dict[int, int]:
    has_head = exists().where(Post.unit_id == Unit.id, Post.is_head, Post.is_valid_on(day))
    rows = db.session.execute(select(Unit.id, Unit.parent_id, has_head)).all()
    above_of, with_head = {one: above for one, above, _has in rows}, {one for one, _above, has in rows if has}
    return {unit_id: head for unit_id in above_of if (head := _climb(unit_id, above_of, with_head))}


def _climb(unit_id: int, above_of: dict[int, int | None], wanted: set[int]) -> int | None:
    place: int | None = unit_id
    while place is not None and place not in wanted:
        place = above_of.get(place)
    return place
