"""The check every redline passes before it is handed out: accepted it says what NEW says, rejected what OLD says."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from iso_qms.documents.redline.names import DEL, INS, NOTE_REFERENCES, R, W
from iso_qms.documents.redline.package import Package
from iso_qms.documents.redline.reading import readings
from iso_qms.documents.redline.settling import accept, reject

KINDS = {"footnotes": W + "footnote", "endnotes": W + "endnote"}
Said = dict[str, object]


def said_in(package: Package) -> Said:
    """What a file without revisions says: its body, its notes in the order of the part and in that of their marks."""
    return _said(package.tree(package.main), {kind: _root(package, kind) for kind in KINDS})


def holds(data: bytes, *, old: Said, new: Said) -> bool:
    """Whether these bytes are a sound file that says `new` when all is accepted and `old` when all is rejected."""
    package = Package(data)
    body = package.tree(package.main)
    notes = {kind: _root(package, kind) for kind in KINDS}
    if not _is_sound(package, [body, *(root for root in notes.values() if root is not None)]):
        return False
    for settle, expected in ((accept, new), (reject, old)):
        roots = [deepcopy(root) for root in (body, *notes.values())]
        for root in roots:
            if root is not None:
                settle(root)
        if _said(roots[0], dict(zip(KINDS, roots[1:], strict=True))) != expected:
            return False
    return True


def _root(package: Package, kind: str) -> etree._Element | None:
    name = package.related(kind)
    return package.tree(name) if name else None


def _said(body: etree._Element, notes: dict[str, etree._Element | None]) -> Said:
    said: Said = {"body": readings(body)}
    for kind, tag in KINDS.items():
        root = notes[kind]
        said[kind] = readings(root) if root is not None else [[]] * 4
        texts = {one.get(W + "id"): readings(one) for one in root.iter(tag)} if root is not None else {}
        marks = body.iter(*(mark for mark, of in NOTE_REFERENCES.items() if f"{of}s" == kind))
        said[f"marks of {kind}"] = [texts.get(mark.get(W + "id")) for mark in marks]
    return said


def _is_sound(package: Package, roots: list[etree._Element]) -> bool:
    """Whether every revision and bookmark has an id of its own and every relationship used in the body exists."""
    marks = [element.get(W + "id") for root in roots for element in root.iter(INS, DEL)]
    used = {value for element in roots[0].iter(etree.Element) for name, value in element.items() if name.startswith(R)}
    known = package.relations(package.main)
    return len(marks) == len(set(marks)) and all(value in known for value in used if value.startswith("rId"))
