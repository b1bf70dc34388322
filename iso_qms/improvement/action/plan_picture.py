"""The plan of one action as a picture with its table: when each part was or will be, and where today stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from iso_qms.charts.lettering import width
from iso_qms.charts.sheet import LETTERS, label, path, rect, sheet, words
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction

WIDE = 316
"""As wide as the page of a telephone, so that nothing is drawn smaller and nothing has to be slid."""

_ROW, _TOP, _BAR = 42, 26, 14


@dataclass(frozen=True)
class Span:
    """A part of the plan: its words, its first and last day, and whether it has happened."""

    label: str
    first: date
    last: date
    is_done: bool


@dataclass(frozen=True)
class Picture:
    """The drawing, and the rows of its table."""

    drawing: Markup
    rows: Sequence[Span]


def plan_picture(one: CorrectiveAction, today: date) -> Picture:
    """The life of an action from its planning to its verification, drawn to the scale of days."""
    spans = list(spans_of(one))
    return Picture(drawn(spans, today, title=_("Plan of %(code)s", code=one.code)), spans)


def spans_of(one: CorrectiveAction) -> Iterator[Span]:
    """What has happened and what is to come, in order of time."""
    yield Span(_("Planned"), one.planned_on, one.accepted_on or one.planned_on, True)
    begun = one.accepted_on or one.planned_on
    yield Span(_("To be carried out"), begun, max(one.first_due_on, begun), one.performed_on is not None)
    for wish in one.extensions:
        if wish.state == "granted":
            yield Span(_("More time"), wish.from_day, wish.to_day, True)
    if one.performed_on:
        yield Span(_("Carried out"), one.performed_on, one.performed_on, True)
    begins = one.performed_on or one.due_on
    if one.measure:
        ends = one.measure.window_end(begins)
        yield Span(_("Window of measurement"), begins, ends, one.measure.measured_on is not None)
    judged = one.verified_on or one.verify_on
    yield Span(_("Verification"), judged, judged, one.verified_on is not None)


def drawn(spans: Sequence[Span], today: date, *, title: str) -> Markup:
    """Bars to the scale of days under their words, hollow while they are to come; a line says where today stands."""
    first = min([today, *(one.first for one in spans)])
    last = max([today, *(one.last for one in spans)])
    each = WIDE / ((last - first).days + 1)

    def at(day: date) -> float:
        return each * (day - first).days

    bottom = _TOP + _ROW * len(spans)
    parts = [part for place, one in enumerate(spans) for part in _row(one, _TOP + _ROW * place, at)]
    parts.append(path([(at(today), _TOP - 4), (at(today), bottom)], "limit", dashes="4 3"))
    middle = min(max(at(today), 40), WIDE - 40)
    parts += words([f"{_('Today')} {today:%d/%m}"], x=middle, y=_TOP - 10, anchor="middle", kind="strong")
    parts += words([f"{first:%d/%m/%Y}"], x=0, y=bottom + 16)
    parts += words([f"{last:%d/%m/%Y}"], x=WIDE, y=bottom + 16, anchor="end")
    about = "; ".join(f"{one.label}: {one.first:%d/%m/%Y} – {one.last:%d/%m/%Y}" for one in spans)
    return sheet(parts, title=title, about=about, width=WIDE, height=bottom + 24)


def _row(one: Span, top: float, at: Any) -> Iterator[Markup]:
    left, right = at(one.first), at(one.last + timedelta(days=1))
    kind, fill = ("bar-1", "#0b4f6c") if one.is_done else ("bar-hollow", "none")
    # The words begin with their bar as long as they end within the drawing.
    begins = max(0, min(left, WIDE - width(one.label, size=LETTERS)))
    yield label(one.label, room=WIDE, most=1, x=begins, y=top + 14, anchor="start")
    yield rect(min(left, WIDE - 4), top + 20, max(right - left, 4), _BAR, kind, fill=fill)
