"""Due days that move when the agency's working calendar changes: of opinions, acknowledgements and change requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import ACKNOWLEDGE_DAYS
from iso_qms.documents.approval.routing import REVIEW_DAYS
from iso_qms.documents.models import (
    OPEN_REQUESTS,
    Acknowledgement,
    ChangeRequest,
    Document,
    PeriodicReview,
    Review,
    Revision,
    still_owed,
)
from iso_qms.documents.request.change_requests import DECIDE_DAYS, deciders
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.registry import Deadline, registry

Moved = tuple[list[Person], object]

say({"revision.due_moved": _l("moved due days with the working calendar")})


def calendar_moves(agency: Agency, by: Person) -> Iterator[Moved]:
    """Reckon every open due day anew; answers whom to tell what of those that moved."""
    yield from _reviews(agency, by)
    yield from _acknowledgements(agency, by)
    yield from _change_requests(agency, by)


def of_reviews(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Periodic reviews that were asked for and are due in a stretch of days."""
    due = PeriodicReview.done_on.is_(None), PeriodicReview.due_on.between(first, last)
    query = select(PeriodicReview).where(*due).options(joinedload(PeriodicReview.document))
    seen = Document.visible_to(person).with_only_columns(Document.id)
    for one in db.session.scalars(query.where(PeriodicReview.document_id.in_(seen))).unique():
        yield Deadline(
            on=one.due_on,
            what=_("Periodic review: %(title)s", title=one.document.title),
            code=one.document.code,
            kind=_("Periodic review"),
            url=registry.url_of("document", one.document_id) or "",
            unit_id=one.document.unit_id,
        )


def of_changes(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Changes that were agreed on and are due in a stretch of days, also three months after a change of law."""
    query = ChangeRequest.visible_to(person).options(joinedload(ChangeRequest.document))
    due = ChangeRequest.state.in_(OPEN_REQUESTS), ChangeRequest.due_on.between(first, last)
    for one in db.session.scalars(query.where(*due)).unique():
        yield Deadline(
            on=one.due_on or last,
            what=_("Change: %(title)s", title=one.about_title),
            code=one.code,
            kind=_("Because of a change of law") if one.source_kind == "legal_change" else _("Change request"),
            url=registry.url_of("change_request", one.id) or "",
            unit_id=one.document.unit_id if one.document else None,
        )


def _reviews(agency: Agency, by: Person) -> Iterator[Moved]:
    query = (
        select(Review)
        .join(Revision, Revision.id == Review.revision_id)
        .where(Review.opinion == "", Review.asked_on.is_not(None), Revision.state == "in_review")
        .where(Review.round == Revision.review_round, Revision.agency_id == agency.id)
    )
    for review in db.session.scalars(query.options(joinedload(Review.revision))).unique().all():
        due = due_in_working_days(review.asked_on or today(), days=REVIEW_DAYS, agency_id=agency.id)
        if due != review.due_on:
            review.due_on = due
            write(review.revision, "revision.due_moved", by=by)
            yield owners_of(review.post, today()), _sentence(review.revision, due)


def _acknowledgements(agency: Agency, by: Person) -> Iterator[Moved]:
    query = (
        select(Acknowledgement)
        .join(Revision, Revision.id == Acknowledgement.revision_id)
        .where(still_owed(today()), Acknowledgement.agency_id == agency.id)
        .options(joinedload(Acknowledgement.revision), joinedload(Acknowledgement.person))
    )
    told = set()
    for duty in db.session.scalars(query).unique().all():
        asked = as_local(duty.asked_at).date()
        due = due_in_working_days(asked, days=ACKNOWLEDGE_DAYS, agency_id=agency.id)
        if due != duty.due_on:
            duty.due_on = due
            if duty.revision_id not in told:
                write(duty.revision, "revision.due_moved", by=by)
                told.add(duty.revision_id)
            yield [duty.person], _sentence(duty.revision, due)


def _change_requests(agency: Agency, by: Person) -> Iterator[Moved]:
    query = select(ChangeRequest).where(ChangeRequest.state.in_(OPEN_REQUESTS), ChangeRequest.agency_id == agency.id)
    for request in db.session.scalars(query).unique().all():
        decide_by, due_on = request.decide_by, request.due_on
        if request.state == "requested":
            decide_by = due_in_working_days(request.asked_on, days=DECIDE_DAYS, agency_id=agency.id)
        elif request.due_days and request.decided_on:
            due_on = due_in_working_days(request.decided_on, days=request.due_days, agency_id=agency.id)
        if (decide_by, due_on) != (request.decide_by, request.due_on):
            request.decide_by, request.due_on = decide_by, due_on
            write(request, "change_request.due_moved", by=by)
            if (day := request.next_day) is not None:
                yield deciders(request), _l("%(code)s: now due on %(day)s", code=str(request), day=f"{day:%d/%m/%Y}")


def _sentence(revision: Revision, due: date) -> object:
    return _l("%(code)s: now due on %(day)s", code=str(revision), day=f"{due:%d/%m/%Y}")
