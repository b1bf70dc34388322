"""Bring what was deleted over from the old file, with all it leans on: styles, numbering, links, pictures, notes."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from iso_qms.documents.redline.marking import Pen
from iso_qms.documents.redline.names import (
    MARKERS,
    MC,
    NOTE_REFERENCES,
    OFFICE,
    RPR,
    RUN,
    SDT,
    SDT_CONTENT,
    SECTPR,
    VML,
    W14,
    WP,
    WRAPPERS,
    R,
    W,
)  # fmt: skip
from iso_qms.documents.redline.package import Package, Relation
from iso_qms.documents.redline.shapes import Side
from iso_qms.documents.redline.styles import Styles

COMMENTS = (W + "commentReference", W + "annotationRef")
OWN_IDS = (W14 + "paraId", W14 + "textId")
STYLED = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}
_FAR = 100_000


class Luggage:
    """What was carried over so far, for all parts together."""

    def __init__(self, old: Package, new: Package, pen: Pen, bookmarks: set[str], drawings: int) -> None:
        self.old, self.new, self.pen = old, new, pen
        self.bookmarks = bookmarks
        self.styles = Styles(old, new)
        self.notes: dict[tuple[str, str], str] = {}
        """The new id of each note of the old file whose mark was carried over."""
        self._parts: dict[str, str] = {}
        self._drawing = drawings + _FAR

    def drawing(self) -> str:
        """An id for a drawing that no other has."""
        self._drawing += 1
        return str(self._drawing)

    def note(self, kind: str, identifier: str) -> str:
        """The id a note of the old file has from now on."""
        known = {value for (of, _), value in self.notes.items() if of == kind}
        return self.notes.setdefault((kind, identifier), str(_FAR + len(known)))

    def relation(self, relation: Relation) -> Relation | None:
        """The same relationship in the new file, its target brought along; None when the old file lacks it."""
        if relation.is_external:
            return relation
        if relation.target not in self.old.names:
            return None
        return Relation(relation.type, self._part(relation.target), False)

    def _part(self, name: str) -> str:
        if name in self._parts:
            return self._parts[name]
        if name in self.new.names and self.new.fingerprint(name) == self.old.fingerprint(name):
            return self._parts.setdefault(name, name)
        got = self.new.add(name, self.old.content(name), self.old.content_type(name))
        self._parts[name] = got
        for identifier, relation in self.old.relations(name).items():
            brought = self.relation(relation)
            if brought is not None:
                self.new.relate_as(got, identifier, brought)
        return got


class Carrier:
    """Carries content from one part of the old file into the same part of the new one."""

    def __init__(self, luggage: Luggage, old: Side, new: Side) -> None:
        self._luggage, self._old, self._new = luggage, old, new

    @property
    def root(self) -> etree._Element:
        """The part of the new file things are carried to."""
        return self._new.package.tree(self._new.part)

    def carry(self, element: etree._Element) -> etree._Element:
        """A copy that may stand in the new file."""
        copy = deepcopy(element)
        copy.tail = None
        self.clean(copy)
        return copy

    def clean(self, root: etree._Element) -> None:
        """Make a copy fit for the new file, in place."""
        self._drop(root)
        for wrapper in list(root.iter(*WRAPPERS)):
            if wrapper is not root and wrapper.tag != SDT_CONTENT:
                _unwrap(wrapper)
        for element in root.iter(etree.Element):
            if element.keys():  # What has no attributes leans on nothing, and that is most of a long table.
                self._own(element)
                self._refer(element)

    def _drop(self, root: etree._Element) -> None:
        if next(root.iter(*MARKERS, *COMMENTS, SECTPR), None) is None:
            return
        kept = self._kept_bookmarks(root)
        for element in [*root.iter(*MARKERS)]:
            if element.get(W + "id") in kept and "bookmark" in element.tag:
                element.set(W + "id", kept[element.get(W + "id", "")])
            elif element is not root:
                element.getparent().remove(element)
        for element in list(root.iter(*COMMENTS)):
            run = element.getparent()
            run.remove(element)
            if run.tag == RUN and run.getparent() is not None and all(child.tag == RPR for child in run):
                run.getparent().remove(run)
        for section in root.iter(SECTPR):
            for child in [child for child in section if any(name.startswith(R) for name in child.attrib)]:
                section.remove(child)

    def _kept_bookmarks(self, root: etree._Element) -> dict[str, str]:
        """The bookmarks that begin and end in here and whose name is free, with their new ids."""
        ends = {end.get(W + "id") for end in root.iter(W + "bookmarkEnd")}
        kept: dict[str, str] = {}
        for start in root.iter(W + "bookmarkStart"):
            identifier, name = start.get(W + "id", ""), start.get(W + "name", "")
            if identifier in ends and identifier not in kept and name not in self._luggage.bookmarks:
                self._luggage.bookmarks.add(name)
                kept[identifier] = self._luggage.pen.number()
        return kept

    def _own(self, element: etree._Element) -> None:
        """Take away or renew what may stand only once in a file."""
        for name in OWN_IDS:
            element.attrib.pop(name, None)
        if element.tag == WP + "docPr" or element.tag.endswith("}cNvPr"):
            element.set("id", self._luggage.drawing())
        elif element.tag.startswith(VML) and element.tag != VML + "shapetype" and element.get("id"):
            element.set("id", f"{element.get('id')}_{self._luggage.drawing()}")
            element.attrib.pop(OFFICE + "spid", None)
        elif element.tag == OFFICE + "OLEObject":
            self._rename_object(element)
        elif element.tag == MC + "Choice":
            self._declare(element)

    def _rename_object(self, element: etree._Element) -> None:
        parent = element.getparent()
        shape = next((one for one in parent.iter() if isinstance(one.tag, str) and one.tag == VML + "shape"), None)
        if shape is not None and shape.get("id"):
            element.set("ShapeID", shape.get("id"))

    def _declare(self, choice: etree._Element) -> None:
        """Let `Requires` name prefixes that the new file declares for the same thing."""
        there = self._new.package.tree(self._new.part).nsmap
        here = self._old.package.tree(self._old.part).nsmap
        names = {address: prefix for prefix, address in there.items() if prefix}
        wanted = [
            names.get(choice.nsmap.get(one) or here.get(one, ""), one) for one in choice.get("Requires", "").split()
        ]
        choice.set("Requires", " ".join(wanted))

    def _refer(self, element: etree._Element) -> None:
        for name, value in element.items():
            if name.startswith(R) or name == OFFICE + "relid":
                self._relate(element, name, value)
        luggage = self._luggage
        if element.tag in NOTE_REFERENCES:
            kind = NOTE_REFERENCES[element.tag]
            element.set(W + "id", luggage.note(kind, element.get(W + "id", "")))
        elif element.tag in STYLED:
            element.set(W + "val", luggage.styles.style(STYLED[element.tag], element.get(W + "val", "")))
        elif element.tag == W + "numId":
            element.set(W + "val", luggage.styles.number(element.get(W + "val", "")))

    def _relate(self, element: etree._Element, name: str, value: str) -> None:
        known = self._old.package.relations(self._old.part).get(value)
        brought = self._luggage.relation(known) if known else None
        if brought is None:
            del element.attrib[name]
        else:
            element.set(name, self._new.package.relate(self._new.part, brought))


def _unwrap(wrapper: etree._Element) -> None:
    parent = wrapper.getparent()
    content = wrapper.find(SDT_CONTENT) if wrapper.tag == SDT else wrapper
    kept = [one for one in (content if content is not None else ()) if not str(one.tag).endswith("Pr")]
    place = parent.index(wrapper)
    parent[place : place + 1] = kept
