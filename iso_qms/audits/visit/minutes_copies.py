"""A copy of the minutes goes to both sides at once, whichever way a side signed or was noted as not signing."""

from __future__ import annotations

from collections.abc import Sequence

from iso_qms.audits.models import Inspection, MinutesSignature
from iso_qms.audits.visit.minutes_text import missing_signatures
from iso_qms.clock import today
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.outbox import tell


def send_copies(inspection: Inspection, made: Sequence[MinutesSignature], *, by: Person) -> None:
    """Tell the lead and whoever answers for the units where the minutes stand, and who is still to sign.

    What the team signs is told to every unit, what a unit signs to that unit.
    """
    units = inspection.units if any(one.unit is None for one in made) else [one.unit for one in made if one.unit]
    people = [one for unit in units for one in heads_for(unit.id, today())]
    still = ", ".join(missing_signatures(inspection))
    tell([*people, inspection.lead], "minutes_signed", about=inspection, by=by, urgent=True, still=still, made=made[0])
