"""Reminders of dated duties that other rooms keep: each rung of their ladder is told once, to whom it is meant for.

Unlike an action, such a duty has no rungs set ahead: its room says what is open and when it is due, and the rung
reached is reckoned from the ladder that holds. What is remembered is only what was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Date, Select, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import now, today
from iso_qms.db import Base, db
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.follow_ups import remind
from iso_qms.improvement.action.ladder_rules import steps_for
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person, away_among
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of, is_worked
from iso_qms.registry import DutyTold, KeptDuty, registry
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import Calendar, UnknownYear, working_days_between

MOST = 5000
"""Duties a round looks after at once; the next one takes the others."""


AHEAD = timedelta(days=122)
"""How far ahead the page of a kept duty looks."""


class ToldRung(Base, AgencyOwned):
    """A rung of the ladder of a kept duty that was told: for which due day, when, and to whom."""

    __tablename__ = "kept_duty_rung"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "due_on", "offset"),)
    key: ClassVar[str] = "kept-duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    offset: Mapped[int]
    told_at: Mapped[datetime]
    told_to: Mapped[list[Any]] = mapped_column(default=list)


class Reached(NamedTuple):
    """The rung to be told of a thing, and the day it is due."""

    due_on: date
    offset: int


def climb_round(kind: str) -> int:
    """Whoever owes such a duty is reminded of it by its ladder; then who stands above, then leadership."""
    come: dict[int, Reached] = {}

    def due() -> Select[Any]:
        come.clear()
        if is_worked(today(), agency_id=walked_agency_id()):
            come.update(reached(kind, today(), agency_id=walked_agency_id()))
        model = registry.kept_duties[kind].model
        return select(model).where(model.id.in_(sorted(come)[:MOST])).order_by(model.id)

    return each_due(f"climb_{kind}", due, lambda thing, clock: _tell(kind, thing, come[thing.id], by=clock))


def reached(kind: str, day: date, *, agency_id: int) -> Iterator[tuple[int, Reached]]:
    """By its number each open thing of a kind of which somebody is to be told on a day, with the rung.

    A rung is told once for a due day, and not when the thing was asked for on or after the day of the rung; after a
    pause of the timetable only the highest one is.
    """
    steps, calendar = steps_for(kind, "", agency_id=agency_id), calendar_of(agency_id)
    told, ahead = _told(kind), timedelta(days=2 * max(-steps.rungs[0], 0) + 14)
    for number, since, due_on in registry.kept_duties[kind].open(agency_id, day + ahead):
        rung, asked = (_rung_on(one, due_on, steps, calendar) for one in (day, since))
        before = [one for one in (asked, told.get((number, due_on))) if one is not None]
        if rung is not None and all(rung > one for one in before):
            yield number, Reached(due_on, rung)


def kept_for(person: Person) -> dict[str, KeptDuty]:
    """The kinds of duties other rooms keep whose list a person may read, by name."""
    return {name: one for name, one in registry.kept_duties.items() if person.may(one.right)}


@dataclass(frozen=True)
class Standing:
    """An open duty: the thing, when it was asked for and is due, and the rungs told for that day, oldest first."""

    thing: Any
    since: date
    due_on: date
    told: Sequence[ToldRung]


def standing_of(kind: str, person: Person, day: date) -> list[Standing]:
    """The open duties of a kind that fall due within four months, as far as a person may see them, by day."""
    duty = registry.kept_duties[kind]
    found = {number: (since, due_on) for number, since, due_on in duty.open(person.agency_id, day + AHEAD)}
    query = duty.model.visible_to(person).where(duty.model.id.in_(found)).options(*duty.loads)
    things = db.session.scalars(query).unique().all()
    told: dict[tuple[int, date], list[ToldRung]] = {}
    mine = ToldRung.kind == kind, ToldRung.thing_id.in_([one.id for one in things])
    for rung in db.session.scalars(select(ToldRung).where(*mine).order_by(ToldRung.id)):
        told.setdefault((rung.thing_id, rung.due_on), []).append(rung)
    days = ((one, *found[one.id]) for one in things)
    rows = [Standing(one, since, due_on, told.get((one.id, due_on), ())) for one, since, due_on in days]
    return sorted(rows, key=lambda one: (one.due_on, one.thing.id))


def _rung_on(day: date, due_on: date, steps: ladder.Steps, calendar: Calendar) -> int | None:
    try:
        return steps.reached(working_days_between(due_on, end=day, calendar=calendar))
    except UnknownYear:
        return None


def _told(kind: str) -> dict[tuple[int, date], int]:
    """The highest rung told of each thing, by its number and due day."""
    of_it = ToldRung.thing_id, ToldRung.due_on
    query = select(*of_it, func.max(ToldRung.offset)).where(ToldRung.kind == kind).group_by(*of_it)
    return {(number, due_on): offset for number, due_on, offset in db.session.execute(query)}


def _tell(kind: str, thing: Any, come: Reached, *, by: Person) -> None:
    day, duty = today(), registry.kept_duties[kind]
    told, steps = duty.told(thing, day), steps_for(kind, "", agency_id=thing.agency_id)
    people = _people(told, steps.told_at(kind, come.offset, level=0), day)
    rung = ToldRung(
        agency_id=thing.agency_id,
        kind=kind,
        thing_id=thing.id,
        due_on=come.due_on,
        offset=come.offset,
        told_at=now(),
        told_to=[person.name for person in people],
    )
    db.session.add(rung)
    db.session.flush()
    left = working_days_between(day, end=come.due_on, calendar=calendar_of(thing.agency_id))
    words = {"label": duty.label, "what": duty.named(thing), "due": come.due_on, "is_today": come.due_on == day}
    words |= {"left": max(left, 0), "late": max(-left, 0), "names": ", ".join(rung.told_to)}
    remind(people, "kept_duty_reminder", rung, about=thing, by=by, day=day, words=words)


def _people(told: DutyTold, roles: tuple[str, ...], day: date) -> list[Person]:
    leaders = people_with("improvement.lead", day=day) if told.leaders is None else told.leaders
    above = told.above or leaders
    heard = {
        ladder.OWNER: ladder.heard_by(told.owners, away=away_among(told.owners, day), above=lambda: above),
        ladder.HEAD: above,
        ladder.LEADERS: leaders,
    }
    return list({person.id: person for role in roles for person in heard[role]}.values())
