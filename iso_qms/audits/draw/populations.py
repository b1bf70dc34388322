"""Who can be drawn: the units of a day with their weights, and where each weight comes from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from iso_qms.audits.draw.drawing import candidate
from iso_qms.audits.operations import inspection_people
from iso_qms.audits.programme.needs import Need, year_for
from iso_qms.audits.sides import units_concerning
from iso_qms.audits.team.qualifications import lacks_of
from iso_qms.audits.team.team_facts import ties_of
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, units_on

if TYPE_CHECKING:
    from iso_qms.audits.draw.committing import Lots
    from iso_qms.audits.draw.draws import Draw


def population_of(units: Collection[Unit], *, weighing: str, by: Person, day: date) -> list[dict[str, Any]]:
    """The rows of a population in the order of the units' codes, each with its weight and the reason for it."""
    needs = {one.unit.id: one for one in year_for(by, day.year, day).needs} if weighing == "needs" else {}
    return [_row(unit, needs.get(unit.id)) for unit in sorted(units, key=lambda one: one.code)]


def proposed_units(person: Person, day: date) -> list[Unit]:
    """The units a draw may begin with: all but those this person belongs to or answers for, and those above."""
    mine = units_concerning(person, day)
    return [one for one in units_on(day) if one.id not in mine]


def why_not_lead(lots: Lots | Draw, person: Person, day: date) -> str | None:
    """Why this person must not lead a visit out of a draw, wherever it goes; None when they may."""
    return _barred([person], lots, day).get(person.id)


def free_of(lots: Lots | Draw, day: date) -> tuple[list[Person], dict[int, str]]:
    """Who may lead a visit out of a draw, and of the other inspectors the reason why not."""
    people = inspection_people(day)
    barred = _barred(people, lots, day)
    return [one for one in people if one.id not in barred], barred


def _barred(people: list[Person], lots: Lots | Draw, day: date) -> dict[int, str]:
    # An exception is decided on for one visit that everybody knows of, so it excuses nobody here.
    reasons = ties_of(people, units=lots.units, documents=[], day=day)
    lacks = lacks_of(people, topics=lots.topics, day=day, leads=True)
    return {number: found[0].text for number, ties in reasons.items() if (found := [*ties, *lacks[number]])}


def _row(unit: Unit, need: Need | None) -> dict[str, Any]:
    if need is None:
        one = candidate(unit.code, 1, unit.name, _("as likely as any other"))
    else:
        visits = need.frequency.visits
        why = _("visits proposed a year: %(n)s (%(formula)s)", n=visits, formula="; ".join(need.explanation))
        one = candidate(unit.code, visits, unit.name, why)
    return {"code": one.code, "weight": one.weight, "name": one.name, "reason": one.reason, "unit": unit.id}
