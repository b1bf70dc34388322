"""The one mapping between a procedure as it is read from Word and the blocks of a revision. Pure, lossless both ways.

The object is what `procedures read` gives. A duration that covers several steps says how many (`steps`) instead of
their places, so that a step put in before it changes nothing but itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from iso_qms.documents.comparison.alignment import Content, Value

Object = dict[str, Any]

HOMES = {
    "papers": ("paper", "sets"),
    "time_limit": ("time_limit",),
    "fees": ("fee",),
    "forms_list": ("form",),
    "legal_basis": ("legal_basis",),
    "steps": ("step",),
    "forms": ("form",),
    "records": ("record",),
}
"""Under which section the rows of a kind stand."""

LISTS = {
    "paper": "required_papers",
    "fee": "fees",
    "time_limit": "time_limits",
    "legal_basis": "legal_basis",
    "step": "steps",
    "form": "forms",
    "record": "records",
}
HEAD = ("code", "title", "issue_number", "issued_on", "footer", "footers", "signatures")


def values_of(found: Object) -> list[Value]:
    """The blocks of an object, each section followed by its rows; rows whose section is missing stand last."""
    rows = {kind: [Value(kind, one) for one in contents] for kind, contents in _rows_of(found).items()}
    values: list[Value] = []
    for section in found["sections"]:
        values.append(Value("section", dict(section)))
        for kind in HOMES.get(section["key"], ()):
            mine, rows[kind] = _split(rows[kind], section["key"])
            values += mine
    return values + [one for kind in rows for one in rows[kind]]


def object_of(head: Mapping[str, Any], values: Iterable[Any]) -> Object:
    """The object these blocks (anything with `kind` and `content`, in order) and this head make; no warnings yet."""
    contents: dict[str, list[Content]] = {}
    for one in values:
        contents.setdefault(one.kind, []).append(dict(one.content))
    found: Object = {name: head.get(name) for name in HEAD}
    found |= {"footers": list(head.get("footers") or []), "signatures": list(head.get("signatures") or [])}
    found["sections"] = contents.get("section", [])
    found |= {name: contents.get(kind, []) for kind, name in LISTS.items()}
    found["sets"] = next((one["number"] for one in contents.get("sets", [])), None)
    found["forms"] = sorted(found["forms"], key=lambda form: form["source"] != "forms_list")
    found["steps"] = [_placed(step, place) for place, step in enumerate(found["steps"], start=1)]
    return found


def home_of(kind: str, content: Mapping[str, Any]) -> str:
    """The key of the section under which a row stands."""
    if kind == "form":
        return str(content["source"])
    return next(key for key, kinds in HOMES.items() if kind in kinds)


def _rows_of(found: Object) -> dict[str, list[Content]]:
    rows = {kind: [dict(one) for one in found[name]] for kind, name in LISTS.items()}
    rows["step"] = [_unplaced(step) for step in found["steps"]]
    rows["sets"] = [{"number": found["sets"]}] if found["sets"] is not None else []
    return rows


def _split(rows: list[Value], key: str) -> tuple[list[Value], list[Value]]:
    """The rows that stand under this section, and the others."""
    mine = [one for one in rows if home_of(one.kind, one.content) == key]
    return mine, [one for one in rows if one not in mine]


def _unplaced(step: Mapping[str, Any]) -> Content:
    durations = [dict(one) for one in step["durations"]]
    for one in durations:
        one["steps"] = one.pop("to_step") - one.pop("from_step") + 1
    return {**step, "durations": durations}


def _placed(step: Mapping[str, Any], place: int) -> Content:
    return {**step, "durations": list(_placed_durations(step["durations"], place))}


def _placed_durations(durations: Iterable[Mapping[str, Any]], place: int) -> Iterator[Content]:
    for one in durations:
        yield {
            "case": one["case"],
            "amount": one["amount"],
            "unit": one["unit"],
            "raw": one["raw"],
            "parse": one["parse"],
            "from_step": place,
            "to_step": place + one.get("steps", 1) - 1,
            "starts_from": one["starts_from"],
        }
