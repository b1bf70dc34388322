"""The cascade: a head who has acknowledged briefs the staff, those without an account too, and records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents.models import METHODS, Acknowledgement, Briefed, Briefing, Revision
from iso_qms.documents.readiness import why_not_worked_by
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import answered_units, is_head_of
from iso_qms.organisation.people import Person, staff_of
from iso_qms.organisation.units import Unit, subtree
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

BRIEF_DAYS = 5
"""Working days a head has to brief the staff after acknowledging."""

say({"briefing.recorded": _l("recorded the briefing"), "briefing.corrected": _l("corrected the briefing")})


@dataclass(frozen=True)
class Presence:
    """Whether somebody was there; who was not may have caught up later."""

    was_there: bool
    caught_up_on: date | None = None


def roster_of(unit_id: int, head: Person) -> list[Person]:
    """The staff a head briefs for a unit: of the unit and of those under it without a head of their own."""
    units = (answered_units(head, today()) & subtree(unit_id)) | {unit_id}
    return [one for one in staff_of(units, today()) if one.id != head.id and not one.is_locked]


def ask_briefing(duty: Acknowledgement, *, by: Person) -> None:
    """A head has acknowledged: from now on the briefing of the staff, if there is any, is due."""
    if duty.post.is_head and roster_of(duty.unit_id, by):
        duty.brief_by = due_in_working_days(today(), days=BRIEF_DAYS, agency_id=duty.agency_id)


def briefing_of(revision: Revision, unit_id: int) -> Briefing | None:
    """The briefing of a unit on a revision, if it was recorded."""
    query = select(Briefing).where(Briefing.revision_id == revision.id, Briefing.unit_id == unit_id)
    return db.session.scalars(query).first()


def may_record(unit_id: int, person: Person) -> bool:
    """Whether a person heads the unit, or deputises its head: deputies brief, though they acknowledge for nobody."""
    return is_head_of(person, unit_id, today())


def record_briefing(
    revision: Revision,
    unit: Unit,
    presences: Mapping[int, Presence],
    *,
    by: Person,
    held_on: date,
    method: str,
    note: str = "",
    reason: str = "",
) -> Briefing:
    """Record who was briefed, by the number of the person; recorded anew, it is corrected and the trace kept.

    `reason` is needed for a correction, but not to note that somebody has caught up.
    """
    if not may_record(unit.id, by):
        raise Forbidden(_("The briefing of %(unit)s is recorded by its head or the deputy.", unit=unit.name))
    _demand_sensible(revision, presences, held_on=held_on, method=method)
    briefing = briefing_of(revision, unit.id)
    is_new = briefing is None
    if briefing is None:
        briefing = Briefing(agency_id=revision.agency_id, revision=revision, unit=unit)
    elif _differs(briefing, presences, held_on, method) and not reason.strip():
        raise Incomplete(_("Say why the record is corrected: what stood before stays in the history."))
    briefing.held_on, briefing.method, briefing.note = held_on, method, clean(note).strip()
    briefing.recorded_at, briefing.recorded_by_id = now(), by.id
    briefing.name, briefing.post_title = by.name, by.acting().post
    db.session.add(briefing)
    _note(briefing, presences, by)
    write(briefing, "briefing.recorded" if is_new else "briefing.corrected", by=by, reason=reason.strip())
    return briefing


def _demand_sensible(revision: Revision, presences: Mapping[int, Presence], *, held_on: date, method: str) -> None:
    over = _("This revision is no longer in force. Brief your staff on the one that replaced it.")
    if why := why_not_worked_by(revision, over):
        raise WrongState(why)
    if method not in METHODS:
        raise Incomplete(_("Choose how they were briefed."))
    if held_on > today():
        raise Incomplete(_("A briefing is recorded when it has been held."))
    if revision.approval is not None and held_on < (approved := as_local(revision.approval.at).date()):
        raise Incomplete(
            _("It was approved on %(day)s only. Choose that day or a later one.", day=f"{approved:%d/%m/%Y}")
        )
    caught_up = {number: one.caught_up_on for number, one in presences.items() if one.caught_up_on}
    if wrong := next((number for number, day in caught_up.items() if not held_on <= day <= today()), None):
        raise Incomplete(
            _(
                "%(name)s was absent: choose a day after the briefing, and not later than today.",
                name=db.session.get_one(Person, wrong).name,
            )
        )
    if presences and not any(one.was_there for one in presences.values()):
        raise Incomplete(_("Somebody was there: mark who."))


def _differs(briefing: Briefing, presences: Mapping[int, Presence], held_on: date, method: str) -> bool:
    there = {one.person_id: one.was_there for one in briefing.people}
    changed = any(there.get(number, one.was_there) != one.was_there for number, one in presences.items())
    return changed or (briefing.held_on, briefing.method) != (held_on, method)


def _note(briefing: Briefing, presences: Mapping[int, Presence], by: Person) -> None:
    known = {one.person_id: one for one in briefing.people}
    people = {one.id: one for one in roster_of(briefing.unit_id, by)}
    for number, presence in presences.items():
        one = known.get(number)
        if one is None and number in people:
            one = Briefed(agency_id=briefing.agency_id, person_id=number, name=people[number].name)
            briefing.people.append(one)
        if one is not None:
            one.was_there = presence.was_there
            one.caught_up_on = None if presence.was_there else presence.caught_up_on
