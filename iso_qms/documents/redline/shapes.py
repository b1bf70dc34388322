"""What makes two pictures, formulas or fields the same one: their shape, without the ids each file gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from iso_qms.documents.redline.names import BOX, FIELD_CODE, MARKERS, NOTE_REFERENCES, OFFICE, VML, WP, R, W
from iso_qms.documents.redline.package import Package

_FIRST_SIGN = 0xF0000
_LAST_SIGN = 0xFFFFD
_UNSEEN = MARKERS | {W + "lastRenderedPageBreak", W + "rPr"}
_OWN_NAMES = frozenset(
    {"id", "name", "editId", "anchorId", "spid", "gfxdata", "paraId", "textId", "ShapeID", "ObjectID"}
)


class Signs:
    """One character of the private planes for each thing in a text that is no text, the same for the same thing."""

    def __init__(self) -> None:
        self._signs: dict[object, str] = {}
        self.heavy: set[str] = set()

    def sign(self, key: object, *, heavy: bool = False) -> str:
        """The character for this key; a heavy one (a picture, a note, a field) is worth keeping in place."""
        if key not in self._signs:
            self._signs[key] = chr(min(_FIRST_SIGN + len(self._signs), _LAST_SIGN))
        if heavy:
            self.heavy.add(self._signs[key])
        return self._signs[key]

    def heavy_in(self, text: str, within: tuple[int, int]) -> list[int]:
        """The places of heavy signs in a stretch of a text."""
        if not self.heavy or not holds_signs(text):
            return []
        return [place for place in range(*within) if text[place] in self.heavy]

    @property
    def are_exhausted(self) -> bool:
        """Whether so many different things were met that some share a character."""
        return _FIRST_SIGN + len(self._signs) > _LAST_SIGN


def holds_signs(text: str) -> bool:
    """Whether a text uses characters that stand for things here."""
    return bool(text) and ord(max(text)) >= _FIRST_SIGN


@dataclass
class Side:
    """One of the two files, in one of its parts; `note` gives both files' notes a common name."""

    package: Package
    part: str
    note: Callable[[str, str], object] = field(default=lambda kind, identifier: (kind, identifier))

    def shape(self, element: etree._Element, *, with_boxes: bool = True) -> str:
        """The shape of an element, as one string; without what its text boxes say when asked so."""
        return "".join(self._shape(element, with_boxes))

    def field(self, elements: list[etree._Element]) -> tuple[object, ...]:
        """What a field asks and what it shows."""
        codes = [code.text or "" for one in elements for code in one.iter(FIELD_CODE)]
        codes += [one.get(W + "instr", "") for one in elements if one.get(W + "instr")]
        shown = [self.shape(one) for one in elements if one.find(".//" + FIELD_CODE) is None]
        return ("field", " ".join("".join(codes).split()), "".join(shown))

    def _shape(self, element: etree._Element, with_boxes: bool) -> Iterator[str]:
        if element.tag in _UNSEEN:
            return
        yield f"<{element.tag}"
        if element.tag in NOTE_REFERENCES:
            yield repr(self.note(NOTE_REFERENCES[element.tag], element.get(W + "id", "")))
        else:
            yield from self._attributes(element)
        yield f">{element.text or ''}"
        if with_boxes or element.tag != BOX:
            for child in element:
                yield from self._shape(child, with_boxes)
        yield "</>"

    def _attributes(self, element: etree._Element) -> Iterator[str]:
        for name, value in sorted(element.items()):
            space, _, local = name.rpartition("}")
            if space + "}" == R or (space + "}" == OFFICE and local == "relid"):
                yield f" {name}={self._target(value)}"
            elif local.startswith("rsid") or (local in _OWN_NAMES and self._is_own(element, space)):
                continue
            else:
                yield f" {name}={value}"

    def _is_own(self, element: etree._Element, space: str) -> bool:
        """Whether an attribute called id, name and the like is a file's own numbering rather than content."""
        return bool(space) or element.tag.startswith((WP, VML, OFFICE)) or element.tag.endswith("}cNvPr")

    def _target(self, identifier: str) -> str:
        relation = self.package.relations(self.part).get(identifier)
        if relation is None or relation.is_external:
            return relation.target if relation else ""
        return self.package.fingerprint(relation.target).hex()
