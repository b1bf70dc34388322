"""Delegation: who acts for whom, in which post, until when."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from iso_qms.blobs import attach, files_of_each
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import DelegateForm
from iso_qms.desk.posts import ONE_DAY
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.people import Holding, Post, holders_of, holdings_of
from iso_qms.outbox import tell
from iso_qms.web import back_to, find, here, signed_in


@room.route("/<agency>/people/delegations", needs="organisation.read")
def delegations() -> Any:
    """Who acts for me, for whom I act, and for administrators every delegation that runs or will."""
    mine = signed_in().id
    running = _running()
    return render_template(
        "desk/delegations.html",
        files=files_of_each("holding", [one.id for one in running]),
        own=[one for one in holdings_of(signed_in(), today()) if not one.is_deputy],
        for_me=[one for one in running if one.principal_id == mine],
        by_me=[one for one in running if one.person_id == mine],
        others=[one for one in running if mine not in (one.principal_id, one.person_id)],
    )


@room.route("/<agency>/people/posts/<int:number>/deputy", methods=["GET", "POST"], needs="organisation.read")
def delegate(number: int) -> Any:
    """Name a deputy for a post: one's own, or any for an administrator."""
    post = find(Post, number)
    holder = next(iter(holders_of(post, today(), deputies=False)), None)
    if holder is not signed_in() and not signed_in().may("organisation.manage"):
        abort(403)
    form = DelegateForm(holder=holder)
    if form.validate_on_submit():
        with form.refusals():
            _name_deputy(post, form)
            flash(_("A deputy was named for %(post)s.", post=post.title))
            return back_to(url_for("desk.delegations", agency=here().slug))
    return render_template("desk/delegate.html", form=form, post=post, holder=holder), form.status


@room.route("/<agency>/people/delegations/<int:number>/end", methods=["POST"], needs="organisation.read")
def end_delegation(number: int) -> Any:
    """Take a delegation back: from today nobody acts for the holder."""
    holding = find(Holding, number)
    if not holding.is_deputy:
        abort(404)
    operations.end_delegation(holding, by=signed_in(), on=today())
    _tell("deputy_ended", holding)
    flash(_("%(name)s no longer acts in %(post)s.", name=holding.person.name, post=holding.post.title))
    return back_to(url_for("desk.delegations", agency=here().slug))


def _name_deputy(post: Post, form: DelegateForm) -> None:
    from iso_qms.organisation.people import Person

    holding = operations.delegate(
        post,
        to=find(Person, form.to.data),
        by=signed_in(),
        since=form.since.data,
        until=form.last_day.data + ONE_DAY,
        capacity=form.capacity.data,
        reason=form.reason.data or "",
    )
    attach(holding, form.files.data, by=signed_in())
    _tell("deputy_named", holding)


def _tell(letter: str, holding: Holding) -> None:
    db.session.flush()
    people = [one for one in (holding.person, holding.principal) if one is not None and one is not signed_in()]
    said: dict[str, Any] = {
        "first": holding.valid_from,
        "last": holding.last_day,
        "deputy": holding.person.name,
        "holder": holding.principal.name if holding.principal else "",
        "post": str(holding.post),
        "reason": holding.reason,
    }
    tell(people, letter, about=holding, by=signed_in(), urgent=True, **said)


def _running() -> list[Holding]:
    query = select(Holding).where(Holding.kind == "deputy", or_(Holding.valid_to.is_(None), Holding.valid_to > today()))
    ordered = query.order_by(Holding.valid_from, Holding.id).options(joinedload(Holding.principal))
    return list(db.session.scalars(ordered))
