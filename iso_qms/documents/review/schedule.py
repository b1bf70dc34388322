"""When each document is to be looked at again, and why then: reckoned from days and evidence each time it is asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from iso_qms.db import db
from iso_qms.documents.models import (
    OPEN_REQUESTS,
    OUTCOMES,
    ChangeRequest,
    Document,
    Objection,
    PeriodicReview,
    Revision,
    intervals_of,
    stands_on,
)
from iso_qms.documents.review.interval import Interval, interval_of
from iso_qms.i18n import _
from iso_qms.registry import registry
from iso_qms.worktime import months_after


@dataclass(frozen=True)
class Happened:
    """A piece of evidence: the thing as (kind, id), and the day in UTC."""

    kind: str
    thing_id: int
    day: date


@dataclass(frozen=True)
class Planned:
    """The next review of a document: since when the months count, by which formula, and when it is due."""

    document_id: int
    revision_id: int
    owner_post_id: int | None
    since: date
    is_reviewed: bool
    """Whether the months count from a review, and not from the effective day."""
    interval: Interval
    due_on: date
    happened: tuple[Happened, ...] = ()
    """The evidence itself, oldest first."""


def schedule(agency_id: int, day: date, *conditions: Any) -> dict[int, Planned]:
    """The next review of every document that stands on a day and meets the conditions; two queries, however many."""
    rows = db.session.execute(_standing(day).where(*conditions)).all()
    happened = _happened([row.id for row in rows]) if rows else {}
    rules = intervals_of(agency_id)
    plain = {kind: Interval(months, rules.floor) for kind, months in rules.months.items()}
    found = {}
    for row in rows:
        since = max(filter(None, (row.valid_from, row.done_on)))
        counted = tuple(one for one in happened.get(row.id, ()) if since < one.day <= day)
        interval = plain[row.kind]
        if counted:
            interval = interval_of(interval.usual, interval.floor, (one.kind for one in counted), each=rules.evidence)
        found[row.id] = _planned(row, since, interval, counted)
    return found


def planned_for(document: Document, day: date) -> Planned | None:
    """The next review of one document; None when nothing of it stands on that day."""
    return schedule(document.agency_id, day, Document.id == document.id).get(document.id)


def formula(interval: Interval) -> str:
    """The formula as a sentence with its numbers: 24 months − 6 (findings that cite it: 2, each 3) = 18 months."""
    parts = [_("%(n)s months", n=interval.usual)]
    for one in interval.evidence:
        known = registry.review_evidence.get(one.name)
        what = known.label if known else one.name
        parts.append(
            _(
                "%(months)s (%(what)s: %(count)s, each %(each)s)",
                months=one.months,
                count=one.count,
                each=one.each,
                what=what,
            )
        )
    if len(parts) == 1:
        return _("%(n)s months, nothing has happened that shortens them", n=interval.usual)
    said = _("%(sum)s = %(n)s months", sum=" − ".join(parts), n=interval.months)
    return _("%(sum)s, the fewest there may be", sum=said) if interval.stands_at_floor else said


def requests_from_work() -> Any:
    """Change requests that people made from their own work; those from findings or laws are counted as such."""
    columns = ChangeRequest.document_id, ChangeRequest.asked_on.label("day"), ChangeRequest.id.label("thing_id")
    return select(*columns).where(ChangeRequest.state.in_((*OPEN_REQUESTS, "done")), ChangeRequest.source_kind == "")


def readers_who_cannot() -> Any:
    """What readers said they cannot apply."""
    day = func.date(Objection.asked_at, type_=PeriodicReview.due_on.type).label("day")
    query = select(Revision.document_id, day, Objection.id.label("thing_id"))
    return query.join(Revision, Revision.id == Objection.revision_id)


def _standing(day: date) -> Select[Any]:
    """What stands on a day, suspended or not, each with the day of its last review."""
    last = (
        select(PeriodicReview.document_id, func.max(PeriodicReview.done_on).label("done_on"))
        .where(PeriodicReview.outcome.in_(OUTCOMES), PeriodicReview.done_on <= day)
        .group_by(PeriodicReview.document_id)
        .subquery()
    )
    what = (Document.id, Document.kind, Document.owner_post_id, Revision.id.label("revision"), Revision.valid_from)
    query: Any = select(*what, last.c.done_on).join(Revision, Revision.document_id == Document.id)
    standing: Select[Any] = query.outerjoin(last, last.c.document_id == Document.id).where(stands_on(day))
    return standing


def _planned(row: Any, since: date, interval: Interval, counted: tuple[Happened, ...]) -> Planned:
    return Planned(
        document_id=row.id,
        revision_id=row.revision,
        owner_post_id=row.owner_post_id,
        since=since,
        is_reviewed=row.done_on is not None and row.done_on >= row.valid_from,
        interval=interval,
        due_on=months_after(since, interval.months),
        happened=counted,
    )


def _happened(documents: list[int]) -> dict[int, list[Happened]]:
    """What happened to each document, of every kind of evidence the house has; one query."""
    parts = [_named(kind, one.happened()) for kind, one in registry.review_evidence.items()]
    if not parts:
        return {}
    rows = union_all(*parts).subquery()
    query = select(rows.c.kind, rows.c.document_id, rows.c.day, rows.c.thing_id)
    # A few are asked for by number; for very many the whole is read, which is one pass either way.
    if len(documents) <= 200:
        query = query.where(rows.c.document_id.in_(documents))
    found = defaultdict(list)
    for kind, document_id, on, thing_id in db.session.execute(query.order_by(rows.c.day, rows.c.thing_id)):
        found[document_id].append(Happened(kind, thing_id, on))
    return found


def _named(kind: str, query: Select[Any]) -> Any:
    part = query.subquery()
    return select(literal(kind).label("kind"), part.c.document_id, part.c.day, part.c.thing_id)
