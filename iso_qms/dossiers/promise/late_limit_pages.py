"""The pages of limits of lateness: the limits there are, and the months that were beyond them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.promise import limiting
from iso_qms.dossiers.promise.late_limits import LateLimit, LateMonth, limits_in_force
from iso_qms.dossiers.views import room
from iso_qms.i18n import _, _l
from iso_qms.improvement.sources import beside
from iso_qms.journal import history_of
from iso_qms.organisation.units import Unit, named_units
from iso_qms.web import HouseForm, back_to, find, here, paged, signed_in

LOADS = joinedload(LateMonth.document), joinedload(LateMonth.unit)


class LimitForm(HouseForm):
    """How much lateness is borne, and where."""

    document = SelectField(_l("Procedure"), coerce=int, default=0)
    unit = SelectField(_l("Unit"), coerce=int, default=0)
    percent = IntegerField(
        _l("Late at most, in per cent"),
        [InputRequired(_l("Give a share from 0 to 99 per cent.")), NumberRange(min=0, max=99)],
        description=_l("Of the dossiers closed in a month, against their first due day."),
    )
    least = IntegerField(
        _l("From how many dossiers on"),
        [InputRequired(_l("Give a number.")), NumberRange(min=1, max=100_000)],
        description=_l("With fewer in a month one late dossier would say too much."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        query = select(Document.id, Document.code, Document.title).where(Document.kind == "procedure")
        found = db.session.execute(query.order_by(Document.code_sort))
        self.document.choices = [(0, _("every procedure")), *((one.id, f"{one.code} {one.title}") for one in found)]
        self.unit.choices = [(0, _("every unit")), *((number, name) for number, name in named_units(today()))]

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {
            "document": db.session.get(Document, self.document.data) if self.document.data else None,
            "unit": db.session.get(Unit, self.unit.data) if self.unit.data else None,
            "percent": self.percent.data,
            "least": self.least.data,
        }


@room.route("/limits", needs="dossiers.read")
def limits() -> Any:
    """The limits in force, and the months beyond them, newest first."""
    query = LateMonth.visible_to(signed_in()).options(*LOADS, joinedload(LateMonth.nonconformity))
    return render_template(
        "dossiers/limits.html",
        limits=limits_in_force(),
        page=paged(query.order_by(LateMonth.month.desc(), LateMonth.id.desc())),
        may_set=signed_in().may("dossiers.limits"),
    )


@room.route("/limits/new", methods=["GET", "POST"], needs="dossiers.limits")
def new_limit() -> Any:
    """Set a limit, or another one where there is one already."""
    form, back = LimitForm(data={"percent": 10, "least": 10}), url_for("dossiers.limits", agency=here().slug)
    if form.validate_on_submit():
        with form.refusals():
            limiting.set_limit(by=signed_in(), **form.values())
            flash(_("The limit is set. A month is judged on the fifth of the next one."))
            return back_to(back)
    return render_template("dossiers/new_limit.html", form=form, back=back), form.status


@room.route("/limits/<int:number>/end", methods=["POST"], needs="dossiers.limits")
def end_limit(number: int) -> Any:
    """Judge no month by it any more."""
    limiting.end_limit(find(LateLimit, number), by=signed_in())
    return back_to(url_for("dossiers.limits", agency=here().slug))


@room.route("/late-months/<int:number>", needs="dossiers.read")
def late_month(number: int) -> Any:
    """A month beyond its limit: the numbers, the dossiers, and the nonconformity that came of it."""
    one = find(LateMonth, number, *LOADS)
    return render_template(
        "dossiers/late_month.html",
        one=one,
        page=paged(limiting.late_in(one)),
        due_day=due_day,
        beside=[replace(beside("late_month", one.id, signed_in()), links=[])],
        history=history_of(one),
    )
