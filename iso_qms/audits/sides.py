"""The two sides of an inspection: who belongs to a unit, who answers for it, and who is free to inspect it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from iso_qms.documents.models import Document, people_behind
from iso_qms.i18n import _
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person, holdings_of, one_hand, read_holdings
from iso_qms.organisation.units import Unit, parents, subtree
from iso_qms.workflow import Forbidden


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
    """Why this person must not inspect those units or procedures on that day (ISO 9001:2015, 9.2.2 c); else None."""
    own = {one.post.unit_id: one for one in holdings_of(person, day)}
    answered = answered_units(person, day)
    for unit in units:
        tie = next((own[one] for one in own if one in subtree(unit.id)), None)
        if tie is not None:
            return _(
                "%(who)s belongs to %(unit)s (%(post)s), and nobody inspects their own unit. Name somebody else.",
                who=person.name,
                unit=unit.name,
                post=tie.post.title,
            )
        if unit.id in answered:
            return _(
                "%(who)s answers for %(unit)s, and nobody inspects what they answer for. Name somebody else.",
                who=person.name,
                unit=unit.name,
            )
    return next(filter(None, (why_not_this_document(person, one, day) for one in documents)), None)


def reasons_against(
    people: Collection[Person], *, units: Iterable[Unit], documents: Iterable[Document], day: date
) -> dict[int, str]:
    """For each of some people who must not inspect those units or procedures on that day, the reason."""
    read_holdings(people, day)
    reasons = {one.id: why_not_independent(one, units=units, documents=documents, day=day) for one in people}
    return {person_id: why for person_id, why in reasons.items() if why}


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


def demand_independent(person: Person, **what: Any) -> None:
    """Refuse, with the reason, somebody who must not inspect this."""
    reason = why_not_independent(person, **what)
    if reason:
        raise Forbidden(reason)
