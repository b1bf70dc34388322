"""Posts: set up in a unit, changed, ended, and given to people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import flash, render_template, request, url_for
from sqlalchemy import select

from iso_qms.blobs import attach
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import CorrectHoldingForm, GivePostForm
from iso_qms.desk.forms.units import ChangePostForm, EndHoldingForm, EndPostForm, NewPostForm, PassOnForm
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.people import Holding, Person, Post, holders_of
from iso_qms.organisation.rights import Grant
from iso_qms.organisation.units import Unit
from iso_qms.outbox import tell
from iso_qms.web import back_to, find, here, signed_in

ONE_DAY = timedelta(days=1)


@room.route("/<agency>/people/posts/<int:number>", needs="organisation.read")
def post(number: int) -> Any:
    """A post: who holds and held it, the roles that come with it, its past."""
    found = find(Post, number)
    held = select(Holding).where(Holding.post_id == found.id).order_by(Holding.valid_from.desc(), Holding.id.desc())
    given = select(Grant).where(Grant.post_id == found.id).order_by(Grant.role, Grant.id)
    holdings, grants = list(db.session.scalars(held)), list(db.session.scalars(given))
    return render_template(
        "desk/post.html",
        post=found,
        holdings=[one for one in holdings if not is_over(one)],
        past_holdings=[one for one in holdings if is_over(one)],
        grants=[one for one in grants if not is_over(one)],
        may_delegate=any(one.person is signed_in() and not one.is_deputy for one in holdings if not is_over(one)),
    )


@room.route("/<agency>/people/units/<int:number>/posts/new", methods=["GET", "POST"], needs="organisation.manage")
def open_post(number: int) -> Any:
    """A new post in a unit."""
    unit, form = find(Unit, number), NewPostForm()
    if form.validate_on_submit():
        with form.refusals():
            made = operations.open_post(
                form.title.data, unit=unit, by=signed_in(), since=form.since.data, is_head=form.is_head.data
            )
            flash(_("The post %(post)s was set up.", post=form.title.data))
            return to_post(made)
    return render_template("desk/open_post.html", form=form, unit=unit), form.status


@room.route("/<agency>/people/posts/<int:number>/change", methods=["GET", "POST"], needs="organisation.manage")
def change_post(number: int) -> Any:
    """Correct a post."""
    post = find(Post, number)
    form = ChangePostForm(title=post.title, is_head=post.is_head, since=post.valid_from)
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("title", "is_head", "since", "reason")}
            operations.change_post(post, by=signed_in(), **typed)
            flash(_("The post %(post)s was changed.", post=post.title))
            return to_post(post)
    return render_template("desk/change_post.html", form=form, post=post), form.status


@room.route("/<agency>/people/posts/<int:number>/end", methods=["GET", "POST"], needs="organisation.manage")
def end_post(number: int) -> Any:
    """End a post after its last day."""
    post = find(Post, number)
    form = EndPostForm(post=post)
    if form.validate_on_submit():
        with form.refusals():
            heir = find(Post, form.heir.data) if form.heir.data else None
            typed = {"last_day": form.last_day.data, "reason": form.reason.data}
            operations.end_post(post, by=signed_in(), heir=heir, **typed)
            flash(_("The post %(post)s ends after its last day.", post=post.title))
            return to_post(post)
    return render_template("desk/end_post.html", form=form, post=post), form.status


@room.route("/<agency>/people/posts/<int:number>/pass-on", methods=["GET", "POST"], needs="organisation.manage")
def pass_on(number: int) -> Any:
    """Give the duties of a post that has ended to another one, whose holders are told."""
    post = find(Post, number)
    form = PassOnForm(post=post, heir=post.heir_id)
    if form.validate_on_submit():
        with form.refusals():
            heir, reason = find(Post, form.heir.data), form.reason.data
            operations.pass_on(post, to=heir, by=signed_in(), reason=reason)
            told = {"post": str(post), "heir": str(heir), "reason": reason}
            tell(holders_of(heir, today()), "duties_passed_on", about=heir, by=signed_in(), urgent=True, **told)
            flash(_("The duties of %(post)s passed to %(heir)s.", post=post.title, heir=heir.title))
            return to_post(post)
    return render_template("desk/pass_on.html", form=form, post=post), form.status


@room.route("/<agency>/people/<int:number>/posts/new", methods=["GET", "POST"], needs="organisation.manage")
def give_post(number: int) -> Any:
    """Give a person a post nobody holds."""
    person = find(Person, number)
    form = GivePostForm(post=request.args.get("post", 0, type=int))
    if form.validate_on_submit():
        with form.refusals():
            holding = operations.hold_post(
                person,
                find(Post, form.post.data),
                by=signed_in(),
                since=form.since.data,
                until=after(form.last_day.data),
                capacity=form.capacity.data,
            )
            attach(holding, form.files.data, by=signed_in())
            flash(_("%(name)s holds one more post.", name=person.name))
            return _to_person(person.id)
    return render_template("desk/give_post.html", form=form, somebody=person), form.status


@room.route("/<agency>/people/holdings/<int:number>/end", methods=["GET", "POST"], needs="organisation.manage")
def end_holding(number: int) -> Any:
    """End somebody's holding of a post."""
    holding, form = find(Holding, number), EndHoldingForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.end_holding(holding, by=signed_in(), on=form.last_day.data + ONE_DAY, reason=form.reason.data)
            attach(holding, form.files.data, by=signed_in())
            flash(_("%(name)s holds %(post)s until the last day.", name=holding.person.name, post=holding.post.title))
            return _to_person(holding.person_id)
    return render_template("desk/end_holding.html", form=form, holding=holding), form.status


@room.route("/<agency>/people/holdings/<int:number>/correct", methods=["GET", "POST"], needs="organisation.manage")
def correct_holding(number: int) -> Any:
    """Put right the days or the capacity of a holding, also of a deputy."""
    holding = find(Holding, number)
    form = CorrectHoldingForm(since=holding.valid_from, last_day=holding.last_day, capacity=holding.capacity)
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("since", "capacity", "reason")}
            operations.correct_holding(holding, by=signed_in(), until=after(form.last_day.data), **typed)
            attach(holding, form.files.data, by=signed_in())
            flash(
                _("The days of %(name)s in %(post)s were corrected.", name=holding.person.name, post=holding.post.title)
            )
            return _to_person(holding.person_id)
    return render_template("desk/correct_holding.html", form=form, holding=holding), form.status


def after(last_day: date | None) -> date | None:
    """The first day without something that has a last day."""
    return last_day + ONE_DAY if last_day else None


def is_over(one: Holding | Grant) -> bool:
    """Whether a holding or a role ended before today."""
    return one.valid_to is not None and one.valid_to <= today()


def to_post(found: Post) -> Any:
    """Back to a post's page after an act."""
    return back_to(url_for("desk.post", agency=here().slug, number=found.id))


def _to_person(number: int) -> Any:
    return back_to(url_for("desk.person", agency=here().slug, number=number))
