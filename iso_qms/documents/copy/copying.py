"""Giving out numbered copies, recalling them when their text no longer holds, and noting what became of each."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents.models import COPY_FORMS, ControlledCopy, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, Post, holders_of
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say({"controlled_copy.given": _l("gave out a controlled copy")})


def give_copy(
    revision: Revision,
    *,
    by: Person,
    form: str,
    given_on: date,
    post: Post | None = None,
    outside: str = "",
    note: str = "",
) -> ControlledCopy:
    """Give the next numbered copy of a revision to a post, or to a body outside the agency."""
    _demand_may_give(revision, by)
    if form not in COPY_FORMS:
        raise Incomplete(_("Say whether the copy is on paper or a PDF file."))
    if given_on > today():
        raise Incomplete(_("A copy cannot have been given on a day to come."))
    if revision.approval is not None and given_on < (approved := as_local(revision.approval.at).date()):
        raise Incomplete(
            _("It was approved on %(day)s only. Choose that day or a later one.", day=f"{approved:%d/%m/%Y}")
        )
    copy = ControlledCopy(
        agency_id=revision.agency_id,
        revision=revision,
        number=_next_number(revision),
        form=form,
        holder_post=post,
        holder=_holder(post, outside),
        note=clean(note).strip(),
        given_on=given_on,
        given_by=by,
    )
    db.session.add(copy)
    write(copy, "controlled_copy.given", by=by)
    return copy


def recall_copies(revision: Revision, *, by: Person) -> int:
    """Ask every copy of a revision back that is still out; answers how many. Holders in the agency get a letter."""
    query = select(ControlledCopy).where(ControlledCopy.revision_id == revision.id, ControlledCopy.state == "out")
    copies = db.session.scalars(query.order_by(ControlledCopy.number)).all()
    for copy in copies:
        copy.recalled_at = now()
        copy.advance("recall", by=by)
        if copy.holder_post_id is not None:
            tell(holders_of(copy.holder_post_id, today()), "copy_recalled", about=copy, by=by)
    return len(copies)


def take_in(copy: ControlledCopy, *, by: Person, note: str = "") -> None:
    """Note that a copy is back."""
    _end(copy, "take_in", by=by, note=note)


def destroy(copy: ControlledCopy, *, by: Person, note: str = "") -> None:
    """Note that a copy was destroyed, and by whom."""
    _end(copy, "destroy", by=by, note=note)


def lose(copy: ControlledCopy, *, by: Person, note: str = "") -> None:
    """Note that a copy cannot be found."""
    _end(copy, "lose", by=by, note=note)


def _end(copy: ControlledCopy, move: str, *, by: Person, note: str) -> None:
    copy.ended_on = today()
    copy.advance(move, by=by, note=note)


def _demand_may_give(revision: Revision, by: Person) -> None:
    if not by.may("documents.distribute", revision):
        raise Forbidden(
            _("You may not say who the documents of %(unit)s are given to.", unit=revision.document.unit.name)
        )
    if not can_be_given(revision):
        raise WrongState(_("Copies are given of what is in force, or approved with its day."))


def can_be_given(revision: Revision) -> bool:
    """Whether controlled copies of a revision may leave the house: it is applied today, or its day is fixed."""
    if revision.suspension_on(today()) is not None:
        return False
    return revision.state == "in_force" or (revision.state == "approved" and revision.valid_from is not None)


def _next_number(revision: Revision) -> int:
    query = select(func.max(ControlledCopy.number)).where(ControlledCopy.revision_id == revision.id)
    return (db.session.scalar(query) or 0) + 1


def _holder(post: Post | None, outside: str) -> str:
    body = clean(outside).strip()
    if (post is None) == (not body):
        raise Incomplete(_("Say who holds the copy: a post, or a body outside the agency."))
    if post is None:
        return body[:300]
    name = next((one.name for one in holders_of(post, today(), deputies=False)), "")
    return ", ".join(filter(None, (post.title, post.unit.name, name)))[:300]
