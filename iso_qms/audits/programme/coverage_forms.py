"""What may be asked of the coverage: which two dimensions lie across each other, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from iso_qms.audits import choices
from iso_qms.audits.programme.coverage import DIMENSIONS
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.text import whole_number
from iso_qms.web import HouseForm

SPANS = (1, 2, 3, 5, 10)
"""How many years may be looked at together."""
YEARS, GAP = 5, 3
"""How many when years are rows or columns, and for what nobody looked at."""

NAMES = ("rows", "columns", "span", "clause", "document", "unit", "gap")
"""What an address may ask for."""


@dataclass(frozen=True)
class Asked:
    """Rows and columns, the years looked at and those of the gaps, and what the rest is narrowed to."""

    year: int
    rows: str
    columns: str
    span: int
    gap: int
    clause: str
    document: int
    unit: int

    @property
    def years(self) -> range:
        """The years of the matrix; the last is the programme's."""
        return range(self.year - self.span + 1, self.year + 1)

    @property
    def gap_years(self) -> range:
        """The years in which somebody should have looked."""
        return range(self.year - self.gap + 1, self.year + 1)

    @property
    def all_years(self) -> range:
        """Both together."""
        return range(min(self.years[0], self.gap_years[0]), self.year + 1)

    @property
    def together_from(self) -> int:
        """From which year on years need not be told apart, for matrix and gaps both hold them; 0 for none."""
        return 0 if "year" in (self.rows, self.columns) else max(self.years[0], self.gap_years[0])

    @property
    def needs_processes(self) -> bool:
        """Whether answers are to be told apart by the procedures of their visit."""
        return "process" in (self.rows, self.columns) or bool(self.document)


def asked(args: MultiDict[str, str], year: int) -> Asked:
    """What an address asks for; what makes no sense counts as not asked. Rows and columns always differ."""
    rows = args.get("rows", "")
    rows = rows if rows in DIMENSIONS else "clause"
    columns = args.get("columns", "")
    if columns not in DIMENSIONS or columns == rows:
        columns = "unit" if rows != "unit" else "clause"
    usual = YEARS if "year" in (rows, columns) else 1
    return Asked(
        year,
        rows,
        columns,
        _one_of(args.get("span"), usual),
        _one_of(args.get("gap"), GAP),
        args.get("clause", "")[:10],
        whole_number(args.get("document"), 0),
        whole_number(args.get("unit"), 0),
    )


class CoverageForm(HouseForm):
    """The matrix's rows, columns and filters, as they are shown."""

    class Meta:
        csrf = False

    rows = SelectField(_l("In rows"), choices=list(DIMENSIONS.items()), validate_choice=False)
    columns = SelectField(_l("In columns"), choices=list(DIMENSIONS.items()), validate_choice=False)
    span = SelectField(_l("Period"), coerce=choices.whole_number, validate_choice=False)
    clause = SelectField(_l("Clause"), validate_choice=False)
    document = SelectField(_l("Procedure"), coerce=choices.whole_number, validate_choice=False)
    unit = SelectField(_l("Unit"), coerce=choices.whole_number, validate_choice=False)
    gap = SelectField(_l("Nobody looked for"), coerce=choices.whole_number, validate_choice=False)

    def __init__(self, asked: Asked, procedures: Sequence[Document]) -> None:
        super().__init__(**{name: getattr(asked, name) for name in NAMES})
        self.span.choices = [(n, _period(asked.year, n)) for n in SPANS]
        self.gap.choices = [(n, _("%(n)s years", n=n) if n > 1 else _("this year")) for n in SPANS[:4]]
        self.clause.choices = [("", _("Every clause")), *choices.clauses()[1:]]
        self.document.choices = [(0, _("Every procedure")), *((one.id, one.code) for one in procedures)]
        self.unit.choices = [(0, _("Every unit")), *choices.units_of_today()]


def _one_of(given: Any, usual: int) -> int:
    number = whole_number(given, 0)
    return number if number in SPANS else usual


def _period(year: int, span: int) -> str:
    return str(year) if span == 1 else f"{year - span + 1}–{year}"
