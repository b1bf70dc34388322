"""The pages of limits of lateness: the limits there are, and the months that were beyond them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import flash, render_template, url_for
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.promise import limiting
from iso_qms.dossiers.promise.late_limits import LateLimit, LateMonth, is_crossed, limits_in_force, share_late
from iso_qms.dossiers.room import room
from iso_qms.i18n import _, _l
from iso_qms.improvement.sources import beside
from iso_qms.journal import history_of
from iso_qms.organisation.units import Unit, named_units
from iso_qms.web import HouseForm, back_to, find, here, paged, signed_in
from iso_qms.web.pages import number as in_words
from iso_qms.worktime import months_after
from iso_qms.worktime.counting import DAY

LOADS = joinedload(LateMonth.document), joinedload(LateMonth.unit)


@dataclass(frozen=True)
class Standing:
    """How a month stands by what its dossiers say now, each number with the address of the dossiers it counts."""

    closed: int
    late: int
    is_beyond: bool
    has_changed: bool
    register: str

    @property
    def share(self) -> float:
        """How many per cent are late."""
        return share_late(self.late, self.closed)

    @property
    def late_of_closed(self) -> Markup:
        """How many of how many, both leading to their dossiers."""
        numbers = {"late": self.link("late", self.late), "closed": self.link("judged", self.closed)}
        return Markup(_("%(late)s of %(closed)s")) % numbers

    @property
    def in_time(self) -> Markup:
        """How many were closed in time, leading to them."""
        return self.link("in_time", self.closed - self.late)

    def link(self, counted: str, count: int) -> Markup:
        """A number that leads to the dossiers it counts; a nought leads nowhere."""
        linked = Markup('<a href="{}">{}</a>').format(f"{self.register}&counted={counted}", in_words(count))
        return linked if count else Markup("0")


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
    page = paged(query.order_by(LateMonth.month.desc(), LateMonth.id.desc()))
    return render_template(
        "dossiers/limits.html",
        limits=limits_in_force(),
        page=page,
        standing=_standing(page.rows),
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
    now, found = _standing([one])[one.id], limiting.late_in(one)
    return render_template(
        "dossiers/late_month.html",
        one=one,
        now=now,
        page=paged(found, total=now.late),
        no_longer=limiting.no_longer_late(one),
        due_day=due_day,
        beside=[replace(beside("late_month", one.id, signed_in()), links=[])],
        history=history_of(one),
    )


def _standing(months: Sequence[LateMonth]) -> dict[int, Standing]:
    """How each month stands now, by its number."""
    groups = limiting.standing(months)
    return {one.id: _stands(one, groups[one.id]) for one in months}


def _stands(one: LateMonth, group: limiting.Group) -> Standing:
    closed, late = group.closed, group.late
    last = months_after(one.month, 1) - DAY
    address = {"document": one.document_id, "answering": one.unit_id, "since": one.month, "until": last}
    return Standing(
        closed,
        late,
        is_beyond=is_crossed(late=late, closed=closed, percent=one.percent, least=one.least),
        has_changed=(closed, late) != (one.closed, one.late),
        register=f"{url_for('dossiers.index', agency=here().slug)}?{urlencode(address)}",
    )
