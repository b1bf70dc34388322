"""What can be done with inspections: plan, name the team, start, end with minutes, report, close, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from iso_qms.audits.checklist.library import pin_checklists
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.flow import INSPECTION
from iso_qms.audits.models import KINDS, METHODS, AuditProgramme, Inspection, TeamMember
from iso_qms.audits.programme.spans import last_of
from iso_qms.audits.readiness import why_not_yet
from iso_qms.audits.sides import units_concerning
from iso_qms.audits.team.assigning import demand_assignable, demand_team_assignable
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.minutes import keep_minutes
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.units import Unit
from iso_qms.outbox import tell
from iso_qms.search import index
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

say(INSPECTION)
say(
    {
        "inspection.planned": _l("planned the inspection"),
        "inspection.changed": _l("changed the plan"),
        "inspection.named": _l("named a team member"),
        "inspection.released": _l("released a team member"),
        "inspection.concluded": _l("wrote the conclusion"),
    }
)


def plan_inspection(
    title: str,
    *,
    by: Person,
    kind: str,
    units: Sequence[Unit],
    topics: Sequence[str],
    planned_on: date,
    criteria: str,
    method: str = "on_site",
    documents: Sequence[Document] = (),
    programme: AuditProgramme | None = None,
    decision: str = "",
    checklists: Sequence[str] = (),
    span: str = "day",
) -> Inspection:
    """Plan an inspection, within a year's programme or outside it; its month or quarter counts where `span` says so."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control plans inspections."))
    inspection = Inspection(
        agency_id=by.agency_id,
        year=planned_on.year,
        planned_by=by,
        title="",
        kind=kind,
        planned_on=last_of(planned_on, span),
        span=span,
    )
    _fill(inspection, by, title, method, units, topics, documents, criteria, decision)
    inspection.programme = programme
    db.session.add(inspection)
    _number(inspection)
    pin_checklists(inspection, by=by, more=checklists)
    write(inspection, "inspection.planned", by=by)
    _let_find(inspection)
    return inspection


def change_inspection(
    inspection: Inspection,
    *,
    by: Person,
    title: str,
    kind: str,
    units: Sequence[Unit],
    topics: Sequence[str],
    planned_on: date,
    criteria: str,
    method: str = "on_site",
    documents: Sequence[Document] = (),
    programme: AuditProgramme | None = None,
    decision: str = "",
    checklists: Sequence[str] | None = None,
    span: str = "day",
) -> None:
    """Change the plan of an inspection that has not begun; the team is checked against it again."""
    if inspection.state != "planned":
        raise WrongState(_("%(inspection)s has begun, so its plan stands.", inspection=inspection.code))
    if inspection.envelope_id and (kind != inspection.kind or list(units) != inspection.units):
        raise Refused(_("Its unit was drawn by lot for a surprise, so neither can be changed."))
    planned_on = last_of(planned_on, span)
    inspection.kind, inspection.planned_on, inspection.programme = kind, planned_on, programme
    inspection.span = span
    _fill(inspection, by, title, method, units, topics, documents, criteria, decision)
    demand_team_assignable(inspection, day=planned_on)
    _number(inspection)
    pin_checklists(inspection, by=by, more=checklists)
    write(inspection, "inspection.changed", by=by)
    _let_find(inspection)


def name_member(inspection: Inspection, person: Person, *, by: Person, is_lead: bool = False) -> TeamMember:
    """Name somebody to the team, if they are independent of what is inspected; an earlier lead gives way."""
    demand_team_open(inspection, by=by)
    if not person.may("audits.inspect"):
        raise Forbidden(_("%(who)s has not the role of an inspector.", who=person.name))
    leads = is_lead or any(one.is_lead and one.person_id == person.id for one in inspection.team)
    demand_assignable([(person, leads)], inspection, day=inspection.planned_on)
    if is_lead:
        for other in inspection.team:
            other.is_lead = False
    member = next((one for one in inspection.team if one.person_id == person.id), None)
    if member is None:
        member = TeamMember(person=person, checked_at=now(), post=_post_of(person))
        inspection.team.append(member)
        tell([person], "inspection_named", about=inspection, by=by)
    member.is_lead = is_lead or member.is_lead
    write(inspection, "inspection.named", by=by)
    return member


def name_team(inspection: Inspection, people: Sequence[Person], *, by: Person) -> None:
    """Name a whole team, the lead first; who was in it before and is not now is released."""
    demand_team_open(inspection, by=by)
    wanted = {one.id for one in people}
    for member in [one for one in inspection.team if one.person_id not in wanted]:
        release_member(inspection, member, by=by)
    for one in people[1:]:
        name_member(inspection, one, by=by)
    name_member(inspection, people[0], by=by, is_lead=True)


def release_member(inspection: Inspection, member: TeamMember, *, by: Person) -> None:
    """Take somebody out of a team that has not begun."""
    demand_team_open(inspection, by=by)
    # The row goes by itself and not out of the list: its inspection tells where in the journal it was told.
    db.session.delete(member)
    write(inspection, "inspection.released", by=by)
    db.session.flush()
    db.session.expire(inspection, ["team"])


def start(inspection: Inspection, *, by: Person, note: str = "") -> None:
    """Begin the visit: the team's independence is checked on this very day, then the units see it."""
    demand_ready(why_not_yet(inspection, "start"))
    demand_team_assignable(inspection, day=today())
    for member in inspection.team:
        member.checked_at = now()
    inspection.started_at = now()
    if not inspection.day_set:
        inspection.planned_on, inspection.span = today(), "day"
    _number(inspection)
    inspection.advance("start", by=by, note=note)
    _let_find(inspection)
    tell(_heads(inspection), "inspection_started", about=inspection, by=by, urgent=True)


def agree_minutes(inspection: Inspection, *, by: Person, note: str = "") -> None:
    """End the visit: both sides stand by the minutes, or a refusal is noted with a witness."""
    demand_ready(why_not_yet(inspection, "agree_minutes"))
    inspection.ended_at = now()
    inspection.advance("agree_minutes", by=by, note=note)
    keep_minutes(inspection, by=by)


def conclude(inspection: Inspection, *, conclusion: str, recommendation: str, by: Person) -> None:
    """Write the lead's report; it names nobody."""
    demand_reporting(inspection, by=by)
    inspection.conclusion, inspection.recommendation = clean(conclusion), clean(recommendation)
    write(inspection, "inspection.concluded", by=by)


def close(inspection: Inspection, *, by: Person, note: str = "") -> None:
    """Close the inspection: the report goes to the leadership and to those who answer for the units."""
    demand_ready(why_not_yet(inspection, "close"))
    inspection.closed_at = now()
    inspection.advance("close", by=by, note=note)
    readers = {one.id: one for one in [*people_with("audits.approve_programme"), *_heads(inspection)]}
    tell(readers.values(), "inspection_closed", about=inspection, by=by)


def cancel(inspection: Inspection, *, by: Person, note: str = "") -> None:
    """Cancel an inspection with a reason; it stays in the list."""
    if db.session.scalar(
        select(Finding.id).where(Finding.inspection_id == inspection.id, Finding.state != "withdrawn")
    ):
        raise Refused(_("There are findings already. Withdraw them first, or end the visit with minutes."))
    known = not inspection.is_unannounced or inspection.started_at is not None
    inspection.advance("cancel", by=by, note=note)
    people = [*(member.person for member in inspection.team), *(_heads(inspection) if known else [])]
    tell({one.id: one for one in people}.values(), "inspection_cancelled", about=inspection, by=by, reason=note)


def announce(inspection: Inspection, *, by: Person) -> None:
    """Tell whoever answers for the units of an announced inspection, once its day is known."""
    if not inspection.day_set:
        return
    tell(_heads(inspection), "inspection_announced", about=inspection, by=by, key=f"announced:{inspection.id}")


def inspection_people(day: date) -> list[Person]:
    """Everybody who may be named to a team."""
    return people_with("audits.inspect", day=day)


INSPECTION_MOVES: dict[str, Any] = {"start": start, "agree_minutes": agree_minutes, "close": close, "cancel": cancel}


def _fill(
    inspection: Inspection,
    by: Person,
    title: str,
    method: str,
    units: Sequence[Unit],
    topics: Sequence[str],
    documents: Sequence[Document],
    criteria: str,
    decision: str,
) -> None:
    _demand_plan(inspection.kind, title, method, units, topics, criteria)
    if inspection.is_unannounced and units_concerning(by, today()) & {unit.id for unit in units}:
        raise Forbidden(
            _("You belong to a unit this would surprise, so somebody else of quality control must plan it.")
        )
    inspection.title, inspection.method = clean(title).strip(), method
    inspection.topics = [one for one in TOPICS if one in topics]
    inspection.units, inspection.documents = list(units), list(documents)
    inspection.criteria, inspection.decision = clean(criteria).strip(), clean(decision).strip()


def _demand_plan(
    kind: str, title: str, method: str, units: Sequence[Unit], topics: Sequence[str], criteria: str
) -> None:
    if kind not in KINDS or method not in METHODS or not set(topics) <= set(TOPICS):
        raise Incomplete(_("Choose kind, method and topics from the lists."))
    if not clean(title).strip():
        raise Incomplete(_("An inspection has a title."))
    if not units:
        raise Incomplete(_("Choose at least one unit."))
    if not topics:
        raise Incomplete(_("Choose at least one topic."))
    if not clean(criteria).strip():
        raise Incomplete(_("Say against what is inspected: rules, procedures, clauses."))


def demand_team_open(inspection: Inspection, *, by: Person) -> None:
    """Refuse to name or release anybody once it has begun, and whoever neither plans nor leads it."""
    if inspection.state != "planned":
        raise WrongState(_("%(inspection)s has begun, so its team stands.", inspection=inspection.code))
    if not (by.may("audits.plan") or inspection.is_led_by(by)):
        raise Forbidden(_("Quality control or the team's lead names the team."))


def demand_reporting(inspection: Inspection, *, by: Person) -> None:
    """Refuse whoever does not lead the team, and everybody once the inspection is closed."""
    if not inspection.is_led_by(by) or inspection.status.final:
        raise Forbidden(_("The lead writes the report until the inspection is closed."))


def demand_ready(missing: str | None) -> None:
    """Refuse a move for which something is missing."""
    if missing:
        raise Incomplete(missing)


def _number(inspection: Inspection) -> None:
    # A surprise waits for its number until it begins: a gap in the row of numbers would tell its unit that it comes.
    if inspection.sequence is None and (not inspection.is_unannounced or inspection.started_at is not None):
        query = select(func.max(Inspection.sequence)).where(Inspection.year == inspection.year)
        inspection.sequence = (db.session.scalar(query) or 0) + 1


def _let_find(inspection: Inspection) -> None:
    index(inspection, title=inspection.title, code=inspection.code, body=inspection.criteria)


def _heads(inspection: Inspection) -> list[Person]:
    found = [one for unit in inspection.units for one in heads_for(unit.id, today())]
    return list({one.id: one for one in found}.values())


def _post_of(person: Person) -> str:
    acting = person.acting()
    return ", ".join(filter(None, [acting.post, acting.unit]))
