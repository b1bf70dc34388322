"""Footnotes and endnotes: which note of the old file is which of the new one, and the redline of their texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from lxml import etree

from iso_qms.documents.redline.aligning import align
from iso_qms.documents.redline.blocks import BlockReader, Item
from iso_qms.documents.redline.carrying import Carrier, Luggage
from iso_qms.documents.redline.merging import Merger
from iso_qms.documents.redline.names import INS, NOTE_REFERENCES, W
from iso_qms.documents.redline.package import OFFICE, Package, Relation
from iso_qms.documents.redline.shapes import Side, Signs

KINDS = ("footnote", "endnote")
Pair = tuple[str, str, str]
"""The kind of a note, its old id and its new one."""


@dataclass
class Notes:
    """The notes of one kind in both files."""

    kind: str
    old: dict[str, etree._Element] = field(default_factory=dict)
    new: dict[str, etree._Element] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)
    """The new id of each old note that may be the same one, rising in both parts."""

    @classmethod
    def unpaired(cls, kind: str, old: Package, new: Package) -> Notes:
        """The notes of this kind, none of which is taken for another."""
        return cls(kind, _notes(old, kind), _notes(new, kind))

    def name(self, identifier: str, *, is_old: bool) -> object:
        """The common name of a note: both files' marks of one note bear the same."""
        if not is_old:
            return ("new", identifier)
        return ("new", self.pairs[identifier]) if identifier in self.pairs else ("old", identifier)

    def part(self, old: Package, new: Package) -> str | None:
        """The part of the new file that holds these notes, made after the old file's when it has none."""
        name = new.related(self.kind + "s")
        theirs = old.related(self.kind + "s")
        if name is None and theirs is not None:
            root = old.tree(theirs)
            shell = etree.Element(root.tag, root.attrib, nsmap=root.nsmap)
            name = new.add(f"word/{self.kind}s.xml", etree.tostring(shell), old.content_type(theirs))
            new.relate(new.main, Relation(f"{OFFICE}{self.kind}s", name, False))
        return name


def pair_notes(kind: str, old: Package, new: Package, *, banned: Collection[Pair], exact: bool) -> Notes:
    """The notes of this kind, those of like text paired; the `banned` pairs were found not to be the same."""
    notes = Notes(kind, _notes(old, kind), _notes(new, kind))
    signs = Signs()
    readers = [BlockReader(Side(one, one.related(kind + "s") or one.main), signs) for one in (old, new)]
    items = [
        [_item(reader, one) for one in found.values()]
        for reader, found in zip(readers, (notes.old, notes.new), strict=True)
    ]
    for ours, theirs in align(items[0], items[1], exact=exact):
        if ours is not None and theirs is not None:
            pair = ours.elements[0].get(W + "id", ""), theirs.elements[0].get(W + "id", "")
            if (kind, *pair) not in banned and _type(ours) == _type(theirs):
                notes.pairs[pair[0]] = pair[1]
    return notes


def _notes(package: Package, kind: str) -> dict[str, etree._Element]:
    part = package.related(kind + "s")
    found = package.tree(part).findall(W + kind) if part else []
    return {note.get(W + "id", ""): note for note in found}


def _item(reader: BlockReader, note: etree._Element) -> Item:
    parts = reader.blocks(note)
    key = note.get(W + "type"), tuple((part.kind, part.key) for part in parts)
    return Item("row", [note], key, parts=parts)


def _type(item: Item) -> str | None:
    kind: str | None = item.elements[0].get(W + "type")
    return kind


def wrong_pairs(notes: Notes, luggage: Luggage, body: etree._Element) -> set[Pair]:
    """The pairs whose marks were not kept together everywhere: a note cannot be the same here and another one there."""
    inserted: set[str | None] = set()
    kept: set[str | None] = set()
    for mark in body.iter(*(tag for tag, kind in NOTE_REFERENCES.items() if kind == notes.kind)):
        is_inserted = next(mark.iterancestors(INS), None) is not None
        (inserted if is_inserted else kept).add(mark.get(W + "id"))
    carried = {identifier for kind, identifier in luggage.notes if kind == notes.kind}
    return {
        (notes.kind, ours, theirs)
        for ours, theirs in notes.pairs.items()
        if theirs in kept and (ours in carried or theirs in inserted)
    }


def merge_notes(notes: Notes, *, luggage: Luggage, merger: Merger, carrier: Carrier, body: etree._Element) -> None:
    """Write the redline of all notes into the part of the new file, each note whole or in the place of its like."""
    root = body.getroottree().getroot()
    inserted = {
        mark.get(W + "id")
        for mark in root.iter(*(tag for tag, kind in NOTE_REFERENCES.items() if kind == notes.kind))
        if next(mark.iterancestors(INS), None) is not None
    }
    carried = {identifier for kind, identifier in luggage.notes if kind == notes.kind}
    kept = {ours: theirs for ours, theirs in notes.pairs.items() if theirs not in inserted and ours not in carried}
    part = carrier.root
    _lay_out(notes, kept, luggage=luggage, merger=merger, carrier=carrier, part=part)
    _renumber(notes.kind, part, root)


def _lay_out(
    notes: Notes, kept: dict[str, str], *, luggage: Luggage, merger: Merger, carrier: Carrier, part: etree._Element
) -> None:
    waiting = list(notes.old.items())
    for identifier, note in notes.new.items():
        while waiting and identifier in kept.values() and waiting[0][0] not in _before(kept, identifier):
            _put_old(waiting.pop(0), note, luggage, merger, carrier, part)
        if identifier in kept.values():
            merger.containers(waiting.pop(0)[1], note)
        elif not _is_rule(note):
            merger.insert(note)
    for one in waiting:
        _put_old(one, None, luggage, merger, carrier, part)


def _before(kept: dict[str, str], theirs: str) -> set[str]:
    return {ours for ours, other in kept.items() if other == theirs}


def _put_old(
    old: tuple[str, etree._Element],
    before: etree._Element | None,
    luggage: Luggage,
    merger: Merger,
    carrier: Carrier,
    part: etree._Element,
) -> None:
    identifier, note = old
    copy = carrier.carry(note)
    if _is_rule(note):
        if any(one.get(W + "type") == note.get(W + "type") for one in part):
            return
        part.insert(0, copy)
        return
    copy.set(W + "id", luggage.note(note.tag.rpartition("}")[2], identifier))
    before.addprevious(copy) if before is not None else part.append(copy)
    merger.delete(copy)


def _is_rule(note: etree._Element) -> bool:
    """Whether it is a line between text and notes rather than a note."""
    return note.get(W + "type") not in (None, "normal") and not "".join(note.itertext()).strip()


def _renumber(kind: str, part: etree._Element, root: etree._Element) -> None:
    """Count the notes in the order of the part, so that their ids rise whoever reads them."""
    names: dict[str, str] = {}
    for note in part:
        identifier = note.get(W + "id", "")
        if note.get(W + "type") in (None, "normal"):
            names[identifier] = ""
    taken = {note.get(W + "id", "") for note in part} - set(names)
    number = 0
    for identifier in names:
        number += 1
        while str(number) in taken:
            number += 1
        names[identifier] = str(number)
    for note in part:
        note.set(W + "id", names.get(note.get(W + "id", ""), note.get(W + "id", "")))
    for mark in root.iter(*(tag for tag, one in NOTE_REFERENCES.items() if one == kind)):
        mark.set(W + "id", names.get(mark.get(W + "id", ""), mark.get(W + "id", "")))
