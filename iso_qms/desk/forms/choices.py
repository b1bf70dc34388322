"""The choices of selects: units, posts, people, roles, as they stand on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import CAPACITIES, Holding, Person, Post
from iso_qms.organisation.rights import ROLES
from iso_qms.organisation.units import Unit, tree_on
from iso_qms.web import signed_in

Choices = list[tuple[Any, Any]]


def whole_number(value: Any) -> int:
    """The number behind a choice; nothing chosen is 0."""
    return int(value or 0)


def units(*, none: str) -> Choices:
    """The units of today as a tree; `none` is the word for no unit."""
    indented = [(unit.id, "\u2003" * depth + unit.name) for depth, unit in tree_on(today())]
    return [(0, none), *indented]


def people(*, but: Person | None = None) -> Choices:
    """Everybody whose account is not locked, with their post, by given name."""
    query = Person.visible_to(signed_in()).where(Person.locked_at.is_(None)).order_by(Person.sort, Person.id)
    posts = _main_posts(today())
    # Columns instead of whole people: an agency may have thousands.
    there = db.session.execute(query.with_only_columns(Person.id, Person.name))
    named = [(one, f"{name} · {posts[one]}" if one in posts else name) for one, name in there]
    return [(0, _("Choose a person")), *(choice for choice in named if but is None or choice[0] != but.id)]


def vacant_posts(day: date) -> Choices:
    """The posts of a day that nobody holds, by unit."""
    held = select(Holding.post_id).where(Holding.kind == "holder", Holding.is_valid_on(day))
    query = Post.visible_to(signed_in()).where(Post.is_valid_on(day), Post.id.not_in(held))
    there = sorted(db.session.scalars(query), key=lambda post: (post.unit.sort, not post.is_head, post.sort))
    return [(0, _("Choose a post")), *((one.id, f"{one.title} · {one.unit.name}") for one in there)]


def other_posts(post: Post, *, none: str) -> Choices:
    """The posts that go on, by unit, those of the same unit first; `none` is the word for no post."""
    query = Post.visible_to(signed_in()).where(Post.is_valid_on(today()), Post.valid_to.is_(None), Post.id != post.id)
    there = sorted(
        db.session.scalars(query),
        key=lambda one: (one.unit_id != post.unit_id, one.unit.sort, not one.is_head, one.sort),
    )
    return [(0, none), *((one.id, f"{one.title} · {one.unit.name}") for one in there)]


def roles() -> Choices:
    """Every role by its name."""
    return [(key, str(label)) for key, label in ROLES.items()]


def capacities() -> Choices:
    """The signing capacities of Decree 30/2020 with their meaning."""
    words = {
        "": _("in one's own name"),
        "KT.": _("KT., for the head"),
        "TL.": _("TL., by order"),
        "TUQ.": _("TUQ., by sub-authorisation"),
        "TM.": _("TM., on behalf of the collective"),
        "Q.": _("Q., acting"),
    }
    return [(one, words[one]) for one in CAPACITIES]


def _main_posts(day: date) -> dict[int, str]:
    query = (
        select(Holding.person_id, Post.title, Unit.name)
        .join(Post, Post.id == Holding.post_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Holding.kind == "holder", Holding.is_valid_on(day))
        .order_by(Holding.id.desc())
    )
    return {person: f"{title} · {unit}" for person, title, unit in db.session.execute(query)}
