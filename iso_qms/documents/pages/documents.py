"""The page of a document: the revision in force today, who must know it, and what it went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import standing
from iso_qms.documents.acknowledgement.proof import may_prove
from iso_qms.documents.acknowledgement.quick_signs import note_opened
from iso_qms.documents.blocks import runs_of
from iso_qms.documents.issue.decisions import IssueDecision
from iso_qms.documents.models import (
    KINDS,
    OPEN_REQUESTS,
    PUBLISHED,
    Acknowledgement,
    ChangeRequest,
    Distribution,
    Document,
    Reach,
    Revision,
    counted_on,
    reach_of,
)
from iso_qms.documents.pages.finding import document_of, to_document, to_revision, visible_revisions
from iso_qms.documents.register import holds_on
from iso_qms.documents.review.periodic import may_review
from iso_qms.documents.review.schedule import formula, planned_for
from iso_qms.documents.room import room
from iso_qms.documents.standing import public_page_of
from iso_qms.documents.track import track_of
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of
from iso_qms.registry import registry
from iso_qms.web import day_asked, here, signed_in
from iso_qms.worktime import UnknownYear, working_days_between

HISTORY_SHOWN = 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Act:
    """Something a person may do from here, as a link."""

    label: str
    url: str
    note: str = ""
    primary: bool = False
    icon: str = ""


@room.route("/<numbered:number>", needs="documents.read")
def show(number: int) -> Any:
    """A document as it stands on a day, today unless another one is chosen; what is not applied has a clear mark."""
    document = document_of(number, joinedload(Document.former).lazyload("*"))
    person, day = signed_in(), day_asked()
    revisions = visible_revisions(document)
    held = next((one for one in revisions if one.stands_on(day)), None)
    is_today, owner = day == today(), document.owner_post
    worked = _worked_by(document, held if is_today else None, person)
    return render_template(
        "documents/show.html",
        document=document,
        day=day,
        is_today=is_today,
        revision=held,
        revisions=revisions,
        kinds=KINDS,
        suspension=held.suspension_on(day) if held else None,
        may_suspend=person.may("documents.suspend", document),
        runs=runs_of(held.blocks) if held else [],
        formula=formula,
        owner_name=", ".join(one.name for one in owners_of(owner, day, deputies=False)) if owner else "",
        decision=decision_of(held) if held else None,
        acts=_acts(document, held, revisions, person, worked["readers"])
        if is_today
        else paper_acts(held)
        if held
        else [],
        coming=(coming := _coming(revisions) if is_today else None),
        left=_left(coming),
        given_to=_given_to(document) if is_today else [],
        asked=_open_requests(document) if is_today else [],
        beside=[one("document", document.id, person) for one in registry.beside] if is_today else [],
        one_day=ONE_DAY,
        former=document.former,
        public_page=public_page_of(document),
        history=history_of(document, limit=HISTORY_SHOWN, seen_by=person),
        to_document=to_document,
        to_revision=to_revision,
        **worked,
    )


def _worked_by(document: Document, current: Revision | None, person: Person) -> dict[str, Any]:
    """What is said and asked of the text that stands today; of nothing, where another day is looked at."""
    duty, owed = standing(current, person) if current is not None else (None, False)
    note_opened(duty)
    return {
        "duty": duty,
        "owed": owed,
        "suspension_to_come": current.suspension_to_come(today()) if current else None,
        "planned": planned_for(document, today()) if current else None,
        "track": track_of(current) if current else [],
        "moves": current.open_moves(person) if current else [],
        "moves_url": to_revision(current, "revision") + "/moves/" if current else "",
        "readers": _readers_by_unit(current, reach_of(person)) if current else [],
    }


def _coming(revisions: list[Revision]) -> Revision | None:
    """The approved revision whose day is fixed and to come."""
    coming = (one for one in revisions if one.state == "approved" and one.valid_from and one.valid_from > today())
    return next(coming, None)


def decision_of(revision: Revision) -> IssueDecision | None:
    """The issue decision that put a revision in force, if one did."""
    query = select(IssueDecision).where(IssueDecision.state == "issued", IssueDecision.revisions.contains(revision))
    return db.session.scalars(query).first()


def _left(coming: Revision | None) -> int | None:
    if coming is None or coming.valid_from is None:
        return None
    try:
        return working_days_between(today(), end=coming.valid_from, calendar=calendar_of(here().id))
    except UnknownYear:
        return None


def _acts(
    document: Document, held: Revision | None, revisions: list[Revision], person: Person, readers: list[Any]
) -> list[Act]:
    found = []
    working = next((one for one in revisions if one.state in ("draft", "in_review")), None)
    in_force = held if held is not None and holds_on(held, today()) else None
    if held is not None:
        found += [*(_reader_acts(document) if in_force else []), *paper_acts(held, proves=bool(readers))]
    if working is None and person.may("documents.write", document):
        found.append(Act(_("Begin a new revision"), to_document(document, "start"), icon="pen"))
    if person.may("documents.request_changes"):
        url = url_for("documents.request_change", agency=here().slug, document=document.id)
        found.append(Act(_("Ask for a change"), url, icon="speech"))
    if person.may("documents.distribute", document):
        found.append(Act(_("Say who it is given to"), to_document(document, "distribution"), icon="person"))
        if in_force is not None:
            found.append(Act(_("Give a controlled copy"), to_revision(in_force, "give_copy"), icon="file"))
    if held is not None and may_review(document, person):
        found.append(Act(_("Record a review"), to_document(document, "record_review"), icon="clock"))
    if person.may("documents.write", document):
        found.append(Act(_("Correct the register entry"), to_document(document, "change"), icon="gear"))
    return found


def _reader_acts(document: Document) -> list[Act]:
    """The page that a room above has for those who work by a document of this kind."""
    endpoint = registry.readers.get(document.kind)
    url = url_for(endpoint, agency=here().slug, number=document.id) if endpoint else ""
    note = _("Steps, time limits and who does what, as one works by it.")
    return [Act(_("Work by it"), url, note=note, icon="person")] if endpoint else []


def paper_acts(revision: Revision, *, proves: bool | None = None) -> list[Act]:
    """The ways a revision leaves the house on paper; `proves`: whether one may prove who read it, where it is known."""
    found = [
        Act(_("Printed layout"), to_revision(revision, "paper"), icon="print"),
        Act(_("PDF file"), to_revision(revision, "pdf"), icon="download"),
        Act(_("Word file"), to_revision(revision, "word_file"), icon="download"),
    ]
    reach = reach_of(signed_in())
    if revision.state in PUBLISHED and (may_prove(revision, reach) if proves is None else proves):
        found.append(Act(_("Proof of acknowledgement (Word)"), to_revision(revision, "proof_word"), icon="download"))
        found.append(Act(_("Proof of acknowledgement (Excel)"), to_revision(revision, "proof_excel"), icon="download"))
    return found


def _readers_by_unit(revision: Revision, reach: Reach) -> list[tuple[str, int, int]]:
    """How many have acknowledged, by unit; nothing for whoever sees only their own word."""
    if not reach.covers(revision.document) and not reach.units:
        return []
    rows = db.session.execute(
        select(Unit.id, Unit.name, func.count(Acknowledgement.acknowledged_at), func.count(Acknowledgement.id))
        .join(Unit, Unit.id == Acknowledgement.unit_id)
        .where(counted_on(today(), Acknowledgement.revision_id == revision.id), reach.shows())
        .group_by(Unit.id, Unit.name, Unit.sort)
        .order_by(Unit.sort)
    )
    shown = reach.covers(revision.document)
    return [(name, done, asked) for number, name, done, asked in rows if shown or reach.over_unit(number)]


def _open_requests(document: Document) -> list[ChangeRequest]:
    query = select(ChangeRequest).where(
        ChangeRequest.document_id == document.id, ChangeRequest.state.in_(OPEN_REQUESTS)
    )
    return list(db.session.scalars(query.order_by(ChangeRequest.id)).unique())


def _given_to(document: Document) -> list[Distribution]:
    query = select(Distribution).where(Distribution.document_id == document.id, Distribution.ended_on.is_(None))
    return sorted(db.session.scalars(query).unique(), key=lambda one: (one.post.unit.sort, one.post.sort))
