"""What can be done with the programme of a year: draw it up, change it, approve it, take it back, close it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from iso_qms.audits.flow import PROGRAMME
from iso_qms.audits.models import AuditProgramme
from iso_qms.audits.operations import announce, demand_ready
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Refused, WrongState

say(PROGRAMME)
say({"programme.drawn_up": _l("drew up the programme"), "programme.changed": _l("changed the programme")})


def draw_up_programme(year: int, *, objectives: str, by: Person) -> AuditProgramme:
    """A programme for a year; there is one for each."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control draws up the programme."))
    if db.session.scalar(select(AuditProgramme.id).where(AuditProgramme.year == year)):
        raise Refused(_("There is a programme for %(year)s already.", year=year))
    programme = AuditProgramme(agency_id=by.agency_id, year=year, objectives=clean(objectives), prepared_by=by)
    db.session.add(programme)
    write(programme, "programme.drawn_up", by=by)
    return programme


def change_programme(programme: AuditProgramme, *, objectives: str, by: Person) -> None:
    """Change the objectives of a programme that is not approved yet."""
    if programme.state != "draft":
        raise WrongState(_("The programme is approved. Take it back to revise it first."))
    programme.objectives, programme.prepared_by = clean(objectives), by
    write(programme, "programme.changed", by=by)


def approve_programme(programme: AuditProgramme, *, by: Person, note: str = "") -> None:
    """The leadership approves: its inspections may start, and heads are told of the announced ones."""
    demand_ready(programme.why_not_yet(PROGRAMME.move("approve")))
    programme.advance("approve", by=by, note=note)
    for one in programme.inspections:
        if not one.is_unannounced and one.state == "planned":
            announce(one, by=by)


def revise_programme(programme: AuditProgramme, *, by: Person, note: str = "") -> None:
    """Take an approved programme back to change it."""
    programme.advance("revise", by=by, note=note)


def finish_programme(programme: AuditProgramme, *, by: Person, note: str = "") -> None:
    """Close the year's programme."""
    demand_ready(programme.why_not_yet(PROGRAMME.move("finish")))
    programme.advance("finish", by=by, note=note)


PROGRAMME_MOVES: dict[str, Any] = {
    "approve": approve_programme,
    "revise": revise_programme,
    "finish": finish_programme,
}
