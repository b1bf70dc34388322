"""Putting in force, superseding, withdrawing; issue decisions that do it for a set of revisions on one date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.acknowledging import ask_readers, readers_of
from iso_qms.documents.decisions import IssueDecision
from iso_qms.documents.models import BINDING, Document, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, Post
from iso_qms.outbox import tell
from iso_qms.workflow import Incomplete, Refused, WrongState

say(
    {
        "revision.dated": _l("set the effective date"),
        "issue_decision.prepared": _l("prepared the decision"),
        "issue_decision.changed": _l("changed the decision"),
    }
)


def set_effective(revision: Revision, day: date, *, by: Person) -> None:
    """Fix the day an approved revision takes effect; the one before ends on that day."""
    if revision.state != "approved":
        raise WrongState(_("Only an approved revision gets an effective date."))
    if day < today():
        raise Incomplete(
            _("The effective date %(day)s has passed. Choose today or a later day.", day=f"{day:%d/%m/%Y}")
        )
    later = db.session.scalar(
        select(Revision).where(
            Revision.document_id == revision.document_id,
            Revision.id != revision.id,
            Revision.state.in_(BINDING),
            Revision.valid_from >= day,
        )
    )
    if later is not None:
        raise Refused(_("%(revision)s already takes effect on or after that day.", revision=later))
    old = revision.document.revision_on(day)
    if old is not None and old.id != revision.id:
        old.valid_to = day
        write(old, "revision.dated", by=by)
        db.session.flush()
    revision.valid_from = day
    write(revision, "revision.dated", by=by)
    db.session.flush()
    if day == today():
        from iso_qms.organisation.operations import clock_of

        take_effect(revision, by=clock_of(revision.agency_id))


def take_effect(revision: Revision, *, by: Person) -> None:
    """What the clock does on the effective day: the old one is superseded, the new one in force, its readers asked."""
    if revision.valid_from is None or revision.valid_from > today():
        raise WrongState(_("It is not the effective day yet."))
    query = select(Revision).where(
        Revision.document_id == revision.document_id, Revision.id != revision.id, Revision.state.in_(("in_force",))
    )
    for old in db.session.scalars(query).all():
        old.advance("supersede", by=by)
    revision.advance("take_effect", by=by)
    revision.document.title = revision.title
    write(revision.document, "document.changed", by=by)
    ask_readers(revision, by=by)


def withdraw(
    revision: Revision, *, by: Person, note: str = "", on: date | None = None, replacement: Document | None = None
) -> None:
    """End a revision's force with a reason and, where there is one, what replaces it."""
    day = on or today()
    if revision.valid_from is not None and day < revision.valid_from:
        raise Incomplete(_("It cannot end before it began on %(day)s.", day=f"{revision.valid_from:%d/%m/%Y}"))
    if replacement is not None and replacement.id == revision.document_id:
        raise Incomplete(_("A document is not replaced by itself."))
    revision.withdrawal_reason, revision.valid_to = note.strip(), day
    if replacement is not None:
        revision.document.replaced_by = replacement
        write(revision.document, "document.changed", by=by)
    revision.advance("withdraw", by=by, note=note)
    tell(readers_of(revision.document), "withdrawn", about=revision, by=by, reason=note)


def prepare_decision(
    number: str,
    *,
    title: str,
    decided_on: date,
    effective_on: date,
    revisions: Sequence[Revision],
    signer: Post,
    by: Person,
) -> IssueDecision:
    """Draw up a decision over a set of approved revisions."""
    if effective_on < decided_on:
        raise Incomplete(_("The documents cannot take effect before the decision is made."))
    decision = IssueDecision(
        agency_id=by.agency_id,
        number=number.strip(),
        title=title.strip(),
        decided_on=decided_on,
        effective_on=effective_on,
        prepared_by=by,
        signing_post=signer,
    )
    db.session.add(decision)
    write(decision, "issue_decision.prepared", by=by)
    choose_revisions(decision, revisions, by=by)
    return decision


def choose_revisions(decision: IssueDecision, revisions: Sequence[Revision], *, by: Person) -> None:
    """Say which approved revisions the decision covers."""
    if decision.state != "preparing":
        raise WrongState(_("The decision is no longer in preparation."))
    if not revisions:
        raise Incomplete(_("Choose at least one approved revision."))
    for one in revisions:
        if one.state != "approved" or one.valid_from is not None:
            raise Incomplete(_("%(revision)s is not waiting for a decision.", revision=one))
    decision.revisions = list(revisions)
    write(decision, "issue_decision.changed", by=by)


def issue(decision: IssueDecision, *, by: Person, note: str = "") -> None:
    """Sign the decision: every revision of the set takes effect on its one date, or none does."""
    if decision.effective_on < today():
        raise Incomplete(
            _(
                "The effective date %(day)s has passed. Choose today or a later day.",
                day=f"{decision.effective_on:%d/%m/%Y}",
            )
        )
    acting = by.acting("documents.approve", decision)
    decision.issued_at, decision.signer_name = now(), by.name
    decision.signer_post, decision.signer_capacity = acting.post, acting.capacity
    decision.advance("issue", by=by, note=note)
    for revision in decision.revisions:
        revision.issued_on = decision.decided_on
        set_effective(revision, decision.effective_on, by=by)


def abandon(decision: IssueDecision, *, by: Person, note: str = "") -> None:
    """Give the decision up; its revisions go on waiting for a date."""
    decision.advance("abandon", by=by, note=note)
