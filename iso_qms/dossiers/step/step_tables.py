"""The figures of steps as tables with their charts, every number leading to the dossiers it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from iso_qms import charts
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.figure.figure_tables import share
from iso_qms.dossiers.step.flow_words import in_words, name_of
from iso_qms.dossiers.step.step_reading import Looked
from iso_qms.dossiers.step.step_tallies import ALL, StepNumbers, numbers_by
from iso_qms.i18n import _, _l, ngettext
from iso_qms.processes.amounts import amount_in_words
from iso_qms.web import here
from iso_qms.web.figures import Figure, Sentence
from iso_qms.web.pages import day
from iso_qms.worktime import Term

HOUR = 3600
PICK_WORDS = {
    "done": _l("Step “%(step)s” was done"),
    "timed": _l("Step “%(step)s” was done, and it is known how long it took"),
    "waited": _l("Step “%(step)s” was done, and it is known how long it had waited"),
    "judged": _l("Step “%(step)s” was done, and held against its limit"),
    "over": _l("Step “%(step)s” took longer than its limit"),
}
Time = Callable[[float | None], Any]


def in_hours(seconds: float | None) -> Any:
    """A time as a number of hours, for files that are reckoned with; a dash where nobody knows."""
    return "–" if seconds is None else round(seconds / HOUR, 2)


def step_figures_of(looked: Looked, asked: Asked, *, time: Time = in_words) -> list[Figure]:
    """Every figure of the page, in its order; `time` says how a time is written."""
    numbers = numbers_by(looked.told, lambda one: one.step)
    known = [(step.id, numbers[step.id]) for step in looked.flow.steps if step.id in numbers]
    cell = _cells(looked, asked)
    return [_took(looked, known, cell, time), _kept(looked, known, cell), _by_unit(looked, cell, time)]


def looked_at(looked: Looked, asked: Asked) -> Sentence:
    """Which dossiers the figures are of, in a sentence whose number leads to them."""
    cells = {
        "first": day(looked.since), "last": day(asked.span.last), "revision": looked.revision,
        "num": _cells(looked, asked)(ALL, looked.dossiers),
    }  # fmt: skip
    left = {name: f"%({name})s" for name in cells}
    if looked.is_cut:
        words = _("Of the last %(num)s dossiers with events received from %(first)s to %(last)s, by %(revision)s.")
        return Sentence(words, cells)
    words = ngettext(
        "Of the one dossier with events received from %(first)s to %(last)s, by %(revision)s.",
        "Of the %(num)s dossiers with events received from %(first)s to %(last)s, by %(revision)s.",
        looked.dossiers, **left,
    )  # fmt: skip
    return Sentence(words, cells)


def step_rules(looked: Looked) -> list[Any]:
    """How the figures come about."""
    said = [
        _(
            "A step takes the working time from the last step it comes after, or from its own beginning where the log "
            "marks one, until it is done; while the clock stood still nothing counts. It waited from when it could "
            "have begun until it did, which only logs with marked beginnings tell. Where a step came before one it "
            "waits for, nobody can say how long it took. A step done twice in a dossier counts with both times."
        ),
        _("Nine in ten: the shortest time within which at least nine in ten were done."),
        _("A limit is that of the case of the dossier; it runs as every time limit here, in the calendar of the unit."),
    ]
    if looked.is_cut:
        said.append(
            _(
                "At most %(n)s dossiers are looked at, those received last; a shorter span reaches further back.",
                n=charts.shown(looked.dossiers),
            )
        )
    return said


def _took(looked: Looked, known: Sequence[tuple[str, StepNumbers]], cell: Any, time: Time) -> Figure:
    waits = any(one.waits for _step, one in known)
    heads = [_("Step"), _("Dossiers"), _("Median"), _("Nine in ten"), _("Mean"), _("Of")]
    heads += [_("Waited before"), _("Of")] if waits else []
    rows = []
    for step, one in known:
        row = [name_of(step, looked.flow), cell("done", one.dossiers, step)]
        row += [time(one.median), time(one.ninetieth), time(one.mean), cell("timed", one.times, step)]
        rows.append(row + ([time(one.waited), cell("waited", one.waits, step)] if waits else []))
    title, about = _("Time per step"), _("Working time; the bars are medians.")
    timed = [(name_of(step, looked.flow), one.median) for step, one in known if one.times]
    bars = [charts.Bar(name, in_hours(median), in_words(median)) for name, median in timed]
    said = [] if waits else [_("The log marks no beginnings of steps, so nobody can say how long each had waited.")]
    return Figure("took", title, about, charts.horizontal(bars, title=title, about=about), heads, rows, said)


def _kept(looked: Looked, known: Sequence[tuple[str, StepNumbers]], cell: Any) -> Figure:
    heads = [_("Step"), _("Time limit"), _("Over it"), _("Of"), _("Share over")]
    limited = [(step, one) for step, one in known if step in looked.limits]
    rows = [
        [
            name_of(step, looked.flow), _limit(looked, step), cell("over", one.over, step),
            cell("judged", one.judged, step), share(one.over, one.judged),
        ]
        for step, one in limited
    ]  # fmt: skip
    title, about = _("Steps and their limits"), _("Dossiers in which a step was done within its limit, and over it.")
    parts = [_("Within"), _("Over it")]
    counts = [(name_of(step, looked.flow), one.judged - one.over, one.over) for step, one in limited if one.judged]
    stacks = [charts.Stack(label, (within, over)) for label, within, over in counts]
    return Figure("limits", title, about, charts.stacked(stacks, parts, title=title, about=about), heads, rows)


def _by_unit(looked: Looked, cell: Any, time: Time) -> Figure:
    numbers = numbers_by(looked.told, lambda one: (one.step, one.hand))
    order = [step.id for step in looked.flow.steps]
    heads = [_("Step and unit"), _("Dossiers"), _("Median"), _("Nine in ten"), _("Mean"), _("Of")]
    heads += [_("Over its limit"), _("Of")]
    rows = []
    for (step, hand), one in sorted(numbers.items(), key=lambda told: (order.index(told[0][0]), -told[1].dossiers)):
        rows.append([
            f"{name_of(step, looked.flow)} · {hand or _('not told')}", cell("done", one.dossiers, step, hand),
            time(one.median), time(one.ninetieth), time(one.mean), cell("timed", one.times, step, hand),
            cell("over", one.over, step, hand), cell("judged", one.judged, step, hand),
        ])  # fmt: skip
    about = _("By the unit that did the step as the log tells it, else by the role.")
    return Figure("units", _("Time per step, by unit"), about, Markup(""), heads, rows)


def _cells(looked: Looked, asked: Asked) -> Callable[..., Any]:
    register = url_for("dossiers.index", agency=here().slug)

    def cell(pick: str, count: int, step: str = "", hand: str | None = None) -> Any:
        if not count:
            return 0
        told = {"counted": "step", "pick": pick} | ({"step": step} if step else {})
        told |= {} if hand is None else {"hand": hand}
        return count, f"{register}?{urlencode({**told, **asked.address(document=looked.revision.document_id)})}"

    return cell


def _limit(looked: Looked, step: str) -> str:
    return "; ".join(_in_words(term, since) for term, since in looked.limits[step])


def _in_words(term: Term, since: str) -> str:
    amount = amount_in_words(float(term.amount), term.unit.value)
    return _("%(limit)s from step %(step)s on", limit=amount, step=since) if since else amount
