"""The list of inspections, and its Excel file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import Select, String, cast, func, or_, select, true
from sqlalchemy.orm import selectinload

from iso_qms.audits.finding.findings import Finding, naming_nobody
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.forms import InspectionFilterForm
from iso_qms.audits.models import KINDS, METHODS, Inspection, TeamMember, inspection_unit
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import subtree
from iso_qms.text import fold, whole_number
from iso_qms.web import Column, as_excel, here, kept_filters, paged, signed_in

OPEN = ("planned", "under_way", "reporting")


@dataclass(frozen=True)
class Chip:
    """A common view of a list, with how many rows it has."""

    label: str
    count: int | None
    url: str
    current: bool


def chips_of(query: Select[Any], views: dict[str, tuple[str, Any]], only: str) -> list[Chip]:
    """The common views of a list with how many rows each has, counted in one query."""
    counts = [func.count().filter(condition) for _label, condition in views.values()]
    row = db.session.execute(query.order_by(None).with_only_columns(*counts)).one()
    kept = {key: value for key, value in request.args.items() if key not in ("only", "page", "all")}
    endpoint = request.endpoint or ""
    return [
        Chip(
            label,
            count,
            url_for(endpoint, agency=here().slug, **(kept | ({"only": name} if name else {"all": 1}))),
            only == name,
        )
        for (name, (label, _condition)), count in zip(views.items(), row, strict=True)
    ]


@room.route("/", needs="audits.read")
def index() -> Any:
    """Every inspection one may see, newest first."""
    as_file = request.args.get("as") == "xlsx"
    if not as_file and (back := kept_filters("inspections")):
        return back
    person, only = signed_in(), request.args.get("only", "")
    form = InspectionFilterForm(request.args, years=_years())
    query, views = _narrowed(Inspection.visible_to(person), form), _views()
    rows = query.where(views.get(only, views[""])[1]).order_by(Inspection.planned_on.desc(), Inspection.id.desc())
    rows = rows.options(selectinload(Inspection.units), selectinload(Inspection.team))
    if as_file:
        return _excel(list(db.session.scalars(rows)))
    return render_template(
        "audits/index.html",
        form=form,
        page=paged(rows),
        chips=chips_of(query, views, only),
        KINDS=KINDS,
        TOPICS=TOPICS,
        filtered=any(value for key, value in request.args.items() if key not in ("page", "all")),
    )


def _years() -> list[int]:
    # Of those one may see: a year that stands here because of a surprise would tell its unit that one is planned.
    query = Inspection.visible_to(signed_in()).with_only_columns(Inspection.year).distinct()
    return list(db.session.scalars(query.order_by(Inspection.year.desc())))


def _narrowed(query: Select[Any], form: InspectionFilterForm) -> Select[Any]:
    if form.q.data:
        number = fold(form.q.data).replace("kt-", "").rpartition("-")[2]
        by_number = Inspection.sequence == whole_number(number, -1)
        query = query.where(or_(Inspection.title.icontains(form.q.data.strip(), autoescape=True), by_number))
    if form.unit.data:
        of_units = select(inspection_unit.c.inspection_id).where(inspection_unit.c.unit_id.in_(subtree(form.unit.data)))
        query = query.where(Inspection.id.in_(of_units))
    if form.topic.data in TOPICS:
        query = query.where(cast(Inspection.topics, String).like(f'%"{form.topic.data}"%'))
    return query.where(Inspection.year == form.year.data) if form.year.data else query


def _views() -> dict[str, tuple[str, Any]]:
    """The common views of the list: their word and their condition."""
    return {
        "": (_("All"), true()),
        "open": (_("Open"), Inspection.state.in_(OPEN)),
        "mine": (_("Mine"), Inspection.team.any(TeamMember.person_id == signed_in().id)),
        "unannounced": (_("Unannounced"), Inspection.kind == "unannounced"),
    }


def _excel(rows: list[Inspection]) -> Any:
    counted = dict(
        db.session.execute(
            select(Finding.inspection_id, func.count())
            .where(Finding.state.in_(CONCLUDED[:2]), naming_nobody())
            .group_by(Finding.inspection_id)
        ).all()
    )
    columns = [
        Column(_("Number"), lambda one: one.code, 14),
        Column(_("Title"), lambda one: one.title, 50),
        Column(_("Kind"), lambda one: KINDS[one.kind], 14),
        Column(_("Method"), lambda one: METHODS[one.method], 12),
        Column(_("Units"), lambda one: ", ".join(unit.name for unit in one.units), 40),
        Column(_("Topics"), lambda one: ", ".join(str(TOPICS[topic]) for topic in one.topics), 40),
        Column(_("Planned for"), lambda one: one.planned_on if one.day_set else one.planned_words, 12),
        Column(_("Lead"), lambda one: one.lead.name if one.lead else "", 24),
        Column(_("State"), lambda one: one.status.label, 16),
        Column(_("Final findings that name nobody"), lambda one: counted.get(one.id, 0), 16),
    ]
    return as_excel(rows, columns, name=_("Inspections"))
