"""Flows as JSON files. Pure.

    {"code": "QT-07", "unknown": "report", "steps": [
        {"id": "check", "name": "Check the papers", "after": ["receive"], "required": true, "repeatable": true,
         "role": "One-stop desk", "limit": {"amount": 2, "unit": "working_day"}, "supplement": false}]}

Only `steps` and the `id` of each are needed. A step is called by its id where it has no name, comes after nothing,
is required and happens once where nothing else is said; unknown activities are allowed. `supplement` marks a step that
asks the applicant for more papers. Units are those of `worktime` and the office's "office_hours", which limits nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from iso_qms.dossiers.conformance import BadFlow, Flow, Step, spelled
from iso_qms.i18n import _
from iso_qms.worktime import Term, UnreadableTerm, read_term

_KEYS = ("code", "steps", "unknown")
_STEP_KEYS = ("id", "name", "after", "required", "repeatable", "role", "limit", "supplement")
_MOST_BYTES = 10_000_000


def read_flow(data: bytes) -> Flow:
    """The flow that a JSON file holds; raises BadFlow with one sentence."""
    found = _json(data)
    if not isinstance(found, dict):
        raise BadFlow(_("The flow is no JSON object with “code” and “steps”."))
    _look_for_slips(found, _KEYS, _("the flow"))
    steps = found.get("steps")
    if not isinstance(steps, list):
        raise BadFlow(_("The flow has no list of “steps”."))
    code, unknown = found.get("code") or "", found.get("unknown") or "allow"
    if unknown not in ("allow", "report"):
        raise BadFlow(_("“unknown” is either “allow” or “report”."))
    return Flow(str(code), tuple(map(_step, range(1, len(steps) + 1), steps)), reports_unknown=unknown == "report")


def _json(data: bytes) -> Any:
    if len(data) > _MOST_BYTES:
        raise BadFlow(_("The flow is larger than ten million bytes."))
    try:
        # json.loads finds UTF-16 by itself, and UTF-8 with its mark only when it is told.
        return json.loads(data.decode("utf-8-sig") if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data)
    except (ValueError, RecursionError) as error:
        place = f" ({error})" if isinstance(error, json.JSONDecodeError) else ""
        raise BadFlow(_("The flow is not JSON%(place)s.", place=place)) from error


def _step(number: int, found: Any) -> Step:
    if not isinstance(found, dict):
        raise BadFlow(_("Step %(number)s of the flow is no JSON object.", number=number))
    key = found.get("id")
    if not isinstance(key, str) or not spelled(key):
        raise BadFlow(_("Step %(number)s of the flow has no “id”, which is a text.", number=number))
    _look_for_slips(found, _STEP_KEYS, _("step “%(step)s”", step=key))
    return Step(
        id=key,
        name=_text(found, "name", key) or key,
        after=_after(found.get("after"), key),
        required=_yes_or_no(found, "required", key, otherwise=True),
        repeatable=_yes_or_no(found, "repeatable", key, otherwise=False),
        role=_text(found, "role", key),
        limit=_limit(found.get("limit"), key),
        asks_supplement=_yes_or_no(found, "supplement", key, otherwise=False),
    )


def _text(found: Mapping[str, Any], name: str, step: str) -> str:
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise BadFlow(_("Step “%(step)s”: “%(name)s” is a text.", step=step, name=name))
    return spelled(value or "")


def _after(value: Any, step: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadFlow(_("Step “%(step)s”: “after” is a list of ids.", step=step))
    return tuple(value)


def _yes_or_no(found: Mapping[str, Any], name: str, step: str, *, otherwise: bool) -> bool:
    value = found.get(name)
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise BadFlow(_("Step “%(step)s”: “%(name)s” is true or false.", step=step, name=name))
    return value


def _limit(value: Any, step: str) -> Term | None:
    if value is None:
        return None
    if isinstance(value, dict):
        amount, unit = value.get("amount"), value.get("unit")
        if unit == "office_hours":
            return None
        if isinstance(unit, str) and not isinstance(amount, bool) and isinstance(amount, int | float | None):
            try:
                words = unit.replace("_", " ")
                return read_term(words if unit == "same_day" or amount is None else f"{amount:g} {words}")
            except UnreadableTerm:
                pass
    raise BadFlow(_("Step “%(step)s”: “limit” is an amount and a unit, like 2 and “working_day”.", step=step))


def _look_for_slips(found: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    """A key of somebody else's is passed over, one that is nearly ours is a slip of the pen, which would be missed."""
    for key in found:
        near = get_close_matches(key, known, n=1, cutoff=0.8) if key not in known else []
        if near:
            raise BadFlow(_("In %(where)s, “%(key)s” stands for “%(near)s”?", where=where, key=key, near=near[0]))
