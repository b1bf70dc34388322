"""The two sides of an inspection: who belongs to a unit, who answers for it, and who is free to inspect it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from iso_qms.documents.models import Document, people_behind
from iso_qms.i18n import _
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person, holdings_of, one_hand
from iso_qms.organisation.units import Unit, parents


def units_concerning(person: Person, day: date) -> set[int]:
    """The units whose inspection concerns a person: their own, those above it, and those they answer for."""
    own = {one.post.unit_id for one in holdings_of(person, day)}
    above_of = parents()
    found = set(own)
    for unit_id in own:
        while (above := above_of.get(unit_id)) is not None and above not in found:
            found.add(above)
            unit_id = above
    return found | answered_units(person, day)


def why_not_independent(
    person: Person, *, units: Iterable[Unit], documents: Iterable[Document], day: date
) -> str | None:
    """The first reason why this person must not inspect those units or procedures on that day; None when free."""
    # The rules rest on the models of the room, which themselves ask this module who concerns whom.
    from iso_qms.audits.team.team_facts import ties_of

    found = ties_of([person], units=units, documents=documents, day=day)[person.id]
    return found[0].text if found else None


def why_not_this_document(person: Person, document: Document, day: date) -> str | None:
    """Why this person must not judge a procedure: they, or who deputises for them, had a hand in its text."""
    revision = document.standing_on(day) or (document.revisions[-1] if document.revisions else None)
    behind = {one.id for one in people_behind(revision)} if revision else set()
    if person.id not in one_hand(behind, day):
        return None
    return _(
        "%(who)s had a hand in %(document)s (wrote, reviewed or approved it), and nobody inspects their own work. "
        "Name somebody else.",
        who=person.name,
        document=document.code,
    )
