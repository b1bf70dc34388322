"""Reading a list of files as somebody gives it: pasted lines, or the first column of an Excel or text file. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iso_qms.audits.draw.drawing import candidate
from iso_qms.i18n import _
from iso_qms.organisation.workbook import read_sheets
from iso_qms.text import clean
from iso_qms.workflow import Incomplete

MOST_FILES = 20_000
LONGEST_CODE = 100


@dataclass(frozen=True)
class FileList:
    """The codes in the order given, each once, and how many stood there more than once."""

    codes: list[str]
    repeated: int = 0


def listed(text: str) -> FileList:
    """The codes of a text, one a line; a first line without any digit, over lines with some, is a heading."""
    return _listed(text.splitlines())


def listed_in(content: bytes, name: str) -> FileList:
    """The codes in the first column of a file: .xlsx, .csv or .txt; refuses what cannot be read."""
    if name.lower().endswith(".xlsx"):
        sheets = list(read_sheets(content).values())
        return _listed(row[0] if row else "" for row in (sheets[0] if sheets else []))
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as wrong:
        raise Incomplete(_("This file is no Excel and no plain text. Paste the codes instead, one a line.")) from wrong
    return _listed(line.replace(";", "\t").partition("\t")[0].strip('" ') for line in lines)


def _listed(lines: Iterable[str]) -> FileList:
    codes = [code for line in lines if (code := candidate(clean(line)).code)]
    if len(codes) > 1 and not _has_digit(codes[0]) and all(map(_has_digit, codes[1:])):
        codes = codes[1:]
    once = list(dict.fromkeys(codes))
    if len(once) > MOST_FILES:
        raise Incomplete(_("At most %(n)s files can be drawn from.", n=MOST_FILES))
    if long := [code for code in once if len(code) > LONGEST_CODE]:
        raise Incomplete(_("A code has at most %(n)s signs: %(code)s…", n=LONGEST_CODE, code=long[0][:40]))
    return FileList(once, len(codes) - len(once))


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
