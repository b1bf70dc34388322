"""The check every redline passes before it is handed out: accepted it says what NEW says, rejected what OLD says."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from iso_qms.documents.redline.names import DEL, INS, MATH_TEXT, MOVE_FROM, MOVE_TO, NOTE_REFERENCES, RPR, R, T, W
from iso_qms.documents.redline.package import Package
from iso_qms.documents.redline.reading import readings
from iso_qms.documents.redline.settling import accept, reject

KINDS = {"footnotes": W + "footnote", "endnotes": W + "endnote"}
REVISIONS = (INS, DEL, MOVE_FROM, MOVE_TO)
STARTS = (f"{MOVE_FROM}RangeStart", f"{MOVE_TO}RangeStart")
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
    """Whether all revisions have ids of their own, every move two ends, and every relationship used is there."""
    marks = [element.get(W + "id") for root in roots for element in root.iter(*REVISIONS, *STARTS)]
    used = set(roots[0].xpath("//@r:*", namespaces={"r": R[1:-1]}))
    known = package.relations(package.main)
    is_known = all(value in known for value in used if value.startswith("rId"))
    return is_known and len(marks) == len(set(marks)) and all(_moves_are_sound(root) for root in roots)


def _moves_are_sound(root: etree._Element) -> bool:
    """Whether each moved text stands in a range of its kind, and both ranges of one name hold the same text.

    Word takes what is marked as moved outside of such a pair for deleted or inserted, and may call the file damaged."""
    texts = _moved(root, MOVE_FROM), _moved(root, MOVE_TO)
    return None not in texts and texts[0] == texts[1]


def _moved(root: etree._Element, tag: str) -> dict[str, list[str]] | None:
    """The moved texts by the names of their ranges, as they were or as they are; None when ranges are out of order."""
    found: dict[str, list[str]] = {}
    name = open_ = ""
    for element in root.iter(tag, f"{tag}RangeStart", f"{tag}RangeEnd"):
        if element.tag == f"{tag}RangeStart":
            if open_ or element.get(W + "name", "") in found:
                return None
            name, open_ = element.get(W + "name", ""), element.get(W + "id", "")
            found[name] = []
        elif element.tag == f"{tag}RangeEnd":
            if element.get(W + "id") != open_:
                return None
            open_ = ""
        elif element.getparent().tag == RPR:
            continue  # The mark of a paragraph is written before its text and stands behind it.
        elif not open_:
            return None
        else:
            found[name] += ["".join(text.text or "" for text in element.iter(T, MATH_TEXT))]
    return None if open_ else {name: "".join(texts).split() for name, texts in found.items()}
