"""Rules that look at rows: steps and their roles, days, legal texts and records."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge
from iso_qms.processes.checking.trace import Trace, row
from iso_qms.processes.procedure import Object
from iso_qms.processes.reading.durations import CALENDAR_DAY, WORKING_DAY
from iso_qms.processes.reading.limits import CASE
from iso_qms.text import fold

DAYS = {WORKING_DAY: "working_days_in", CALENDAR_DAY: "calendar_days_in"}
"""The two kinds of days, and how the first row that uses one is called."""
KEPT = re.compile(r"\b(nam|thang|ngay|vinh vien|lau dai)\b")


def step_without_role(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Steps that name nobody."""
    for place, step in enumerate(found["steps"], start=1):
        if not (step["responsible"] or "").strip():
            values = {"number": step["number"], "action": step["action"]}
            yield Trace(row("steps", place), values, _("Name the post or unit that does this step."))


def step_number_twice(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """A printed number that an earlier step bears as well."""
    for place, number, first in _again((step["number"] or "").strip(" .") for step in found["steps"]):
        values = {"number": number, "first_row": first, "row": place}
        yield Trace(row("steps", place), values, _("Number the steps anew, so that each can be named."))


def role_variants(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Roles that differ only in marks, capitals or signs; merging them is left to the author."""
    spellings: dict[str, dict[str, int]] = {}
    for place, step in enumerate(found["steps"], start=1):
        words = " ".join((step["responsible"] or "").split())
        spellings.setdefault(_key(words), {}).setdefault(words, place)
    for key, places in spellings.items():
        if key and len(places) > 1:
            *_earlier, last = places.values()
            yield Trace(row("steps", last), {"spellings": list(places)}, _("If these are one role, write it one way."))


def days_mixed(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Steps of one case counted partly in working days, partly in calendar days, or all otherwise than its limit."""
    units: dict[str | None, dict[str, int]] = {}
    for place, step in enumerate(found["steps"], start=1):
        for one in step["durations"]:
            if one["unit"] in DAYS:
                units.setdefault(one["case"], {}).setdefault(one["unit"], place)
    for case, places in units.items():
        if len(places) > 1:
            values = {"case": case, **{DAYS[unit]: place for unit, place in places.items()}}
            yield Trace(row("steps", max(places.values())), values, _("Count all steps in the same days."))
    yield from _limits_in_other_days(found["time_limits"], units)


def _limits_in_other_days(limits: Sequence[Object], units: Mapping[str | None, Mapping[str, int]]) -> Iterator[Trace]:
    """Limits of cases whose steps are all counted in the other kind of days."""
    cases = [one["case"] for one in limits if one["kind"] == CASE]
    for place, limit in enumerate(limits, start=1):
        only = next(iter(units)) if len(units) == len(cases) == 1 else limit["case"]
        counted = units.get(only, {})
        if limit["kind"] != CASE or cases.count(limit["case"]) > 1 or len(counted) != 1:
            continue
        ((unit, first),) = counted.items()
        if limit["unit"] in DAYS and limit["unit"] != unit:
            values = {"case": limit["case"], "raw": limit["raw"], DAYS[unit]: first}
            yield Trace(row("time_limit", place), values, _("Count limit and steps in the same days."))


def law_not_in_force(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Texts cited that the register knows as replaced."""
    for place, text in enumerate(found["legal_basis"], start=1):
        dated = date.fromisoformat(text["date"]) if text.get("date") else None
        gone = knowledge.laws.replaced(text["number"], knowledge.on, dated) if text["number"] else None
        if gone:
            others = ", ".join(gone.replaced_by)
            values = {"number": gone.number, "since": gone.since.isoformat(), "replaced_by": list(gone.replaced_by)}
            told = _("Cite what replaced it: %(others)s.", others=others) if others else _("Cite what holds today.")
            yield Trace(row("legal_basis", place), values, told)


def law_unknown(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Texts cited that a complete register does not hold."""
    for place, text in enumerate(found["legal_basis"], start=1):
        if text["number"] and knowledge.laws.is_unknown(text["number"]):
            yield Trace(
                row("legal_basis", place),
                {"number": text["number"]},
                _("Look up the number, or add the text to the register."),
            )


def law_twice(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """A number cited in an earlier row as well."""
    for place, number, first in _again(text["number"] or "" for text in found["legal_basis"]):
        values = {"number": number, "first_row": first, "row": place}
        yield Trace(row("legal_basis", place), values, _("Cite each text once."))


def record_without_retention(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Records whose row says no time; a text that states a time around the rows may mean them all."""
    text = next((s["text"] or "" for s in found["sections"] if s["key"] == "records"), "")
    for place, record in enumerate(found["records"], start=1):
        if not record["retention"] and not KEPT.search(fold(f"{text} {record['name']} {record['place'] or ''}")):
            yield Trace(row("records", place), {"record": record["name"]}, _("Say for how long this record is kept."))


def all_words(found: Object) -> str:
    """The texts of sections and steps, one line each."""
    steps = [step[name] or "" for step in found["steps"] for name in ("action", "responsible", "output")]
    return "\n".join([*(section["text"] or "" for section in found["sections"]), *steps])


def _again(keys: Iterable[str]) -> Iterator[tuple[int, str, int]]:
    first: dict[str, int] = {}
    for place, key in enumerate(keys, start=1):
        if key and first.setdefault(key, place) != place:
            yield place, key, first[key]


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(words)).strip()
