"""Leave and duty elsewhere: one's own, a unit's for its head, everybody's for an administrator."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy import Select, or_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import AbsenceForm
from iso_qms.desk.views import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.people import Absence, Holding, Person, Post
from iso_qms.organisation.rights import units_with
from iso_qms.web import SIGNED_IN, Column, as_excel, back_to, find, here, paged, signed_in

MOST_NAMED = 40
"""How many people the side of the page names; an administrator of hundreds starts from the list of people."""


@room.route("/<agency>/people/absences", needs=SIGNED_IN)
def absences() -> Any:
    """Who is away from today on, among those one may know of; `?past=1` shows what is over."""
    past = "past" in request.args
    query = _mine_to_see().where(Absence.last_on < today() if past else Absence.last_on >= today())
    query = query.order_by(Absence.first_on.desc() if past else Absence.first_on, Absence.id)
    if request.args.get("as") == "xlsx":
        return _excel(list(db.session.scalars(query)))
    over = units_with(signed_in(), "organisation.absences")
    return render_template("desk/absences.html", page=paged(query), past=past, staff=_staff(over), most=MOST_NAMED)


@room.route("/<agency>/people/<int:number>/absences/new", methods=["GET", "POST"], needs=SIGNED_IN)
def note_absence(number: int) -> Any:
    """Note that somebody is, was or will be away."""
    person, form = find(Person, number), AbsenceForm()
    if person is not signed_in() and not operations.may_note_absence(signed_in(), person):
        abort(403)
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("kind", "first_on", "last_on", "part")}
            operations.note_absence(person, by=signed_in(), reason=form.reason.data or "", **typed)
            flash(_("The absence of %(name)s was noted.", name=person.name))
            return back_to(url_for("desk.absences", agency=here().slug))
    return render_template("desk/note_absence.html", form=form, somebody=person), form.status


@room.route("/<agency>/people/absences/<int:number>/remove", methods=["POST"], needs=SIGNED_IN)
def remove_absence(number: int) -> Any:
    """Cancel an absence."""
    operations.remove_absence(find(Absence, number), by=signed_in())
    flash(_("The absence was cancelled; the history keeps it."))
    return back_to(url_for("desk.absences", agency=here().slug))


def _mine_to_see() -> Select[Absence]:
    query = Absence.visible_to(signed_in())
    over = units_with(signed_in(), "organisation.absences")
    if over is None:
        return query
    return query.where(or_(Absence.person_id == signed_in().id, Absence.person_id.in_(_working_in(over))))


def _working_in(units: set[int] | None) -> Select[int]:
    query = select(Holding.person_id).join(Post, Post.id == Holding.post_id)
    query = query.where(Holding.is_valid_on(today()), Holding.kind == "holder")
    return query if units is None else query.where(Post.unit_id.in_(units))


def _staff(units: set[int] | None) -> list[Person]:
    if units is not None and not units:
        return []
    query = Person.visible_to(signed_in()).where(Person.id.in_(_working_in(units)), Person.id != signed_in().id)
    return list(db.session.scalars(query.order_by(Person.sort, Person.id).limit(MOST_NAMED + 1)))


def _excel(rows: list[Absence]) -> Any:
    from iso_qms.organisation.people import ABSENCE_KINDS, DAY_PARTS

    columns = [
        Column(_("Full name"), lambda one: one.person.name, 30),
        Column(_("Kind of absence"), lambda one: ABSENCE_KINDS[one.kind], 20),
        Column(_("First day"), lambda one: one.first_on, 12),
        Column(_("Last day"), lambda one: one.last_on, 12),
        Column(_("Part of the day"), lambda one: DAY_PARTS[one.part], 16),
        Column(_("Reason"), lambda one: one.reason, 40),
    ]
    return as_excel(rows, columns, name=_("Absences"))
