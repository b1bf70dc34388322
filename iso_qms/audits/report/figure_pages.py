"""The figures of inspections: charts with their tables, for those who oversee, and for heads of their own units."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from markupsafe import Markup

from iso_qms import charts
from iso_qms.audits import choices
from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.finding.finding_forms import PERIODS, FiguresFilterForm
from iso_qms.audits.finding.findings import NONCONFORMING
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.report.figures import (
    Seen,
    Visit,
    about_people,
    by_grade,
    in_time,
    last_visits,
    months_in_time,
    seen_in,
    years_with_findings,
)
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.units import reach, tree_on
from iso_qms.web import here, kept_filters, signed_in
from iso_qms.web.figures import Figure, excel_of


@dataclass(frozen=True)
class Asked:
    """What the figures are asked for: a year and some of its months, a unit or those one may see, a topic."""

    year: int
    first: int
    last: int
    units: set[int] | None
    kind: str

    @property
    def months(self) -> range:
        """The months of the period."""
        return range(self.first, self.last + 1)

    def rows_of(self, *, first: int = 0, last: int = 0, **narrowed: Any) -> str:
        """The list of the findings behind a figure."""
        since = date(self.year, first or self.first, 1)
        month = last or self.last
        until = date(self.year, month, monthrange(self.year, month)[1])
        narrowed = {"kind": self.kind or None} | {"unit": request.args.get("unit") or None} | narrowed
        return url_for(".findings", agency=here().slug, only="counted", since=since, until=until, **narrowed)


@room.route("/figures", needs="audits.read")
def figures() -> Any:
    """What the findings of a year come to; a head sees the own units."""
    if back := kept_filters("figures"):
        return back
    mine = _own_units()
    form = FiguresFilterForm(request.args, years=years_with_findings(), units=_unit_choices(mine))
    asked = _asked(form, mine)
    seen = [one for one in seen_in(asked.year, units=asked.units) if one.on.month in asked.months]
    seen = [one for one in seen if not asked.kind or one.kind == asked.kind]
    counted = [one for one in seen if not one.about_people]
    visits = last_visits(date(asked.year, asked.last, 28), units=asked.units, kind=asked.kind)
    drawn = [
        _topics(counted, asked),
        _units(counted, asked),
        _months(counted, asked),
        _pareto(counted, asked),
        _visits(visits),
        _answers(counted, asked),
    ]
    if name := request.args.get("as"):
        return excel_of(next((one for one in drawn if one.name == name), None) or abort(404))
    fewest = conduct_of(here().id).fewest
    narrowed = bool(form.unit.data or asked.kind or request.args.get("period"))
    return render_template(
        "audits/figures.html",
        form=form,
        asked=asked,
        figures=drawn,
        headline=_headline(counted, asked),
        people=None if narrowed else about_people(seen, fewest=fewest),
        fewest=fewest,
        filtered=any(request.args.get(name) for name in ("year", "period", "unit", "kind")),
    )


def _own_units() -> set[int] | None:
    """None for those who oversee; else the units one answers for, and not found for everybody else."""
    person = signed_in()
    if person.may("audits.oversee"):
        return None
    return answered_units(person, today()) or abort(404)


def _unit_choices(mine: set[int] | None) -> choices.Choices:
    if mine is None:
        return choices.units_of_today()
    return [(unit.id, unit.name) for _depth, unit in tree_on(today()) if unit.id in mine]


def _asked(form: FiguresFilterForm, mine: set[int] | None) -> Asked:
    if form.year.data not in dict(form.year.choices):
        form.year.data = today().year
    if form.period.data not in PERIODS:
        form.period.data = ""
    _label, first, last = PERIODS[form.period.data]
    below = reach(form.unit.data) if form.unit.data else None
    units = mine if below is None else below if mine is None else below & mine
    return Asked(form.year.data, first, last, units, form.kind.data if form.kind.data in TOPICS else "")


def _headline(seen: Sequence[Seen], asked: Asked) -> list[dict[str, Any]]:
    _remarks, minor, major = by_grade(seen)
    timely, known = in_time(seen)
    waiting = sum(one.state not in CONCLUDED for one in seen)
    return [
        {"label": _("Findings"), "value": len(seen), "from": _("all of them"), "url": asked.rows_of()},
        {
            "label": _("Major nonconformities"),
            "value": major,
            "from": _("beside %(n)s minor ones", n=minor),
            "url": asked.rows_of(grade="minor"),
        },
        {
            "label": _("Explained in time"),
            "value": charts.percent(timely / known) if known else "–",
            "from": _("%(done)s of %(total)s whose time is over", done=timely, total=known),
        },
        {"label": _("Not concluded"), "value": waiting, "from": _("of %(total)s", total=len(seen))},
    ]


def _topics(seen: Sequence[Seen], asked: Asked) -> Figure:
    rows = [(kind, str(label), by_grade(one for one in seen if one.kind == kind)) for kind, label in TOPICS.items()]
    rows = [row for row in rows if sum(row[2])]
    names = [_("Remarks"), _("Minor"), _("Major")]
    title, counted = _("Findings by topic"), _n_findings(seen)
    svg = charts.stacked(
        [charts.Stack(label, parts) for _kind, label, parts in rows], names, title=title, about=counted
    )
    cells: list[list[Any]] = [[label, *parts, (sum(parts), asked.rows_of(kind=kind))] for kind, label, parts in rows]
    return Figure("topics", title, counted, svg, [_("Topic"), *names, _("Together")], cells)


def _units(seen: Sequence[Seen], asked: Asked) -> Figure:
    units = {one.unit_id: one.unit for one in seen}
    rows = []
    for unit_id, unit in units.items():
        there = [one for one in seen if one.unit_id == unit_id]
        done = sum(one.state in CONCLUDED for one in there)
        rows.append((unit_id, unit, (done, len(there) - done)))
    rows.sort(key=lambda row: -sum(row[2]))
    names = [_("Concluded"), _("Not concluded")]
    title, counted = _("Findings by unit"), _n_findings(seen)
    svg = charts.stacked([charts.Stack(unit, parts) for _id, unit, parts in rows], names, title=title, about=counted)
    cells: list[list[Any]] = [
        [unit, *parts, (sum(parts), asked.rows_of(unit=unit_id, alone=1))] for unit_id, unit, parts in rows
    ]
    return Figure("units", title, counted, svg, [_("Unit"), *names, _("Together")], cells)


def _months(seen: Sequence[Seen], asked: Asked) -> Figure:
    counts = [(month, sum(one.on.month == month for one in seen)) for month in asked.months]
    title, counted = _("Findings by month"), _("By the day on which each was seen.")
    svg = charts.columns([charts.Bar(str(month), n) for month, n in counts], title=title, about=counted)
    cells: list[list[Any]] = [
        [f"{month:02d}/{asked.year}", (n, asked.rows_of(first=month, last=month) if n else "")] for month, n in counts
    ]
    return Figure("months", title, counted, svg if seen else Markup(""), [_("Month"), _("Findings")], cells)


def _pareto(seen: Sequence[Seen], asked: Asked) -> Figure:
    wrong = [one for one in seen if one.grade in NONCONFORMING]
    kinds = {str(label): kind for kind, label in TOPICS.items()}
    bars = [charts.Bar(label, sum(one.kind == kind for one in wrong)) for label, kind in kinds.items()]
    rows = charts.cumulative(bars)
    vital = next((place for place, (_bar, reached) in enumerate(rows, 1) if reached >= 0.8 - 1e-9), 0)
    title = _("Where nonconformities come from")
    counted = _("%(n)s nonconformities; the first %(few)s topics make up four fifths of them.", n=len(wrong), few=vital)
    svg = charts.pareto(bars, title=title, about=counted)
    cells: list[list[Any]] = [
        [bar.label, (int(bar.value or 0), asked.rows_of(kind=kinds[bar.label])), charts.percent(reached)]
        for bar, reached in rows
    ]
    return Figure("pareto", title, counted, svg, [_("Topic"), _("Nonconformities"), _("Reached")], cells)


def _visits(visits: Sequence[Visit]) -> Figure:
    control, labels = charts.individuals([one.found for one in visits]), [one.code for one in visits]
    title, counted = _("Findings of each visit"), _("The last visits that have ended, in order of time.")
    svg = charts.trend(control, labels, title=title, about=counted)
    cells: list[list[Any]] = [
        [(one.code, url_for(".show", agency=here().slug, number=one.id)), one.found] for one in visits
    ]
    return Figure(
        "visits", title, counted, svg, [_("Inspection"), _("Findings")], cells, _said(control, labels, charts.shown)
    )


def _answers(seen: Sequence[Seen], asked: Asked) -> Figure:
    rows = months_in_time(seen, asked.months)
    labels = [f"{month:02d}/{asked.year}" for month, _done, _all in rows]
    control = charts.ratios([done for _month, done, _all in rows], [total for *_ignored, total in rows])
    title, counted = _("Explained in time"), _("Of the findings of a month whose time to explain is over.")
    svg = charts.trend(control, labels, title=title, about=counted, figure=charts.percent)
    cells: list[list[Any]] = [
        [label, done, total, charts.percent(done / total)]
        for label, (_month, done, total) in zip(labels, rows, strict=True)
    ]
    heads = [_("Month"), _("In good time"), _("Of"), _("Share")]
    return Figure("answers", title, counted, svg, heads, cells, _said(control, labels, charts.percent))


def _said(control: charts.Control | None, labels: Sequence[str], figure: Any) -> list[str]:
    """The limits and signals in words."""
    if control is None:
        return [_("Control limits need at least two points.")]
    limits = _("Centre %(centre)s; the last limits are %(low)s and %(high)s.")
    low, high = figure(control.lower[-1]), figure(control.upper[-1])
    said = [limits % {"centre": figure(control.centre), "low": low, "high": high}]
    if control.is_provisional:
        said.append(_("There are fewer than twelve points, so the limits are provisional."))
    return [*said, *charts.signals_of(control, labels)]


def _n_findings(seen: Sequence[Seen]) -> str:
    return _("%(n)s findings that units were told and that stand.", n=len(seen))
