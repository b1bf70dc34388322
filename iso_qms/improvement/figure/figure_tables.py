"""The figures of improvement, each as a chart with its table, and every number leading to the rows it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from markupsafe import Markup

from iso_qms import charts
from iso_qms.i18n import _
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.figure import tallies
from iso_qms.improvement.figure.figure_words import acts_told, ages, cases_told
from iso_qms.improvement.figure.tallied import NO_DOCUMENT, Asked
from iso_qms.improvement.figure.tallies import Act, Case, Looked, share
from iso_qms.web import here
from iso_qms.web.figures import Figure, big

VITAL = 0.8
"""The few causes that make up four fifths."""


@dataclass(frozen=True)
class Group:
    """One row of the figures by unit or by procedure: its name, its number, and how the address narrows to it."""

    label: str
    number: int | None
    address: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """Everything a page of figures is made from."""

    asked: Asked
    cases: Looked[Case]
    acts: Looked[Act]
    groups: Sequence[Group]
    by: str
    group_word: str

    def group_of(self, row: Case | Act) -> int | None:
        """The number of the group a row belongs to."""
        return row.unit_id if self.by == "unit" else row.document_id

    def cell(self, name: str, count: int, *, of_acts: bool = False, **narrowed: Any) -> Any:
        """A number that leads to the rows it counts; a nought leads nowhere."""
        endpoint = "improvement.actions" if of_acts else "improvement.index"
        address = {"view": "all", "counted": name, **self.asked.address(**narrowed)}
        return (count, url_for(endpoint, agency=here().slug, **address)) if count else 0

    def grouped_cases(self) -> Iterator[tuple[Group, Looked[Case]]]:
        """The nonconformities of each group."""
        for group in self.groups:
            rows = [row for row in self.cases.rows if self.group_of(row) == group.number]
            yield group, replace(self.cases, rows=rows)

    def grouped_acts(self) -> Iterator[tuple[Group, Looked[Act]]]:
        """The actions of each group."""
        for group in self.groups:
            rows = [row for row in self.acts.rows if self.group_of(row) == group.number]
            yield group, replace(self.acts, rows=rows)


def groups_by_unit(names: Mapping[int, str]) -> list[Group]:
    """A group for each unit alone, without those under it, which have their own."""
    return [Group(name, number, {"unit": number, "alone": 1}) for number, name in names.items()]


def groups_by_procedure(names: Mapping[int, str], numbers: set[int | None]) -> list[Group]:
    """A group for each procedure, those the reader does not know among them, and one for what concerns none."""
    found = [Group(name, number, {"document": number}) for number, name in names.items()]
    unknown = sorted(number for number in numbers if number and number not in names)
    found += [Group(_("A document still being written"), number, {"document": number}) for number in unknown]
    return [*found, Group(_("No procedure"), None, {"document": NO_DOCUMENT})]


def headline(told: Told) -> list[dict[str, Any]]:
    """The four figures that stand above all others."""
    waiting, closed = tallies.open_ones(told.cases), tallies.closed(told.cases)
    due, timely = len(tallies.due(told.acts)), len(tallies.in_time(told.acts))
    ended, again = len(tallies.brought_to_an_end(told.cases)), len(tallies.opened_again(told.cases))
    middle = tallies.median(tallies.took(row, told.cases.worked) for row in closed)
    late, open_acts = len(tallies.late_ones(told.acts)), len(tallies.open_ones(told.acts))
    ended_cell, due_cell = told.cell("ended", ended), told.cell("due", due, of_acts=True)
    done_in_time, reopened = told.cell("in-time", timely, of_acts=True), told.cell("reopened", again)
    return [
        big(_("Open nonconformities"), told.cell("open", len(waiting)), _("all of them")),
        big(
            _("Overdue actions"),
            told.cell("late", late, of_acts=True),
            _("of %(total)s open"),
            total=told.cell("open", open_acts, of_acts=True),
        ),
        big(
            _("Carried out in time"),
            _percent(timely, due),
            _("%(done)s of %(total)s actions due"),
            done=done_in_time,
            total=due_cell,
        ),
        big(
            _("Working days to close"),
            "–" if middle is None else charts.shown(middle),
            _("the median of %(n)s"),
            n=told.cell("closed", len(closed)),
        ),
        big(
            _("Opened again"),
            _percent(again, ended),
            _("%(done)s of %(total)s closed or opened again"),
            done=reopened,
            total=ended_cell,
        ),
    ]


def figures_of(told: Told) -> list[Figure]:
    """Every figure of the page, in its order."""
    makers = (_case_ages, _act_ages, _found, _on_time, _to_close, _reopened, _causes)
    return [make(told) for make in makers]


def _case_ages(told: Told) -> Figure:
    found = [len(tallies.of_age(told.cases, place)) for place in range(len(ages()))]
    title, counted = _("Age of open nonconformities"), _counted(cases_told("open", told.asked, agency_id=here().id))
    svg = charts.columns([charts.Bar(*pair) for pair in zip(ages(), found, strict=True)], title=title, about=counted)
    rows = [[label, told.cell(f"age:{place}", n)] for place, (label, n) in enumerate(zip(ages(), found, strict=True))]
    rows.append([_("Together"), told.cell("open", sum(found))])
    heads = [_("Working days since it was found"), _("Nonconformities")]
    return Figure("case-ages", title, counted, svg, heads, rows if sum(found) else [])


def _act_ages(told: Told) -> Figure:
    rows, stacks = list[list[Any]](), []
    for place, label in enumerate(ages()):
        n, late = len(tallies.of_age(told.acts, place)), len(tallies.late_of_age(told.acts, place))
        rows.append([label, told.cell(f"age:{place}", n, of_acts=True), told.cell(f"late:{place}", late, of_acts=True)])
        stacks.append(charts.Stack(label, (n - late, late)))
    n, late = len(tallies.open_ones(told.acts)), len(tallies.late_ones(told.acts))
    rows.append([_("Together"), told.cell("open", n, of_acts=True), told.cell("late", late, of_acts=True)])
    title, counted = _("Age of open actions"), _counted(acts_told("open", told.asked))
    svg = charts.stacked(stacks, [_("In their time"), _("Overdue")], title=title, about=counted)
    heads = [_("Working days since it was planned"), _("Open"), _("Of these overdue")]
    return Figure("act-ages", title, counted, svg, heads, rows if n else [])


def _found(told: Told) -> Figure:
    def row(label: str, seen: Looked[Case], address: Mapping[str, Any]) -> list[Any]:
        n, still = len(tallies.found(seen)), len(tallies.found_open(seen))
        return [label, told.cell("found", n, **address), told.cell("found-open", still, **address)]

    rows = _grouped(told, told.grouped_cases(), told.cases, row)
    stacks = [(one[0], (_n(one[1]) - _n(one[2]), _n(one[2]))) for one in rows]
    heads, names = [told.group_word, _("Found"), _("Still open")], [_("Ended"), _("Still open")]
    title = _by(told, _("Found, and what became of it"))
    counted = _counted(cases_told("found", told.asked, agency_id=here().id))
    return _stacked("found", title, counted, stacks, names, heads, rows)


def _on_time(told: Told) -> Figure:
    def row(label: str, seen: Looked[Act], address: Mapping[str, Any]) -> list[Any]:
        due, timely = len(tallies.due(seen)), len(tallies.in_time(seen))
        more = len(tallies.given_more_time(seen))
        cells = {"due": due, "in-time": timely, "more-time": more}
        whole, part, longer = (told.cell(name, n, of_acts=True, **address) for name, n in cells.items())
        late = told.cell("not-in-time", due - timely, of_acts=True, **address)
        return [label, part, late, whole, _percent(timely, due), longer]

    rows = _grouped(told, told.grouped_acts(), told.acts, row, weighs=3)
    stacks = [(one[0], (_n(one[1]), _n(one[2]))) for one in rows]
    names = [_("By its day"), _("Too late or not at all")]
    heads = [told.group_word, *names, _("Of"), _("Share"), _("Given more time")]
    counted = _counted(acts_told("due", told.asked))
    return _stacked("on-time", _by(told, _("Carried out in time")), counted, stacks, names, heads, rows)


def _to_close(told: Told) -> Figure:
    def row(label: str, seen: Looked[Case], address: Mapping[str, Any]) -> list[Any]:
        days = [tallies.took(one, seen.worked) for one in tallies.closed(seen)]
        slow, limit = len(tallies.slowest(seen)), tallies.slow_quarter(days)
        middle = tallies.median(days)
        shown = "–" if middle is None else charts.shown(middle)
        closed, slowest = told.cell("closed", len(days), **address), told.cell("slowest", slow, **address)
        return [label, closed, shown, "–" if limit is None else _("%(n)s or more", n=limit), slowest]

    rows = _grouped(told, told.grouped_cases(), told.cases, row)
    bars = [
        charts.Bar(group.label, tallies.median(tallies.took(one, seen.worked) for one in tallies.closed(seen)))
        for group, seen in told.grouped_cases()
        if tallies.closed(seen)
    ]
    title = _by(told, _("Working days from finding to closing"))
    counted = _counted(cases_told("closed", told.asked, agency_id=here().id))
    svg = charts.horizontal(bars, title=title, about=_("The median of each."))
    heads = [told.group_word, _("Closed"), _("Median"), _("The slow quarter took"), _("Nonconformities in it")]
    return Figure("to-close", title, counted, svg, heads, rows)


def _reopened(told: Told) -> Figure:
    def row(label: str, seen: Looked[Case], address: Mapping[str, Any]) -> list[Any]:
        ended, again = len(tallies.brought_to_an_end(seen)), len(tallies.opened_again(seen))
        cells = told.cell("reopened", again, **address), told.cell("ended", ended, **address)
        return [label, *cells, _percent(again, ended)]

    rows = _grouped(told, told.grouped_cases(), told.cases, row, weighs=2)
    stacks = [(one[0], (_n(one[2]) - _n(one[1]), _n(one[1]))) for one in rows]
    names = [_("Closed at the first attempt"), _("Opened again")]
    heads = [told.group_word, _("Opened again"), _("Of"), _("Share")]
    counted = _counted(cases_told("ended", told.asked, agency_id=here().id))
    return _stacked("reopened", _by(told, _("Opened again")), counted, stacks, names, heads, rows)


def _causes(told: Told) -> Figure:
    named, cases = causes_of(here().id).named, tallies.with_cause(told.cases)
    keys = sorted({key for one in cases for key in one.classes})
    counts = {key: len(tallies.of_class(told.cases, key)) for key in keys}
    bars = charts.cumulative([charts.Bar(key, n) for key, n in counts.items()])
    vital = next((place for place, (_bar, reached) in enumerate(bars, 1) if reached >= VITAL - 1e-9), 0)
    title, counted = _("Causes, by their class"), cases_told("with-cause", told.asked, agency_id=here().id)
    words = _("a cause with several branches counts under the class of each; the first %(n)s make up four fifths.")
    drawn = [charts.Bar(named(bar.label), bar.value) for bar, _reached in bars]
    svg = charts.pareto(drawn, title=title, about=counted)
    rows: list[list[Any]] = [
        [named(bar.label), told.cell(f"class:{bar.label}", counts[bar.label]), charts.percent(reached)]
        for bar, reached in bars
    ]
    if rows:
        rows.append([_("Nonconformities in it"), told.cell("with-cause", len(cases)), ""])
    heads = [_("Class of cause"), _("Nonconformities"), _("Reached")]
    return Figure("causes", title, f"{counted}; {words % {'n': vital}}", svg, heads, rows)


def _grouped(
    told: Told, groups: Iterator[tuple[Group, Any]], whole: Any, row: Callable[..., list[Any]], *, weighs: int = 1
) -> list[list[Any]]:
    """A row for each group in which something is counted, and one for all; none where nothing is counted at all."""
    rows = [row(group.label, seen, group.address) for group, seen in groups]
    kept = [one for one in rows if _n(one[weighs])]
    return [*kept, row(_("Together"), whole, {})] if kept else []


def _stacked(
    name: str,
    title: str,
    counted: str,
    stacks: Sequence[tuple[str, tuple[int, int]]],
    names: list[str],
    heads: list[str],
    rows: list[list[Any]],
) -> Figure:
    parts = [charts.Stack(label, pair) for label, pair in stacks[:-1]]
    svg = charts.stacked(parts, names, title=title, about=counted) if parts else Markup("")
    return Figure(name, title, counted, svg, heads, rows)


def _by(told: Told, words: str) -> str:
    return _("%(what)s, by unit", what=words) if told.by == "unit" else _("%(what)s, by procedure", what=words)


def _counted(words: str) -> str:
    return f"{words}."


def _n(cell: Any) -> int:
    return int(cell[0] if isinstance(cell, tuple) else cell)


def _percent(part: int, whole: int) -> str:
    found = share(part, whole)
    return "–" if found is None else charts.percent(found)
