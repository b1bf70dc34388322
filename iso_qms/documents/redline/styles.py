"""Styles and lists the old file had and the new one lacks, or counts otherwise."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from iso_qms.documents.redline.names import W
from iso_qms.documents.redline.package import OFFICE, Package, Relation
from iso_qms.documents.redline.shapes import Side

NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
LINKS = ("basedOn", "link", "next")
UNIQUE = ("nsid", "tmpl", "styleLink", "numStyleLink")


class Styles:
    """Finds for each style and list of the old file its like in the new file, or brings it along."""

    def __init__(self, old: Package, new: Package) -> None:
        self._old, self._new = old, new
        self._styles: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._here: dict[str, etree._Element] | None = None
        self._there: dict[str, etree._Element] | None = None

    def style(self, kind: str, identifier: str) -> str:
        """The id of this style in the new file."""
        if identifier not in self._styles:
            self._styles[identifier] = identifier
            self._styles[identifier] = self._find(kind, identifier)
        return self._styles[identifier]

    def number(self, identifier: str) -> str:
        """The id of this list in the new file."""
        if identifier not in self._numbers:
            self._numbers[identifier] = identifier
            self._numbers[identifier] = self._list(identifier)
        return self._numbers[identifier]

    def _find(self, kind: str, identifier: str) -> str:
        old, new = self._all()
        wanted = old.get(identifier)
        name = _value(wanted, "name") or identifier
        known = new.get(identifier)
        if known is not None and known.get(W + "type") == kind and (wanted is None or _value(known, "name") == name):
            return identifier
        alike = (k for k, one in new.items() if one.get(W + "type") == kind and _value(one, "name") == name)
        found = next(alike, None)
        if found is not None or wanted is None or self._new.related("styles") is None:
            return found or identifier
        return self._bring(identifier, wanted, new)

    def _bring(self, identifier: str, wanted: etree._Element, new: dict[str, etree._Element]) -> str:
        copy, free, number = deepcopy(wanted), identifier, 1
        while free in new:
            free, number = f"{identifier}Old{number}", number + 1
        copy.set(W + "styleId", free)
        copy.attrib.pop(W + "default", None)
        new[free] = copy
        self._styles[identifier] = free
        self._styles_root().append(copy)
        for name in LINKS:
            link = copy.find(W + name)
            if link is not None:
                kind = "character" if name == "link" and copy.get(W + "type") == "paragraph" else _kind(copy, name)
                link.set(W + "val", self.style(kind, link.get(W + "val", "")))
        for number_id in copy.iter(W + "numId"):
            number_id.set(W + "val", self.number(number_id.get(W + "val", "")))
        return free

    def _styles_root(self) -> etree._Element:
        return self._new.tree(self._new.related("styles") or "")

    def _all(self) -> tuple[dict[str, etree._Element], dict[str, etree._Element]]:
        if self._here is None or self._there is None:
            self._here, self._there = _styles(self._old), _styles(self._new)
        return self._here, self._there

    def _list(self, identifier: str) -> str:
        here, there = self._old.related("numbering"), self._new.related("numbering")
        wanted = _number(self._old, here, identifier)
        if here is None or wanted is None or identifier == "0":
            return identifier
        if _shape(self._old, here, wanted) == _shape(self._new, there, _number(self._new, there, identifier)):
            return identifier
        return _bring_list(self._new.tree(there or self._empty()), self._old.tree(here), wanted)

    def _empty(self) -> str:
        shell = etree.tostring(
            etree.Element(W + "numbering", nsmap={"w": W[1:-1]}), xml_declaration=True, encoding="UTF-8"
        )
        name = self._new.add("word/numbering.xml", shell, NUMBERING)
        self._new.relate(self._new.main, Relation(OFFICE + "numbering", name, False))
        return name


def _value(element: etree._Element | None, name: str) -> str | None:
    found = None if element is None else element.find(W + name)
    return None if found is None else found.get(W + "val")


def _kind(style: etree._Element, link: str) -> str:
    return "paragraph" if link == "link" else style.get(W + "type", "paragraph")


def _styles(package: Package) -> dict[str, etree._Element]:
    part = package.related("styles")
    found = package.tree(part).iter(W + "style") if part else ()
    return {style.get(W + "styleId", ""): style for style in found}


def _number(package: Package, part: str | None, identifier: str) -> etree._Element | None:
    found = package.tree(part).findall(W + "num") if part else []
    return next((one for one in found if one.get(W + "numId") == identifier), None)


def _kept(root: etree._Element, number: etree._Element) -> etree._Element | None:
    wanted = _value(number, "abstractNumId")
    return next((one for one in root.findall(W + "abstractNum") if one.get(W + "abstractNumId") == wanted), None)


def _shape(package: Package, part: str | None, number: etree._Element | None) -> str | None:
    if part is None or number is None:
        return None
    side, kept = Side(package, part), _kept(package.tree(part), number)
    parts = [*number.findall(W + "lvlOverride"), *(kept.findall(W + "lvl") if kept is not None else ())]
    return "".join(side.shape(one) for one in parts)


def _bring_list(there: etree._Element, here: etree._Element, wanted: etree._Element) -> str:
    number, kept = deepcopy(wanted), deepcopy(_kept(here, wanted))
    numbers = [int(one.get(W + "numId", "0")) for one in there.findall(W + "num")]
    abstract = [int(one.get(W + "abstractNumId", "0")) for one in there.findall(W + "abstractNum")]
    number.set(W + "numId", str(max(numbers, default=0) + 1))
    if kept is not None:
        kept.set(W + "abstractNumId", str(max(abstract, default=0) + 1))
        number.find(W + "abstractNumId").set(W + "val", kept.get(W + "abstractNumId"))
        for one in [*kept.iter(*(W + name for name in (*UNIQUE, "lvlPicBulletId", "pStyle")))]:
            one.getparent().remove(one)
        first = there.find(W + "num")
        first.addprevious(kept) if first is not None else there.append(kept)
    last = (there.findall(W + "num") or there.findall(W + "abstractNum"))[-1:]
    last[0].addnext(number) if last else there.append(number)
    return number.get(W + "numId")
