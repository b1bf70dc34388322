"""Answers other than a page: Excel, a file, a redirect after a POST, JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from flask import Response, redirect, request

from iso_qms.clock import as_local

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column of an Excel sheet: its head, what a row says in it, how wide it is in characters."""

    head: Any
    value: Callable[[Any], Any]
    width: int = 20


def as_excel(rows: Iterable[Any], columns: list[Column], *, name: str) -> Response:
    """The rows of a list as an Excel file. What looks like a formula is written as text."""
    return as_workbook([("", rows, columns)], name=name)


def as_workbook(sheets: Iterable[tuple[str, Iterable[Any], list[Column]]], *, name: str) -> Response:
    """Several lists as one Excel file, a sheet for each; a sheet without a name gets Excel's own."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    formats: dict[type, Any] = {
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
    }
    for number, (title, rows, columns) in enumerate(sheets, start=1):
        _fill(book.add_worksheet(_sheet_name(title, number)), rows, columns, bold, formats)
    book.close()
    return attachment_answer(stream.getvalue(), name=f"{name}.xlsx", mimetype=EXCEL)


def attachment_answer(data: bytes, *, name: str, mimetype: str) -> Response:
    """A file to save, with a Vietnamese name every browser understands."""
    answer = Response(data, mimetype=mimetype)
    # A quote would end the name early, and a line break would make the server refuse the whole answer.
    plain = "".join(sign for sign in name if " " <= sign <= "~" and sign not in '"\\') or "file"
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def back_to(url: str) -> Response:
    """After a POST: see the other page."""
    return redirect(url, 303)  # type: ignore[return-value]


def wants_json() -> bool:
    """Whether the caller is a program."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _sheet_name(title: str, number: int) -> str | None:
    # Excel takes 31 letters, some signs never, and no name twice, whatever its capitals: the number keeps them apart.
    plain = re.sub(r"[\[\]:*?/\\]", " ", title)
    return f"{number}. {plain}"[:31].rstrip(" '") if title else None


def _fill(sheet: Any, rows: Iterable[Any], columns: list[Column], bold: Any, formats: dict[type, Any]) -> None:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, str(column.head), bold)
    for line, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            _write(sheet, line, index, column.value(row), formats)
    sheet.freeze_panes(1, 0)


def _write(sheet: Any, line: int, index: int, value: Any, formats: dict[type, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, index, as_local(value).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), formats[date])
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(line, index, value)
    else:
        sheet.write_string(line, index, "" if value is None else str(value))
