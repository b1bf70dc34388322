"""Issue decisions: drawing one up, changing it, signing it, giving it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.approval.routing import acting_in
from iso_qms.documents.issue.decisions import IssueDecision
from iso_qms.documents.issue.releasing import set_effective
from iso_qms.documents.models import Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, Post, holders_of
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(
    {
        "issue_decision.prepared": _l("prepared the decision"),
        "issue_decision.changed": _l("changed the decision"),
    }
)


def waiting_for_decision(person: Person, *, besides: IssueDecision | None = None) -> Select[Any]:
    """The approved revisions without a day that no other decision in preparation covers."""
    others = select(IssueDecision).where(IssueDecision.state == "preparing")
    if besides is not None:
        others = others.where(IssueDecision.id != besides.id)
    covered = others.join(IssueDecision.revisions).with_only_columns(Revision.id)
    query = Revision.visible_to(person).where(Revision.state == "approved", Revision.valid_from.is_(None))
    return query.where(Revision.id.not_in(covered)).order_by(Revision.id)


def prepare_decision(
    *,
    number: str,
    title: str,
    decided_on: date,
    effective_on: date,
    revisions: Sequence[Revision],
    signer: Post,
    by: Person,
) -> IssueDecision:
    """Draw up a decision over a set of approved revisions."""
    if not by.may("documents.write"):
        raise Forbidden(_("You have no right to prepare decisions."))
    decision = IssueDecision(agency_id=by.agency_id, prepared_by=by, revisions=[])
    _fill(decision, number=number, title=title, decided_on=decided_on, effective_on=effective_on, signer=signer)
    db.session.add(decision)
    write(decision, "issue_decision.prepared", by=by)
    choose_revisions(decision, revisions, by=by)
    return decision


def change_decision(decision: IssueDecision, *, by: Person, revisions: Sequence[Revision], **values: Any) -> None:
    """Correct a decision in preparation; whoever does so has prepared it too."""
    _demand_open(decision, by)
    _fill(decision, **values)
    decision.prepared_by = by
    choose_revisions(decision, revisions, by=by)


def choose_revisions(decision: IssueDecision, revisions: Sequence[Revision], *, by: Person) -> None:
    """Say which approved revisions the decision covers."""
    _demand_open(decision, by)
    if not revisions:
        raise Incomplete(_("Choose at least one approved revision."))
    free = {one.id for one in db.session.scalars(waiting_for_decision(by, besides=decision)).unique()}
    for one in revisions:
        if one.id not in free:
            raise Incomplete(_("%(revision)s is not waiting for a decision.", revision=one.named))
    decision.revisions = list(revisions)
    write(decision, "issue_decision.changed", by=by, details={"revisions": [str(one) for one in revisions]})


def issue(decision: IssueDecision, *, by: Person, note: str = "") -> None:
    """Sign the decision: every revision of the set takes effect on its one date, or none does."""
    if decision.state == "preparing":
        _demand_signer(decision, by)
    acting = acting_in(by, decision.signer_post_id) or by.acting("documents.approve", decision)
    decision.advance("issue", by=by, note=note, acting=acting)
    decision.issued_at, decision.signer_name = now(), by.name
    decision.signer_post, decision.signer_capacity = acting.post, acting.capacity
    for revision in decision.revisions:
        revision.issued_on = decision.decided_on
        set_effective(revision, decision.effective_on, by=by)


def abandon(decision: IssueDecision, *, by: Person, note: str = "") -> None:
    """Give the decision up; its revisions go on waiting for a date."""
    decision.advance("abandon", by=by, note=note)


def _fill(
    decision: IssueDecision, *, number: str, title: str, decided_on: date, effective_on: date, signer: Post
) -> None:
    decision.number, decision.title = clean(number).strip(), clean(title).strip()
    decision.decided_on, decision.effective_on, decision.signing_post = decided_on, effective_on, signer
    if not decision.number or not decision.title:
        raise Incomplete(_("A decision has a number and a title."))
    if effective_on < decided_on:
        raise Incomplete(_("The documents cannot take effect before the decision is made."))
    query = select(IssueDecision).where(
        IssueDecision.number == decision.number, IssueDecision.decided_on == decided_on, IssueDecision.id != decision.id
    )
    with db.session.no_autoflush:
        if db.session.scalars(query).first():
            raise Incomplete(_("There is a decision %(number)s of that day already.", number=decision.number))


def _demand_open(decision: IssueDecision, by: Person) -> None:
    if decision.state != "preparing":
        raise WrongState(_("The decision is no longer in preparation."))
    if not by.may("documents.write"):
        raise Forbidden(_("You have no right to prepare decisions."))


def _demand_signer(decision: IssueDecision, by: Person) -> None:
    signers = holders_of(decision.signer_post_id, today()) if decision.signer_post_id else []
    if by.id not in {one.id for one in signers}:
        raise Forbidden(_("This decision goes to %(post)s for signing.", post=decision.signing_post))
    if not decision.revisions:
        raise Incomplete(_("Choose at least one approved revision."))
    if decision.effective_on < today():
        raise Incomplete(
            _(
                "The effective date %(day)s has passed. Choose today or a later day.",
                day=f"{decision.effective_on:%d/%m/%Y}",
            )
        )
