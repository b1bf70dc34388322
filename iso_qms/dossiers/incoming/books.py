"""Excel and OpenDocument books: looked into before they are opened, for their reader lays a sheet out whole. Pure.

A small file can say that a cell is repeated a million times, or let a thousand cells show one long text.
"""

from __future__ import annotations

import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from lxml import etree

from iso_qms.dossiers.incoming.unreadable import MOST_UNPACKED, UnreadableTable
from iso_qms.text import whole_number

MOST_CELLS = 20_000_000
"""Cells of the rectangle that holds a sheet: the reader lays it out whole, so a lone cell far away counts as many."""
MOST_TEXT = 1 << 29
"""Bytes of text in all cells, each counted where it is shown: the reader copies it there."""
MOST_OF_A_TEXT = 1 << 20
"""Bytes of one text; Excel itself takes 32,767 signs."""
MOST_SHEETS = 20
"""Sheets of a book that are looked at for the one that holds dossiers."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


def is_book(head: bytes) -> bool:
    """Whether a file that begins so may be a book, whatever it is called."""
    return head.startswith((_ZIP, _OLE))


def sheets(path: Path) -> Iterator[tuple[str, Any]]:
    """The sheets that are not hidden, each with its name; raises UnreadableTable."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # Slow to import.

    _demand_a_modest_book(path)
    try:
        book = CalamineWorkbook.from_path(path)
        told = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        for one in [one for one in told if one.visible == SheetVisibleEnum.Visible][:MOST_SHEETS]:
            yield one.name, book.get_sheet_by_name(one.name)
    except (CalamineError, OSError) as error:
        raise UnreadableTable("excel") from error


def _demand_a_modest_book(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            if whole.find(_PROTECTED) >= 0:
                raise UnreadableTable("password")
        return
    try:
        with zipfile.ZipFile(path) as book:
            _demand_modest_parts(book)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, NotImplementedError) as error:
        raise UnreadableTable("excel") from error
    except RuntimeError as error:  # What Python says of a part that is encrypted.
        raise UnreadableTable("password") from error


def _demand_modest_parts(book: zipfile.ZipFile) -> None:
    names = book.namelist()
    if sum(part.file_size for part in book.infolist()) > MOST_UNPACKED:
        raise UnreadableTable("huge")
    if "content.xml" in names:
        with book.open("content.xml") as content:
            _demand_modest_tables(content)
    elif not any(name.startswith("xl/") for name in names):
        raise UnreadableTable("excel" if any(name.startswith(("word/", "ppt/")) for name in names) else "zip")
    lengths = _lengths_of_texts(book) if "xl/sharedStrings.xml" in names else []
    for name in names:
        if name.endswith(".bin") and "worksheets" in name:
            raise UnreadableTable("excel")  # Nobody can look into the binary kind beforehand.
        if name.startswith("xl/worksheets/"):
            with book.open(name) as sheet:
                _demand_a_modest_sheet(sheet, lengths)


def _lengths_of_texts(book: zipfile.ZipFile) -> list[int]:
    """How long each text is that cells share; none where all together are so short that no sheet can be too much."""
    lengths, rest = list[int](), b""
    with book.open("xl/sharedStrings.xml") as texts:
        while piece := texts.read(1 << 20):
            *whole, rest = (rest + piece).split(b"</si>")
            lengths += map(len, whole)
            if len(rest) > MOST_OF_A_TEXT:
                raise UnreadableTable("long")
    return lengths if max(lengths, default=0) * MOST_CELLS > MOST_TEXT else []


def _demand_a_modest_sheet(sheet: IO[bytes], lengths: list[int]) -> None:
    columns, last, signs, rest = {""}, 1, 0, b""
    while piece := sheet.read(1 << 20):
        piece = rest + piece
        found = _PLACE.findall(piece)
        columns.update({column.decode() for column in {column for column, _row in found}})
        last = max(last, *(int(row) for row in {row for _column, row in found}), 1)
        if lengths:
            shown = [int(number) for number in _SHARED.findall(piece)]
            signs += sum(lengths[number] for number in shown if number < len(lengths))
        rest = piece[max(piece.rfind(b"<c "), piece.rfind(b"<row "), 0) :][:MOST_OF_A_TEXT]
    furthest = max(columns, key=lambda column: (len(column), column))
    if last * sum(26**place * (ord(letter) - 64) for place, letter in enumerate(reversed(furthest))) > MOST_CELLS:
        raise UnreadableTable("far", f"{furthest}{last}")
    if signs > MOST_TEXT:
        raise UnreadableTable("long")


_PLACE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]{0,3})([0-9]{1,7})"')
_SHARED = re.compile(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})""")


def _demand_modest_tables(content: IO[bytes]) -> None:
    """OpenDocument says how often a cell and a row are repeated; what is empty at the end is not laid out."""
    rows = height = width = signs = columns = filled = of_row = 0
    parts = etree.iterparse(content, tag=(_TABLE, _ROW, *_CELLS), resolve_entities=False, no_network=True)
    for _action, one in parts:
        if one.tag in _CELLS:
            repeats, text = _times(one.get(_COLUMNS)), sum(map(len, one.itertext()))
            columns += repeats
            if text or one.get(_VALUE):
                filled, of_row = columns, of_row + repeats * text
        elif one.tag == _ROW:
            repeats = _times(one.get(_ROWS))
            rows += repeats
            if filled:
                height, width, signs = rows, max(width, filled), signs + repeats * of_row
            columns = filled = of_row = 0
            _forget(one)
        if height * width > MOST_CELLS:
            raise UnreadableTable("repeats")
        if signs > MOST_TEXT or of_row > MOST_TEXT:
            raise UnreadableTable("long")
        if one.tag == _TABLE:
            rows = height = width = 0


def _times(told: str | None) -> int:
    """How often something is repeated; what is no number, or a longer one, is more than any sheet has."""
    return 1 if told is None else whole_number(told, MOST_CELLS + 1)


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


_T, _O = ("{urn:oasis:names:tc:opendocument:xmlns:" + name + ":1.0}" for name in ("table", "office"))
_TABLE, _ROW, _VALUE = f"{_T}table", f"{_T}table-row", f"{_O}value-type"
_CELLS = f"{_T}table-cell", f"{_T}covered-table-cell"
_COLUMNS, _ROWS = f"{_T}number-columns-repeated", f"{_T}number-rows-repeated"
