"""The units of an agency as a tree, and the page of each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from flask import flash, render_template, request, url_for
from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.units import ChangeUnitForm, CloseUnitForm, DayForm, NewUnitForm, UnitForm
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.people import Holding, Post
from iso_qms.organisation.rights import Grant
from iso_qms.organisation.units import Unit, successors_of, tree_on, units_on
from iso_qms.web import Column, as_excel, back_to, find, here, signed_in


@room.route("/<agency>/people/units", needs="organisation.read")
def units() -> Any:
    """The units of a day as a tree, with their heads and how many posts and people they have."""
    form = DayForm(request.args if request.args.get("on") else None)
    day = form.on.data if form.validate() and form.on.data else today()
    tree, counts, heads = tree_on(day), _counts(day), _heads(day)
    if request.args.get("as") == "xlsx":
        return _excel(tree, counts, heads)
    return render_template("desk/units.html", form=form, on=day, tree=tree, counts=counts, heads=heads)


@room.route("/<agency>/people/units/<int:number>", needs="organisation.read")
def unit(number: int) -> Any:
    """A unit: what is under it, its posts with their holders, its past."""
    found = find(Unit, number)
    query = Post.visible_to(signed_in()).where(Post.unit_id == found.id).order_by(Post.is_head.desc(), Post.sort)
    posts = list(db.session.scalars(query))
    below = Unit.visible_to(signed_in()).where(Unit.parent_id == found.id).order_by(Unit.sort)
    return render_template(
        "desk/unit.html",
        unit=found,
        posts=[one for one in posts if one.is_valid_on(today()) or one.valid_from > today()],
        past_posts=[one for one in posts if one.valid_to is not None and one.valid_to <= today()],
        holdings=_by_post(Holding, posts),
        grants=_by_post(Grant, posts),
        below=list(db.session.scalars(below)),
        successors=successors_of(found) if found.valid_to else [],
    )


@room.route("/<agency>/people/units/new", methods=["GET", "POST"], needs="organisation.manage")
def open_unit() -> Any:
    """A new unit."""
    form = NewUnitForm(parent=request.args.get("parent", 0, type=int))
    if form.validate_on_submit():
        with form.refusals():
            made = operations.open_unit(
                form.name.data,
                code=form.code.data,
                by=signed_in(),
                since=form.since.data,
                parent=_parent(form),
                phone=form.phone.data,
            )
            flash(_("%(unit)s was opened.", unit=made.name))
            return back_to(_address(made))
    return render_template("desk/open_unit.html", form=form), form.status


@room.route("/<agency>/people/units/<int:number>/change", methods=["GET", "POST"], needs="organisation.manage")
def change_unit(number: int) -> Any:
    """Correct a unit."""
    found = find(Unit, number)
    known = {"name": found.name, "parent": found.parent_id or 0, "phone": found.phone}
    form = ChangeUnitForm(code=found.code, since=found.valid_from, **known)
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("name", "phone", "code", "since", "reason")}
            operations.change_unit(found, by=signed_in(), parent=_parent(form), **typed)
            flash(_("%(unit)s was changed.", unit=found.name))
            return back_to(_address(found))
    return render_template("desk/change_unit.html", form=form, unit=found), form.status


@room.route("/<agency>/people/units/<int:number>/close", methods=["GET", "POST"], needs="organisation.manage")
def close_unit(number: int) -> Any:
    """Close a unit after its last day."""
    found = find(Unit, number)
    form = CloseUnitForm(successors=[one.id for one in successors_of(found)])
    others = [one for one in units_on(today()) if one.valid_to is None and one.id != found.id]
    form.successors.choices = [(one.id, one.name) for one in others]
    if form.validate_on_submit():
        with form.refusals():
            operations.close_unit(
                found,
                by=signed_in(),
                last_day=form.last_day.data,
                reason=form.reason.data,
                successors=[one for one in others if one.id in (form.successors.data or [])],
                basis=form.basis.data or "",
            )
            flash(_("%(unit)s closes after its last day.", unit=found.name))
            return back_to(_address(found))
    return render_template("desk/close_unit.html", form=form, unit=found), form.status


def _parent(form: UnitForm) -> Unit | None:
    return find(Unit, form.parent.data) if form.parent.data else None


def _address(found: Unit) -> str:
    return url_for("desk.unit", agency=here().slug, number=found.id)


def _by_post(model: Any, posts: list[Post]) -> dict[int, list[Any]]:
    query = select(model).where(model.post_id.in_([one.id for one in posts])).order_by(model.valid_from, model.id)
    found: dict[int, list[Any]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.post_id].append(one)
    return found


def _counts(day: date) -> dict[int, tuple[int, int]]:
    """How many posts each unit has on a day, and how many people hold one."""
    query = (
        select(Post.unit_id, func.count(Post.id.distinct()), func.count(Holding.person_id.distinct()))
        .outerjoin(Holding, (Holding.post_id == Post.id) & (Holding.kind == "holder") & Holding.is_valid_on(day))
        .where(Post.is_valid_on(day))
        .group_by(Post.unit_id)
    )
    return {unit_id: (posts, people) for unit_id, posts, people in db.session.execute(query)}


def _heads(day: date) -> dict[int, list[Holding]]:
    """Who heads each unit on a day: the holder first, then deputies."""
    query = (
        select(Holding)
        .join(Post, Post.id == Holding.post_id)
        .where(Post.is_head, Post.is_valid_on(day), Holding.is_valid_on(day))
        .order_by(Holding.kind.desc(), Holding.id)
    )
    found: dict[int, list[Holding]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.post.unit_id].append(one)
    return found


def _excel(tree: list[tuple[int, Unit]], counts: Any, heads: Any) -> Any:
    names = {unit.id: unit.code for _depth, unit in tree}
    columns = [
        Column(_("Unit code"), lambda row: row[1].code, 12),
        Column(_("Unit"), lambda row: row[1].name, 45),
        Column(_("Under"), lambda row: names.get(row[1].parent_id, ""), 12),
        Column(_("Head"), lambda row: ", ".join(one.person.name for one in heads.get(row[1].id, ())), 30),
        Column(_("Posts"), lambda row: counts.get(row[1].id, (0, 0))[0], 10),
        Column(_("People"), lambda row: counts.get(row[1].id, (0, 0))[1], 10),
        Column(_("From"), lambda row: row[1].valid_from, 12),
    ]
    return as_excel(tree, columns, name=_("Units"))
