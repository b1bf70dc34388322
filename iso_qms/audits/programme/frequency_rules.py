"""What an agency sets for how often its units are visited: months, and what each kind of evidence weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.audits.programme.frequency import YEAR
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete

USUAL = {"usual": 12, "fewest": 2, "step": 3, "looks_back": 12}
"""Usual and fewest months between two visits, the points that take off a month, and the months looked back on."""
MOST = {"usual": YEAR, "fewest": YEAR, "step": 20, "looks_back": 60}
MOST_POINTS = 20
WAITING = "waiting"
"""Evidence that no room brings: the months a unit has waited beyond the usual ones."""

EXPECTED = {"late_dossier": _l("dossiers past their date"), "complaint": _l("complaints of citizens")}
"""Evidence that a register of dossiers or complaints brings: until there is one, the page says that it is missing."""

say({"frequency_rules.changed": _l("changed how often units are visited")})


class FrequencyRules(Base, AgencyOwned, Journaled):
    """What an agency has set; the points are by kind of evidence, and a kind it never weighed has the usual ones."""

    __tablename__ = "frequency_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "frequency_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    usual: Mapped[int] = mapped_column(default=USUAL["usual"])
    fewest: Mapped[int] = mapped_column(default=USUAL["fewest"])
    step: Mapped[int] = mapped_column(default=USUAL["step"])
    looks_back: Mapped[int] = mapped_column(default=USUAL["looks_back"])
    oversees_others: Mapped[bool] = mapped_column(default=False)
    points: Mapped[dict[str, Any]] = mapped_column(default=dict)


@dataclass(frozen=True)
class Rules:
    """What holds: months, points for a month, months looked back on, points by kind of evidence in the order told."""

    usual: int = USUAL["usual"]
    fewest: int = USUAL["fewest"]
    step: int = USUAL["step"]
    looks_back: int = USUAL["looks_back"]
    oversees_others: bool = False
    points: Mapping[str, int] = field(default_factory=dict)


def kinds_of_evidence() -> dict[str, Any]:
    """Every kind of evidence the house has, with its words."""
    return {name: one.label for name, one in registry.unit_evidence.items()} | {
        WAITING: _l("months waited beyond the usual ones")
    }


def without_source() -> list[Any]:
    """The words of the evidence that nothing in the house brings yet: it counts for no unit, which is not none."""
    return [words for name, words in EXPECTED.items() if name not in registry.unit_evidence]


def frequency_rules(agency_id: int) -> Rules:
    """The agency's rules, the usual ones until it sets its own."""
    row = _row(agency_id)
    usual = {name: one.points for name, one in registry.unit_evidence.items()} | {WAITING: 1}
    if row is None:
        return Rules(points=usual)
    points = {name: row.points.get(name, each) for name, each in usual.items()}
    return Rules(row.usual, row.fewest, row.step, row.looks_back, row.oversees_others, points)


def set_frequency(*, by: Person, points: Mapping[str, int], oversees_others: bool = False, **numbers: int) -> None:
    """Set the months, what each kind of evidence weighs, and whether the agency inspects other bodies."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control sets these rules."))
    for name, number in numbers.items():
        if not 1 <= number <= MOST[name]:
            raise Incomplete(_("Between 1 and %(n)s, please.", n=MOST[name]))
    if not all(0 <= one <= MOST_POINTS for one in points.values()):
        raise Incomplete(_("A kind of evidence weighs between 0 and %(n)s points.", n=MOST_POINTS))
    rules = _row(by.agency_id) or FrequencyRules(agency_id=by.agency_id, **USUAL)
    for name, number in numbers.items():
        setattr(rules, name, number)
    if rules.fewest > rules.usual:
        raise Incomplete(_("The fewest months cannot be more than the usual ones."))
    rules.points, rules.oversees_others = dict(points), oversees_others
    db.session.add(rules)
    write(rules, "frequency_rules.changed", by=by)


def _row(agency_id: int) -> FrequencyRules | None:
    return db.session.scalars(select(FrequencyRules).where(FrequencyRules.agency_id == agency_id)).first()
