"""A procedure held beside its published record: part by part, what is equal, differs or stands on one side. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iso_qms.documents.citations import number_key
from iso_qms.documents.comparison.words import Words, compare_texts
from iso_qms.i18n import _l
from iso_qms.processes.amounts import amount_in_words
from iso_qms.text import fold

LIKE = 0.5
"""From which share of common words two lines of a list are taken for one."""
STATES = {
    "equal": _l("Equal"),
    "differs": _l("Differs"),
    "ours": _l("Only in our procedure"),
    "theirs": _l("Only in the catalogue"),
}
LABELS = {
    "title": _l("Title"),
    "authority": _l("Competent authority"),
    "cooperating": _l("Co-operating bodies"),
    "applicants": _l("Who may apply"),
    "papers": _l("Papers and copies"),
    "sets": _l("Number of sets"),
    "time_limit": _l("Time limits"),
    "fees": _l("Fees"),
    "forms": _l("Forms for applicants"),
    "laws": _l("Legal basis"),
    "results": _l("Result"),
    "conditions": _l("Conditions"),
    "steps": _l("Steps"),
}
_UNITS = {"Ngày làm việc": "working_day", "Giờ làm việc": "working_hour", "Ngày": "calendar_day", "Tháng": "month"}


@dataclass(frozen=True)
class Line:
    """One line of a part on one side: its words, by what it is known, and how many copies where that is said."""

    text: str
    key: str = ""
    copies: int | None = None


@dataclass(frozen=True)
class Item:
    """One line on both sides; empty where it stands on the other side only."""

    ours: str
    theirs: str
    state: str

    @property
    def words(self) -> Words:
        """The words that lead from ours to theirs."""
        return compare_texts(self.ours, self.theirs)


@dataclass(frozen=True)
class Part:
    """One part of the comparison with its lines."""

    key: str
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        """What the part is called."""
        return str(LABELS[self.key])

    @property
    def differing(self) -> int:
        """How many of its lines are not equal."""
        return sum(one.state != "equal" for one in self.items)


def compare(found: Mapping[str, Any], title: str, facts: Mapping[str, Any]) -> list[Part]:
    """The parts of a procedure, as it is read, beside a record; what is empty on both sides is left out."""
    ours, theirs = _of_procedure(found), _of_record(title, facts)
    parts = (Part(key, tuple(_paired(ours.get(key, []), theirs.get(key, [])))) for key in LABELS)
    return [one for one in parts if one.items]


def differing(parts: Iterable[Part]) -> int:
    """How many lines differ in all."""
    return sum(one.differing for one in parts)


def changed_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Part]:
    """What is different between two states of one record, `before` and `after` each with `title` and `facts`."""
    old, new = (_of_record(one["title"], one["facts"]) for one in (before, after))
    parts = (Part(key, tuple(_paired(old.get(key, []), new.get(key, [])))) for key in LABELS)
    return [one for one in parts if one.differing]


def likeness(one: str, other: str) -> float:
    """The share of words two texts have in common, without marks; 1 when all."""
    a, b = set(fold(one).split()), set(fold(other).split())
    return len(a & b) / len(a | b) if a and b else 0.0


def _of_procedure(found: Mapping[str, Any]) -> dict[str, list[Line]]:
    texts = {one["key"]: one["text"] for one in found["sections"]}
    limits = [one for one in found["time_limits"] if one["kind"] == "case"]
    plain = {name: _whole(texts.get(key, "")) for name, key in _PLAIN.items()}
    steps = "\n".join(str(one["action"]) for one in found["steps"])
    return plain | {
        "title": _whole(found["title"]),
        "papers": [Line(one["text"], copies=_count(one.get("copies"))) for one in found["required_papers"]],
        "sets": _whole(str(found["sets"] or "")),
        "time_limit": [Line(one) for one in _once(amount_in_words(one["amount"], one["unit"]) for one in limits)],
        "fees": [_fee(one["raw"]) for one in found["fees"]],
        "forms": [Line(one["title"]) for one in found["forms"] if one["source"] == "forms_list"],
        "laws": [_law(one["number"] or one["raw"], one["raw"]) for one in found["legal_basis"]],
        "steps": _whole(steps or texts.get("steps", "")),
    }


_PLAIN = {
    "authority": "authority",
    "cooperating": "cooperating",
    "applicants": "applicants",
    "results": "result",
    "conditions": "conditions",
}


def _of_record(title: str, facts: Mapping[str, Any]) -> dict[str, list[Line]]:
    channels = facts["channels"]
    return {
        "title": _whole(title),
        **{key: _whole(facts[key]) for key in ("authority", "cooperating", "applicants", "conditions")},
        "papers": [
            Line(one["text"], copies=one["originals"] + one["copies"]) for one in facts["papers"] if one["text"]
        ],
        "sets": _whole(str(facts["sets"] or "")),
        "time_limit": [Line(one) for one in _once(_time(one["time"]) for one in channels)],
        "fees": [_fee(one) for one in _once(one["fee"] for one in channels)],
        "forms": [Line(one) for one in _once(one["form"] for one in facts["papers"])],
        "laws": [_law(one["number"], f"{one['number']} {one['title']}".strip()) for one in facts["laws"]],
        "results": _whole("; ".join(facts["results"])),
        "steps": _whole("\n".join(facts["steps"])),
    }


def _paired(ours: Sequence[Line], theirs: Sequence[Line]) -> Iterable[Item]:
    """The lines of both sides: those known by the same key or words first, then the most alike; in our order."""
    left = list(theirs)
    if len(ours) == len(theirs) == 1 and not ours[0].key:
        yield _item(ours[0], theirs[0])
        return
    matches: dict[int, Line] = {}
    for place, one in enumerate(ours):
        if (same := next((other for other in left if _is_same(one, other)), None)) is not None:
            matches[place] = same
            left.remove(same)
    for place, one in enumerate(ours):
        alike = max(left, key=lambda other, one=one: likeness(one.text, other.text), default=None)  # type: ignore[misc]
        if place not in matches and not one.key and alike is not None and likeness(one.text, alike.text) >= LIKE:
            matches[place] = alike
            left.remove(alike)
    for place, one in enumerate(ours):
        yield _item(one, matches[place]) if place in matches else Item(_shown(one), "", "ours")
    yield from (Item("", _shown(one), "theirs") for one in left)


def _item(ours: Line, theirs: Line) -> Item:
    counted = ours.copies is not None and theirs.copies is not None
    equal = _is_same(ours, theirs) and (not counted or ours.copies == theirs.copies)
    if counted and ours.copies != theirs.copies:
        return Item(_shown(ours), _shown(theirs), "differs")
    return Item(ours.text, theirs.text, "equal" if equal else "differs")


def _shown(line: Line) -> str:
    return f"{line.text} (×{line.copies})" if line.copies is not None and line.copies != 1 else line.text


def _is_same(one: Line, other: Line) -> bool:
    if one.key and other.key:
        return one.key == other.key
    return _bare(one.text) == _bare(other.text)


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _whole(text: str) -> list[Line]:
    return [Line(text.strip())] if text and text.strip() else []


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one for one in texts if one))


def _law(number: str, text: str) -> Line:
    return Line(text, key=number_key(number))


def _fee(text: str) -> Line:
    """A fee is the same when it asks for the same amounts, however they are written; or for nothing."""
    amounts = sorted({int(digits) for one in re.findall(r"\d[\d.,]*", text) if (digits := re.sub(r"\D", "", one))})
    if amounts:
        return Line(text, key="fee " + " ".join(map(str, amounts)))
    return Line(text, key="free") if re.search(r"mien|khong", fold(text)) else Line(text)


def _time(text: str) -> str:
    hit = re.match(r"([\d.,]+)\s*(.+)$", text)
    unit = _UNITS.get(hit[2].strip()) if hit else None
    return amount_in_words(float(hit[1].replace(",", ".")), unit) if hit and unit else text


def _count(copies: Any) -> int | None:
    hit = re.search(r"\d+", str(copies)) if copies is not None else None
    return int(hit.group()) if hit else None
