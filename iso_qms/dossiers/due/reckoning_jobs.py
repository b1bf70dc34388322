"""Reckoning dossiers again, some at a time, behind everybody's back; at its end those concerned are told once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, exists, or_, select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.dossiers.due.reckoning_again import reckon_some
from iso_qms.dossiers.due.reckonings import SETTLES, DossierReckoning
from iso_qms.dossiers.models import STALE, DossierImport
from iso_qms.dossiers.promise.answering import told_of
from iso_qms.i18n import _l
from iso_qms.journal import write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.outbox import tell_calendar_moves
from iso_qms.rounds import each_due

COUNTED = ("moved", "in_time", "late", "unowed")
SENTENCE = (
    "%(unit)s: %(moved)s dossiers have another first due time; of them %(in_time)s that were late are in time now, and "
    "%(late)s that were in time are late now. Apologies no longer owed: %(unowed)s."
)


def reckonings_round() -> int:
    """Every reckoning that waits is done to its end; answers in how many steps."""
    done = 0
    while some := each_due("dossier_reckonings", _due, lambda one, clock: go_on(one, by=clock)):
        done += some
    return done


def go_on(one: DossierReckoning, *, by: Person) -> None:
    """Reckon some more dossiers, or end."""
    if reckon_some(one, by=by):
        return
    one.finished_at = now()
    write(one, "dossier_reckoning.ended", by=by, details={"looked": one.looked, "changed": one.changed})
    if one.kind == "calendar":
        tell_calendar_moves(list(_concerned(one)), by)


def _due() -> Select[Any]:
    """Whatever waits; what came in by a file that began before the calendar changed is reckoned after it has ended."""
    settled = or_(DossierReckoning.kind != "calendar", DossierReckoning.asked_at <= now() - SETTLES)
    running = exists().where(
        DossierImport.agency_id == DossierReckoning.agency_id, DossierImport.finished_at.is_(None),
        DossierImport.broken == "", DossierImport.beat_at > now() - STALE,
    )  # fmt: skip
    query = select(DossierReckoning).where(DossierReckoning.finished_at.is_(None), settled, ~running)
    return query.order_by(DossierReckoning.id)


def _concerned(one: DossierReckoning) -> Iterator[tuple[list[Person], Any]]:
    """For each unit whose dossiers have other days now, who is told, and what."""
    names = {unit.id: unit.name for unit in db.session.scalars(select(Unit))}
    for unit_id, numbers in sorted((int(unit), numbers) for unit, numbers in one.told.items()):
        if any(numbers.values()) and unit_id in names:
            yield told_of(unit_id), _l(SENTENCE, unit=names[unit_id], **dict.fromkeys(COUNTED, 0) | numbers)
