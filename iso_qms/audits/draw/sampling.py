"""What can be done with samples of files: bind a seed, draw from a list that is given afterwards, note what was seen.

The seed is bound before anybody knows the list, so nobody can make it fit; the list is drawn from once, so nobody can
enter another until the sample pleases. Whoever wants another sample says why, and both stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.draw_seeds import new_seed, sealed, unsealed
from iso_qms.audits.draw.samples import FileSample, SampledFile
from iso_qms.audits.models import Inspection
from iso_qms.clock import now
from iso_qms.db import db, hold
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

MOST_DRAWN = 200

say(
    {
        "file_sample.bound": _l("bound the seed of a sample of files"),
        "file_sample.drawn": _l("drew the sample of files"),
        "file_sample.looked": _l("noted which files of the sample were looked at"),
    }
)


def bind_sample(inspection: Inspection, *, unit: Unit, what: str, by: Person, why_another: str = "") -> FileSample:
    """Bind a new seed before the list of files is known; only its commitment is written down."""
    demand_visit(inspection, unit, by)
    hold(inspection)
    if not clean(what).strip():
        raise Incomplete(_("Say which files this is about, such as the files of last month."))
    mine = FileSample.inspection_id == inspection.id, FileSample.unit_id == unit.id
    place = (db.session.scalar(select(func.max(FileSample.place)).where(*mine)) or 0) + 1
    if place > 1 and not clean(why_another).strip():
        raise Incomplete(_("There is a sample of this unit already. Say why there is another: both stand."))
    seed = new_seed()
    made = FileSample(
        agency_id=inspection.agency_id,
        inspection=inspection,
        unit=unit,
        place=place,
        what=clean(what).strip(),
        why_another=clean(why_another).strip(),
        commitment=drawing.seed_commitment(seed),
        sealed=sealed(seed),
        committed_at=now(),
    )
    db.session.add(made)
    write(made, "file_sample.bound", by=by)
    return made


def draw_sample(sample: FileSample, codes: Sequence[str], *, size: int, by: Person) -> None:
    """Draw so many files from the list, once; the seed is told with it, so that anybody can redo the draw."""
    demand_undrawn(sample, by)
    if not 1 <= size <= min(len(codes), MOST_DRAWN):
        most = min(len(codes), MOST_DRAWN)
        raise Incomplete(_("Of %(n)s files between 1 and %(most)s can be drawn.", n=len(codes), most=most))
    sample.codes, sample.size = list(codes), size
    drawn = drawing.draw(sample.candidates, size, seed=tell_seed(sample))
    sample.files = [SampledFile(place=place, code=one.code) for place, one in enumerate(drawn, start=1)]
    write(sample, "file_sample.drawn", by=by)


def demand_undrawn(sample: FileSample, by: Person) -> None:
    """Refuse whoever is not of the team of a running visit, and a second draw; the sample is held from now on."""
    demand_visit(sample.inspection, sample.unit, by)
    hold(sample, "drawn_at")
    if sample.drawn_at is not None:
        raise WrongState(_("This sample is drawn already. If there must be another, bind a new seed and say why."))


def tell_seed(sample: FileSample) -> str:
    """Tell the seed of a sample whose list stands now, and bind the list by its hash."""
    seed = unsealed(sample.sealed)
    if seed is None:
        raise WrongState(_("The seed cannot be read: this install has another secret key than when it was sealed."))
    sample.codes_hash = drawing.population_hash(sample.candidates)
    sample.seed, sample.sealed, sample.drawn_at = seed, "", now()
    return seed


def note_looked(sample: FileSample, seen: Mapping[int, tuple[bool, str]], *, by: Person) -> int:
    """Note which files somebody has looked at, and what they saw; answers how many changed.

    `seen` holds by place whether a file is ticked and its note. What somebody else ticked stays theirs.
    """
    demand_visit(sample.inspection, sample.unit, by)
    changed = [one for one in sample.files if one.place in seen and _noted(one, *seen[one.place], by=by)]
    if changed:
        told: dict[str, Any] = {"files": [one.place for one in changed]}
        write(sample, "file_sample.looked", by=by, details=told)
    return len(changed)


def _noted(one: SampledFile, ticked: bool, note: str, *, by: Person) -> bool:
    said = clean(note).strip()
    ticked = ticked or bool(said)  # whoever says what they saw has looked
    if one.looked_by_id not in (None, by.id) or (bool(one.looked_at), one.note) == (ticked, said):
        return False
    one.note = said
    if ticked and one.looked_at is None:
        one.looked_at, one.looked_by = now(), by
    elif not ticked:
        one.looked_at, one.looked_by = None, None
    return True


def demand_visit(inspection: Inspection, unit: Unit, by: Person) -> None:
    """Refuse whoever is not of the team, a visit that is not running, and a unit it does not inspect."""
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team draws a sample and says what it looked at."))
    if inspection.state != "under_way":
        raise WrongState(_("%(inspection)s is not running.", inspection=inspection.code))
    if unit not in inspection.units:
        raise Incomplete(_("%(unit)s is not inspected here.", unit=unit.name))
