"""Distribution to posts, and acknowledgement per person and revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.briefing import ask_briefing
from iso_qms.documents.acknowledgement.concerning import follow_the_text
from iso_qms.documents.acknowledgement.questioning import open_questions
from iso_qms.documents.models import Acknowledgement, Distribution, Document, Revision, still_owed
from iso_qms.documents.readiness import why_not_worked_by
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Holding, Person, Post, holdings_of
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.outbox import tell
from iso_qms.workflow import Forbidden, Incomplete, WrongState

ACKNOWLEDGE_DAYS = 5

LADDER = ((-1, "reader"), (0, "reader"), (1, "reader"), (3, "head"), (5, "leader"))
"""When a late reader is reminded, in working days from the due day, and how high up the ladder it goes."""
"""Working days a reader has to acknowledge."""

say(
    {
        "revision.readers_asked": _l("asked the readers to acknowledge"),
        "revision.acknowledged": _l("acknowledged"),
        "revision.remarked": _l("added a remark"),
        "revision.readers_asked_again": _l("asked the readers who had not acknowledged again"),
    }
)


def distribute(document: Document, posts: Sequence[tuple[Post, str]], *, by: Person) -> None:
    """Set the posts a document is given to, each with the reason a reader is told."""
    if not by.may("documents.distribute", document):
        raise Forbidden(_("You may not say who the documents of %(unit)s are given to.", unit=document.unit.name))
    wanted = {post.id: (post, why) for post, why in posts}
    known = {
        one.post_id: one
        for one in db.session.scalars(select(Distribution).where(Distribution.document_id == document.id))
    }
    for post_id, one in known.items():
        one.listed = post_id in wanted
        one.why = wanted[post_id][1] if post_id in wanted else one.why
        # A post the text itself gives work to stays a reader, on the list or not.
        one.ended_on = None if one.listed or one.steps else (one.ended_on or today())
    for post_id, (post, why) in wanted.items():
        if post_id not in known:
            db.session.add(Distribution(agency_id=document.agency_id, document=document, post=post, why=why))
    write(document, "document.distributed", by=by)
    in_force = document.revision_on(today())
    if in_force is not None and in_force.state == "in_force":
        ask_readers(in_force, by=by)


def readers_of(document: Document) -> list[Person]:
    """Everybody who holds a post the document is given to, deputies left out, each once."""
    return list({one.Person.id: one.Person for one in _readings(document)}.values())


def ask_readers(revision: Revision, *, by: Person) -> int:
    """Ask every reader who has not been asked for this revision yet; answers how many.

    The posts named in its own text belong to them.
    One statement, one journal entry and one letter each, however many readers there are.
    """
    if follow_the_text(revision):
        write(revision.document, "document.distributed", by=by)
    asked = set(db.session.scalars(select(Acknowledgement.person_id).where(Acknowledgement.revision_id == revision.id)))
    fresh = {one.Person.id: one for one in _readings(revision.document) if one.Person.id not in asked}
    if not fresh:
        return 0
    due = due_in_working_days(today(), days=ACKNOWLEDGE_DAYS, agency_id=revision.agency_id)
    # Told to the table and not to the mapper, which would look at every row of thousands again.
    rows = [_asked(revision, one, due) for one in fresh.values()]
    db.session.execute(insert(Acknowledgement.__table__), rows)  # type: ignore[arg-type]
    write(revision, "revision.readers_asked", by=by, reason=_counted(len(fresh)))
    tell([one.Person for one in fresh.values()], "acknowledge", about=revision, by=by, due=due)
    return len(fresh)


def ask_again(revision: Revision, *, by: Person) -> dict[int, date]:
    """Give those who still owe their word the usual time anew; answers the day for each of them, by person."""
    query = select(Acknowledgement).join(Revision, Revision.id == Acknowledgement.revision_id)
    query = query.where(Acknowledgement.revision_id == revision.id, still_owed(today()))
    duties = db.session.scalars(query).all()
    if not duties:
        return {}
    due = due_in_working_days(today(), days=ACKNOWLEDGE_DAYS, agency_id=revision.agency_id)
    for duty in duties:
        duty.asked_at, duty.due_on, duty.rung = now(), due, 0
    write(revision, "revision.readers_asked_again", by=by, reason=_counted(len(duties)))
    return {one.person_id: due for one in duties}


def acknowledge(duty: Acknowledgement, *, by: Person, remark: str = "") -> None:
    """State that one has understood this revision and will apply it. Nobody does it for another."""
    demand_theirs_and_open(duty, by=by)
    if open_questions(duty):
        raise Incomplete(_("Answer the questions on the changes first."))
    duty.acknowledged_at, duty.remark, duty.content_hash = now(), remark.strip(), duty.revision.content_hash
    duty.name, duty.post_title, duty.unit_name = by.name, duty.post.title, duty.unit.name
    ask_briefing(duty, by=by)
    write(duty.revision, "revision.acknowledged", by=by, reason=remark.strip())
    owner = duty.revision.document.owner_post
    if remark.strip() and owner is not None:
        tell(
            owners_of(owner, today()),
            "acknowledged_with_remark",
            about=duty.revision,
            by=by,
            remark=remark.strip(),
        )


def demand_theirs_and_open(duty: Acknowledgement, *, by: Person) -> None:
    """Refuse an answer to a text that is another's to give, was given already, or is to a text nobody works by."""
    if duty.person_id != by.id:
        raise Forbidden(_("Everybody acknowledges for themselves, also while represented by a deputy."))
    # In two tabs at once the second waits for the first, and then sees that it is done.
    db.session.refresh(duty, ["acknowledged_at"], with_for_update=True)
    if duty.acknowledged_at is not None:
        raise WrongState(_("You have acknowledged this already."))
    over = _("This revision is no longer in force. Acknowledge the one that replaced it.")
    if why := why_not_worked_by(duty.revision, over):
        raise WrongState(why)


def duty_of(revision: Revision, person: Person) -> Acknowledgement | None:
    """This person's duty for this revision, open or done."""
    return db.session.scalar(
        select(Acknowledgement).where(
            Acknowledgement.revision_id == revision.id, Acknowledgement.person_id == person.id
        )
    )


def why_not_asked(revision: Revision, person: Person) -> str:
    """Why somebody has no duty for a revision; a deputy is told whose word it is."""
    posts = [held.post_id for held in holdings_of(person, today()) if held.is_deputy]
    asked = Acknowledgement.revision_id == revision.id, Acknowledgement.acknowledged_at.is_(None)
    represented = select(Acknowledgement).where(*asked, Acknowledgement.post_id.in_(posts))
    duty = db.session.scalars(represented.options(joinedload(Acknowledgement.person))).first() if posts else None
    if duty is None:
        return _("%(revision)s was not given to you to acknowledge.", revision=revision.named)
    return _(
        "You may read %(revision)s while you act for %(name)s, but only %(name)s can acknowledge it.",
        revision=revision.named,
        name=duty.person.name,
    )


def standing(revision: Revision, person: Person) -> tuple[Acknowledgement | None, bool]:
    """This person's duty for this revision, and whether it is still to be given."""
    query = select(Acknowledgement, still_owed(today())).join(Revision, Revision.id == Acknowledgement.revision_id)
    query = query.where(Acknowledgement.revision_id == revision.id, Acknowledgement.person_id == person.id)
    found = db.session.execute(query).first()
    return (found[0], bool(found[1])) if found else (None, False)


def is_owed(duty: Acknowledgement) -> bool:
    """Whether this acknowledgement is still to be given: in force, and the person still one of its readers."""
    query = select(Acknowledgement.id).join(Revision, Revision.id == Acknowledgement.revision_id)
    return db.session.scalar(query.where(Acknowledgement.id == duty.id, still_owed(today()))) is not None


def still_waiting(person: Person) -> Sequence[Acknowledgement]:
    """What waits for this person's word today, what is due first before the rest."""
    query = select(Acknowledgement).join(Revision, Revision.id == Acknowledgement.revision_id)
    query = query.where(Acknowledgement.person_id == person.id, still_owed(today()))
    loaded = query.options(joinedload(Acknowledgement.revision).joinedload(Revision.document))
    return db.session.scalars(loaded.order_by(Acknowledgement.due_on, Acknowledgement.id)).all()


def last_acknowledged(document: Document, person: Person) -> Revision | None:
    """The newest revision this person has acknowledged."""
    return db.session.scalars(
        select(Revision)
        .join(Acknowledgement, Acknowledgement.revision_id == Revision.id)
        .where(
            Revision.document_id == document.id,
            Acknowledgement.person_id == person.id,
            Acknowledgement.acknowledged_at.is_not(None),
        )
        .order_by(Revision.number.desc())
    ).first()


def _readings(document: Document) -> Sequence[Any]:
    """Who reads a document, in which post of which unit, and why: rows of `Person, post_id, unit_id, why`."""
    query = (
        select(Person, Holding.post_id, Post.unit_id, Distribution.why, Distribution.steps)
        .join(Holding, Holding.person_id == Person.id)
        .join(Post, Post.id == Holding.post_id)
        .join(Distribution, Distribution.post_id == Holding.post_id)
        .where(
            Distribution.document_id == document.id,
            Distribution.ended_on.is_(None),
            Holding.kind == "holder",
            Holding.is_valid_on(today()),
            Person.locked_at.is_(None),
        )
        .order_by(Holding.id)
    )
    return db.session.execute(query).all()


def _asked(revision: Revision, reading: Any, due: date) -> dict[str, object]:
    return {
        "agency_id": revision.agency_id,
        "revision_id": revision.id,
        "person_id": reading.Person.id,
        "post_id": reading.post_id,
        "unit_id": reading.unit_id,
        "why": reading.why,
        "steps": reading.steps,
        "asked_at": now(),
        "due_on": due,
        "rung": 0,
        "remark": "",
        "answers": {},
        "name": "",
        "post_title": "",
        "unit_name": "",
        "content_hash": "",
    }


def _counted(number: int) -> str:
    with speaking(None):
        return _("%(n)s readers", n=number)
