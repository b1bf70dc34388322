"""Rows from the plain text of a section, as typed or pasted by an author: read by the same code as a Word file."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from iso_qms.documents.comparison.tables import tables_in
from iso_qms.documents.reading.grid import Cell, Line, Table
from iso_qms.processes.reading import durations
from iso_qms.processes.reading.durations import Duration
from iso_qms.processes.reading.fees import fees_of
from iso_qms.processes.reading.forms_records import forms_of, records_of
from iso_qms.processes.reading.legal import legal_basis_of
from iso_qms.processes.reading.limits import limits_of
from iso_qms.processes.reading.papers import papers_of, sets_of
from iso_qms.processes.reading.sections import Section

Row = dict[str, Any]


def papers_in(text: str) -> list[Row]:
    """The papers a text lists."""
    return [asdict(one) for one in papers_of(_section("papers", text).lines, [])]


def sets_in(text: str) -> int | None:
    """How many sets a text asks for."""
    return sets_of(_section("papers", text).lines)


def limits_in(text: str, *, heads: Mapping[str | None, Duration | None]) -> list[Row]:
    """The time limits a text states."""
    return [asdict(one) for one in limits_of(_plain(text), heads=heads)]


def fees_in(text: str) -> list[Row]:
    """The fees a text states."""
    return [asdict(one) for one in fees_of(_plain(text), _section("fees", text).tables)]


def legal_in(text: str) -> list[Row]:
    """The legal texts a text cites."""
    return [asdict(one) for one in legal_basis_of(_plain(text))]


def forms_in(text: str, *, source: str) -> list[Row]:
    """The forms a text names."""
    return [asdict(one) for one in forms_of(_section(source, text), source=source)]


def records_in(text: str) -> list[Row]:
    """The records a text names, where it has no table."""
    return [asdict(one) for one in records_of(_section("records", text))]


def times_in(text: str) -> list[Row]:
    """The durations one cell of the steps table says; a bare figure or "ngày" is a working day, as its head says."""
    read = durations.cell_durations(text, unit=durations.WORKING_DAY, sure=True)
    return [
        {"amount": d.amount, "unit": d.unit, "raw": d.raw, "parse": d.parse, "starts_from": d.starts_from} for d in read
    ]


def _plain(text: str) -> list[str]:
    """The lines outside tables: rows of fees, limits and legal texts are read from lines alone."""
    return [line for tabbed, lines in tables_in(text) if not tabbed for line in lines]


def _section(key: str, text: str) -> Section:
    section = Section(key, key)
    for tabbed, lines in tables_in(text):
        if tabbed:
            section.add_table(_table(lines))
        else:
            for line in lines:
                section.add_line(Line(line))
    return section


def _table(lines: list[str]) -> Table:
    table = Table()
    for line in lines:
        table.new_row()
        for words in line.split("\t"):
            table.add(Cell([Line(words)]))
    return table
