"""Who may be named to a team: independent, or excepted by decision, and qualified for the place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from iso_qms.audits.models import Inspection, TeamMember
from iso_qms.audits.team.exceptions import TeamException, exceptions_of
from iso_qms.audits.team.independence import Reason
from iso_qms.audits.team.proposing import LEADS, TAKES_PART, Candidate
from iso_qms.audits.team.qualifications import lacks_of
from iso_qms.audits.team.team_facts import ties_of
from iso_qms.db import db
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Standing:
    """How a person stands to an inspection: open ties, those an approved exception covers, and what they lack."""

    person: Person
    ties: tuple[Reason, ...]
    excused: tuple[Reason, ...]
    lacks: tuple[Reason, ...]
    lacks_to_lead: tuple[Reason, ...]

    def against(self, *, leads: bool) -> tuple[Reason, ...]:
        """Every reason why they cannot be named to that place."""
        return (*self.ties, *(self.lacks_to_lead if leads else self.lacks))


def standings(
    people: Collection[Person],
    inspection: Inspection,
    *,
    day: date,
    asked_for: Iterable[TeamException] | None = None,
) -> dict[int, Standing]:
    """How some people stand to an inspection on a day, by their numbers; the exceptions where they are at hand."""
    ties = ties_of(people, units=inspection.units, documents=inspection.documents, day=day)
    found = exceptions_of(inspection) if asked_for is None else asked_for
    approved = {(one.person_id, one.tie) for one in found if one.state == "approved"}
    lacks, to_lead = (lacks_of(people, topics=inspection.topics, day=day, leads=leads) for leads in (False, True))
    made = {}
    for one in people:
        open_ties = tuple(tie for tie in ties[one.id] if (one.id, tie.key) not in approved)
        excused = tuple(tie for tie in ties[one.id] if (one.id, tie.key) in approved)
        made[one.id] = Standing(one, open_ties, excused, tuple(lacks[one.id]), tuple(to_lead[one.id]))
    return made


def demand_assignable(members: Iterable[tuple[Person, bool]], inspection: Inspection, *, day: date) -> None:
    """Refuse, with every reason, somebody who must not be in this team; each with whether they lead it."""
    there = list(members)
    found = standings([person for person, _leads in there], inspection, day=day)
    for person, leads in there:
        if against := found[person.id].against(leads=leads):
            raise Forbidden(" ".join(one.text for one in against))


def demand_team_assignable(inspection: Inspection, *, day: date) -> None:
    """Refuse a team of which somebody is not independent or not qualified on that day."""
    demand_assignable([(one.person, one.is_lead) for one in inspection.team], inspection, day=day)


def candidates(found: Iterable[Standing], loads: dict[int, int]) -> list[Candidate]:
    """Those people as the search for a team looks at them."""
    return [
        Candidate(one.person.id, one.person.name, loads.get(one.person.id, 0), one.ties, one.lacks, one.lacks_to_lead)
        for one in found
    ]


def loads_of(people: Iterable[Person], *, day: date, besides: Inspection | None = None) -> dict[int, int]:
    """What each of some people carries: inspections a year before and after the day, leading counting twice.

    A surprise counts once it has begun: that somebody carries more today must not tell that an envelope was opened.
    """
    query = (
        select(TeamMember.person_id, TeamMember.is_lead, func.count())
        .join(Inspection)
        .where(
            TeamMember.person_id.in_([one.id for one in people]),
            Inspection.planned_on.between(day - A_YEAR, day + A_YEAR),
            Inspection.state != "cancelled",
            Inspection.in_the_open(),
        )
        .group_by(TeamMember.person_id, TeamMember.is_lead)
    )
    if besides is not None:
        query = query.where(Inspection.id != besides.id)
    loads: dict[int, int] = {}
    for person_id, leads, number in db.session.execute(query):
        loads[person_id] = loads.get(person_id, 0) + number * (LEADS if leads else TAKES_PART)
    return loads
