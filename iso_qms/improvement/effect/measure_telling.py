"""How the measure of an action is told on its page: facts, figures with their days, a picture, the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.charts import Bar, horizontal
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, ngettext
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.effect.measures import AFTER, BEFORE, CHECK, EffectMeasure, measured_words
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.web.pages import day as written_day


@dataclass(frozen=True)
class FigureRow:
    """A figure with what was counted and in which days."""

    label: str
    figure: str
    counted: str
    days: str


@dataclass(frozen=True)
class DataRow:
    """A row behind a figure, linked where the reader may follow."""

    label: str
    when: str
    day: date | None
    url: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Effect:
    """Everything the page says of a measure."""

    facts: list[tuple[str, Any]]
    figures: list[FigureRow]
    drawing: Any
    rows: list[DataRow]
    notice_title: str = ""
    notice: str = ""
    tone: str = "wait"


def effect_of(one: CorrectiveAction, person: Person) -> Effect | None:
    """The measure of an action as this person may see it; None where it was planned without one."""
    measure = one.measure
    if measure is None:
        return None
    title, notice, tone = _notice(one, measure)
    rows = [*_rows(measure, measure.baseline, BEFORE, person), *_rows(measure, measure.result, AFTER, person)]
    return Effect(_facts(measure), _figures(measure), _drawing(measure), rows, title, notice, tone)


def _facts(measure: EffectMeasure) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Measure"), measure.about),
        (_("Target"), measure.target_words),
        (_("Window"), _("%(n)s days after it was carried out", n=measure.window_days)),
    ]
    if measure.kind == CHECK:
        looked = len(measure.items_of(AFTER))
        facts.append((_("Cases"), _("%(done)s of %(all)s looked at", done=looked, all=measure.sample_size)))
    if measure.why_none:
        facts.append((_("Why no measure fits"), measure.why_none))
    return facts


def _notice(one: CorrectiveAction, measure: EffectMeasure) -> tuple[str, str, str]:
    if measure.measured_on and not measure.reached:
        words = _("The target was not reached, so the system opened the nonconformity again one level higher.")
        return words, measured_words(measure), "late"
    if one.state != "carried_out":
        return "", "", ""
    if measure.measured_on:
        return _("The target was reached. Another person now confirms it."), measured_words(measure), "wait"
    if measure.waits_for_visit:
        return _("A re-inspection is to be planned"), _("Whoever plans inspections names its visit here."), "wait"
    if one.verify_on <= today():
        words = _("The day has come, but there is nothing to count yet: the cases or the visit are missing.")
        return _("No result yet"), words, "wait"
    return "", "", ""


def _figures(measure: EffectMeasure) -> list[FigureRow]:
    rows = []
    for label, kept in ((_("Before"), measure.baseline), (_("Now"), measure.result)):
        if kept:
            whole = kept["denominator"]
            of = _("%(n)s of %(all)s", n=kept["numerator"], all=whole) if whole is not None else str(kept["numerator"])
            days = f"{written_day(_day(kept['first_on']))} – {written_day(_day(kept['last_on']))}"
            rows.append(FigureRow(label, measure.figure(measure.value(kept)), of, days))
    rows.insert(1 if measure.baseline else 0, FigureRow(_("Target"), measure.target_words, "–", "–"))
    return rows


def _drawing(measure: EffectMeasure) -> Any:
    if not (measure.baseline or measure.result):
        return ""
    figures = (
        (_("Before"), measure.value(measure.baseline)),
        (_("Target"), float(measure.target)),
        (_("Now"), measure.value(measure.result)),
    )
    bars = [Bar(label, value, measure.figure(value)) for label, value in figures]
    about = "; ".join(f"{bar.label}: {bar.instead}" for bar in bars)
    return horizontal(bars, title=_("Before, target and now"), about=about)


def _rows(measure: EffectMeasure, kept: dict[str, Any] | None, phase: str, person: Person) -> list[DataRow]:
    when = _("Before") if phase == BEFORE else _("Now")
    if measure.kind == CHECK:
        return [
            DataRow(
                f"{one.which} · {_('Yes, it is right') if one.is_right else _('No, it is not')}",
                when,
                one.checked_on,
                shows=f"{one.evidence} ({one.checked_by.name})",
            )
            for one in measure.items_of(phase)
        ]
    found = kept["rows"] if kept else []
    things = _visible(found, person)
    rows = [_linked(things.get((kind, number)), kind, when, seen) for kind, number, seen, _counts in found]
    more = kept["numerator"] - len(rows) if kept and rows and measure.fewer_is_better else 0
    words = ngettext("and %(num)s more", "and %(num)s more", more)
    return [*rows, DataRow(words, when, None)] if more > 0 else rows


def _visible(found: list[Any], person: Person) -> dict[tuple[str, int], Any]:
    """The things themselves, those the reader may see; one query for each kind."""
    things = {}
    for kind in {row[0] for row in found} & set(registry.things):
        model = registry.things[kind].model
        numbers = select(model.id).where(model.id.in_([row[1] for row in found if row[0] == kind]))
        for thing in db.session.scalars(model.visible_to(person).where(model.id.in_(numbers))).unique():
            things[kind, thing.id] = thing
    return things


def _linked(thing: Any, kind: str, when: str, seen: str) -> DataRow:
    day = _day(seen) if seen else None
    if thing is None:
        return DataRow(_("Not for your eyes"), when, day)
    return DataRow(str(thing), when, day, registry.things[kind].url(thing))


def _day(written: str) -> date:
    return date.fromisoformat(written)
