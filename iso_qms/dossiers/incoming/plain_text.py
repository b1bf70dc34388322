"""Text files as offices write them: which encoding one is in, and which sign parts its cells. Pure.

An encoding is UTF-8 with or without its mark, UTF-16 with or without one, or Windows-1258. A file that was rightly
UTF-8, letters with marks and all, before a fault is damaged or cut off, and not in another encoding.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO

DELIMITERS = ",;\t|"
NAMES_ITS_SIGN = "sep="
"""What Excel writes above the headings, with the sign that parts the cells behind it."""
_HEAD, _PIECE = 64, 1 << 20


def encoding_of(file: BinaryIO) -> str | None:
    """The encoding in which the whole file can be read, None when there is none; it stands at its beginning again."""
    head = file.read(_HEAD)
    wide = _wide(head)
    found = wide if wide and _is_text(file, wide) else None if wide else _narrow(file)
    file.seek(0)
    return found


def delimiter_of(lines: Sequence[str], *, wanted: Sequence[str] = ()) -> str:
    """The sign the file names, else that finds most headings wanted and cuts most lines into equal columns."""
    if lines and lines[0].startswith(NAMES_ITS_SIGN) and (named := lines[0].rstrip("\r\n")[4:]) in tuple(DELIMITERS):
        return named
    return max(DELIMITERS, key=lambda sign: _fit(lines, sign, wanted))


def _wide(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # A heading is plain letters for the most part, so that in UTF-16 every other byte of it is nought.
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(every := head[start::2]) > 1 and every.count(0) * 2 > len(every):
            return name
    return ""


def _narrow(file: BinaryIO) -> str | None:
    file.seek(0)
    decoder, had_marks = codecs.getincrementaldecoder("utf-8-sig")(), False
    try:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            had_marks = had_marks or not text.isascii()
            if "\0" in text:
                return None
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        damaged = had_marks or not error.object[: error.start].isascii()
        return None if damaged or not _is_text(file, "cp1258") else "cp1258"
    return "utf-8-sig"


def _is_text(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _fit(lines: Sequence[str], sign: str, wanted: Sequence[str]) -> tuple[int, int, int]:
    """How many wanted headings are found, how many lines are as wide as most, and how wide that is."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=sign) if row]
    except csv.Error:
        return -1, 0, 0
    first = [cell.strip() for cell in rows[0]] if rows else []
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, equal = max(widths.items(), key=lambda one: one[::-1], default=(len(first), 0))
    return sum(name in first for name in wanted), equal, width
