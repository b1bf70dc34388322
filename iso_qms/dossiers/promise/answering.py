"""Who is told of the dossiers of a unit: its head, and whoever is its focal officer for procedures.

A focal officer (cán bộ đầu mối) is a post, or a person, that was given the role over the unit.
"""

from __future__ import annotations

from iso_qms.clock import today
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with


def told_of(unit_id: int) -> list[Person]:
    """The head and the focal officers of a unit; where it has neither, whoever brings dossiers in."""
    found = [*heads_for(unit_id, today())[:1], *focal_officers(unit_id)]
    return list({one.id: one for one in found}.values()) or people_with("dossiers.import")


def focal_officers(unit_id: int) -> list[Person]:
    """The focal officers for procedures of a unit."""
    return people_with("dossiers.focal", unit_id=unit_id)
