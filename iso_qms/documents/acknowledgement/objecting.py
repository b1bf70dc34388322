"""*I cannot apply this, because …*: a reader asks, the owner answers, and the duty stays."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import demand_theirs_and_open
from iso_qms.documents.models import Acknowledgement, Objection, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import owned_posts, owners_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

ANSWER_DAYS = 3
"""Working days an owner has to answer a reader who cannot apply the text."""

say({"revision.objected": _l("cannot apply it yet"), "revision.objection_answered": _l("answered a reader")})


def object_to(duty: Acknowledgement, *, by: Person, because: str) -> Objection:
    """State what cannot be applied, and why. The owner is asked; reminders rest until the day of the answer."""
    demand_theirs_and_open(duty, by=by)
    if not clean(because).strip():
        raise Incomplete(_("Say what cannot be applied, and why: the owner answers exactly that."))
    if waiting_for(duty) is not None:
        raise WrongState(_("You have asked the owner already; the answer is still to come."))
    one = Objection(
        agency_id=duty.agency_id,
        acknowledgement_id=duty.id,
        revision_id=duty.revision_id,
        revision=duty.revision,
        post_id=duty.revision.document.owner_post_id or duty.revision.approver_post_id,
        because=clean(because).strip(),
        asked_at=now(),
        due_on=due_in_working_days(today(), days=ANSWER_DAYS, agency_id=duty.agency_id),
    )
    db.session.add(one)
    write(duty.revision, "revision.objected", by=by, reason=one.because)
    _ask_owner(one, by=by)
    return one


def answer_objection(one: Objection, *, by: Person, text: str) -> None:
    """The owner's answer. It stands beside the reader's words; the reader then acknowledges, or asks anew."""
    if not may_answer(one, by):
        raise Forbidden(_("This is for the owner of the document to answer."))
    db.session.refresh(one, ["answered_at"], with_for_update=True)
    if one.answered_at is not None:
        raise WrongState(_("This has been answered already."))
    if not clean(text).strip():
        raise Incomplete(_("Type the answer: the reader goes by it."))
    acting = by.acting()
    one.answer, one.answered_at, one.answered_by_id = clean(text).strip(), now(), by.id
    one.name, one.post_title = by.name, acting.post
    write(one.revision, "revision.objection_answered", by=by, reason=one.answer)
    tell([one.duty.person], "objection_answered", about=one.revision, by=by, answer=one.answer, because=one.because)


def may_answer(one: Objection, person: Person) -> bool:
    """Whether a person acts for the post asked; nobody answers what they asked themselves."""
    return one.duty.person_id != person.id and one.post_id in owned_posts(person, today())


def waiting_for(duty: Acknowledgement) -> Objection | None:
    """What this reader asked the owner and has no answer to yet."""
    query = select(Objection).where(Objection.acknowledgement_id == duty.id, Objection.answered_at.is_(None))
    return db.session.scalars(query).first()


def objections_of(duty: Acknowledgement) -> Sequence[Objection]:
    """Everything this reader said cannot be applied, with the answers, oldest first."""
    query = select(Objection).where(Objection.acknowledgement_id == duty.id)
    return db.session.scalars(query.order_by(Objection.id)).all()


def objections_to(revision: Revision, *, seen_by: Person) -> Sequence[Objection]:
    """What readers of a revision said cannot be applied, as far as a person may see it."""
    query = Objection.visible_to(seen_by).where(Objection.revision_id == revision.id).order_by(Objection.id)
    loads = joinedload(Objection.duty).joinedload(Acknowledgement.person)
    return db.session.scalars(query.options(loads)).all()


def _ask_owner(one: Objection, *, by: Person) -> None:
    if one.post is not None:
        owners = [person for person in owners_of(one.post, today()) if person.id != by.id]
        tell(owners, "objection_to_answer", about=one.revision, by=by, because=one.because, due=one.due_on)
