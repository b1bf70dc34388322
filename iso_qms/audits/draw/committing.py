"""What can be done with a draw: commit to it, draw it into envelopes, hand one on, publish the seed, give it up.

The seed is made when a draw is committed to, and only its commitment is written down. Whoever ends a draw tells the
seed, also when it is given up: so nobody can give draws up until one pleases.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.draw_flow import DRAW
from iso_qms.audits.draw.draw_seeds import new_seed, sealed, unsealed
from iso_qms.audits.draw.draws import WEIGHINGS, Draw, Envelope
from iso_qms.audits.draw.populations import free_of, population_of, why_not_lead
from iso_qms.audits.models import METHODS, AuditProgramme
from iso_qms.audits.sides import units_concerning
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.numbering import numbered
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.units import Unit, units_on
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(DRAW)
say(
    {
        "draw.committed": _l("committed to a draw by lot"),
        "draw.handed_on": _l("gave an envelope to another lead, or moved its hour"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Lots:
    """What is drawn, and what the visits drawn have in common."""

    title: str
    units: Collection[Unit]
    visits: int
    weighing: str
    first_on: date
    last_on: date
    topics: Sequence[str]
    criteria: str
    method: str = "on_site"
    programme: AuditProgramme | None = None
    decision: str = ""
    left_out_why: str = ""


@dataclass(frozen=True)
class Visit:
    """Who opens an envelope, and not before when."""

    lead: Person
    planned_at: datetime


def commit_to(lots: Lots, *, by: Person) -> Draw:
    """Bind population, number and a new seed before anything is drawn; only the commitment is written down."""
    _demand_lots(lots, by)
    population = population_of(lots.units, weighing=lots.weighing, by=by, day=today())
    seed, candidates = new_seed(), [drawing.candidate(**_hashed(one)) for one in population]
    made = Draw(
        agency_id=by.agency_id,
        **numbered(Draw, by.agency_id),
        programme=lots.programme,
        title=clean(lots.title).strip(),
        method=lots.method,
        topics=[one for one in TOPICS if one in lots.topics],
        criteria=clean(lots.criteria).strip(),
        decision=clean(lots.decision).strip(),
        first_on=lots.first_on,
        last_on=lots.last_on,
        weighing=lots.weighing,
        population=population,
        left_out=[one.name for one in _left_out(lots)],
        left_out_why=clean(lots.left_out_why).strip(),
        visits=lots.visits,
        population_hash=drawing.population_hash(candidates),
        commitment=drawing.commitment(seed, candidates, lots.visits),
        sealed=sealed(seed),
        committed_at=now(),
    )
    db.session.add(made)
    write(made, "draw.committed", by=by)
    return made


def draw(lots: Draw, visits: Sequence[Visit], *, by: Person, public_part: str = "") -> None:
    """Put the draw into as many closed envelopes as visits were committed to, each with its lead and its hour.

    `public_part` is what nobody controls and is read out only now, such as the numbers of a lottery; it may be empty.
    """
    lots.demand_open("draw", by=by)
    if len(visits) != lots.visits:
        raise Incomplete(_("This draw is of %(n)s visits: name a lead and an hour for each.", n=lots.visits))
    for one in visits:
        _demand_visit(lots, one)
    lots.public_part, lots.drawn_at = " ".join(clean(public_part).split()), now()
    lots.envelopes = [
        Envelope(agency_id=lots.agency_id, place=place, lead=one.lead, planned_at=one.planned_at)
        for place, one in enumerate(visits, start=1)
    ]
    lots.advance("draw", by=by)
    for envelope in lots.envelopes:
        _tell_lead(envelope, by)


def hand_on(envelope: Envelope, visit: Visit, *, by: Person, note: str) -> None:
    """Give a closed envelope to another lead, or move its hour; the reason stands in the history."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control does this."))
    envelope.draw.demand_outsider(by)
    envelope.draw.keep_still()
    if envelope.draw.state != "drawn" or envelope.opened_at is not None:
        raise WrongState(_("%(envelope)s was opened, or its draw has ended.", envelope=envelope))
    _demand_reason(note)
    _demand_visit(envelope.draw, visit)
    envelope.lead, envelope.planned_at = visit.lead, visit.planned_at
    write(envelope.draw, "draw.handed_on", by=by, reason=clean(note).strip())
    _tell_lead(envelope, by)


def pass_on(envelope: Envelope, to: Person, *, by: Person) -> None:
    """Give a leaver's envelope to the successor, if free of every unit; else quality control is asked to hand it on."""
    envelope.draw.keep_still()
    day = as_local(envelope.planned_at).date()
    if to.may("audits.inspect") and why_not_lead(envelope.draw, to, day) is None:
        envelope.lead = to
        _tell_lead(envelope, by)
    else:
        free = [one for one in people_with("audits.plan") if not envelope.draw.concerns(one)]
        tell(free, "draw_envelope_left", about=envelope, by=by, at=envelope.planned_at)
    write(envelope.draw, "draw.handed_on", by=by, reason=_("The lead leaves."))


def reveal(lots: Draw, *, by: Person, note: str = "") -> None:
    """Publish the seed once every envelope is used up or its period is over, so that anybody can redo the draw."""
    lots.keep_still()
    lots.demand_open("reveal", by=by)
    seed = unsealed(lots.sealed)
    if seed is None:
        raise WrongState(_("The seed cannot be read: this install has another secret key than when it was sealed."))
    _end(lots, seed)
    lots.advance("reveal", by=by, note=note)


def abandon(lots: Draw, *, by: Person, note: str = "") -> None:
    """Give a draw up with a reason; what it drew is told all the same."""
    lots.keep_still()
    lots.demand_open("abandon", by=by)
    _demand_reason(note)
    _end(lots, unsealed(lots.sealed) or "")
    lots.ended_why = clean(note).strip()
    lots.advance("abandon", by=by, note=note)


DRAW_MOVES: dict[str, Any] = {"reveal": reveal, "abandon": abandon}
"""The moves that ask for nothing but a reason; drawing has a page of its own."""


def _demand_reason(note: str) -> None:
    if not clean(note).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))


def _end(lots: Draw, seed: str) -> None:
    lots.seed, lots.sealed, lots.ended_at = seed, "", now()


def _demand_lots(lots: Lots, by: Person) -> None:
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control plans inspections."))
    _demand_words(lots)
    if not 1 <= lots.visits <= len(lots.units):
        raise Incomplete(_("Draw at least one, and no more than there are units."))
    if not today() <= lots.first_on <= lots.last_on:
        raise Incomplete(_("The period begins today or later, and ends after it has begun."))
    if units_concerning(by, today()) & {one.id for one in lots.units}:
        raise Forbidden(
            _("You belong to a unit this could draw. Leave it out with the reason, or let somebody else do it.")
        )
    there = {one.id for one in units_on(today())}
    if gone := [one for one in lots.units if one.id not in there]:
        raise Incomplete(_("%(unit)s does not exist today, so it cannot be drawn.", unit=gone[0].name))
    if _left_out(lots) and not clean(lots.left_out_why).strip():
        raise Incomplete(_("Some units are left out. Say why: it stands beside the draw for everybody to read."))
    free, barred = free_of(lots, today())
    if not free:
        why = " ".join(barred.values()) or _("Nobody has the role of an inspector.")
        raise Incomplete(_("Nobody could lead these visits, for a lead must be free of every unit. %(why)s", why=why))


def _demand_words(lots: Lots) -> None:
    if lots.method not in METHODS or lots.weighing not in WEIGHINGS or not set(lots.topics) <= set(TOPICS):
        raise Incomplete(_("Choose kind, method and topics from the lists."))
    if not clean(lots.title).strip():
        raise Incomplete(_("Give it a title."))
    if not lots.topics:
        raise Incomplete(_("Choose at least one topic."))
    if not clean(lots.criteria).strip():
        raise Incomplete(_("Say against what is inspected: rules, procedures, clauses."))


def _demand_visit(lots: Draw, visit: Visit) -> None:
    day = as_local(visit.planned_at).date()
    if visit.planned_at <= now() or not lots.first_on <= day <= lots.last_on:
        raise Incomplete(
            _(
                "The hour of a visit is still to come, and lies between %(first)s and %(last)s.",
                first=f"{lots.first_on:%d/%m/%Y}",
                last=f"{lots.last_on:%d/%m/%Y}",
            )
        )
    if not visit.lead.may("audits.inspect"):
        raise Forbidden(_("%(who)s has not the role of an inspector.", who=visit.lead.name))
    if reason := why_not_lead(lots, visit.lead, day):
        raise Forbidden(reason)


def _left_out(lots: Lots) -> list[Unit]:
    chosen = {one.id for one in lots.units}
    return [one for one in units_on(today()) if one.id not in chosen]


def _hashed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("code", "weight", "name", "reason")}


def _tell_lead(envelope: Envelope, by: Person) -> None:
    tell([envelope.lead], "draw_envelope", about=envelope, by=by, at=envelope.planned_at)
