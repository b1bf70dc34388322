"""The digest: once a working day, one letter to each person with what is new and what awaits them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, func, or_, select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import speaking
from iso_qms.organisation.agencies import chosen_id
from iso_qms.organisation.people import DIGEST_HOURS as HOURS
from iso_qms.organisation.people import USUAL_HOUR, Absence, Person
from iso_qms.organisation.working_days import is_worked
from iso_qms.outbox import Letter, full_address, tell
from iso_qms.outbox.letters import DigestDay
from iso_qms.registry import Awaiting, registry
from iso_qms.rounds import each_due

UNTIL_HOUR = 21
"""From this hour on no digest leaves, so that one that was missed does not come at night."""


def digest_round() -> int:
    """Write everybody's digest of the day, unless it was; answers how many people were looked at."""
    return each_due("digest", _due, _write) if HOURS[0] <= as_local(now()).hour < UNTIL_HOUR else 0


def awaiting(person: Person, day: date) -> list[Awaiting]:
    """What awaits a person from every room: overdue first, then by due day, then what has none."""
    rows = [row for ask in registry.awaiting for row in ask(person, day)]
    return sorted(rows, key=lambda row: (not row.late, row.due_on or date.max, str(row.what)))


def _due() -> Select[Person]:
    nobody = select(Person).where(Person.id.is_(None))
    agency_id, day = chosen_id(), today()
    if agency_id is None or not is_worked(day, agency_id=agency_id):
        return nobody
    return (
        select(Person)
        .outerjoin(DigestDay, DigestDay.person_id == Person.id)
        .where(Person.is_clock.is_(False), Person.locked_at.is_(None))
        .where(or_(DigestDay.on.is_(None), DigestDay.on < day))
        .where(func.coalesce(Person.digest_hour, USUAL_HOUR) <= as_local(now()).hour)
        .where(Person.id.not_in(_away(day)))
        .order_by(Person.id)
    )


def _away(day: date) -> Select[int]:
    """Whoever is away the whole day: what is new waits for the letter of the day on which they are back."""
    whole = Absence.first_on <= day, Absence.last_on >= day, Absence.part == "day"
    return select(Absence.person_id).where(*whole)


def _write(person: Person, clock: Person) -> None:
    day, moment = today(), now()
    db.session.merge(DigestDay(person_id=person.id, on=day))
    news = _gathered(person, moment)
    with speaking(person.locale):
        rows = awaiting(person, day)
        late = sum(row.late for row in rows)
        if news or rows:
            key, shown = f"digest:{day.isoformat()}", [(row, full_address(row.url)) for row in rows]
            tell(person, "digest", by=clock, urgent=True, key=key, news=news, rows=shown, late=late, day=day)


def _gathered(person: Person, moment: datetime) -> list[Letter]:
    unread = Letter.read_at.is_(None), Letter.gathered_at.is_(None), Letter.urgent.is_(False)
    query = select(Letter).where(Letter.person_id == person.id, *unread).order_by(Letter.id)
    news = list(db.session.scalars(query))
    for letter in news:
        letter.gathered_at = moment
    return news
