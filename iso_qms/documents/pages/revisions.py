"""The page of one revision: its text, its route, what may be done with it now, and whether it is in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template, url_for

from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.documents.acknowledgement.acknowledging import standing
from iso_qms.documents.acknowledgement.objecting import objections_to
from iso_qms.documents.acknowledgement.questioning import questions_of
from iso_qms.documents.acknowledgement.quick_signs import note_opened
from iso_qms.documents.approval.reviewing import may_give
from iso_qms.documents.approval.routing import approval_due
from iso_qms.documents.blocks import runs_of
from iso_qms.documents.models import Review, Revision
from iso_qms.documents.pages.documents import HISTORY_SHOWN, Act, decision_of, paper_acts
from iso_qms.documents.pages.finding import revision_of, to_revision
from iso_qms.documents.readiness import mismatches_in, unread_among
from iso_qms.documents.register import holds_on
from iso_qms.documents.request.change_requests import to_answer
from iso_qms.documents.room import room
from iso_qms.documents.track import track_of
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.lifecycle import OpenMove
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.web import here, signed_in


@room.route("/<numbered:number>/revisions/<int:revision>", needs="documents.read")
def revision(number: int, revision: int) -> Any:
    """One revision, with a clear mark when it is not the one in force."""
    found, person = revision_of(number, revision), signed_in()
    # Nobody is asked to acknowledge what is still written or reviewed, so nothing of it needs to be looked up.
    is_open = found.state in ("draft", "in_review")
    duty, owed = (None, False) if is_open else standing(found, person)
    note_opened(duty)
    return render_template(
        "documents/revision.html",
        revision=found,
        document=found.document,
        previous=found.previous(),
        in_force=_in_force(found, is_open=is_open),
        holds=holds_on(found, today()),
        suspension=found.suspension_on(today()) if found.stands_on(today()) else None,
        unread=unread_among([found]),
        mismatches=mismatches_in(found),
        files=files_of(found),
        runs=runs_of(found.blocks),
        track=track_of(found),
        rounds=_rounds(found),
        to_answer=to_answer(found),
        may_answer=found.state == "draft" and person.may("documents.write", found),
        questions=questions_of(found),
        objections=[] if is_open else objections_to(found, seen_by=person),
        approval_due=approval_due(found),
        decision=None if is_open else decision_of(found),
        owed=owed,
        duty=duty,
        acts=_acts(found, person),
        moves=_moves(found, person),
        paper_acts=paper_acts(found),
        moves_url=to_revision(found, "revision") + "/moves/",
        history=history_of(found, limit=HISTORY_SHOWN, seen_by=person),
        to_revision=to_revision,
    )


def _in_force(revision: Revision, *, is_open: bool) -> Revision | None:
    """What of the document holds today; beside what is still open it can only be the revision before."""
    before = revision.previous()
    if is_open and (before is None or holds_on(before, today())):
        return before
    return revision.document.revision_on(today())


def edit_url(revision: Revision) -> str:
    """Where a draft of this kind of document is edited: a room above may bring an editor of its own."""
    endpoint = registry.editors.get(revision.document.kind, "documents.edit")
    return url_for(endpoint, agency=here().slug, number=revision.document_id, revision=revision.number)


def own_review(revision: Revision, person: Person) -> Review | None:
    """The opinion this person is asked for now."""
    return next((one for one in revision.reviews_of_round() if not one.opinion and may_give(one, person)), None)


def _rounds(revision: Revision) -> list[tuple[int, list[Review]]]:
    numbers = sorted({one.round for one in revision.reviews}, reverse=True)
    return [(number, [one for one in revision.reviews if one.round == number]) for number in numbers]


def _acts(revision: Revision, person: Person) -> list[Act]:
    found = []
    if revision.state == "in_review" and own_review(revision, person):
        found.append(Act(_("Read and give an opinion"), to_revision(revision, "opinion"), primary=True, icon="speech"))
    if revision.state == "draft" and person.may("documents.write", revision):
        found.append(Act(_("Edit the text"), edit_url(revision), primary=not revision.blocks, icon="pen"))
        found.append(Act(_("Bring its Word file back"), to_revision(revision, "word_back"), icon="upload"))
        is_next = bool(revision.blocks) and not revision.reviews_to_come()
        url = to_revision(revision, "route")
        found.append(Act(_("Name reviewers and approver"), url, primary=is_next, icon="person"))
        if revision.blocks:
            found.append(Act(_("Ask the readers"), to_revision(revision, "questions"), icon="speech"))
    if revision.state == "approved" and revision.valid_from is None and person.may("documents.approve", revision):
        found.append(Act(_("Set the effective date"), to_revision(revision, "effective"), icon="calendar"))
    if revision.approval is not None:
        found.append(Act(_("Digital signatures"), to_revision(revision, "signatures"), icon="check"))
    if revision.previous() is not None:
        found.append(Act(_("What changes"), to_revision(revision, "differences"), icon="tilde"))
    return found


def _moves(revision: Revision, person: Person) -> list[OpenMove]:
    """The open moves; the one that brings the revision on its way stands out as soon as nothing blocks it."""
    return [
        replace(one, primary=one.name in ("submit", "approve") and not one.blocked)
        for one in revision.open_moves(person)
    ]
