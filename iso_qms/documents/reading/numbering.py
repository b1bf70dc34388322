"""The numbers Word prints by itself: list labels counted in document order (ISO/IEC 29500-1, 17.9)."""

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
ROMAN_SMALL = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST_LEVELS = 9


@dataclass(frozen=True)
class Level:
    """How one level of a list is printed."""

    text: str
    kind: str
    start: int


@dataclass
class Numbering:
    """All lists of a document, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """Count one more paragraph of a list and return what Word prints before it; "" for none, "-" like a bullet."""
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return ""
        counts = self.counted.setdefault(self.families[list_id], {})
        self._begin(list_id, counts)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [place for place in counts if place > depth]:
            del counts[deeper]
        return _printed(level, self.levels[list_id], counts)

    def _begin(self, list_id: str, counts: dict[int, int]) -> None:
        if list_id not in self.begun:
            self.begun.add(list_id)
            counts.update({depth: start - 1 for depth, start in self.restarts.get(list_id, {}).items()})


def numbering_of(root: etree._Element | None) -> Numbering:
    """Read the list definitions of a document; an empty Numbering when it has none."""
    found = Numbering()
    if root is None:
        return found
    families = {f.get(W + "abstractNumId", ""): _levels(f) for f in root.iter(W + "abstractNum")}
    for entry in root.iter(W + "num"):
        list_id, family = entry.get(W + "numId", ""), _value(entry.find(W + "abstractNumId"))
        found.families[list_id] = family
        found.levels[list_id] = dict(families.get(family, {}))
        for override in entry.iter(W + "lvlOverride"):
            _override(found, list_id, override)
    return found


def _override(found: Numbering, list_id: str, override: etree._Element) -> None:
    depth = _number(override.get(W + "ilvl"), 0)
    for level in override.iter(W + "lvl"):
        found.levels[list_id][depth] = _level(level)
    start = override.find(W + "startOverride")
    if start is not None:
        found.restarts.setdefault(list_id, {})[depth] = _number(_value(start), 1)


def _levels(family: etree._Element) -> dict[int, Level]:
    return {_number(level.get(W + "ilvl"), 0): _level(level) for level in family.iter(W + "lvl")}


def _level(level: etree._Element) -> Level:
    kind = _value(level.find(W + "numFmt")) or "decimal"
    return Level(_value(level.find(W + "lvlText")), kind, _number(_value(level.find(W + "start")), 1))


def _printed(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if level.kind == "none":
        return ""
    if level.kind == "bullet":
        return level.text if level.text in ("+", "*") else "-"
    text = level.text
    for depth in range(MOST_LEVELS):
        if f"%{depth + 1}" in text:
            at = levels.get(depth, level)
            text = text.replace(f"%{depth + 1}", _figure(counts.get(depth, at.start), at.kind))
    return text.strip()


def _figure(number: int, kind: str) -> str:
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 9 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN + ROMAN_SMALL:
        text += sign * (number // value)
        number %= value
    return text


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.lstrip("-").isdigit() and len(text) < 9 else default
