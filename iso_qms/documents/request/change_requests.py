"""What is done with change requests: asked for, decided on, answered by a draft, carried out when it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import OPEN_REQUESTS, Block, ChangeRequest, Document, Revision, may_decide
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.outbox import tell
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear

DECIDE_DAYS = 5
"""Working days in which a request is decided on."""

ANSWER_DAYS = 30
"""Working days in which an accepted request is carried out, where no other day is given."""

say(
    {
        "change_request.made": _l("asked for a change"),
        "change_request.reworded": _l("changed what is asked"),
        "change_request.answered": _l("said which draft answers it"),
        "change_request.unanswered": _l("said that the draft does not answer it"),
        "change_request.followed": _l("went with the thing into its next version"),
        "change_request.due_moved": _l("moved the due day with the working calendar"),
    }
)


class About(NamedTuple):
    """What should change, closer than a document: its kind and number, what it is called, its part of a document."""

    kind: str
    thing_id: int | None
    code: str
    title: str
    block_id: int | None = None


def request_change(
    document: Document,
    *,
    by: Person,
    what: str,
    why: str = "",
    block: Block | None = None,
    due_on: date | None = None,
    source: tuple[str, int] | None = None,
) -> ChangeRequest:
    """Ask that a document say something else; its owner is told. `source` is the thing it comes from, as (kind, id)."""
    if due_on is not None and due_on < today():
        raise Incomplete(_("%(day)s has passed. Choose today or a later day.", day=f"{due_on:%d/%m/%Y}"))
    request = _made(document, by=by, what=what, why=why, block=block, due_on=due_on, source=source)
    tell(deciders(request), "change_requested", about=request, by=by)
    return request


def request_once(
    cause: str,
    document: Document | None,
    *,
    by: Person,
    what: str,
    why: str,
    due_on: date,
    source: tuple[str, int],
    about: About | None = None,
) -> ChangeRequest | None:
    """Ask for what something else brings with it; None when the same cause has asked this before.

    `about`: a form within the document, or what is no document at all.
    """
    asked = ChangeRequest.cause == cause, ChangeRequest.agency_id == by.agency_id
    if db.session.scalar(select(ChangeRequest.id).where(*asked)) is not None:
        return None
    block = db.session.get(Block, about.block_id) if about and about.block_id else None
    request = _made(
        document, by=by, what=what, why=why, due_on=due_on, source=source, cause=cause, about=about, block=block
    )
    tell(deciders(request), "change_requested", about=request, by=by)
    return request


def reword(request: ChangeRequest, *, by: Person, what: str, why: str, due_on: date | None) -> None:
    """Correct what is asked while nobody has decided; the old words stand in the history."""
    if request.asked_by_id != by.id:
        raise Forbidden(_("Whoever asked may change the words of the request."))
    if request.state != "requested":
        raise WrongState(_("It has been decided on already."))
    request.what, request.why, request.due_on = _words(what), clean(why).strip(), due_on
    write(request, "change_request.reworded", by=by)


def accept(request: ChangeRequest, *, by: Person, note: str = "", due_on: date | None = None) -> None:
    """Decide that the document will change, by a day given or in the usual time."""
    _demand_decision(request, "accept", by)
    if due_on is not None and due_on < today() and due_on != request.due_on:
        raise Incomplete(_("%(day)s has passed. Choose today or a later day.", day=f"{due_on:%d/%m/%Y}"))
    if due_on is not None or request.due_on is None:
        request.due_days = None if due_on else ANSWER_DAYS
        request.due_on = due_on or _in_days(request, ANSWER_DAYS)
    request.decided_on, request.decided_by = today(), by
    request.advance("accept", by=by, note=note)
    told = [request.asked_by, *_owners(request)]
    tell([one for one in told if one.id != by.id], "change_accepted", about=request, by=by, reason=note.strip())


def decline(request: ChangeRequest, *, by: Person, note: str = "") -> None:
    """Decide that nothing changes, with the reason."""
    _demand_decision(request, "decline", by)
    request.decided_on, request.decided_by, request.ended_on = today(), by, today()
    request.advance("decline", by=by, note=note)
    tell(request.asked_by, "change_declined", about=request, by=by, reason=note.strip())


def withdraw(request: ChangeRequest, *, by: Person, note: str = "") -> None:
    """Whoever asked takes it back."""
    request.demand_open("withdraw", by=by)
    if request.asked_by_id != by.id:
        raise Forbidden(_("Only whoever asked takes a request back; others decline it."))
    request.ended_on = today()
    request.advance("withdraw", by=by, note=note)


def answer(revision: Revision, requests: Sequence[ChangeRequest], *, by: Person) -> None:
    """Say which accepted requests a draft answers; those left out are answered by it no longer."""
    if revision.state != "draft":
        raise WrongState(_("%(revision)s is no draft any more, so its text is locked.", revision=revision.named))
    if not by.may("documents.write", revision):
        raise Forbidden(_("You may not write documents for %(unit)s.", unit=revision.document.unit.name))
    chosen = {one.id for one in requests}
    for request in to_answer(revision):
        is_answered = request.id in chosen
        if is_answered != (request.revision_id == revision.id):
            request.revision = revision if is_answered else None
            verb = "change_request.answered" if is_answered else "change_request.unanswered"
            write(request, verb, by=by, reason=revision.named if is_answered else "")


def to_answer(revision: Revision) -> list[ChangeRequest]:
    """What a revision has to answer: the accepted requests on its document that no other revision answers."""
    free = ChangeRequest.revision_id.is_(None) | (ChangeRequest.revision_id == revision.id)
    query = select(ChangeRequest).where(ChangeRequest.document_id == revision.document_id, free)
    shown = ("accepted",) if revision.state in ("draft", "in_review", "approved") else ("accepted", "done")
    return list(db.session.scalars(query.where(ChangeRequest.state.in_(shown)).order_by(ChangeRequest.id)).unique())


def carry_out(revision: Revision, *, by: Person) -> None:
    """What the clock does when a revision takes effect: the requests it answers are done."""
    query = select(ChangeRequest).where(ChangeRequest.revision_id == revision.id, ChangeRequest.state == "accepted")
    for request in db.session.scalars(query).unique().all():
        request.ended_on = today()
        request.advance("finish", by=by)
        tell(request.asked_by, "change_done", about=request, by=by, revision=revision.named)


def fulfil(request: ChangeRequest, *, by: Person) -> None:
    """What the clock does when what is no document was changed as asked, decided on or not."""
    request.ended_on = today()
    request.advance("finish", by=by)
    tell(request.asked_by, "change_fulfilled", about=request, by=by)


def follow(request: ChangeRequest, *, by: Person, thing_id: int, title: str, cause: str) -> None:
    """The thing asked about stands in a newer version, still as it was: the request goes with it."""
    request.thing_id, request.thing_title, request.cause = thing_id, title[:500], cause
    write(request, "change_request.followed", by=by)


def let_go(revision: Revision, *, by: Person) -> None:
    """A revision was put aside or taken back: what it answered waits for another one."""
    query = select(ChangeRequest).where(ChangeRequest.revision_id == revision.id, ChangeRequest.state == "accepted")
    for request in db.session.scalars(query).unique().all():
        request.revision = None
        write(request, "change_request.unanswered", by=by)


def lapse(document: Document, *, by: Person) -> None:
    """A document that holds no longer, and has no draft, is asked for nothing any more."""
    query = select(ChangeRequest).where(
        ChangeRequest.document_id == document.id, ChangeRequest.state.in_(OPEN_REQUESTS)
    )
    for request in db.session.scalars(query).unique().all():
        request.ended_on = today()
        request.advance("lapse", by=by)


def deciders(request: ChangeRequest) -> list[Person]:
    """Who is asked to decide: the holders of the owner's post, else the quality team; never whoever asked."""
    found = [one for one in _owners(request) if one.id != request.asked_by_id and may_decide(request, one)]
    return found or [one for one in people_with("documents.keep_changes") if one.id != request.asked_by_id]


def requests_from(kind: str, thing_id: int) -> list[ChangeRequest]:
    """The requests that come from a thing, the oldest first."""
    query = select(ChangeRequest).where(ChangeRequest.source_kind == kind, ChangeRequest.source_id == thing_id)
    return list(db.session.scalars(query.order_by(ChangeRequest.id)).unique())


MOVES = {"accept": accept, "decline": decline, "withdraw": withdraw}
"""The moves people make; those of the clock have no button."""


def _made(
    document: Document | None,
    *,
    by: Person,
    what: str,
    why: str,
    due_on: date | None,
    source: tuple[str, int] | None,
    block: Block | None = None,
    cause: str | None = None,
    about: About | None = None,
) -> ChangeRequest:
    _demand_askable(document, by, source, block)
    thing = about or About("", None, "", "")
    request = ChangeRequest(
        agency_id=by.agency_id,
        document=document,
        block_id=block.id if block else None,
        thing_kind=thing.kind,
        thing_id=thing.thing_id,
        thing_code=thing.code[:80],
        thing_title=thing.title[:500],
        what=_words(what),
        why=clean(why).strip(),
        source_kind=source[0] if source else "",
        source_id=source[1] if source else None,
        cause=cause,
        asked_by=by,
        asked_on=today(),
        due_on=due_on,
        **_next_number(by.agency_id),
    )
    request.decide_by = _in_days(request, DECIDE_DAYS)
    db.session.add(request)
    write(request, "change_request.made", by=by)
    return request


def _demand_askable(document: Document | None, by: Person, source: tuple[str, int] | None, block: Block | None) -> None:
    if not by.may("documents.request_changes"):
        raise Forbidden(_("You may not ask for changes of documents."))
    if source is not None and source[0] not in registry.things:
        raise Incomplete(_("Say where the request comes from."))
    if block is not None and (document is None or block.document_id != document.id):
        raise Incomplete(_("This part stands in another document."))


def _words(what: str) -> str:
    if not clean(what).strip():
        raise Incomplete(_("Say what should change."))
    return clean(what).strip()


def _next_number(agency_id: int) -> dict[str, int]:
    """The next number of the year in an agency; two at once wait for each other."""
    year = today().year
    db.session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
    mine = ChangeRequest.agency_id == agency_id, ChangeRequest.year == year
    return {"year": year, "number": (db.session.scalar(select(func.max(ChangeRequest.number)).where(*mine)) or 0) + 1}


def _demand_decision(request: ChangeRequest, move: str, by: Person) -> None:
    request.demand_open(move, by=by)
    if not may_decide(request, by):
        raise Forbidden(_("The owner of the document or the quality team decides on this."))


def _owners(request: ChangeRequest) -> Iterable[Person]:
    post = request.document.owner_post if request.document else None
    return owners_of(post, today()) if post else []


def _in_days(request: Any, days: int) -> date | None:
    try:
        return due_in_working_days(today(), days=days, agency_id=request.agency_id)
    except UnknownYear:
        return None
