"""What happened to dossiers, read back in order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from iso_qms.db import db
from iso_qms.dossiers.event.events import DossierActivity, DossierEvent, DossierHand, moment_of
from iso_qms.dossiers.incoming.loading import among
from iso_qms.organisation.units import Unit


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, in words."""

    at: datetime
    activity: str
    lifecycle: str
    unit: str
    role: str


Course = list[tuple[int, int, int]]
"""Of each event its moment in microseconds since 1970, and the numbers of its activity and of the hands that did it."""


def happened_to(dossiers: Sequence[int]) -> Mapping[int, Course]:
    """The events of some dossiers by the dossier's number, each in its place; one that has none has an empty list."""
    events = DossierEvent.instant, DossierEvent.activity_id, DossierEvent.hand_id
    query = select(DossierEvent.dossier_id, *events)
    query = query.where(among(DossierEvent.dossier_id, dossiers))
    found: defaultdict[int, Course] = defaultdict(list)
    for row in db.session.execute(query.order_by(DossierEvent.dossier_id, DossierEvent.place)):
        found[row[0]].append(row[1:])
    return found


def told(dossier_id: int) -> list[Happened]:
    """What happened to one dossier, for a reader."""
    query = (
        select(
            DossierEvent.instant, DossierActivity.name, DossierActivity.lifecycle, DossierHand.unit_words,
            DossierHand.role, Unit.name.label("unit"),
        )
        .select_from(DossierEvent)
        .join(DossierActivity, DossierActivity.id == DossierEvent.activity_id)
        .join(DossierHand, DossierHand.id == DossierEvent.hand_id)
        .outerjoin(Unit, Unit.id == DossierHand.unit_id)
        .where(DossierEvent.dossier_id == dossier_id)
        .order_by(DossierEvent.place)
    )  # fmt: skip
    return [
        Happened(moment_of(row.instant), row.name, row.lifecycle, row.unit or row.unit_words, row.role)
        for row in db.session.execute(query)
    ]


def activities_known() -> dict[int, tuple[str, str]]:
    """What the activities of the agency are called and their life-cycle marks, by number."""
    query = select(DossierActivity.id, DossierActivity.name, DossierActivity.lifecycle)
    return {row.id: (row.name, row.lifecycle) for row in db.session.execute(query)}


def hands_known(numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """The unit (its name here, else in the words of the source) and the role of some hands, by number."""
    query = select(DossierHand.id, DossierHand.unit_words, DossierHand.role, Unit.name)
    query = query.outerjoin(Unit, Unit.id == DossierHand.unit_id).where(DossierHand.id.in_(list(numbers)))
    return {row.id: (row.name or row.unit_words, row.role) for row in db.session.execute(query)}


def move_to_year(years: Mapping[int, int]) -> None:
    """Let events follow their dossiers, by number, into another year."""
    table: Any = DossierEvent.__table__
    for number, year in years.items():
        db.session.connection().execute(update(table).where(table.c.dossier_id == number).values(year=year))
