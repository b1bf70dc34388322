"""Readers of a unit that ended: what its posts were given to read is given to posts of the unit that took over.

What was acknowledged, or should have been, stays with the person and the post of its day; the new holders are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import ask_readers
from iso_qms.documents.code.codes import has_ended
from iso_qms.documents.models import Distribution, Document
from iso_qms.i18n import _
from iso_qms.journal import write
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.text import fold
from iso_qms.workflow import Forbidden


@dataclass(frozen=True)
class Reader:
    """A post that ends, how many documents it is given, and the post that would read them instead, if one fits."""

    post: Post
    documents: int
    heir: Post | None


def readers_that_end(units: Sequence[Unit], successor: Unit) -> list[Reader]:
    """The posts of these units that documents are given to, each with its counterpart in the successor; two queries."""
    query = (
        select(Post, func.count(Distribution.id))
        .join(Distribution, Distribution.post_id == Post.id)
        .join(Document, Document.id == Distribution.document_id)
        .where(Post.unit_id.in_([one.id for one in units]), *is_given())
        .group_by(Post.id)
        .order_by(Post.is_head.desc(), Post.sort, Post.id)
    )
    heirs = posts_of(successor)
    return [Reader(post, count, heir_of(post, heirs)) for post, count in db.session.execute(query).unique()]


def posts_of(unit: Unit) -> list[Post]:
    """The posts of a unit that exist today, its head's first."""
    query = select(Post).where(Post.unit_id == unit.id, Post.is_valid_on(today()))
    return list(db.session.scalars(query.order_by(Post.is_head.desc(), Post.sort, Post.id)).unique())


def heir_of(post: Post, among: Sequence[Post]) -> Post | None:
    """The post that corresponds to another: the head's to the head's, else the only one with the same title."""
    if post.is_head:
        return next((one for one in among if one.is_head), None)
    same = [one for one in among if fold(one.title) == fold(post.title) and not one.is_head]
    return same[0] if len(same) == 1 else None


def pass_on(heirs: Mapping[int, Post | None], *, by: Person, basis: str = "") -> int:
    """Give what posts were given to read to others, by the number of the post that ends; answers how many documents.

    None stands for nobody: the documents are taken off the post's list.

    The holders of the new posts are asked for what is in force, as when a post is put on the list by hand.
    """
    if not by.may("documents.keep_codes"):
        raise Forbidden(_("Codes are given by whoever keeps the documents of the agency."))
    query = select(Distribution).join(Document, Document.id == Distribution.document_id)
    rows = db.session.scalars(query.where(Distribution.post_id.in_(heirs), *is_given())).unique()
    by_document: dict[Document, list[Distribution]] = defaultdict(list)
    for one in rows:
        by_document[one.document].append(one)
    for document, given in by_document.items():
        for one in given:
            _pass(one, heirs[one.post_id])
        told = "; ".join(f"{one.post} → {heirs[one.post_id] or '–'}" for one in given)
        write(document, "document.distributed", by=by, reason=". ".join(filter(None, [told, basis])))
        in_force = document.revision_on(today())
        if in_force is not None and in_force.state == "in_force":
            ask_readers(in_force, by=by)
    return len(by_document)


def is_given() -> tuple[Any, ...]:
    """The conditions that somebody has put a post on the list of a document, and that both still hold."""
    return Distribution.listed, Distribution.ended_on.is_(None), ~has_ended(today())


def _pass(one: Distribution, heir: Post | None) -> None:
    # What the text itself gives to the old post follows the text: its next issue names another.
    one.listed = False
    one.ended_on = None if one.steps else today()
    if heir is not None:
        _put_on_the_list(one, heir)
    db.session.flush()


def _put_on_the_list(one: Distribution, heir: Post) -> None:
    query = select(Distribution).where(Distribution.document_id == one.document_id, Distribution.post_id == heir.id)
    taken = db.session.scalars(query).unique().one_or_none()
    if taken is None:
        taken = Distribution(agency_id=one.agency_id, document=one.document, post=heir, why=one.why)
        db.session.add(taken)
    taken.listed, taken.ended_on = True, None
