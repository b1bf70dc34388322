"""The redline of two Word files: a third one in which every change is a true tracked change. Pure.

Accepting all gives the new text, rejecting all gives the old one; each redline is checked for that before it is handed
out. Where fine marks do not stand the check, coarser ones are made: whole paragraphs, then all of the old text for all
of the new. ISO 9001:2015, 7.5.3.2 c (control of changes)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from iso_qms.documents.incoming.intake import BadFile, kind_of, normalised, xml
from iso_qms.documents.redline.blocks import BlockReader
from iso_qms.documents.redline.carrying import Carrier, Luggage
from iso_qms.documents.redline.lines import keep_blanks, split_field_runs, wrap_loose_text
from iso_qms.documents.redline.marking import Pen
from iso_qms.documents.redline.merging import Grain, Merger
from iso_qms.documents.redline.moving import Moves
from iso_qms.documents.redline.names import DEL, INS, MARKERS, MC, WP, W
from iso_qms.documents.redline.notes import KINDS, Notes, Pair, merge_notes, pair_notes, wrong_pairs
from iso_qms.documents.redline.package import Package
from iso_qms.documents.redline.proof import holds, said_in
from iso_qms.documents.redline.reading import readings
from iso_qms.documents.redline.settling import accept
from iso_qms.documents.redline.shapes import Side, Signs

ENGINE = "iso-qms"
AUTHOR = "ISO-QMS"
WAYS: tuple[tuple[Grain, bool], ...] = (("words", True), ("words", False), ("paragraphs", False), ("whole", False))
"""How to mark changes, from the finest marks to the coarsest, and whether what moved is told as moved."""
NUMBERED = (INS, DEL, *MARKERS, W + "commentReference")
EDGES = ("header", "footer")
_MOST_PAIRINGS = 8


@dataclass(frozen=True)
class Redline:
    """A finished redline and how many changes a reader finds in it."""

    data: bytes
    insertions: int
    deletions: int
    moves: int
    """What stands elsewhere now, neighbours that moved together as one; it is not counted as deleted and inserted."""
    engine: str = ENGINE
    edges_differ: bool = False
    """Whether headers or footers say something else now; the redline has the new ones, without marks."""


def redline(old: bytes, new: bytes, *, at: datetime, author: str = AUTHOR) -> Redline:
    """The redline that leads from one .docx to the other; raises BadFile when a file is refused or the check fails."""
    with _uncollected():
        return _checked(_opened(old), _opened(new), at=at, author=author)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let garbage wait meanwhile: to look for it among the pieces of a long table takes as long as the redline."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _checked(before: bytes, after: bytes, *, at: datetime, author: str) -> Redline:
    ours, theirs = _read(before), _read(after)
    said = said_in(ours), said_in(theirs)
    for grain, with_moves in WAYS:
        # What fine marks stumble over, coarser ones may manage; only the check decides.
        with suppress(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            made = _made(ours, after, author=author, at=at, grain=grain, with_moves=with_moves)
            if holds(made.data, old=said[0], new=said[1]):
                return replace(made, edges_differ=_edges_say(ours) != _edges_say(theirs))
    raise BadFile("check_failed", "No redline of these two files passed the check, so none was written.")


def _opened(data: bytes) -> bytes:
    if kind_of(data) != "docx":
        raise BadFile("old_word", "This is an old Word file (.doc). Save it as .docx and try again.")
    return normalised(data)


def _read(data: bytes) -> Package:
    """A file with its revisions accepted and each mark of a field in a run of its own."""
    try:
        package = Package(data)
        _settle(package)
    except (KeyError, RecursionError, NotImplementedError) as error:
        raise BadFile("damaged", "The file is damaged or cut off: a part of it cannot be read.") from error
    return package


def _settle(package: Package) -> None:
    if package.tree(package.main).find(W + "body") is None:
        raise BadFile("damaged", "The file is damaged or cut off: it has no text.")
    for name in [*_parts(package), *_edges(package)]:
        accept(package.tree(name))
        wrap_loose_text(package.tree(name))
        keep_blanks(package.tree(name))
        split_field_runs(package.tree(name))
        package.drop_strays(name)


def _edges(package: Package) -> list[str]:
    found = [one.target for one in package.relations(package.main).values() if one.type.endswith(EDGES)]
    return [name for name in found if name in package.names]


def _edges_say(package: Package) -> list[list[str]]:
    """What headers and footers say, whatever their parts are called and however often they are used."""
    return sorted(
        {tuple(texts): texts for name in _edges(package) if (texts := readings(package.tree(name))[0])}.values()
    )


def _parts(package: Package) -> list[str]:
    notes = [package.related(f"{kind}s") for kind in KINDS]
    return [package.main, *(name for name in notes if name)]


def _made(old: Package, new: bytes, *, author: str, at: datetime, grain: Grain, with_moves: bool) -> Redline:
    """One redline, its notes paired anew until every pair is kept together wherever it is marked."""
    banned: set[Pair] = set()
    for attempt in range(_MOST_PAIRINGS):
        work = _Work(old, _read(new), author=author, at=at)
        bare = grain == "whole" or attempt == _MOST_PAIRINGS - 1
        wrong = work.merge(grain, banned, bare=bare)
        if not wrong:
            break
        banned |= wrong
    if with_moves:
        work.moves.write(work.pen)
    return Redline(work.new.data(), work.pen.counted[INS], work.pen.counted[DEL], work.moves.counted)


class _Work:
    """Two files on the table, the new one of which becomes the redline."""

    def __init__(self, old: Package, new: Package, *, author: str, at: datetime) -> None:
        self.old, self.new = old, new
        for kind in KINDS:
            Notes(kind).part(old, new)
        for name in _parts(new):
            _declare(new, name, old)
        roots = [new.tree(name) for name in _parts(new)]
        self.pen = Pen(author, at, first_id=_highest(roots))
        names = {one.get(W + "name", "") for root in roots for one in root.iter(W + "bookmarkStart")}
        drawings = max((_number(one.get("id")) for root in roots for one in root.iter(WP + "docPr")), default=0)
        self.luggage = Luggage(old, new, self.pen, names, drawings)
        self.signs = Signs()
        self.moves = Moves()

    def merge(self, grain: Grain, banned: set[Pair], *, bare: bool) -> set[Pair]:
        """Make the redline in place; the pairs of notes that turned out wrong, when it has to be made again."""
        notes = {
            kind: pair_notes(kind, self.old, self.new, banned=banned, exact=grain == "paragraphs")
            if not bare
            else Notes.unpaired(kind, self.old, self.new)
            for kind in KINDS
        }
        body = self.new.tree(self.new.main).find(W + "body")
        merger, _ = self._merger(self.old.main, self.new.main, notes, grain)
        merger.containers(self.old.tree(self.old.main).find(W + "body"), body)
        self.moves = merger.moves
        wrong = {pair for one in notes.values() for pair in wrong_pairs(one, self.luggage, body)}
        for kind, one in notes.items() if not wrong else ():
            part = self.new.related(f"{kind}s")
            if part is not None:
                merger, carrier = self._merger(self.old.related(f"{kind}s") or self.old.main, part, notes, grain)
                merge_notes(one, luggage=self.luggage, merger=merger, carrier=carrier, body=body)
        return wrong

    def _merger(self, old: str, new: str, notes: dict[str, Notes], grain: Grain) -> tuple[Merger, Carrier]:
        ours = Side(self.old, old, lambda kind, identifier: notes[kind].name(identifier, is_old=True))
        theirs = Side(self.new, new, lambda kind, identifier: notes[kind].name(identifier, is_old=False))
        carrier = Carrier(self.luggage, ours, theirs)
        readers = BlockReader(ours, self.signs), BlockReader(theirs, self.signs)
        merger = Merger(old=readers[0], new=readers[1], carrier=carrier, pen=self.pen, signs=self.signs, grain=grain)
        return merger, carrier


def _declare(new: Package, name: str, old: Package) -> None:
    """Let a part declare every prefix both files use, because some attributes name prefixes in their values."""
    root, prefixes, ignorable = new.tree(name), dict[str | None, str](), list[str]()
    for one in (root, *(old.tree(part) for part in _parts(old))):
        known = one.nsmap
        for prefix, address in known.items():
            if prefix or one is root:
                prefixes.setdefault(prefix, address)
        named = one.get(MC + "Ignorable", "").split()
        ignorable += [prefix for prefix in named if prefixes.get(prefix) == known.get(prefix)]
    if ignorable:
        prefixes.setdefault("mc", MC[1:-1])
    if prefixes == root.nsmap and set(ignorable) == set(root.get(MC + "Ignorable", "").split()):
        return
    fresh = etree.Element(root.tag, root.attrib, nsmap=prefixes)
    if ignorable:
        fresh.set(MC + "Ignorable", " ".join(dict.fromkeys(ignorable)))
    new.replace(name, _under(fresh, root))


def _under(fresh: etree._Element, root: etree._Element) -> etree._Element:
    """All that a root holds, under another one; written and read again, because moving nodes takes far longer."""
    fresh.text = "\n"
    start, end = etree.tostring(fresh).split(b"\n</")
    content = etree.tostring(root)
    held = content[content.index(b">") + 1 : content.rindex(b"</")] if len(root) else b""
    return xml(start + held + b"</" + end)


def _highest(roots: list[etree._Element]) -> int:
    return max((_number(one.get(W + "id")) for root in roots for one in root.iter(*NUMBERED)), default=0) + 10_000


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else 0


__all__ = ["AUTHOR", "ENGINE", "BadFile", "Redline", "redline"]
