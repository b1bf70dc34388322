"""Whom a text concerns: the posts its own blocks name, found among the posts of the agency.

A name such as "Chánh Văn phòng" is looked for in the unit in charge and everything under it; only when nobody there is
called so, in the whole agency, and then only if a single unit has such a post or the text names the unit as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.blocks import kind_of, place_of
from iso_qms.documents.models import BlockVersion, Distribution, Document, Revision
from iso_qms.organisation.people import Post
from iso_qms.organisation.units import subtree
from iso_qms.text import fold

_BETWEEN = re.compile(r"[,;/\n+•]| và | hoặc |^\s*-", re.MULTILINE | re.IGNORECASE)


def names_in(block: BlockVersion) -> list[str]:
    """The roles or posts a block names, folded for comparing."""
    kind = kind_of(block.kind)
    named = kind.concerns(block.content) if kind.concerns else ()
    parts = (fold(part).strip(" .-:") for text in named for part in _BETWEEN.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def posts_named(revision: Revision) -> dict[Post, list[BlockVersion]]:
    """The posts a revision's blocks name, each with those blocks in their order."""
    named = [(block, names) for block in revision.blocks if (names := names_in(block))]
    if not named:
        return {}
    posts = db.session.scalars(select(Post).where(Post.is_valid_on(today())).order_by(Post.id)).unique().all()
    own, found = subtree(revision.document.unit_id), dict[Post, list[BlockVersion]]()
    for block, names in named:
        for post in {one: None for name in names for one in fitting(name, posts, own)}:
            found.setdefault(post, []).append(block)
    return found


def fitting(name: str, posts: Iterable[Post], own: set[int]) -> list[Post]:
    """The posts a folded name means."""
    called = [one for one in posts if name.startswith(fold(one.title))]
    with_unit = [one for one in called if fold(f"{one.title} {one.unit.name}") == name]
    plain = [one for one in called if fold(one.title) == name]
    near = [one for one in plain if one.unit_id in own]
    lone = plain if len({one.unit_id for one in plain}) == 1 else []
    return with_unit or near or lone


def blocks_of(revision: Revision, post: Post) -> set[int]:
    """The blocks of a revision that name a post."""
    return {block.block_id for block in posts_named(revision).get(post, ())}


def follow_the_text(revision: Revision) -> bool:
    """Let the distribution follow what the text in force names: new posts come, those named no longer go.

    What somebody put on the list by hand stays as it is. Answers whether anything changed.
    """
    named = {post.id: (post, _places(blocks)) for post, blocks in posts_named(revision).items()}
    known = {one.post_id: one for one in _rows(revision.document)}
    is_changed = False
    for post_id, one in known.items():
        places = named[post_id][1] if post_id in named else ""
        is_changed |= _follow(one, places)
    for post_id, (post, places) in named.items():
        if post_id not in known:
            is_changed = True
            db.session.add(
                Distribution(
                    agency_id=revision.agency_id, document=revision.document, post=post, steps=places, listed=False
                )
            )
    return is_changed


def _follow(one: Distribution, places: str) -> bool:
    before = (one.steps, one.ended_on)
    if one.steps != places:  # Setting what is there already would make every flush look at thousands of rows.
        one.steps = places
    if places:
        one.ended_on = None
    elif not one.listed:
        one.ended_on = one.ended_on or today()
    return before != (one.steps, one.ended_on)


def _rows(document: Document) -> Sequence[Distribution]:
    return db.session.scalars(select(Distribution).where(Distribution.document_id == document.id)).unique().all()


def _places(blocks: Sequence[BlockVersion]) -> str:
    numbers = [str(block.content.get("number") or place_of(block)).strip(" .") for block in blocks]
    return ", ".join(key for key, _run in groupby(numbers))[:200]
