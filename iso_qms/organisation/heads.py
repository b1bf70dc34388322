"""Who answers for a unit: the head's post of the unit itself, or of the nearest one above it that has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from sqlalchemy import exists, select

from iso_qms.db import db, kept
from iso_qms.organisation.agencies import chosen_id
from iso_qms.organisation.people import Holding, Person, Post, holders_of, holdings_of
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit, heirs_on


def answered_units(person: Person, day: date) -> set[int]:
    """The units a person heads or deputises, those under them with no head of their own, and those they took over."""
    headed = {one.post.unit_id for one in holdings_of(person, day) if one.post.is_head}
    if not headed:
        return set()
    return {unit_id for unit_id, heads in _nearest_heads(day).items() if not headed.isdisjoint(heads)}


def is_head_of(person: Person, unit_id: int, day: date) -> bool:
    """Whether a person heads a unit itself, or deputises its head; asked of what is known of the person already."""
    return any(one.post.is_head and one.post.unit_id == unit_id for one in holdings_of(person, day))


def heads_for(unit_id: int, day: date) -> list[Person]:
    """Who answers for a unit on a day: the holder of the nearest head's post, then the deputies.

    For a closed unit that is whoever heads the one that took over its work.
    """
    heads = heads_on(day)
    return list({one.id: one for head in _nearest_heads(day).get(unit_id, ()) for one in heads.get(head, ())}.values())


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


def owners_of(post: Post, day: date) -> list[Person]:
    """Who acts for a post that owns something: its holders; once it has ended, whoever answers for its unit."""
    return heads_for(post.unit_id, day) if post.has_ended(day) else holders_of(post, day)


def owned_posts(person: Person, day: date) -> set[int]:
    """The posts for which a person acts as owner: those they hold, and the ended ones of units they answer for."""
    held = {one.post_id for one in holdings_of(person, day)}
    ended = _ended_posts(day)
    units = answered_units(person, day) if ended else set()
    return held | {post_id for post_id, unit_id in ended.items() if unit_id in units}


def _ended_posts(day: date) -> dict[int, int]:
    """The posts that have ended by a day, with their units."""
    return remembered(("ended_posts", day), partial(_read_ended_posts, day))


def _read_ended_posts(day: date) -> dict[int, int]:
    query = select(Post.id, Post.unit_id).where(Post.valid_to <= day)
    return {row.id: row.unit_id for row in db.session.execute(query)}


def _nearest_heads(day: date) -> dict[int, tuple[int, ...]]:
    """For each unit, the nearest one upwards, itself first, that has a head's post; a closed one goes to its heirs."""
    return remembered(("nearest_heads", day), partial(_read_nearest_heads, day))


def _read_nearest_heads(day: date) -> dict[int, tuple[int, ...]]:
    has_head = exists().where(Post.unit_id == Unit.id, Post.is_head, Post.is_valid_on(day))
    rows = db.session.execute(select(Unit.id, Unit.parent_id, has_head)).all()
    above = {one: (parent,) for one, parent, _has in rows if parent is not None} | heirs_on(day)
    with_head = {one for one, _parent, has in rows if has}
    return {row.id: tuple(_climb(row.id, above, with_head)) for row in rows}


def _climb(unit_id: int, above: Mapping[int, tuple[int, ...]], wanted: set[int]) -> Iterator[int]:
    seen, frontier = {unit_id}, [unit_id]
    while frontier:
        place = frontier.pop(0)
        if place in wanted:
            yield place
            continue
        following = [one for one in above.get(place, ()) if one not in seen]
        seen.update(following)
        frontier += following
