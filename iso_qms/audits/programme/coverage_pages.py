"""The pages of coverage: a matrix of what was looked at, what nobody looked at, and the visits behind a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote_plus

from flask import abort, render_template, request, url_for
from sqlalchemy.orm import selectinload

from iso_qms.audits.checklist.clauses import STANDARD, Clause, clause_title, lowest_clauses
from iso_qms.audits.models import Inspection
from iso_qms.audits.programme.coverage import (
    DIMENSIONS,
    documents_of,
    groups_of,
    procedures_on,
    processes_looked_at,
    units_of,
)
from iso_qms.audits.programme.coverage_forms import NAMES, Asked, CoverageForm, asked
from iso_qms.audits.programme.pivot import NOTHING, Counts, Group, Key, Row, keys_of, narrowed, pivot, step, unreached
from iso_qms.audits.room import room
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import subtree
from iso_qms.text import whole_number
from iso_qms.web import Column, as_excel, here, signed_in

EARLIEST, LATEST = 1900, 9999


@dataclass(frozen=True)
class Heading:
    """What stands at the head of a row or column: a short name, the rest of it, and how an address says it."""

    key: Key
    name: str
    more: str
    said: str


Line = tuple[Heading, Row]
"""A row of the matrix with its head."""


@dataclass(frozen=True)
class Gaps:
    """What nobody looked at in the years asked for, of what should be looked at."""

    clauses: Sequence[Heading]
    processes: Sequence[Heading]
    units: Sequence[Heading]


@room.route("/programmes/<int:year>/coverage", needs="audits.read")
def coverage(year: int) -> Any:
    """What was looked at, by two of clause, procedure, unit and year; those who oversee see what nobody looked at."""
    wanted, person = asked(request.args, _year(year)), signed_in()
    groups = groups_of(person, wanted.all_years, processes=wanted.needs_processes, together_from=wanted.together_from)
    procedures = procedures_on(today(), seen_by=person)
    kept = _kept(groups, wanted)
    name_of = partial(_headings, groups=kept, wanted=wanted, procedures=procedures, person=person)
    rows, columns = name_of(wanted.rows, down=True), name_of(wanted.columns, down=False)
    matrix = pivot(kept, (wanted.rows, wanted.columns), [one.key for one in rows], [one.key for one in columns])
    lines = _reached_first(list(zip(rows, matrix.rows, strict=True)), wanted)
    if request.args.get("as") == "xlsx":
        return _excel(lines, columns, wanted)
    return render_template(
        "audits/coverage.html",
        year=year,
        asked=wanted,
        form=CoverageForm(wanted, procedures),
        matrix=matrix,
        lines=lines,
        rows_total=sum(one.key is not None for one in rows),
        columns_total=sum(one.key is not None for one in columns),
        columns=columns,
        gaps=_gaps(groups, wanted, procedures, person) if person.may("audits.oversee") else None,
        dimensions=DIMENSIONS,
        step=step,
        behind=_behind(year),
        kept=_kept_words(),
    )


@room.route("/programmes/<int:year>/coverage/visits", needs="audits.read")
def coverage_visits(year: int) -> Any:
    """The visits whose answers stand in a cell of the matrix, or in a whole row."""
    wanted, person = asked(request.args, _year(year)), signed_in()
    groups = _kept(groups_of(person, wanted.years, processes=wanted.needs_processes, visits=True), wanted)
    cell = [
        (dimension, _key(dimension, request.args[place]))
        for dimension, place in ((wanted.rows, "row"), (wanted.columns, "column"))
        if request.args.get(place)
    ]
    for dimension, key in cell:
        groups = narrowed(groups, dimension, [key])
    counts: dict[Any, Counts] = {}
    for group in groups:
        visit = group.keys["visit"][0]
        counts[visit] = counts.get(visit, NOTHING) + group.counts
    query = Inspection.visible_to(person).where(Inspection.id.in_([key for key, one in counts.items() if one.answers]))
    query = query.options(selectinload(Inspection.units)).order_by(Inspection.planned_on.desc(), Inspection.id.desc())
    return render_template(
        "audits/coverage_visits.html",
        year=year,
        visits=list(db.session.scalars(query)),
        counts=counts,
        cell=[(DIMENSIONS[dimension], _named(dimension, key, person)) for dimension, key in cell],
        back=url_for(".coverage", agency=here().slug, year=year, **_kept_words()),
    )


def _year(year: int) -> int:
    return year if EARLIEST < year < LATEST else abort(404)


def _kept(groups: Sequence[Group], wanted: Asked) -> list[Group]:
    """The groups of the matrix: of its years, and of what the rest is narrowed to."""
    kept = narrowed(groups, "year", wanted.years)
    if wanted.unit:
        kept = narrowed(kept, "unit", subtree(wanted.unit))
    if wanted.document:
        kept = narrowed(kept, "process", [wanted.document])
    if wanted.clause:
        kept = narrowed(kept, "clause", [one for one in keys_of(kept, "clause") if _is_under(one, wanted.clause)])
    return kept


def _is_under(key: Any, number: str) -> bool:
    return key is not None and (key.number == number or key.number.startswith(f"{number}."))


def _headings(
    dimension: str,
    *,
    down: bool,
    groups: Sequence[Group],
    wanted: Asked,
    procedures: Sequence[Document],
    person: Person,
) -> list[Heading]:
    """What stands along one side: what should be looked at, and whatever else was.

    Procedures stand across only where somebody looked at them, for there are hundreds.
    """
    found = keys_of([one for one in groups if one.counts.answers], dimension)
    if dimension == "year":
        return [_of_year(year) for year in wanted.years]
    if dimension == "clause":
        return _clause_headings(found, wanted.clause)
    if dimension == "unit":
        below = subtree(wanted.unit) if wanted.unit else None
        units = units_of(today(), {int(str(key)) for key in found})
        return [_of_unit(one) for one in units.values() if below is None or one.id in below]
    expected = [one for one in procedures if down or one.id in found]
    expected = [one for one in expected if not wanted.document or one.id == wanted.document]
    ids = {int(str(key)) for key in found if key is not None}
    known = documents_of(expected, ids, seen_by=person).values()
    return [*map(_of_document, known), *([_of_none(_("No procedure"))] if None in found else [])]


def _reached_first(lines: list[Line], wanted: Asked) -> list[Line]:
    """Rows that somebody looked at before those nobody did, each in their order; years stay as they follow."""
    return lines if wanted.rows == "year" else sorted(lines, key=lambda one: one[1].last is None)


def _clause_headings(found: set[Key], under: str) -> list[Heading]:
    expected = [one for one in lowest_clauses(STANDARD) if not under or _is_under(one, under)]
    clauses = sorted({*expected, *(one for one in found if isinstance(one, Clause))}, key=lambda one: one.order)
    editions = {one.standard for one in clauses}
    headings = [_of_clause(one, with_edition=len(editions) > 1) for one in clauses]
    return [*headings, *([_of_none(_("No clause"))] if None in found else [])]


def _of_clause(one: Clause, *, with_edition: bool = False) -> Heading:
    more = clause_title(one.standard, one.number)
    more = " · ".join(filter(None, [more, one.standard if with_edition else ""]))
    return Heading(one, one.number, more, quote_plus(f"{one.standard} {one.number}"))


def _of_unit(one: Any) -> Heading:
    return Heading(one.id, one.name, "" if one.is_valid_on(today()) else _("closed"), str(one.id))


def _of_document(one: Document) -> Heading:
    return Heading(one.id, one.code, one.title, str(one.id))


def _of_year(year: int) -> Heading:
    return Heading(year, str(year), "", str(year))


def _of_none(name: str) -> Heading:
    return Heading(None, name, "", "none")


def _key(dimension: str, said: str) -> Key:
    """The key that an address names."""
    if said == "none":
        return None
    if dimension == "clause":
        standard, _space, number = said.rpartition(" ")
        return Clause(standard, number)
    return whole_number(said, 0)


def _named(dimension: str, key: Key, person: Person) -> str:
    """A key in words."""
    if isinstance(key, Clause):
        return f"{key.standard}, {key.number} {clause_title(*key)}".strip()
    if key is None:
        return _("No clause") if dimension == "clause" else _("No procedure")
    if dimension == "year":
        return str(key)
    known = {int(str(key))}
    there: Any = units_of(today(), known) if dimension == "unit" else documents_of([], known, seen_by=person)
    return str(there.get(key, "–"))


def _gaps(groups: Sequence[Group], wanted: Asked, procedures: Sequence[Document], person: Person) -> Gaps:
    of_years = narrowed(groups, "year", wanted.gap_years)
    looked_at = processes_looked_at(person, wanted.gap_years)
    clauses = unreached(of_years, "clause", lowest_clauses(STANDARD))
    units = units_of(today(), set())
    return Gaps(
        [_of_clause(one) for one in clauses if isinstance(one, Clause)],
        [_of_document(one) for one in procedures if one.id not in looked_at],
        [_of_unit(units[int(str(key))]) for key in unreached(of_years, "unit", units)],
    )


def _behind(year: int) -> Callable[..., str]:
    """The address of the visits behind a cell; its beginning is made once, for a matrix has thousands of cells."""
    base = url_for(".coverage_visits", agency=here().slug, year=year, **_kept_words())
    join = "&" if "?" in base else "?"
    return lambda row, column: f"{base}{join}row={row.said}&column={column.said}"


def _kept_words() -> dict[str, Any]:
    """What the address asks of the matrix, to be asked again."""
    return {name: request.args[name] for name in NAMES if request.args.get(name)}


def _excel(lines: Sequence[Line], columns: Sequence[Heading], wanted: Asked) -> Any:
    heads = [Column(DIMENSIONS[wanted.rows], lambda one: f"{one[0].name} {one[0].more}".strip(), 44)]
    for place, column in enumerate(columns):
        name = f"{column.name} {column.more}".strip() if wanted.columns == "clause" else column.name
        heads.append(Column(_("%(what)s: answers", what=name), partial(_answers, place), 12))
        heads.append(Column(_("%(what)s: do not conform", what=name), partial(_wrong, place), 12))
    heads.append(Column(_("Looked at in"), lambda one: one[1].reached, 12))
    heads.append(Column(_("Last looked at"), lambda one: one[1].last, 14))
    name = _("Coverage %(year)s", year=wanted.year)
    return as_excel(lines, heads, name=name)


def _answers(place: int, line: Any) -> int:
    answers: int = line[1].cells[place].answers
    return answers


def _wrong(place: int, line: Any) -> int:
    wrong: int = line[1].cells[place].wrong
    return wrong
