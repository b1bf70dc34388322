"""Leave and duty elsewhere: one's own, a unit's for its head, everybody's for an administrator."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.blobs import attach, files_of, files_of_each, set_aside
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import AbsenceForm
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.people import ABSENCE_KINDS, DAY_PARTS, Absence, Person, working_in
from iso_qms.organisation.rights import units_with
from iso_qms.web import SIGNED_IN, Column, as_excel, back_to, find, here, paged, signed_in

MOST_NAMED = 40
"""How many people the side of the page names; an administrator of hundreds starts from the list of people."""


@room.route("/<agency>/people/absences", needs=SIGNED_IN)
def absences() -> Any:
    """Who is away from today on, among those one may know of; `?past=1` shows what is over."""
    past = "past" in request.args
    query = Absence.visible_to(signed_in()).where(Absence.last_on < today() if past else Absence.last_on >= today())
    query = query.order_by(Absence.first_on.desc() if past else Absence.first_on, Absence.id)
    if request.args.get("as") == "xlsx":
        return _excel(list(db.session.scalars(query)))
    over = units_with(signed_in(), "organisation.absences")
    page, staff = paged(query), _staff(over)
    files = files_of_each("absence", [one.id for one in page])
    return render_template("desk/absences.html", page=page, past=past, staff=staff, most=MOST_NAMED, files=files)


@room.route("/<agency>/people/<int:number>/absences/new", methods=["GET", "POST"], needs=SIGNED_IN)
def note_absence(number: int) -> Any:
    """Note that somebody is, was or will be away."""
    person, form = find(Person, number), AbsenceForm()
    if person is not signed_in() and not operations.may_note_absence(signed_in(), person):
        abort(403)
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("kind", "first_on", "last_on", "part")}
            one = operations.note_absence(person, by=signed_in(), reason=form.reason.data or "", **typed)
            attach(one, form.files.data, by=signed_in(), private=True)
            flash(_("The absence of %(name)s was noted.", name=person.name))
            return back_to(url_for("desk.absences", agency=here().slug))
    return render_template("desk/note_absence.html", form=form, somebody=person), form.status


@room.route("/<agency>/people/absences/<int:number>/remove", methods=["POST"], needs=SIGNED_IN)
def remove_absence(number: int) -> Any:
    """Cancel an absence."""
    one = find(Absence, number)
    for paper in files_of(one):
        set_aside(paper, by=signed_in(), reason=_("The absence was cancelled."))
    operations.remove_absence(one, by=signed_in())
    flash(_("The absence was cancelled; the history keeps it."))
    return back_to(url_for("desk.absences", agency=here().slug))


def _staff(units: set[int] | None) -> list[Person]:
    if units is not None and not units:
        return []
    query = Person.visible_to(signed_in()).where(Person.id.in_(working_in(units)), Person.id != signed_in().id)
    return list(db.session.scalars(query.order_by(Person.sort, Person.id).limit(MOST_NAMED + 1)))


def _excel(rows: list[Absence]) -> Any:
    columns = [
        Column(_("Full name"), lambda one: one.person.name, 30),
        Column(_("Kind of absence"), lambda one: ABSENCE_KINDS[one.kind], 20),
        Column(_("First day"), lambda one: one.first_on, 12),
        Column(_("Last day"), lambda one: one.last_on, 12),
        Column(_("Part of the day"), lambda one: DAY_PARTS[one.part], 16),
        Column(_("Reason"), lambda one: one.reason, 40),
    ]
    return as_excel(rows, columns, name=_("Absences"))
