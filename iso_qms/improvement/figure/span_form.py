"""The form in which figures are asked for: a year or a part of it, or two days, and a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import DateField, SelectField
from wtforms.validators import Optional

from iso_qms.i18n import _l
from iso_qms.improvement.figure.figure_words import parts
from iso_qms.improvement.figure.tallied import Asked
from iso_qms.web import HouseForm


class SpanForm(HouseForm):
    """What figures are asked for; what was asked stands in it."""

    class Meta:
        csrf = False

    year = SelectField(_l("Year"), coerce=int, validate_choice=False)
    part = SelectField(_l("Part of the year"), validate_choice=False)
    since = DateField(_l("Or from"), [Optional()])
    until = DateField(_l("Until"), [Optional()])
    unit = SelectField(_l("Unit"), validate_choice=False)

    def __init__(self, asked: Asked, *, years: Iterable[int], units: Sequence[tuple[Any, str]]) -> None:
        ends = {"since": asked.span.first, "until": asked.span.last} if asked.is_day_to_day else {}
        super().__init__(data={"year": asked.year, "part": asked.part, "unit": str(asked.unit or ""), **ends})
        self.year.choices = [(year, str(year)) for year in sorted({asked.year, *years}, reverse=True)]
        self.part.choices = parts()
        self.unit.choices = list(units)
