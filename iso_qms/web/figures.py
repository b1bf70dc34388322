"""A page of figures: each a chart with its table, on the page, and as Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Response, request, url_for
from markupsafe import Markup, escape

from iso_qms.web.answers import Column, as_excel, as_workbook
from iso_qms.web.pages import number


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
    said: list[Any] = field(default_factory=list)
    has_sum: bool = False
    """Whether the last row is all together."""


@dataclass(frozen=True)
class Sentence:
    """Words with cells in them: on a page each leads to the rows behind it, in a file it is what it says."""

    words: str
    cells: Mapping[str, Any]

    def __html__(self) -> str:
        return escape(self.words) % {name: _linked(cell) for name, cell in self.cells.items()}

    def __str__(self) -> str:
        return self.words % {name: _shown(plain(cell)) for name, cell in self.cells.items()}


def big(label: str, value: Any, counted: str = "", **cells: Any) -> dict[str, Any]:
    """A figure that stands above all others, with what it is counted from; its value and the rest may be cells."""
    return {"label": label, "value": Sentence("%(value)s", {"value": value}), "from": Sentence(counted, cells)}


def by_chips(labels: Mapping[str, Any], chosen: str) -> list[dict[str, Any]]:
    """What the page of figures may be told by; whatever else was asked stays."""
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("by", "as", "all")}
    place: dict[str, Any] = {**(request.view_args or {}), **kept}
    return [
        {"label": label, "current": name == chosen, "url": url_for(str(request.endpoint), by=name, **place)}
        for name, label in labels.items()
    ]


def excel_of(figure: Figure) -> Response:
    """The table of one figure as an Excel file."""
    return as_excel(figure.rows, _columns(figure), name=figure.title)


def excel_of_all(figures: Sequence[Figure], *, name: str) -> Response:
    """The tables of all figures of a page as one Excel file, a sheet for each."""
    return as_workbook([(one.title, one.rows, _columns(one)) for one in figures], name=name)


def plain(cell: Any) -> Any:
    """What a cell says, without where it leads."""
    return cell[0] if isinstance(cell, tuple) else cell


def _linked(cell: Any) -> Any:
    words, url = cell if isinstance(cell, tuple) else (cell, "")
    return Markup('<a href="{}">{}</a>').format(url, _shown(words)) if url else _shown(words)


def _shown(words: Any) -> Any:
    return number(words) if isinstance(words, int) else words


def _columns(figure: Figure) -> list[Column]:
    return [Column(head, partial(_cell, place), 14 if place else 40) for place, head in enumerate(figure.heads)]


def _cell(place: int, row: list[Any]) -> Any:
    return plain(row[place])
