"""What a Word file holds that the rows and sections of a procedure cannot hold. Pure.

It is counted against the file this house would write, so that only what somebody put in is told. Nothing of it is
lost: it stays in the file, and the file stays with the draft.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from iso_qms.documents.incoming.intake import main_part, xml
from iso_qms.documents.reading.numbering import W
from iso_qms.documents.reading.word import MC, shown_text
from iso_qms.documents.reading.wording import bullet_of, split_label, tidy, without_bullet

V = "{urn:schemas-microsoft-com:vml}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
NOTES = {"footnotes.xml": "footnotes", "endnotes.xml": "endnotes", "comments.xml": "comments"}
TAGS = {
    PICTURE: "pictures",
    V + "imagedata": "pictures",
    CHART: "objects",
    W + "object": "objects",
    MATH: "formulas",
    W + "txbxContent": "boxes",
    W + "ins": "tracked",
    W + "del": "tracked",
}
STRESSES = frozenset(W + name for name in ("b", "i", "u", "strike", "highlight"))
UNSTRESSED = ("0", "false", "off", "none")
TEXTS = ("header", "footer", "footnotes", "endnotes", "comments.xml")
"""How the other parts in which text stands are named."""
MOST_PAGE_WORDS = 4
MOST_LINES = 40
"""Lines told one by one; what is more is only counted."""


@dataclass(frozen=True)
class Inventory:
    """What only the kept file holds: how many of each sort, and lines of text that nothing was read from."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    more_lines: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the file holds nothing that would be lost without it."""
        return not self.lines and not any(number > 0 for sort, number in self.counts.items() if sort != "tracked")


def beyond(data: bytes, *, own: bytes, said: Any) -> Inventory:
    """What the file `data` holds beyond our own file of the draft (`own`) and what was read from it (`said`)."""
    theirs, ours = _parts(data), _parts(own)
    counts = _counted(theirs) - _counted(ours)
    counts["stressed"] = _newly_stressed(theirs, ours)
    known = set(_lines(ours)) | set(_page_numbers(theirs))
    read = "\n".join(tidy(one) for one in _words(said))
    lost = [line for line in dict.fromkeys(_lines(theirs)) if line not in known and not _is_in(line, read)]
    return Inventory(dict(counts), lost[:MOST_LINES], max(0, len(lost) - MOST_LINES))


def _parts(data: bytes) -> dict[str, etree._Element]:
    """The parts of a package in which text stands, by name: the body first, then notes, headers and footers."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        main = main_part(package)
        names = [main, *sorted(one for one in package.namelist() if _is_text(one) and one != main)]
        return {name: xml(package.read(name)) for name in names}


def _is_text(name: str) -> bool:
    folder, _, own = name.rpartition("/")
    return folder == "word" and own.endswith(".xml") and own.startswith(TEXTS)


def _counted(parts: dict[str, etree._Element]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, root in parts.items():
        sort = NOTES.get(name.rpartition("/")[2])
        if sort:
            found[sort] += sum(1 for note in root if isinstance(note.tag, str) and note.get(W + "type") is None)
        found.update(sort for one in root.iter(*TAGS) if _is_counted(one) and (sort := TAGS[str(one.tag)]))
        found["merged"] += sum(1 for table in root.iter(W + "tbl") if _is_merged(table))
    return found


def _is_counted(element: etree._Element) -> bool:
    """Each once: not the copy kept for old programs, and a change of a paragraph's mark is no change of words."""
    if next(element.iterancestors(MC + "Fallback"), None) is not None:
        return False
    return element.tag not in (W + "ins", W + "del") or element.find(W + "r") is not None


def _is_merged(table: etree._Element) -> bool:
    across = any(one.get(W + "val", "1") not in ("0", "1") for one in table.iter(W + "gridSpan"))
    return across or next(table.iter(W + "vMerge"), None) is not None


def _newly_stressed(theirs: dict[str, etree._Element], ours: dict[str, etree._Element]) -> int:
    """In how many lines words are set off by bold, italic and the like that are not so in our own file.

    A line set off as a whole is a heading, unless our own file has it as an ordinary line."""
    known = {words for one in _paragraphs(ours) if (words := _stressed(one))}
    plain = {_bare(shown_text(one)) for one in _paragraphs(ours)}
    found = ((_stressed(one), _bare(shown_text(one))) for one in _paragraphs(theirs))
    return sum(1 for words, line in found if words and words not in known and (words != line or line in plain))


def _stressed(paragraph: etree._Element) -> str:
    """The words of a paragraph that are set off, without blanks, because programs part them differently."""
    return _bare("".join(shown_text(run) for run in paragraph.iter(W + "r") if _is_stressed(run)))


def _bare(text: str) -> str:
    return "".join(letter for letter in tidy(text) if letter.isalnum())


def _is_stressed(run: etree._Element) -> bool:
    properties = run.find(W + "rPr")
    marks = [one for one in properties if one.tag in STRESSES] if properties is not None else []
    return any(one.get(W + "val", "1") not in UNSTRESSED for one in marks)


def _lines(parts: dict[str, etree._Element]) -> Iterator[str]:
    for paragraph in _paragraphs(parts):
        yield from _lines_of(paragraph)


def _lines_of(paragraph: etree._Element) -> Iterator[str]:
    yield from (line for one in shown_text(paragraph).split("\n") if (line := tidy(one)))


def _page_numbers(parts: dict[str, etree._Element]) -> Iterator[str]:
    """The lines of headers and footers that only count pages: programs write down the page they were on."""
    edges = {name: root for name, root in parts.items() if name.rpartition("/")[2].startswith(("header", "footer"))}
    for paragraph in _paragraphs(edges):
        codes = [(one.text or one.get(W + "instr") or "") for one in paragraph.iter(W + "instrText", W + "fldSimple")]
        if any("PAGE" in code for code in codes) and len(shown_text(paragraph).split()) <= MOST_PAGE_WORDS:
            yield from _lines_of(paragraph)


def _paragraphs(parts: dict[str, etree._Element]) -> Iterator[etree._Element]:
    for root in parts.values():
        for paragraph in root.iter(W + "p"):
            if next(paragraph.iterancestors(MC + "Fallback"), None) is None:
                yield paragraph


def _is_in(line: str, read: str) -> bool:
    """Whether a line was read: as it stands, or without the mark or label before it."""
    bare = without_bullet(line) if bullet_of(line) else split_label(line)[1]
    words = tidy(bare).strip(" :.;,")
    return not any(letter.isalnum() for letter in words) or words in read or line in read


def _words(content: Any) -> Iterable[str]:
    if isinstance(content, dict):
        return [word for one in content.values() for word in _words(one)]
    if isinstance(content, list | tuple):
        return [word for one in content for word in _words(one)]
    return [str(content)] if isinstance(content, str | int | float) else []
