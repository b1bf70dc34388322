"""The list of findings, and its Excel file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import render_template, request
from sqlalchemy import Select, and_, or_, true

from iso_qms.audits.finding.finding_forms import FindingFilterForm
from iso_qms.audits.finding.findings import GRADES, NONCONFORMING, Finding, criterion_of, naming_nobody
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.report.figures import is_counted
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.inspection_list import chips_of
from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import reach
from iso_qms.text import fold, whole_number
from iso_qms.web import Column, as_excel, kept_filters, paged, signed_in


@room.route("/findings", needs="audits.read")
def findings() -> Any:
    """The findings one may see; as Excel without any that names somebody."""
    as_file = request.args.get("as") == "xlsx"
    if not as_file and (back := kept_filters("findings")):
        return back
    form, only = FindingFilterForm(request.args), request.args.get("only", "")
    query, views = _narrowed(Finding.visible_to(signed_in()), form), _views()
    rows = query.where(views.get(only, views[""])[1]).order_by(Finding.observed_at.desc(), Finding.id.desc())
    if as_file:
        return _excel(list(db.session.scalars(rows.where(naming_nobody())).unique()))
    return render_template(
        "audits/findings.html",
        form=form,
        page=paged(rows),
        chips=chips_of(query, views, only),
        TOPICS=TOPICS,
        GRADES=GRADES,
        filtered=any(value for key, value in request.args.items() if key not in ("page", "all")),
    )


def _narrowed(query: Select[Any], form: FindingFilterForm) -> Select[Any]:
    if form.q.data:
        number = fold(form.q.data).rpartition("-")[2]
        by_number = Finding.sequence == whole_number(number, -1)
        query = query.where(or_(Finding.title.icontains(form.q.data.strip(), autoescape=True), by_number))
    if form.unit.data:
        alone = {form.unit.data} if request.args.get("alone") else reach(form.unit.data)
        query = query.where(Finding.unit_id.in_(alone))
    if form.since.data:
        query = query.where(Finding.observed_at >= _morning(form.since.data))
    if form.until.data:
        query = query.where(Finding.observed_at < _morning(form.until.data + timedelta(days=1)))
    if form.kind.data in TOPICS:
        query = query.where(Finding.kind == form.kind.data)
    return query.where(Finding.grade == form.grade.data) if form.grade.data in GRADES else query


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), HO_CHI_MINH)


def _views() -> dict[str, tuple[str, Any]]:
    """The common views of the list: their word and their condition."""
    standing = and_(Finding.grade.in_(NONCONFORMING), Finding.state != "withdrawn")
    return {
        "": (_("All"), true()),
        "open": (_("Open"), Finding.state.not_in(CONCLUDED)),
        "explain": (_("Awaiting explanation"), Finding.state == "notified"),
        "nc": (_("Nonconformities"), standing),
        "again": (_("Came back"), and_(Finding.rung >= 1, Finding.state != "withdrawn")),
        "counted": (_("In the figures"), is_counted()),
    }


def _excel(rows: list[Finding]) -> Any:
    columns = [
        Column(_("Number"), lambda one: one.code, 14),
        Column(_("Inspection"), lambda one: one.inspection.code, 14),
        Column(_("Unit"), lambda one: one.unit.name, 30),
        Column(_("About"), lambda one: TOPICS[one.kind], 20),
        Column(_("In one line"), lambda one: one.title, 50),
        Column(_("Criterion"), criterion_of, 50),
        Column(_("Grade"), lambda one: GRADES[one.grade].label, 24),
        Column(_("Seen at"), lambda one: one.observed_at, 18),
        Column(_("State"), lambda one: one.status.label, 20),
    ]
    return as_excel(rows, columns, name=_("Findings"))
