"""The map of what really happens, in words: for its drawing, its tables, and as the grounds of a revision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from iso_qms.charts.sheet import percent, shown
from iso_qms.dossiers.conformance import Flow
from iso_qms.dossiers.step.discovering import END, START, Arc, FlowMap, arranged, missed, most_frequent
from iso_qms.dossiers.step.flow_drawing import Words, draw
from iso_qms.i18n import _, ngettext
from iso_qms.worktime.terms import WORKING_HOURS_A_DAY

_HOUR = 3600
_MOST_GROUNDS = 5
"""So many of a kind are told as grounds, the most frequent first."""


def in_words(seconds: float | None) -> str:
    """A working time as short as it fits: minutes, hours, or days of eight hours; a dash where nobody knows."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return _("under 1 min")
    if seconds < _HOUR:
        return _("%(n)s min", n=shown(round(seconds / 60)))
    if seconds < WORKING_HOURS_A_DAY * _HOUR:
        return _("%(n)s h", n=shown(round(seconds / _HOUR, 1)))
    return _("%(n)s d", n=shown(round(seconds / _HOUR / WORKING_HOURS_A_DAY, 1)))


def name_of(step: str, flow: Flow) -> str:
    """What a place of the map is called."""
    if step == START:
        return _("Received")
    if step == END:
        return _("Closed")
    return _("%(step)s. %(name)s", step=step, name=flow.by_id[step].name.rstrip(" .;")) if step in flow.by_id else step


def drawn(found: FlowMap, flow: Flow, *, title: str, arrows: int) -> Markup:
    """The map as a drawing of so many arrows, the most frequent, and of every documented step."""
    shown_of = most_frequent(found, arrows)

    def of_node(step: str) -> str:
        node = found.nodes.get(step)
        if node is None:
            return _("never happened")
        return _("%(cases)s · usually after %(time)s", cases=_cases(node.cases), time=in_words(node.usual))

    def of_arc(arc: Arc) -> str:
        return shown(arc.times) if arc.usual is None else f"{shown(arc.times)} · {in_words(arc.usual)}"

    about = _(
        "What really happens in %(cases)s; the tables below say the same. "
        "Dashed is what the procedure does not foresee.",
        cases=_cases(found.cases),
    )
    words = Words(_("Flow of %(title)s", title=title), about, lambda step: name_of(step, flow), of_node, of_arc)
    return draw(shown_of, order=arranged(shown_of, flow), known=flow.by_id, words=words)


def grounds(found: FlowMap, flow: Flow, *, since: date, until: date) -> str:
    """What was seen, as the grounds on which a revision is proposed; plain lines."""
    period = {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"}
    whole = _("Seen in %(cases)s received from %(since)s to %(until)s:", cases=_cases(found.cases), **period)
    return "\n".join([whole, *(f"- {line}" for line in _seen(found, flow))])


def _seen(found: FlowMap, flow: Flow) -> Iterator[str]:
    most = found.variants[0][1] if found.variants else 0
    yield _(
        "%(ways)s different ways; the most frequent one was gone in %(share)s.",
        ways=len(found.variants), share=percent(most / found.cases if found.cases else 0),
    )  # fmt: skip
    left_out = sorted(missed(found, flow).items(), key=lambda one: -one[1])[:_MOST_GROUNDS]
    for step, number in left_out:
        yield _("Left out in %(cases)s: %(step)s", cases=_cases(number), step=name_of(step, flow))
    strange = [pair for pair, arc in found.arcs.items() if not arc.foreseen and START not in pair and END not in pair]
    for before, after in strange[:_MOST_GROUNDS]:
        yield _(
            "Not foreseen, in %(cases)s: after “%(before)s” came “%(after)s”.",
            cases=_cases(found.arcs[before, after].cases), before=name_of(before, flow), after=name_of(after, flow),
        )  # fmt: skip
    slow = sorted(found.nodes.items(), key=lambda one: -one[1].total)[:2]
    for step, node in slow:
        yield _(
            "Most time went until “%(step)s”: usually %(time)s.", step=name_of(step, flow), time=in_words(node.usual)
        )


def _cases(number: int) -> str:
    return ngettext("%(num)s dossier", "%(num)s dossiers", number, num=shown(number))
