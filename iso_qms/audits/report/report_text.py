"""What the report of an inspection says beyond the minutes: what it rests on, who went, results by topic, demands.

Nothing here names whom a finding concerns; findings on people and on conduct count in no row.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from iso_qms.audits.finding.findings import NONCONFORMING, Finding, naming_nobody
from iso_qms.audits.models import Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.models import Nonconformity


def bases_of(inspection: Inspection) -> list[str]:
    """The decision on the team, the programme of the year, and the criteria, a line each."""
    programme = str(inspection.programme) if inspection.programme else ""
    lines = [inspection.decision, programme, *inspection.criteria.splitlines()]
    return [line.strip(" ;.") for line in lines if line.strip(" ;.")]


def team_in(inspection: Inspection) -> list[tuple[str, str, str]]:
    """Who went, with the post of that day and the part in the team."""
    return [(one.person.name, one.post, _("Lead") if one.is_lead else _("Member")) for one in inspection.team]


def topics_in(inspection: Inspection) -> list[list[str]]:
    """For each topic looked at: what conforms, remarks, minor and major nonconformities."""
    query = select(Finding.kind, Finding.grade, func.count()).where(
        Finding.inspection_id == inspection.id,
        Finding.state != "withdrawn",
        naming_nobody(),
        Finding.kind != "conduct",
    )
    counted: dict[str, Counter[str]] = {topic: Counter() for topic in inspection.topics if topic != "conduct"}
    for kind, grade, count in db.session.execute(query.group_by(Finding.kind, Finding.grade)):
        counted.setdefault(kind, Counter())[grade] = count
    return [[str(TOPICS[topic]), *_columns(grades)] for topic, grades in counted.items()]


def demands_in(inspection: Inspection) -> list[tuple[str, str, str, str]]:
    """The corrective actions planned for its findings: number, what, whose, due on; none that concerns people."""
    found = select(Finding.id).where(Finding.inspection_id == inspection.id, naming_nobody(), Finding.kind != "conduct")
    query = (
        select(CorrectiveAction)
        .join(Nonconformity, Nonconformity.id == CorrectiveAction.nonconformity_id)
        .where(
            Nonconformity.source_kind == "finding",
            Nonconformity.source_id.in_(found),
            Nonconformity.restricted.is_(False),
        )
        .order_by(CorrectiveAction.due_on, CorrectiveAction.id)
    )
    actions = db.session.scalars(query).unique()
    return [(one.code, one.what, one.owner_post.title, f"{one.due_on:%d/%m/%Y}") for one in actions]


def _columns(grades: Counter[str]) -> list[str]:
    minor, major = (grades[grade] for grade in NONCONFORMING)
    good = grades["conform"]
    return [str(n) for n in (good, grades.total() - good - minor - major, minor, major)]
