"""A page of figures: each a chart with its table, on the page, and as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Response
from markupsafe import Markup

from iso_qms.web.answers import Column, as_excel, as_workbook


@dataclass(frozen=True)
class Figure:
    """A chart with its table: what it is called, what it counts, the drawing, heads and rows, signals in words.

    A cell is words, a number, or either with the address of the rows behind it.
    """

    name: str
    title: str
    counted: str
    svg: Markup
    heads: list[str]
    rows: list[list[Any]]
    said: list[str] = field(default_factory=list)


def excel_of(figure: Figure) -> Response:
    """The table of one figure as an Excel file."""
    return as_excel(figure.rows, _columns(figure), name=figure.title)


def excel_of_all(figures: Sequence[Figure], *, name: str) -> Response:
    """The tables of all figures of a page as one Excel file, a sheet for each."""
    return as_workbook([(one.title, one.rows, _columns(one)) for one in figures], name=name)


def plain(cell: Any) -> Any:
    """What a cell says, without where it leads."""
    return cell[0] if isinstance(cell, tuple) else cell


def _columns(figure: Figure) -> list[Column]:
    return [Column(head, partial(_cell, place), 14 if place else 40) for place, head in enumerate(figure.heads)]


def _cell(place: int, row: list[Any]) -> Any:
    return plain(row[place])
