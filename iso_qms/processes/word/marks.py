"""The hidden bookmarks of a procedure's Word file: which paragraph is which section, and which row. Pure.

Somebody edits the file who has never seen this system; when it comes back, a row is known by its bookmark however its
words and its place have changed. Where an editor dropped the bookmarks, likeness decides (`alignment`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iso_qms.documents.reading.grid import Line
from iso_qms.documents.reading.word import MARK
from iso_qms.documents.reading.wording import tidy
from iso_qms.documents.word.marks import BLOCK, Marks, Origin
from iso_qms.processes.procedure import home_of
from iso_qms.processes.reading.outline import SECTION_MARK

ANCHORS = {
    "paper": "text",
    "time_limit": "raw",
    "fee": "raw",
    "legal_basis": "raw",
    "step": "action",
    "form": "title",
    "record": "name",
}
"""The text by which the printed line of a row is found. Sets and sections need none: there is one of each."""

SHARED_LINES = ("time_limit", "fees", "legal_basis")
"""Sections of which one line may say several rows in the same words."""


class RowMarks(Marks):
    """The bookmarks that are still to be written, in the order of the blocks."""

    def __init__(self, blocks: Iterable[Any] = (), origin: Origin | None = None) -> None:
        """`blocks` are anything with `block_id`, `kind` and `content`, in order."""
        super().__init__(origin)
        self._rows: dict[str, list[tuple[str, str]]] = {}
        self._sections = origin is not None
        for one in blocks:
            if one.kind in ANCHORS:
                waiting = self._rows.setdefault(home_of(one.kind, one.content), [])
                waiting.append((anchor_of(one.kind, one.content), f"{MARK}{one.block_id}"))

    def on_section(self, paragraph: Any, key: str) -> None:
        """Mark the heading of a section."""
        if self._sections:
            self.put(paragraph, f"{SECTION_MARK}{key}")

    def on_line(self, paragraph: Any, key: str, text: str) -> None:
        """Mark a printed line of a section with the rows it says: the one most of it is, and those in the rest."""
        rows = self._rows.get(key, [])
        fitting = sorted((one for one in rows if fits(one[0], text)), key=lambda one: -len(one[0]))
        said: list[str] = []
        for anchor, _name in fitting:
            if (anchor in said and key in SHARED_LINES) or not any(anchor in one for one in said):
                said.append(anchor)
        for anchor, name in [one for one in rows if one[0] in said]:
            if anchor in said:
                said.remove(anchor)
                rows.remove((anchor, name))
                self.put(paragraph, name)

    def on_step(self, paragraph: Any) -> None:
        """Mark the next row of the table of steps."""
        if rows := self._rows.get("steps"):
            self.put(paragraph, rows.pop(0)[1])


def blocks_of(values: Sequence[Any], lines: Sequence[Line], kinds: Mapping[int, str]) -> list[int | None]:
    """For each row the block its line is marked with, or None; `kinds` says of what kind the known blocks are."""
    marked = [(line.text, [int(hit[1]) for mark in line.marks if (hit := BLOCK.fullmatch(mark))]) for line in lines]
    found: list[int | None] = [None] * len(values)
    for kind in dict.fromkeys(kinds.values()):
        mine = [(text, [one for one in blocks if kinds.get(one) == kind]) for text, blocks in marked]
        anchors = {
            at: anchor_of(kind, one.content) for at, one in enumerate(values) if one.kind == kind and kind in ANCHORS
        }
        for place, rows in _rows_on(anchors, [(text, len(blocks)) for text, blocks in mine]).items():
            for at, block in zip(rows, mine[place][1], strict=False):
                found[at] = block if block not in found else None
    return found


def _rows_on(anchors: Mapping[int, str], lines: Sequence[tuple[str, int]]) -> dict[int, list[int]]:
    """For each line, by its place, the rows whose words stand in it, in order and no more than it has marks for."""
    likely = [
        (-_share(anchor, text), at, place)
        for at, anchor in anchors.items()
        for place, (text, marks) in enumerate(lines)
        if marks and fits(anchor, text)
    ]
    taken: dict[int, int] = {}
    for _less, at, place in sorted(likely):
        if at not in taken and list(taken.values()).count(place) < lines[place][1]:
            taken[at] = place
    return {place: sorted(at for at in taken if taken[at] == place) for place in set(taken.values())}


def anchor_of(kind: str, content: Mapping[str, Any]) -> str:
    """The first line of the text by which a row is found on paper."""
    words = str(content[ANCHORS[kind]] or "").strip()
    return tidy(words.split("\n")[0])


def fits(anchor: str, line: str) -> bool:
    """Whether a printed line is the one a row's words stand in."""
    said = tidy(line)
    return bool(anchor) and (anchor in said or (len(said) > 12 and said in anchor))


def _share(anchor: str, line: str) -> float:
    return min(len(anchor), len(line)) / max(len(anchor), len(line))
