"""What documents bring to the desk: rows of *what awaits me*, figures of *what I answer for*, and hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from flask import g, url_for
from sqlalchemy import and_, exists, false, func, null, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import LADDER
from iso_qms.documents.approval.reviewing import may_give
from iso_qms.documents.approval.routing import approval_due
from iso_qms.documents.models import (
    OPEN_REQUESTS,
    Acknowledgement,
    ChangeRequest,
    Document,
    Objection,
    PeriodicReview,
    Review,
    Revision,
    counted_on,
    is_briefed,
    still_owed,
    suspended_on,
)
from iso_qms.i18n import _, ngettext
from iso_qms.journal import write
from iso_qms.organisation.heads import acts_for, owned_posts, why_passed_on
from iso_qms.organisation.people import Holding, Person, holdings_of
from iso_qms.organisation.units import Unit, subtree
from iso_qms.registry import Awaiting, Counted, Figure


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """What to acknowledge, to say on drafts, to approve and to write, and what is asked of documents my posts keep."""
    posts = owned_posts(person, day)
    yield from _of_reading(person, day)
    yield from _to_answer(person, posts, day)
    yield from _on_routes(person, posts, day)
    yield from _of_kept_documents(person, posts, day)


def figures(unit: Unit, day: date) -> Counted:
    """How many acknowledgements of a unit's people are done, of those asked for what is in force."""
    owed = Acknowledgement.acknowledged_at.is_(None)
    query = select(
        func.count(Acknowledgement.acknowledged_at).label("done"),
        func.count().label("asked"),
        func.count().filter(owed, Acknowledgement.due_on < day).label("late"),
    )
    among = Acknowledgement.unit_id.in_(subtree(unit.id)), Revision.state == "in_force"
    return Counted(query.where(counted_on(day, *among)), partial(_figure, unit))


def _figure(unit: Unit, done: int, asked: int, late: int) -> Figure | None:
    if not asked:
        return None
    return Figure(
        label=_("Procedures acknowledged"),
        value=done,
        total=asked,
        late=bool(late),
        url=url_for("documents.coverage", agency=g.agency.slug, unit=unit.id),
        missing=_("%(n)s overdue", n=late) if late else "",
    )


def hand_over(leaver: Person, to: Person, by: Person) -> int:
    """Drafts a leaver was writing go on with the successor as a contributor; acknowledgements stay the leaver's."""
    query = select(Revision).where(Revision.state == "draft", Revision.contributors.any(Person.id == leaver.id))
    drafts = list(db.session.scalars(query))
    for revision in drafts:
        if to not in revision.contributors:
            revision.contributors.append(to)
        write(revision, "person.handed_over", by=by)
    return len(drafts)


def _of_reading(person: Person, day: date) -> Iterator[Awaiting]:
    """What to acknowledge, what to brief one's staff on, and for leaders what no reminder helped; one query for all."""
    mine, owed = Acknowledgement.person_id == person.id, still_owed(day)
    headed = [one.post_id for one in holdings_of(person, day) if one.post.is_head]
    to_brief = and_(
        Acknowledgement.post_id.in_(headed),
        Acknowledgement.brief_by.is_not(None),
        Revision.state == "in_force",
        Revision.id.not_in(suspended_on(day)),
        ~is_briefed(),
    )
    given_up, leads = _given_up(day), person.may("documents.approve")
    many = given_up.c.many if leads else null()
    query = (
        select(Acknowledgement, and_(mine, owed), and_(mine, to_brief), many)
        .join(Revision, Revision.id == Acknowledgement.revision_id)
        .where(or_(and_(mine, or_(owed, to_brief)), many.is_not(None)))
        .options(joinedload(Acknowledgement.revision), joinedload(Acknowledgement.post))
        .order_by(Acknowledgement.id)
    )
    query = query.outerjoin(given_up, given_up.c.first == Acknowledgement.id) if leads else query
    for duty, acknowledges, briefs, readers in db.session.execute(query):
        if acknowledges:
            yield _to_acknowledge(duty, day)
        if briefs:
            yield _to_brief(duty, day)
        if readers:
            yield _to_press(duty, readers)


def _given_up(day: date) -> Any:
    """Per revision, how many readers have not acknowledged it though the last rung was reached, and one such duty."""
    first, many = func.min(Acknowledgement.id).label("first"), func.count().label("many")
    query = select(first, many).join(Revision, Revision.id == Acknowledgement.revision_id)
    query = query.where(Acknowledgement.rung >= len(LADDER), still_owed(day))
    return query.group_by(Acknowledgement.revision_id).subquery()


def _to_acknowledge(duty: Acknowledgement, day: date) -> Awaiting:
    return Awaiting(
        due_on=duty.due_on,
        kind="acknowledge",
        code=duty.revision.document.code,
        what=_("Acknowledge: %(title)s", title=duty.revision.title),
        why=duty.reason,
        action=_("Read what changed"),
        url=_url("documents.acknowledge", duty.revision),
        late=duty.due_on < day,
    )


def _to_press(duty: Acknowledgement, readers: int) -> Awaiting:
    title = duty.revision.title
    return Awaiting(
        due_on=duty.due_on,
        kind="unread",
        code=duty.revision.document.code,
        what=ngettext(
            "%(num)s reader has not acknowledged: %(title)s",
            "%(num)s readers have not acknowledged: %(title)s",
            readers,
            title=title,
        ),
        why=_("Because you belong to the leadership: reminders to them and to their heads did not help."),
        action=_("See who"),
        url=url_for("documents.coverage", agency=g.agency.slug, document=duty.revision.document_id, open=1),
        late=True,
    )


def _to_brief(duty: Acknowledgement, day: date) -> Awaiting:
    return Awaiting(
        due_on=duty.brief_by,
        kind="brief",
        code=duty.revision.document.code,
        what=_("Brief your staff on: %(title)s", title=duty.revision.title),
        why=_("Because you are %(post)s and have acknowledged it.", post=duty.post),
        action=_("Record the briefing"),
        url=_url("documents.briefing", duty.revision, unit=duty.unit_id),
        late=bool(duty.brief_by and duty.brief_by < day),
    )


def _to_answer(person: Person, posts: set[int], day: date) -> Iterator[Awaiting]:
    query = select(Objection).where(Objection.answered_at.is_(None), Objection.post_id.in_(posts))
    query = query.join(Acknowledgement, Acknowledgement.id == Objection.acknowledgement_id)
    query = query.where(Acknowledgement.person_id != person.id).order_by(Objection.due_on, Objection.id)
    loads = (
        joinedload(Objection.post),
        joinedload(Objection.revision),
        joinedload(Objection.duty).joinedload(Acknowledgement.person),
    )
    for one in db.session.scalars(query.options(*loads)):
        yield Awaiting(
            due_on=one.due_on,
            kind="objection",
            code=one.revision.document.code,
            what=_("Answer %(name)s, who cannot apply: %(title)s", name=one.duty.person.name, title=one.revision.title),
            why=why_passed_on(one.post, one.post_id or 0, day)
            or _("Because you are %(post)s, who keeps this document up to date.", post=one.post),
            action=_("Read and answer"),
            url=url_for("documents.objection", agency=g.agency.slug, number=one.id),
            late=one.due_on < day,
        )


def _on_routes(person: Person, posts: set[int], day: date) -> Iterator[Awaiting]:
    """What the routes of revisions ask of a person; one query for all of them."""
    asked = Revision.reviews.any(and_(Review.post_id.in_(posts), Review.opinion == ""))
    mine = Revision.contributors.any(Person.id == person.id)
    query = select(Revision).where(
        or_(
            and_(Revision.state == "in_review", or_(asked, Revision.approver_post_id.in_(posts))),
            and_(Revision.state == "draft", Revision.review_round > 0, mine),
        )
    )
    loads = (joinedload(Revision.reviews), joinedload(Revision.contributors), joinedload(Revision.approver_post))
    for revision in db.session.scalars(query.options(*loads).order_by(Revision.id)).unique():
        if revision.state == "draft":
            yield _to_write(revision)
        else:
            yield from _to_judge(revision, person, posts, day)


def _to_judge(revision: Revision, person: Person, posts: set[int], day: date) -> Iterator[Awaiting]:
    waiting = [one for one in revision.reviews_of_round() if not one.opinion]
    for review in waiting:
        if review.post_id in posts and may_give(review, person):
            yield _to_review(review, day)
    if not waiting and revision.approver_post_id in posts:
        yield _to_approve(revision, day)


def _to_review(review: Review, day: date) -> Awaiting:
    return Awaiting(
        due_on=review.due_on,
        kind="review",
        code=review.revision.document.code,
        what=_("Give an opinion: %(title)s", title=review.revision.title),
        why=why_passed_on(review.post, review.post_id, day)
        or _("Because you are %(post)s: your opinion is asked.", post=review.post),
        action=_("Read and give an opinion"),
        url=_url("documents.opinion", review.revision),
        late=bool(review.due_on and review.due_on < day),
    )


def _to_approve(revision: Revision, day: date) -> Awaiting:
    due, post = approval_due(revision), revision.approver_post
    return Awaiting(
        due_on=due,
        kind="approve",
        code=revision.document.code,
        what=_("Approve: %(title)s", title=revision.title),
        why=why_passed_on(post, revision.approver_post_id or 0, day)
        or _("Because you are %(post)s: all reviewers have agreed.", post=post),
        action=_("Read and approve"),
        url=_url("documents.move", revision, name="approve"),
        late=bool(due and due < day),
    )


def _to_write(revision: Revision) -> Awaiting:
    return Awaiting(
        due_on=None,
        kind="write",
        code=revision.document.code,
        what=_("Sent back to you: %(title)s", title=revision.title),
        why=_("Because you are one of its authors."),
        action=_("Go on writing"),
        url=_url("documents.revision", revision),
    )


def _of_kept_documents(person: Person, posts: set[int], day: date) -> Iterator[Awaiting]:
    """What is asked of documents my posts keep, and of the quality team where nobody does; one query for all of it."""
    for document, request, review in db.session.execute(_asked_of_documents(person, posts, day)).unique():
        owns = document is not None and document.owner_post_id in posts
        why = _why_owner(document, day) if owns else _("Because you belong to the quality team.")
        if review is not None:
            yield _review_row(document, review, day, why)
        elif document is None or request.state == "accepted" or request.asked_by_id != person.id:
            yield _request_row(request, day, why)


def _asked_of_documents(person: Person, posts: set[int], day: date) -> Any:
    """Open change requests and open periodic reviews, each with its document, as far as these are the person's.

    A request about what is no document, such as a question of a checklist, is the quality team's.
    """
    asked = union_all(
        select(ChangeRequest.document_id, ChangeRequest.id.label("request_id"), null().label("review_id")).where(
            ChangeRequest.state.in_(OPEN_REQUESTS)
        ),
        select(PeriodicReview.document_id, null(), PeriodicReview.id).where(PeriodicReview.done_on.is_(None)),
    ).subquery()
    owned = Document.owner_post_id.in_(posts)
    held = exists().where(acts_for(Document.owner_post_id, day))
    decides = or_(
        ChangeRequest.document_id.is_(None),
        and_(ChangeRequest.state == "requested", ~held.where(Holding.person_id != ChangeRequest.asked_by_id)),
    )
    request = or_(owned, decides if person.may("documents.keep_changes") else false())
    review = and_(_still_stands(), or_(owned, ~held if person.may("documents.keep_reviews") else false()))
    query = select(Document, ChangeRequest, PeriodicReview).select_from(asked)
    query = query.outerjoin(Document, Document.id == asked.c.document_id)
    query = query.outerjoin(ChangeRequest, ChangeRequest.id == asked.c.request_id)
    query = query.outerjoin(PeriodicReview, PeriodicReview.id == asked.c.review_id)
    query = query.where(or_(and_(ChangeRequest.id.is_not(None), request), and_(PeriodicReview.id.is_not(None), review)))
    loads = (joinedload(Document.owner_post), lazyload(ChangeRequest.document))
    return query.options(*loads).order_by(ChangeRequest.id, PeriodicReview.id)


def _still_stands() -> Any:
    """The condition that the revision a review was asked for has not ended since."""
    return exists().where(Revision.id == PeriodicReview.revision_id, Revision.state.in_(("in_force", "suspended")))


def _review_row(document: Document, review: PeriodicReview, day: date, why: str) -> Awaiting:
    return Awaiting(
        due_on=review.due_on,
        kind="periodic_review",
        code=document.code,
        what=_("Look whether it still suits: %(title)s", title=document.title),
        why=why,
        action=_("Record a review"),
        url=url_for("documents.record_review", agency=g.agency.slug, number=document.id),
        late=review.due_on < day,
    )


def _why_owner(document: Document, day: date) -> str:
    passed_on = why_passed_on(document.owner_post, document.owner_post_id or 0, day)
    return passed_on or _("Because you are %(post)s: the document is kept by this post.", post=document.owner_post)


def _request_row(request: ChangeRequest, day: date, why: str) -> Awaiting:
    title = request.about_title
    decide = request.state == "requested"
    return Awaiting(
        due_on=request.next_day,
        kind="change_request",
        code=request.code,
        what=_("Decide on a change request: %(title)s", title=title)
        if decide
        else _("Change the document: %(title)s", title=title)
        if request.document
        else _("Change what is asked: %(title)s", title=title),
        why=why,
        action=_("Decide") if decide else _("See what is asked"),
        url=url_for("documents.change_request", agency=g.agency.slug, number=request.id),
        late=request.is_late(day),
    )


def _url(endpoint: str, revision: Revision, **values: Any) -> str:
    return url_for(endpoint, agency=g.agency.slug, number=revision.document, revision=revision.number, **values)
