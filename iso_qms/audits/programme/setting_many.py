"""Setting the team and the checklists of several planned visits in one act, each by the verbs that set one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iso_qms.audits.models import Inspection
from iso_qms.audits.operations import change_inspection, name_member, release_member
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden, Incomplete, Refused


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What several visits are given; what is empty stays as it is. The first of the team leads."""

    team: Sequence[Person] = ()
    replaces: bool = False
    """Whether whoever else is in a team leaves it."""
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class Assigned:
    """The visits that were set, and why others were not."""

    done: list[Inspection]
    refused: list[tuple[Inspection, str]]


class NotAllAssigned(Refused):
    """Some of the visits cannot be set like that, so none was."""


def assign_many(visits: Sequence[Inspection], given: Assignment, *, by: Person) -> Assigned:
    """Set the team and topics of each visit; one that is refused is left as it was, and keeps its reason."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control plans inspections."))
    if not given.team and not given.topics:
        raise Incomplete(_("Choose a team or topics: otherwise there is nothing to set."))
    found = Assigned([], [])
    for one in visits:
        try:
            with db.session.begin_nested():
                _assign(one, given, by=by)
            found.done.append(one)
        except Refused as refusal:
            found.refused.append((one, str(refusal)))
    return found


def _assign(one: Inspection, given: Assignment, *, by: Person) -> None:
    wanted = {person.id for person in given.team}
    if given.team and given.replaces:
        for member in [member for member in one.team if member.person_id not in wanted]:
            release_member(one, member, by=by)
    if given.topics:
        _ask_about(one, given.topics, by=by)
    for place, person in enumerate(given.team):
        if not one.has_member(person) or (place == 0 and not one.is_led_by(person)):
            name_member(one, person, by=by, is_lead=place == 0)


def _ask_about(one: Inspection, topics: Sequence[str], *, by: Person) -> None:
    change_inspection(
        one,
        by=by,
        title=one.title,
        kind=one.kind,
        units=list(one.units),
        topics=topics,
        planned_on=one.planned_on,
        span=one.span,
        criteria=one.criteria,
        method=one.method,
        documents=list(one.documents),
        programme=one.programme,
        decision=one.decision,
    )
