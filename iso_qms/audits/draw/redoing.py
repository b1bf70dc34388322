"""Redoing a draw from the database: whether commitment, population and results agree, also with the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.draw_seeds import unsealed
from iso_qms.audits.draw.draws import Draw
from iso_qms.audits.draw.samples import FileSample
from iso_qms.audits.draw.strata import asked_of
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import JournalEntry

BOUND = ("commitment", "population_hash", "visits")
"""What the journal holds of a draw from the moment it was committed to."""

SAMPLED: dict[str, Any] = {"codes_hash": "", "seed": "", "size": 0, "strata": [], "basis": {}}
"""What it holds of a sample from the moment it was drawn, and what stands there before."""


@dataclass(frozen=True)
class Proof:
    """What redoing a draw came to; `sealed` while its seed is not published, so that its results are not told."""

    ok: bool
    sealed: bool
    faults: list[str]
    population_hash: str = ""
    commitment: str = ""
    drawn: list[str] = field(default_factory=list)
    checked: int = 0
    """How many opened envelopes were held against the draw."""


def proof_of(draw: Draw) -> Proof:
    """Redo a draw from what is stored; a sealed one too, without telling what came out."""
    opened = [(one.place, one.inspection) for one in draw.envelopes if one.inspection is not None]
    seed = draw.seed or unsealed(draw.sealed)
    try:
        drawn = _redone(draw, seed) if seed else []
        faults = [*_against_journal(draw), *_against_itself(draw, seed), *_against_visits(draw, drawn, opened)]
    except drawing.NotDrawable:
        return Proof(False, not draw.is_told, [_("The population is not the one that was committed to.")])
    told = drawn if draw.is_told else []
    return Proof(not faults, not draw.is_told, faults, draw.population_hash, draw.commitment, told, len(opened))


def record_of(draw: Draw) -> dict[str, Any]:
    """Everything somebody needs to redo a draw with another program; `iso-qms draw verify FILE` reads it."""
    told: dict[str, Any] = {
        "code": draw.code,
        "title": draw.title,
        "state": draw.state,
        "committed_at": draw.committed_at.isoformat(),
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "ended_at": draw.ended_at.isoformat() if draw.ended_at else None,
        "left_out": draw.left_out,
        "left_out_why": draw.left_out_why,
    }
    return drawing.record(
        draw.candidates,
        draw.visits,
        committed=draw.commitment,
        seed=draw.seed,
        public_part=draw.public_part,
        **told,
    )


def proof_of_sample(sample: FileSample) -> Proof:
    """Redo a sample from what is stored; before its list is given only its seed is held against the journal."""
    seed, told = sample.seed or unsealed(sample.sealed), _told(sample)
    try:
        drawn = _drawn_files(sample) if sample.drawn_at else []
        faults = [*_sample_against_journal(sample, told), *_sample_against_itself(sample, seed, drawn)]
    except drawing.NotDrawable:
        drawn, faults = [], [_("The list of files is not the one the sample was drawn from.")]
    sealed = sample.drawn_at is None
    return Proof(not faults, sealed, faults, sample.codes_hash, sample.commitment, drawn, len(drawn))


def record_of_sample(sample: FileSample) -> dict[str, Any]:
    """Everything somebody needs to redo a sample with another program."""
    return drawing.record(
        sample.candidates,
        sample.size,
        committed=sample.commitment,
        seed=sample.seed,
        parts=sample.parts,
        commits_to="seed",
        title=str(sample),
        inspection=sample.inspection.code,
        unit=sample.unit.name,
        basis=sample.basis,
        committed_at=sample.committed_at.isoformat(),
        drawn_at=sample.drawn_at.isoformat() if sample.drawn_at else None,
    )


def _drawn_files(sample: FileSample) -> list[str]:
    if sample.strata:
        drawn = drawing.draw_in_parts(sample.candidates, sample.parts, seed=sample.seed)
    else:
        drawn = drawing.draw(sample.candidates, sample.size, seed=sample.seed)
    return [one.code for one in drawn]


def _sample_against_journal(sample: FileSample, told: dict[str, dict[str, Any]]) -> Iterator[str]:
    if _after(told.get("file_sample.bound", {}), "commitment") != sample.commitment:
        yield _("The journal holds another commitment than the sample.")
    drawn = told.get("file_sample.drawn", {})
    if any(_after(drawn, name, missing) != getattr(sample, name) for name, missing in SAMPLED.items()):
        yield _("The journal holds another list, seed or size than the sample.")


def _sample_against_itself(sample: FileSample, seed: str | None, drawn: list[str]) -> Iterator[str]:
    if sample.drawn_at and drawing.population_hash(sample.candidates) != sample.codes_hash:
        yield _("The list of files is not the one the sample was drawn from.")
    if seed is None:
        yield _("The seed cannot be read any more, so nobody can redo this draw.")
    elif drawing.seed_commitment(seed) != sample.commitment:
        yield _("The seed does not fit the commitment.")
    if [one.code for one in sample.files] != drawn:
        yield _("Redoing the draw gives other files.")
    if sample.basis and asked_of(sample.sizes, sample.basis["rule"]) != dict(sample.parts):
        yield _("More or fewer were drawn than the rule asks.")


def _redone(draw: Draw, seed: str) -> list[str]:
    return [one.code for one in drawing.draw(draw.candidates, draw.visits, seed=seed, public_part=draw.public_part)]


def _against_journal(draw: Draw) -> Iterator[str]:
    told = _told(draw)
    bound = told.get("draw.committed", {})
    if any(_after(bound, name) != getattr(draw, name) for name in BOUND):
        yield _("The journal holds another commitment, population or number of visits than the draw.")
    if draw.drawn_at and _after(told.get("draw.draw", {}), "public_part", "") != draw.public_part:
        yield _("The journal holds another public part than the draw.")
    ended = told.get("draw.reveal") or told.get("draw.abandon") or {}
    if draw.is_told and _after(ended, "seed", "") != draw.seed:
        yield _("The journal holds another seed than the draw.")


def _against_itself(draw: Draw, seed: str | None) -> Iterator[str]:
    if drawing.population_hash(draw.candidates) != draw.population_hash:
        yield _("The population is not the one that was committed to.")
    if seed is None or (draw.is_told and not seed):
        yield _("The seed cannot be read any more, so nobody can redo this draw.")
    elif drawing.commitment(seed, draw.candidates, draw.visits) != draw.commitment:
        yield _("Seed, population and number of visits do not fit the commitment.")


def _against_visits(draw: Draw, drawn: list[str], opened: list[tuple[int, Any]]) -> Iterator[str]:
    if draw.drawn_at and len(draw.envelopes) != draw.visits:
        yield _("There are more or fewer envelopes than visits committed to.")
    units = {one["code"]: one["unit"] for one in draw.population}
    for place, inspection in opened if drawn else []:
        if place > len(drawn) or [one.id for one in inspection.units] != [units[drawn[place - 1]]]:
            yield _("Envelope %(n)s led to another unit than the one drawn.", n=place)


def _told(thing: Any) -> dict[str, dict[str, Any]]:
    """What the journal says that each verb changed in a thing."""
    query = select(JournalEntry).where(JournalEntry.kind == thing.journal_kind, JournalEntry.thing_id == thing.id)
    return {one.verb: one.changes for one in db.session.scalars(query.order_by(JournalEntry.id))}


def _after(changes: dict[str, Any], name: str, missing: Any = None) -> Any:
    pair = changes.get(name)
    return pair[1] if isinstance(pair, list) else missing
