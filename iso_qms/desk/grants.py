"""Roles, given to a person or to a post, and withdrawn."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.desk.forms.people import GrantForm
from iso_qms.desk.forms.units import EndForm
from iso_qms.desk.posts import ONE_DAY, after, to_post
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.rights import ROLES, Grant, matrix
from iso_qms.organisation.units import Unit
from iso_qms.web import back_to, find, here, signed_in


@room.route("/<agency>/people/<int:number>/roles/new", methods=["GET", "POST"], needs="organisation.manage")
def grant_role(number: int) -> Any:
    """Give a role to a person, wherever they work."""
    return _give(GrantForm(), person=find(Person, number))


@room.route("/<agency>/people/posts/<int:number>/roles/new", methods=["GET", "POST"], needs="organisation.manage")
def grant_to_post(number: int) -> Any:
    """Give a role to a post, whoever holds it."""
    post = find(Post, number)
    return _give(GrantForm(unit=post.unit_id if post.is_head else 0), post=post)


@room.route("/<agency>/people/roles/<int:number>/end", methods=["GET", "POST"], needs="organisation.manage")
def end_grant(number: int) -> Any:
    """Withdraw a role after its last day."""
    given, form = find(Grant, number), EndForm()
    if form.validate_on_submit():
        with form.refusals():
            on = form.last_day.data + ONE_DAY
            operations.end_grant(given, by=signed_in(), on=on, reason=form.reason.data)
            flash(_("The role %(role)s ends after its last day.", role=ROLES[given.role]))
            return _back(given.person, given.post)
    return render_template("desk/end_grant.html", form=form, given=given, roles=ROLES), form.status


@room.route("/<agency>/people/roles", needs="organisation.read")
def rights() -> Any:
    """Which role may do what: the matrix of rights and roles."""
    return render_template("desk/rights.html", matrix=matrix(), roles=ROLES)


def _give(form: GrantForm, *, person: Person | None = None, post: Post | None = None) -> Any:
    if form.validate_on_submit():
        with form.refusals():
            operations.grant(
                form.role.data,
                by=signed_in(),
                since=form.since.data,
                until=after(form.last_day.data),
                person=person,
                post=post,
                unit=find(Unit, form.unit.data) if form.unit.data else None,
            )
            flash(_("The role %(role)s was given.", role=ROLES[form.role.data]))
            return _back(person, post)
    return render_template("desk/grant_role.html", form=form, somebody=person, post=post), form.status


def _back(person: Person | None, post: Post | None) -> Any:
    if person is not None:
        return back_to(url_for("desk.person", agency=here().slug, number=person.id))
    assert post is not None
    return to_post(post)
