"""Answers in a file somebody brings: a heading for each question, a citizen a row, from 1 to 5."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from io import StringIO

from iso_qms.citizens.survey.asking import Given
from iso_qms.citizens.survey.satisfaction import SCALE
from iso_qms.i18n import _
from iso_qms.organisation.workbook import read_sheets
from iso_qms.text import clean, whole_number
from iso_qms.workflow import Incomplete

MOST_ROWS = 5000
OVERALL_KEY, SLIP = "overall", "slip"
"""The columns beside a survey's own questions: the last one, and the number of a slip, which a file may leave out."""

Headings = Mapping[str, Collection[str]]
"""By the key of a question, its words in every language: the first are those that are told."""


def read_answers(content: bytes, *, name: str, headings: Headings) -> list[Given]:
    """The answers below the headings of a CSV or Excel file; refused in one sentence that names heading or row."""
    rows = _excel(content) if name.lower().endswith(".xlsx") else _csv(content)
    if rows and any(rows[0]) and all(whole_number(cell, 0) in SCALE for cell in rows[0] if cell):
        raise Incomplete(_("The first row holds answers already: put a row of headings above it."))
    if len(rows) > MOST_ROWS + 1:
        raise Incomplete(_("At most %(n)s rows at once.", n=MOST_ROWS))
    places = matched(rows[0] if rows else [], headings)
    found = [_in_places(cells, places, row=number) for number, cells in enumerate(rows[1:], start=2) if any(cells)]
    if not found:
        raise Incomplete(_("Below its headings this file holds no answer."))
    return found


def matched(found: Sequence[str], headings: Headings) -> dict[str, int]:
    """In which column each question stands, in whatever order; refused with what is missing, unknown or there twice."""
    known = {_plain(words): key for key, every in headings.items() for words in every}
    keys = [known.get(_plain(cell)) for cell in found]
    missing = [next(iter(every)) for key, every in headings.items() if key not in keys and key != SLIP]
    strange = [cell for cell, key in zip(found, keys, strict=True) if cell.strip() and key is None]
    twice = [next(iter(headings[key])) for key, times in Counter(keys).items() if key and times > 1]
    told = ((_("missing"), missing), (_("no question of this survey"), strange), (_("there twice"), twice))
    wrong = [f"{label}: {', '.join(f'“{one[:80]}”' for one in some)}" for label, some in told if some]
    if wrong:
        raise Incomplete(_("The headings are not the questions of this survey; %(wrong)s.", wrong="; ".join(wrong)))
    return {key: place for place, key in enumerate(keys) if key}


def as_csv(answers: Iterable[Given], headings: Headings) -> str:
    """Answers that were read, as a file that is read alike."""
    stream = StringIO()
    sheet = csv.writer(stream, delimiter=";", lineterminator="\n")
    sheet.writerow(next(iter(every)) for every in headings.values())
    sheet.writerows([_cell(one, key) for key in headings] for one in answers)
    return stream.getvalue()


def given(cells: Sequence[str], keys: Sequence[str], *, row: int, slip: str = "") -> Given:
    """One row of scores, the overall one last; blank ones are left out."""
    scores = [_score(cell, row) for cell in cells]
    named = {key: score for key, score in zip(keys, scores, strict=False) if score is not None}
    if not named and scores[-1] is None:
        raise Incomplete(_("Row %(row)s: answer at least one question.", row=row))
    return Given(named, scores[-1], _slip(slip, row))


def _in_places(cells: Sequence[str], places: Mapping[str, int], *, row: int) -> Given:
    """A row whose columns are known by their headings."""
    if any(cell for place, cell in enumerate(cells) if place not in places.values()):
        raise Incomplete(_("Row %(row)s: an answer stands in a column without a heading.", row=row))
    said = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
    keys = [key for key in said if key not in (OVERALL_KEY, SLIP)]
    slip = said.get(SLIP, "").strip().removesuffix(".0")
    return given([*(said[key] for key in keys), said[OVERALL_KEY]], keys, row=row, slip=slip)


def _cell(one: Given, key: str) -> str:
    value = {SLIP: one.slip, OVERALL_KEY: one.overall}.get(key, one.scores.get(key))
    return "" if value is None else str(value)


def _plain(words: str) -> str:
    """A heading without what people change in passing: case, spaces, a number before it, a full stop behind it."""
    return re.sub(r"^\d+\s*[.)]\s*", "", " ".join(clean(words).casefold().split())).rstrip(" .:;?!*")


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
