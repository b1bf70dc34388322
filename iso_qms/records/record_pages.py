"""The pages of records: what is kept, one series, and the classes that say how long."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from iso_qms.blobs import attach, files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.organisation.people import units_of
from iso_qms.organisation.units import Unit, named_units
from iso_qms.records import operations
from iso_qms.records.forms import ChangeClassForm, ChangeSeriesForm, ClassForm, ReasonForm, SeriesForm
from iso_qms.records.models import RecordClass, RecordSeries
from iso_qms.records.register import VIEWS, Wanted, counts, named_by_procedures, rows
from iso_qms.records.room import room
from iso_qms.web import Column, as_excel, back_to, find, here, kept_filters, paged, signed_in
from iso_qms.workflow import Incomplete


@room.route("/", needs="records.read")
def index() -> Any:
    """What is kept, until when."""
    if back := kept_filters("records"):
        return back
    wanted, person = Wanted.of(request.args), signed_in()
    found = counts(wanted, person=person, day=today())
    return render_template(
        "records/index.html",
        page=paged(rows(wanted, person=person, day=today()), total=found[wanted.view]),
        wanted=wanted,
        chips=_chips(wanted, found),
        units=named_units(today()),
        kinds=_classes(),
        due=found["due"],
    )


@room.route("/register.xlsx", needs="records.read")
def excel() -> Response:
    """The same rows as Excel."""
    wanted = Wanted.of(request.args)
    columns = [
        Column(_("Records"), lambda one: one.title, 60),
        Column(_("Class"), lambda one: one.kind.name, 40),
        Column(_("Unit"), lambda one: one.unit.name, 32),
        Column(_("Where they lie"), lambda one: one.place, 30),
        Column(_("How much"), lambda one: one.extent, 18),
        Column(_("Closed on"), lambda one: one.closed_on, 12),
        Column(_("Kept"), lambda one: one.kind.term, 12),
        Column(_("Kept until"), lambda one: one.keep_until, 12),
        Column(_("On hold"), lambda one: one.hold_reason, 30),
        Column(_("Disposed of on"), lambda one: one.disposed_on, 14),
    ]
    found = db.session.scalars(rows(wanted, person=signed_in(), day=today())).unique()
    return as_excel(found, columns, name=_("Records"))


@room.route("/series/new", methods=["GET", "POST"], needs="records.keep")
def new() -> Any:
    """Enter records that are closed."""
    form = _offering(SeriesForm(closed_on=today()))
    if form.validate_on_submit():
        with form.refusals():
            one = operations.enter_series(by=signed_in(), **_typed(form))
            attach(one, form.files.data, by=signed_in())
            flash(_("“%(series)s” is kept from now on.", series=one))
            return back_to(_url(one))
    return render_template("records/new.html", form=form, has_classes=bool(form.kind.choices)), form.status


@room.route("/series/<int:number>", needs="records.read")
def show(number: int) -> Any:
    """One series: where it lies, until when, what held it back, what became of it."""
    one, person = find(RecordSeries, number), signed_in()
    return render_template(
        "records/show.html",
        one=one,
        files=files_of(one),
        history=history_of(one),
        why_kept=one.why_kept(today()),
        may_keep=person.may("records.keep", one) and one.disposed_on is None,
        may_hold=person.may("records.hold") and one.disposed_on is None,
    )


@room.route("/series/<int:number>/change", methods=["GET", "POST"], needs="records.keep")
def change(number: int) -> Any:
    """Correct what stands of a series."""
    one = find(RecordSeries, number)
    form = _offering(
        ChangeSeriesForm(
            title=one.title,
            kind=one.class_id,
            unit=one.unit_id,
            closed_on=one.closed_on,
            place=one.place,
            extent=one.extent,
        )
    )
    if form.validate_on_submit():
        with form.refusals():
            operations.change_series(one, reason=form.reason.data or "", by=signed_in(), **_typed(form))
            attach(one, form.files.data, by=signed_in())
            flash(_("What stands of “%(series)s” was changed; the old words stand in the history.", series=one))
            return back_to(_url(one))
    return render_template("records/change.html", form=form, one=one), form.status


@room.route("/series/<int:number>/hold", methods=["GET", "POST"], needs="records.hold")
def hold(number: int) -> Any:
    """Hold a series back from disposal, or end that."""
    one, form = find(RecordSeries, number), ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            act = operations.free if one.is_held else operations.hold
            act(one, reason=form.note.data or "", by=signed_in())
            attach(one, form.files.data, by=signed_in())
            flash(_("“%(series)s” is on hold.", series=one) if one.is_held else _("The hold has ended."))
            return back_to(_url(one))
    return render_template("records/hold.html", form=form, one=one), form.status


@room.route("/classes", needs="records.read")
def classes() -> Any:
    """How long records of each kind are kept, and what procedures name that has no class yet."""
    query = (
        RecordClass.visible_to(signed_in())
        .options(joinedload(RecordClass.document))
        .order_by(func.lower(RecordClass.name), RecordClass.id)
    )
    page = paged(query)
    numbers = select(RecordSeries.class_id, func.count()).where(RecordSeries.disposed_on.is_(None))
    return render_template(
        "records/classes.html",
        page=page,
        kept=dict(db.session.execute(numbers.group_by(RecordSeries.class_id)).all()),
        named=named_by_procedures(today()),
        may_classify=signed_in().may("records.classify"),
    )


@room.route("/classes/new", methods=["GET", "POST"], needs="records.classify")
def new_class() -> Any:
    """Say how long records of a kind are kept; a procedure that names them fills the form in."""
    years = request.args.get("years", type=int)
    form = _procedures(
        ClassForm(
            name=request.args.get("name", ""),
            years=years,
            how_long="for_ever" if "for_ever" in request.args else "years",
            document=request.args.get("document", 0, type=int),
        )
    )
    if form.validate_on_submit():
        with form.refusals():
            one = operations.open_class(by=signed_in(), **_class_typed(form))
            flash(_("“%(name)s”: kept %(term)s.", name=one.name, term=one.term))
            return back_to(url_for("records.classes", agency=here().slug))
    return render_template("records/new_class.html", form=form), form.status


@room.route("/classes/<int:number>", methods=["GET", "POST"], needs="records.classify")
def change_class(number: int) -> Any:
    """Change how long records of a kind are kept."""
    one = find(RecordClass, number)
    form = _procedures(
        ChangeClassForm(
            name=one.name,
            years=one.years,
            how_long="years" if one.years else "for_ever",
            basis=one.basis,
            document=one.document_id or 0,
        )
    )
    if form.validate_on_submit():
        with form.refusals():
            moved = operations.change_class(one, reason=form.reason.data or "", by=signed_in(), **_class_typed(form))
            flash(_("“%(name)s”: kept %(term)s. Terms that moved: %(n)s.", name=one.name, term=one.term, n=moved))
            return back_to(url_for("records.classes", agency=here().slug))
    return render_template("records/change_class.html", form=form, one=one, history=history_of(one)), form.status


def _chips(wanted: Wanted, found: dict[str, int]) -> list[dict[str, Any]]:
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("view", "page", "all")}
    return [
        {
            "label": label,
            "count": found[view],
            "current": view == wanted.view,
            "shape": "clock" if view == "due" and found[view] else "",
            "url": url_for("records.index", agency=here().slug, view=view, **args),
        }
        for view, label in VIEWS.items()
    ]


def _classes() -> list[tuple[int, str]]:
    query = select(RecordClass.id, RecordClass.name).order_by(func.lower(RecordClass.name), RecordClass.id)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _offering(form: Any) -> Any:
    person = signed_in()
    query = select(Unit).where(Unit.is_valid_on(today())).order_by(Unit.sort, Unit.id)
    form.unit.choices = [(one.id, one.name) for one in db.session.scalars(query) if person.may("records.keep", one)]
    form.kind.choices = _classes()
    if request.method == "GET" and form.unit.data is None:
        own = units_of(person, today())
        form.unit.data = next((number for number, _name in form.unit.choices if number in own), None)
    return form


def _procedures(form: ClassForm) -> ClassForm:
    query = Document.visible_to(signed_in()).where(Document.kind == "procedure").order_by(Document.code_sort)
    documents = db.session.scalars(query).unique()
    form.document.choices = [(0, _("None")), *((one.id, f"{one.code} {one.title}") for one in documents)]
    return form


def _typed(form: SeriesForm) -> dict[str, Any]:
    kind = _known(RecordClass, form.kind.data, _("Choose a class."))
    unit = _known(Unit, form.unit.data, _("Choose a unit."))
    words = {name: form[name].data or "" for name in ("title", "place", "extent")}
    return {"kind": kind, "unit": unit, "closed_on": form.closed_on.data, **words}


def _class_typed(form: ClassForm) -> dict[str, Any]:
    document = _known(Document, form.document.data, "") if form.document.data else None
    return {"name": form.name.data or "", "years": form.term, "basis": form.basis.data or "", "document": document}


def _known(model: Any, number: int | None, otherwise: str) -> Any:
    query = model.visible_to(signed_in()).where(model.id == (number or 0))
    found = db.session.scalars(query).unique().first()
    if found is None:
        raise Incomplete(otherwise or _("That is not there any more."))
    return found


def _url(one: RecordSeries) -> str:
    return url_for("records.show", agency=here().slug, number=one.id)
