"""Periodic reviews: asking for them when their day comes near, recording what came out, setting the intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import (
    KINDS,
    OUTCOMES,
    OVERTAKEN,
    Document,
    PeriodicReview,
    ReviewRules,
    rules_row,
)
from iso_qms.documents.request.change_requests import request_change
from iso_qms.documents.review.schedule import Planned, planned_for
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import heads_for, owned_posts, owners_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.outbox import tell
from iso_qms.registry import DutyTold, KeptDuty, registry
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear

AHEAD = timedelta(days=30)
"""How long before its day a review is asked for."""
NOTICE_DAYS = 10
"""Working days whoever is asked has at least, also where evidence brings the day forward into the past."""
MOST_MONTHS = 84

say(
    {
        "periodic_review.asked": _l("asked for the periodic review"),
        "periodic_review.moved": _l("moved the day of the periodic review"),
        "periodic_review.overtaken": _l("ended the periodic review: a new issue or a withdrawal overtook it"),
        "periodic_review.recorded": _l("recorded the periodic review"),
        "review_rules.changed": _l("changed the intervals of periodic reviews"),
    }
)


def record_review(document: Document, outcome: str, *, by: Person, remark: str = "") -> PeriodicReview:
    """Record that somebody looked whether a document still suits, and what came out; the months begin anew."""
    demand_reviewer(document, by)
    if outcome not in OUTCOMES:
        raise Incomplete(_("Choose what came out."))
    if outcome != "suits" and not clean(remark).strip():
        raise Incomplete(_("Say what is to be changed, or why it should be withdrawn."))
    planned = planned_for(document, today())
    if planned is None:
        raise WrongState(_("Nothing of this document is in force, so there is nothing to review."))
    _demand_not_today(document)
    review = open_review(document) or _begun(document, planned)
    _keep_formula(review, planned)
    review.outcome, review.remark, review.done_on, review.done_by_id = outcome, clean(remark).strip(), today(), by.id
    review.name, review.post_title = by.name, by.acting("documents.record_reviews", document).post
    if outcome == "change":
        db.session.flush()
        why = _("Came out of the periodic review of %(day)s.", day=f"{today():%d/%m/%Y}")
        source = ("periodic_review", review.id)
        review.change_request_id = request_change(document, by=by, what=review.remark, why=why, source=source).id
    write(review, "periodic_review.recorded", by=by, reason=review.remark)
    if outcome == "withdraw":
        tell(people_with("documents.withdraw", unit_id=document.unit_id), "withdrawal_proposed", about=review, by=by)
    return review


def set_intervals(
    *, by: Person, months: Mapping[str, int], floor: int, evidence: Mapping[str, int] | None = None
) -> None:
    """Set the months between two reviews of each kind of document, what each piece of evidence takes off, the fewest.

    `evidence` is by kind, 0 where a kind is not to count; what is not named takes off what its room proposes.
    """
    if not by.may("documents.keep_reviews"):
        raise Forbidden(_("Quality control sets these rules."))
    if any(not 1 <= one <= MOST_MONTHS for one in (*months.values(), floor)):
        raise Incomplete(_("Between 1 and %(n)s months.", n=MOST_MONTHS))
    taken_off = {name: one for name, one in (evidence or {}).items() if name in registry.review_evidence}
    if any(not 0 <= one <= MOST_MONTHS for one in taken_off.values()):
        raise Incomplete(_("Between 0 and %(n)s months.", n=MOST_MONTHS))
    rules = rules_row(by.agency_id) or ReviewRules(agency_id=by.agency_id)
    rules.months, rules.floor = {kind: months[kind] for kind in KINDS if kind in months}, floor
    rules.evidence = taken_off
    db.session.add(rules)
    write(rules, "review_rules.changed", by=by)


def keep_review(document: Document, *, by: Person) -> None:
    """What the clock does: ask when the day comes near, follow the day when evidence moves it, or end it."""
    planned, review = planned_for(document, today()), open_review(document)
    if review is not None and (planned is None or planned.revision_id != review.revision_id):
        review.outcome, review.done_on = OVERTAKEN, today()
        write(review, "periodic_review.overtaken", by=by)
        review = None
    if planned is None:
        return
    if review is None:
        if planned.due_on <= today() + AHEAD:
            _ask(document, planned, by=by)
        return
    if (due := due_day(planned, review)) != review.due_on:
        review.due_on = due
        _keep_formula(review, planned)
        write(review, "periodic_review.moved", by=by)


def is_to_be_kept(planned: Planned | None, review: PeriodicReview | None) -> bool:
    """Whether `keep_review` has something to do."""
    if review is None:
        return planned is not None and planned.due_on <= today() + AHEAD
    if planned is None or planned.revision_id != review.revision_id:
        return True
    return due_day(planned, review) != review.due_on


def due_day(planned: Planned, review: PeriodicReview) -> date:
    """The day of a review that was asked for: its planned one, but never sooner than the notice allows."""
    asked = review.asked_on or today()
    try:
        return max(planned.due_on, due_in_working_days(asked, days=NOTICE_DAYS, agency_id=review.agency_id))
    except UnknownYear:
        return max(planned.due_on, asked + timedelta(days=14))


def open_review(document: Document) -> PeriodicReview | None:
    """The review that is asked for and not done."""
    query = select(PeriodicReview).where(PeriodicReview.document_id == document.id, PeriodicReview.done_on.is_(None))
    return db.session.scalars(query.order_by(PeriodicReview.id)).first()


def open_by(agency_id: int, last: date) -> Iterator[tuple[int, date, date]]:
    """The reviews that are asked for and due by a day: number, the day they were asked for, the day they are due."""
    asked = PeriodicReview.agency_id == agency_id, PeriodicReview.asked_on.is_not(None)
    is_open = PeriodicReview.done_on.is_(None), PeriodicReview.due_on <= last
    for one in db.session.scalars(select(PeriodicReview).where(*asked, *is_open)):
        yield one.id, one.asked_on or one.since, one.due_on


def told(review: PeriodicReview, day: date) -> DutyTold:
    """Whom a review is asked of, and who answers for the unit of its document."""
    return DutyTold(reviewers(review.document), heads_for(review.document.unit_id, day))


def named(review: PeriodicReview) -> Any:
    """What it asks, in the language of whoever reads it."""
    return _l("Look whether it still suits: %(title)s", title=review.document.title)


REVIEW = KeptDuty(
    label=_l("Periodic reviews of documents"),
    endpoint="documents.reviews",
    right="documents.read",
    model=PeriodicReview,
    loads=(joinedload(PeriodicReview.document),),
    named=named,
    rungs=(-5, 0, 5),
    head_from=5,
    leaders_from=10,
    every=5,
    open=open_by,
    told=told,
)


def may_review(document: Document, person: Person) -> bool:
    """Whether a person records the reviews of a document: acting for the post that keeps it, or as the quality team."""
    if person.may("documents.keep_reviews"):
        return True
    owns = document.owner_post_id in owned_posts(person, today())
    return owns and person.may("documents.record_reviews")


def demand_reviewer(document: Document, by: Person) -> None:
    """Refuse whoever does not record the reviews of a document."""
    if not may_review(document, by):
        raise Forbidden(_("The review is recorded by the post that keeps the document, or by the quality team."))


def reviewers(document: Document) -> list[Person]:
    """Whom a review is asked of: whoever acts for the post that keeps the document, else the quality team."""
    owners = owners_of(document.owner_post, today()) if document.owner_post else []
    return owners or people_with("documents.keep_reviews")


def _demand_not_today(document: Document) -> None:
    # Of two presses at once the second waits here for the first, and then sees it.
    db.session.execute(select(Document.id).where(Document.id == document.id).with_for_update())
    query = select(PeriodicReview.name).where(
        PeriodicReview.document_id == document.id,
        PeriodicReview.done_on == today(),
        PeriodicReview.outcome != OVERTAKEN,
    )
    if (name := db.session.scalar(query)) is not None:
        raise WrongState(_("%(name)s has recorded its review today.", name=name))


def _ask(document: Document, planned: Planned, *, by: Person) -> None:
    review = _begun(document, planned)
    review.asked_on = today()
    review.due_on = due_day(planned, review)
    write(review, "periodic_review.asked", by=by)
    tell(reviewers(document), "review_to_record", about=review, by=by)


def _begun(document: Document, planned: Planned) -> PeriodicReview:
    review = PeriodicReview(
        agency_id=document.agency_id,
        document=document,
        revision_id=planned.revision_id,
        due_on=planned.due_on,
        outcome="",
    )
    _keep_formula(review, planned)
    db.session.add(review)
    return review


def _keep_formula(review: PeriodicReview, planned: Planned) -> None:
    review.since, review.formula = planned.since, planned.interval.as_kept()
    review.revision_id = planned.revision_id
