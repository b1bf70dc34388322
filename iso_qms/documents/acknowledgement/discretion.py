"""The journal tells who acknowledged, and what somebody cannot apply: only to those who may see it on the pages too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, or_

from iso_qms.documents.models import Acknowledgement, Briefing, Objection, reach_of
from iso_qms.journal import JournalEntry
from iso_qms.organisation.people import Person

SAID = ("revision.acknowledged", "revision.remarked", "revision.objected", "revision.objection_answered")
BRIEFED = ("briefing.recorded", "briefing.corrected")


def entries_for(person: Person) -> Any:
    """The condition that a person may read an entry; None where they may read all of them."""
    reach = reach_of(person)
    if reach.is_whole:
        return None
    said = Acknowledgement.revision_id == JournalEntry.thing_id, Acknowledgement.person_id == JournalEntry.person_id
    answered = (
        Objection.revision_id == JournalEntry.thing_id,
        Objection.answered_by_id == JournalEntry.person_id,
        Objection.acknowledgement_id == Acknowledgement.id,
    )
    shown = or_(
        JournalEntry.person_id == person.id,
        JournalEntry.thing_id.in_(reach.owned()),
        exists().where(*said, reach.shows()),
        exists().where(*answered, reach.shows()),
    )
    briefings = Briefing.visible_to(person).with_only_columns(Briefing.id)
    return or_(
        JournalEntry.verb.not_in((*SAID, *BRIEFED)),
        and_(JournalEntry.verb.in_(SAID), shown),
        and_(JournalEntry.verb.in_(BRIEFED), JournalEntry.thing_id.in_(briefings)),
    )
