"""The redline of two Word files beside bare reading and writing of the same files; no database is asked."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

import docx
from lxml import etree

from benchmarks.figures import Figure, alternating
from iso_qms.documents.redline import redline

SMALL, LONG = 12, 600
"""How many paragraphs fill a page or so, and thirty pages."""
SMALL_TO = 40
"""How many paragraphs a file has that counts as small: three pages."""


def measure(app: object, place: object, wanted: argparse.Namespace) -> Iterator[Figure]:
    """A small pair, and a pair of thirty pages, each with one word in ten paragraphs changed and a row gone."""
    for name, paragraphs in (("Word redline, a page", SMALL), ("Word redline, thirty pages", LONG)):
        old, new = (_file(paragraphs, is_new=is_new) for is_new in (False, True))
        house, bare = alternating(
            partial(redline, old, new, at=datetime.now(UTC)),
            partial(_both, old, new),
            seconds=wanted.seconds,
        )
        yield Figure(name, house, bare, note=f"{paragraphs} paragraphs")
    yield Figure(
        "Word redline, small pairs, median", *_medians(), note="1 to 40 paragraphs; the aim is less than 150 ms"
    )


def _medians() -> tuple[float, float]:
    """The usual time of the one in the middle of many small pairs, of the house and bare."""
    taken = [
        alternating(partial(redline, old, new, at=datetime.now(UTC)), partial(_both, old, new), seconds=0)
        for old, new in ([_file(size, is_new=is_new) for is_new in (False, True)] for size in range(1, SMALL_TO + 1))
    ]
    house, bare = (median(side) for side in zip(*taken, strict=True))
    return house, bare


def _both(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    return _rewritten(old), _rewritten(new)


def _file(paragraphs: int, *, is_new: bool) -> bytes:
    document = docx.Document()
    for number in range(paragraphs):
        word = "rewritten" if is_new and number % 10 == 0 else "written"
        document.add_paragraph(
            f"Paragraph {number} was {word} by unit {number % 7} under number {number * 7919 % 10007}."
        )
    table: Any = document.add_table(4 if is_new else 5, 3)
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            cell.text = f"Cell {place}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _rewritten(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            content = package.read(name)
            if name.endswith((".xml", ".rels")):
                content = etree.tostring(etree.fromstring(content), xml_declaration=True, encoding="UTF-8")
            made.writestr(name, content)
    return out.getvalue()
