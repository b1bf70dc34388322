"""The figures of dossiers, each as a chart with its table, and every number leading to the dossiers it counts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from iso_qms import charts
from iso_qms.dossiers.figure.counted import NO_FIELD, NONE, Asked, counted_as
from iso_qms.dossiers.figure.tallied import LEAST, Numbers, Ranked, ranking
from iso_qms.dossiers.models import CHANNELS, STATES
from iso_qms.i18n import _, _l
from iso_qms.web import here
from iso_qms.web.figures import Figure, Sentence, big

BY = {
    "procedure": _l("By procedure"),
    "field": _l("By field"),
    "unit": _l("By deciding unit"),
    "receiving": _l("By receiving unit"),
    "channel": _l("By channel"),
}
GROUP_WORDS = {
    "procedure": _l("Procedure"),
    "field": _l("Field"),
    "unit": _l("Deciding unit"),
    "receiving": _l("Receiving unit"),
    "channel": _l("Channel"),
}
LINKS = {"procedure": "document", "field": "field", "unit": "deciding", "receiving": "receiving", "channel": "channel"}
NAMED = 3
"""So many groups with the most late answers are named above their table."""
DRAWN = 20
"""So many bars at most; the table beside them has all."""


@dataclass(frozen=True)
class Told:
    """Everything a page of figures is made from."""

    asked: Asked
    by: str
    rows: Mapping[Any, Numbers]
    whole: Numbers
    units: Mapping[Any, Numbers]
    months: Mapping[int, Numbers]
    names: Mapping[int, str]
    """Of the procedures and units that are met, by number."""
    unit_names: Mapping[int, str] = field(default_factory=dict)
    before: Numbers = field(default_factory=dict)
    """Of all together, in the span before."""

    def cell(self, name: str, count: int, **narrowed: Any) -> Any:
        """A number that leads to the dossiers it counts; a nought leads nowhere."""
        # Of two hundred procedures there are thousands of numbers, and asking the router for each takes longer than
        # everything else on the page.
        return cell_of(self.asked, name, count, register=self.register, **narrowed)

    @cached_property
    def register(self) -> str:
        """The address of the register."""
        return register_url()

    def grouped(self, *weighs: str) -> list[tuple[str, Any, Numbers]]:
        """The groups of which anything of this is counted, in their order: name, key, numbers."""
        known = {key: numbers for key, numbers in self.rows.items() if any(numbers[name] for name in weighs)}
        return [(self._label(key), key, known[key]) for key in self._in_order(known)]

    def _in_order(self, known: Mapping[Any, Numbers]) -> list[Any]:
        if self.by == "channel":
            return [key for key in CHANNELS if key in known]
        if self.by == "field":
            return sorted(known, key=lambda key: (key == NO_FIELD, key))
        named = [key for key in self.names if key in known]
        return [
            *named,
            *sorted(key for key in known if key not in self.names and key != NONE),
            *([NONE] * (NONE in known)),
        ]

    def _label(self, key: Any) -> str:
        if self.by == "channel":
            return str(CHANNELS[key])
        if self.by == "field":
            return _("No field") if key == NO_FIELD else str(key)
        if self.by == "procedure":
            return (
                _("No procedure of this house")
                if key == NONE
                else self.names.get(key, _("A document still being written"))
            )
        return _("No unit of this house") if key == NONE else self.names.get(key, "–")


def cell_of(asked: Asked, name: str, count: int, *, register: str = "", **narrowed: Any) -> Any:
    """A number that leads to the dossiers it counts; a nought leads nowhere."""
    address = {"counted": name, **asked.address(**narrowed)}
    return (count, f"{register or register_url()}?{urlencode(address)}") if count else 0


def register_url() -> str:
    """The address of the register."""
    return url_for("dossiers.index", agency=here().slug)


def headline(told: Told) -> list[dict[str, Any]]:
    """The figures that stand above all others."""

    def cell(name: str) -> Any:
        return told.cell(name, told.whole[name])

    def part_of(label: str, part: str, whole: str) -> dict[str, Any]:
        value = share(told.whole[part], told.whole[whole])
        cells = {"part": cell(part), "whole": cell(whole)}
        if not told.before.get(whole):
            return big(label, value, _("%(part)s of %(whole)s"), **cells)
        url = url_for("dossiers.figures", agency=here().slug, by=told.by, **told.asked.before.address())
        cells["before"] = share(told.before[part], told.before[whole]), url
        return big(label, value, _("%(part)s of %(whole)s; %(before)s in the span before"), **cells)

    return [
        part_of(_("Answered in time"), "in_time", "judged"),
        big(_("Received"), cell("received"), _("in this span")),
        part_of(_("Filed online"), "online", "received"),
        big(_("Being handled"), cell("open"), _("at the end of it, or now")),
        big(_("Open, late"), cell("open_late"), _("of %(whole)s open"), whole=cell("open")),
    ]


def figures_of(told: Told) -> list[Figure]:
    """Every figure of the page, in its order."""
    return [make(told) for make in (_kept, _ranked, _trend, _came_in, _online, _open, _apart)]


def ranking_rule() -> str:
    """How units come to their places."""
    return _(
        "By the share of answers given in time among all that are held against a due day, each at the unit that "
        "decided. Equal shares share one rank, and the ranks after it are left out. With fewer than %(least)s "
        "answers there is no rank.",
        least=LEAST,
    )


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent; a dash where there is no whole."""
    return charts.percent(part / whole) if whole else "–"


def _kept(told: Told) -> Figure:
    def row(label: str, one: Numbers, **narrowed: Any) -> list[Any]:
        cells = [told.cell(name, one[name], **narrowed) for name in ("early", "on_time", "late", "judged")]
        return [label, *cells, share(one["in_time"], one["judged"])]

    heads = [
        str(GROUP_WORDS[told.by]),
        _("Before its day"),
        _("On its day"),
        _("Closed late"),
        _("Of"),
        _("In due time"),
    ]
    parts = [_("Before its day"), _("On its day"), _("Closed late")]
    names = ("early", "on_time", "late")
    found = _figure(told, "kept", _("Answered in time"), "judged", row, heads, names, parts)
    return replace(found, said=_most_late(told, told.grouped("late")))


def _most_late(told: Told, groups: Sequence[tuple[str, Any, Numbers]]) -> list[Any]:
    """Where most was late, for whoever has no time to read a long table; nothing where there is but one group."""
    if len(told.rows) < 2 or not groups:
        return []
    worst = sorted(groups, key=lambda one: -one[2]["late"])[:NAMED]
    named = {
        f"group{place}": Sentence(
            "%(label)s: %(late)s", {"label": label, "late": told.cell("late", one["late"], **{LINKS[told.by]: key})}
        )
        for place, (label, key, one) in enumerate(worst)
    }
    listed = Sentence("; ".join(f"%({name})s" for name in named), named)
    return [Sentence(_("Most were late: %(listed)s."), {"listed": listed})]


def _came_in(told: Told) -> Figure:
    def row(label: str, one: Numbers, **narrowed: Any) -> list[Any]:
        cells = [told.cell(name, one[name], **narrowed) for name in ("online", "desk", "received")]
        return [label, *cells, share(one["online"], one["received"]), told.cell("carried", one["carried"], **narrowed)]

    parts = [_("Filed online"), _("At the desk or by post")]
    heads = [str(GROUP_WORDS[told.by]), *parts, _("Received"), _("Share filed online"), _("Carried over")]
    return _figure(told, "received", _("Received, and how"), "received", row, heads, ("online", "desk"), parts)


def _open(told: Told) -> Figure:
    def row(label: str, one: Numbers, **narrowed: Any) -> list[Any]:
        cells = [told.cell(name, one[name], **narrowed) for name in ("open_in_time", "open_late", "open")]
        return [label, *cells, share(one["open_late"], one["open"])]

    parts = [_("Open, in time"), _("Open, late")]
    heads = [str(GROUP_WORDS[told.by]), *parts, _("Being handled"), _("Share late")]
    return _figure(told, "open", _("Being handled"), "open", row, heads, ("open_in_time", "open_late"), parts)


def _apart(told: Told) -> Figure:
    names = ("withdrawn", "stopped", "transferred", "undated")

    def row(label: str, one: Numbers, **narrowed: Any) -> list[Any]:
        return [label, *[told.cell(name, one[name], **narrowed) for name in names]]

    parts = [*(str(STATES[name]) for name in names[:3]), _("Without a due day")]
    heads = [str(GROUP_WORDS[told.by]), *parts]
    return _figure(told, "apart", _("Closed, and held against no day"), "apart", row, heads, names, parts)


def _figure(
    told: Told, name: str, title: str, counted: str, row: Any, heads: list[str], drawn: Sequence[str], parts: list[str]
) -> Figure:
    """A table with a row for each group and one for all, and a bar for each of the greatest."""
    groups = told.grouped(*drawn)
    rows = [row(label, one, **{LINKS[told.by]: key}) for label, key, one in groups]
    rows += [row(_("Together"), told.whole)] if rows else []
    size = {key: sum(one[part] for part in drawn) for _label, key, one in groups}
    greatest = set(sorted(size, key=lambda key: -size[key])[:DRAWN])
    bars = [charts.Stack(label, tuple(one[part] for part in drawn)) for label, key, one in groups if key in greatest]
    title = f"{title}, {str(BY[told.by])[0].lower()}{str(BY[told.by])[1:]}"
    about = f"{counted_as(counted, told.asked)}."
    if len(bars) < len(groups):
        about += " " + _("Drawn are the %(n)s with the most.", n=DRAWN)
    svg = charts.stacked(bars, parts, title=title, about=about) if bars else Markup("")
    return Figure(name, title, about, svg, heads, rows, has_sum=True)


def _ranked(told: Told) -> Figure:
    def row(one: Ranked) -> list[Any]:
        judged = told.cell("judged", one.judged, deciding=one.unit_id)
        in_time = told.cell("in_time", one.in_time, deciding=one.unit_id)
        name = told.unit_names.get(one.unit_id, "–")
        return [name, "–" if one.rank is None else one.rank, in_time, judged, share(one.in_time, one.judged)]

    heads = [_("Deciding unit"), _("Rank"), _("In due time"), _("Of"), _("Share")]
    return Figure(
        "ranking",
        _("Ranking of the units"),
        ranking_rule(),
        Markup(""),
        heads,
        [row(one) for one in ranking(told.units)],
    )


def _trend(told: Told) -> Figure:
    title = _("Answered in time, month by month")
    return _by_month(told, "trend", title, "in_time", "judged", [_("In due time"), _("Of"), _("Share")])


def _online(told: Told) -> Figure:
    title = _("Filed online, month by month")
    return _by_month(told, "online", title, "online", "received", [_("Filed online"), _("Received"), _("Share")])


def _by_month(told: Told, name: str, title: str, part: str, whole: str, heads: list[str]) -> Figure:
    """A share of each month with its control limits, and what stands out in words."""
    months = {month: one for month, one in told.months.items() if one[whole]}
    labels = [f"{month % 100:02}/{month // 100}" for month in months]
    control = charts.ratios([one[part] for one in months.values()], [one[whole] for one in months.values()])
    about = _("The months up to the last of the span; the limits lie three standard deviations from the mean share.")
    if control is not None and control.is_provisional:
        about += " " + _("With so few months they are provisional.")
    rows = [
        [
            label,
            *[told.cell(one, months[month][one], **_whole_month(month)) for one in (part, whole)],
            share(months[month][part], months[month][whole]),
            *(
                ["–", "–"]
                if control is None
                else [charts.percent(control.lower[place]), charts.percent(control.upper[place])]
            ),
        ]
        for place, (label, month) in enumerate(zip(labels, months, strict=True))
    ]
    svg = charts.trend(control, labels, title=title, about=about, figure=charts.percent)
    said = charts.signals_of(control, labels) if control else []
    return Figure(name, title, about, svg, [_("Month"), *heads, _("Lower limit"), _("Upper limit")], rows, said)


def _whole_month(month: int) -> dict[str, str]:
    year, number = divmod(month, 100)
    last = date(year, number, monthrange(year, number)[1])
    return {"since": last.replace(day=1).isoformat(), "until": last.isoformat()}
