"""Answers in a file somebody brings: the questions as columns in their order, a citizen a row, from 1 to 5."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO

from iso_qms.citizens.survey.asking import Given
from iso_qms.citizens.survey.satisfaction import SCALE
from iso_qms.i18n import _
from iso_qms.organisation.workbook import read_sheets
from iso_qms.text import clean, whole_number
from iso_qms.workflow import Incomplete

MOST_ROWS = 5000


def read_answers(content: bytes, *, name: str, keys: Sequence[str]) -> list[Given]:
    """The answers below the headings of a CSV or Excel file; refused in one sentence that names the row."""
    rows = _excel(content) if name.lower().endswith(".xlsx") else _csv(content)
    if rows and any(rows[0]) and all(whole_number(cell, 0) in SCALE for cell in rows[0] if cell):
        raise Incomplete(_("The first row holds answers already: put a row of headings above it."))
    if len(rows) > MOST_ROWS + 1:
        raise Incomplete(_("At most %(n)s rows at once.", n=MOST_ROWS))
    return [given(cells, keys, row=number) for number, cells in enumerate(rows[1:], start=2) if any(cells)]


def given(cells: Sequence[str], keys: Sequence[str], *, row: int, slip: str = "") -> Given:
    """One row of scores, the overall one last; blank ones are left out."""
    wanted = len(keys) + 1
    padded = [*cells, *[""] * wanted][:wanted]
    if any(cells[wanted:]):
        raise Incomplete(_("Row %(row)s has more than %(n)s answers.", row=row, n=wanted))
    scores = [_score(cell, row) for cell in padded]
    named = {key: score for key, score in zip(keys, scores, strict=False) if score is not None}
    if not named and scores[-1] is None:
        raise Incomplete(_("Row %(row)s: answer at least one question.", row=row))
    return Given(named, scores[-1], _slip(slip, row))


def _score(cell: str, row: int) -> int | None:
    typed = cell.strip().removesuffix(".0")
    if not typed:
        return None
    value = whole_number(typed, 0)
    if value not in SCALE:
        words = {"row": row, "typed": typed[:20], "least": SCALE[0], "most": SCALE[-1]}
        raise Incomplete(_("Row %(row)s: “%(typed)s” is no number from %(least)s to %(most)s.", **words))
    return value


def _slip(typed: str, row: int) -> int | None:
    if not typed.strip():
        return None
    number = whole_number(typed.strip(), 0)
    if not 0 < number < 10**9:
        raise Incomplete(_("Row %(row)s: the number of the slip is a whole number.", row=row))
    return number


def _excel(content: bytes) -> list[list[str]]:
    return next(iter(read_sheets(content).values()), [])


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Incomplete(_("This file is neither Excel (.xlsx) nor CSV in UTF-8.")) from None
    first = re.sub('"[^"]*"', "", text.partition("\n")[0])
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Incomplete(_("This file breaks off or has a quotation mark that is never closed.")) from None
    return [[clean(cell).strip() for cell in row] for row in rows]
