"""The sign that somebody inspected several times and noted no finding at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import func, select

from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection, TeamMember
from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person
from iso_qms.registry import Limit, Sign, SignCase, SignRow
from iso_qms.worktime import months_after


def last_without(visits: list[tuple[Any, int]], *, number: int) -> list[Any]:
    """The last visits of somebody, each with the findings they noted there, as far back as they noted none. Pure.

    None where these are fewer than asked for: a finding in one of the last ones ends the row.
    """
    row = []
    for visit, found in reversed(visits):
        if found:
            break
        row.append(visit)
    return row[::-1] if len(row) >= number else []


def _without_finding(limits: Mapping[str, int], person: Person, day: date) -> Iterator[SignCase]:
    noted = select(func.count()).where(
        Finding.inspection_id == Inspection.id, Finding.noted_by_id == TeamMember.person_id
    )
    query = select(TeamMember.person_id, Person.name, Inspection, noted.scalar_subquery())
    query = query.join(Inspection, Inspection.id == TeamMember.inspection_id)
    query = query.join(Person, Person.id == TeamMember.person_id).where(Inspection.ended_at.is_not(None))
    query = query.where(Inspection.id.in_(Inspection.visible_to(person).with_only_columns(Inspection.id)))
    query = query.where(Inspection.planned_on >= months_after(day, -limits["months"]))
    visits: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    names = {}
    for number, name, visit, found in db.session.execute(query.order_by(Inspection.ended_at, Inspection.id)).unique():
        visits[number].append((visit, found))
        names[number] = name
    for number, all_of_them in visits.items():
        quiet = last_without(all_of_them, number=limits["number"])
        if quiet:
            yield SignCase(key=f"person-{number}", words=names[number], rows=[_row(visit) for visit in quiet])


def _row(visit: Inspection) -> SignRow:
    return SignRow(
        kind="inspection",
        thing_id=visit.id,
        words=visit.code,
        day=as_local(visit.ended_at).date() if visit.ended_at else visit.planned_on,
        url=url_for("audits.show", agency=g.agency.slug, number=visit.id),
    )


WITHOUT_FINDING = Sign(
    label=_l("Visits without a finding"),
    rule=_l(
        "Somebody was in the team of the last %(number)s visits or more that ended within %(months)s months, and noted "
        "no finding in any of them. Whoever writes for the whole team notes for the others too."
    ),
    limits={
        "number": Limit(_l("Visits in a row without a finding"), 5, 2, 50),
        "months": Limit(_l("Months to look back"), 24, 1, 60),
    },
    find=_without_finding,
)
