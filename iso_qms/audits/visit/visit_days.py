"""Setting the day of a visit that was planned for a month or a quarter."""

from __future__ import annotations

from datetime import date

from iso_qms.audits.models import Inspection
from iso_qms.audits.operations import announce
from iso_qms.audits.team.assigning import demand_team_assignable
from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden, Refused, WrongState

say({"inspection.day_set": _l("set the day")})


def may_set_day(inspection: Inspection, person: Person) -> bool:
    """Whether this person sets the day: who plans, and who leads the team."""
    waits = inspection.state == "planned" and not inspection.day_set
    return waits and (person.may("audits.plan") or inspection.is_led_by(person))


def set_day(inspection: Inspection, day: date, *, by: Person) -> None:
    """Give a visit its day within its year; the team is held against it, and the units of an announced one are told."""
    if inspection.state != "planned" or inspection.day_set:
        raise WrongState(_("The day of this visit is set already."))
    if not may_set_day(inspection, by):
        raise Forbidden(_("Quality control or the lead of the team sets the day."))
    if day < today() or day.year != inspection.year:
        raise Refused(_("The day lies ahead, in %(year)s.", year=inspection.year))
    demand_team_assignable(inspection, day=day)
    inspection.planned_on, inspection.span = day, "day"
    write(inspection, "inspection.day_set", by=by)
    if not inspection.is_unannounced and inspection.programme is not None and inspection.programme.state == "approved":
        announce(inspection, by=by)
