"""Drawing the sample of a visit from the register of dossiers, and checking the papers of each that was drawn.

The seed was bound before (`sampling.bind_sample`). The register says which dossiers there are, so nobody can leave one
out; they are parted by unit and by how their time was kept, and the size follows from a rule (`strata`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.samples import FileSample, SampledFile
from iso_qms.audits.draw.sampling import demand_undrawn, demand_visit, tell_seed
from iso_qms.audits.draw.strata import asked_of
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.finding.noting import note_finding
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.documents.models import BlockVersion, Document, Revision
from iso_qms.dossiers.deadlines import Verdict
from iso_qms.dossiers.models import Dossier
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, subtree
from iso_qms.text import clean
from iso_qms.workflow import Incomplete, Refused, WrongState
from iso_qms.worktime.counting import DAY, midnight

MOST_DOSSIERS = 20_000
"""Dossiers that one sample may be drawn from."""
LATE, IN_TIME, NOT_JUDGED = "late", "in_time", "not_judged"
KEPT = {LATE: _l("kept late"), IN_TIME: _l("kept in time"), NOT_JUDGED: _l("time not judged")}
FOUND = {
    "there": _l("There"),
    "faulty": _l("There, with a fault"),
    "missing": _l("Not there"),
    "not_needed": _l("Not needed here"),
}
"""How a paper was found."""

say(
    {
        "file_sample.papers": _l("checked the papers of a dossier of the sample"),
        "file_sample.found": _l("made a finding of a dossier of the sample"),
    }
)


@dataclass(frozen=True)
class Wanted:
    """Which dossiers are drawn from: the days of receipt, both included, one procedure or all, and the rule of size."""

    since: date
    until: date
    document: Document | None
    part: str


def draw_dossiers(sample: FileSample, wanted: Wanted, *, by: Person) -> None:
    """Draw from the dossiers that the unit received or decides, in parts, as many as the rule asks."""
    demand_undrawn(sample, by)
    if wanted.since > wanted.until:
        raise Incomplete(_("The last day lies before the first."))
    rows = _population(sample.unit, wanted)
    if not rows:
        raise Incomplete(_("No dossier of this unit was received in that time."))
    if len(rows) > MOST_DOSSIERS:
        raise Incomplete(_("At most %(n)s dossiers can be drawn from; choose a shorter time.", n=MOST_DOSSIERS))
    sizes = Counter(part for _code, part, _number in rows)
    drawn_of = asked_of(sizes, wanted.part)
    sample.codes = [code for code, _part, _number in rows]
    sample.strata = [[part, held, drawn_of[part]] for part, held in sizes.items()]
    sample.size, sample.basis = sum(drawn_of.values()), _basis(wanted)
    numbers = {code: dossier for code, _part, dossier in rows}
    seed = tell_seed(sample)
    drawn = [one.code for one in drawing.draw_in_parts(sample.candidates, sample.parts, seed=seed)]
    sample.files = [
        SampledFile(place=place, code=code, dossier_id=numbers[code]) for place, code in enumerate(drawn, start=1)
    ]
    write(sample, "file_sample.drawn", by=by)


def part_label(part: str) -> str:
    """A part in the reader's language: it is hashed by the same words for everybody."""
    unit, _colon, kept = part.rpartition(": ")
    return f"{unit}: {KEPT[kept]}" if kept in KEPT else part


def revision_for(dossier: Dossier) -> Revision | None:
    """The revision of its procedure in force on the day a dossier came in."""
    return dossier.document.revision_on(dossier.received_on) if dossier.document else None


def papers_of(revision: Revision | None) -> list[str]:
    """The papers a revision asks for, in its order; what it only notes about them is none."""
    if revision is None:
        return []
    query = select(BlockVersion.content).where(BlockVersion.revision_id == revision.id, BlockVersion.kind == "paper")
    contents = db.session.scalars(query.order_by(BlockVersion.position))
    return [str(one.get("text", "")) for one in contents if one.get("group") != "note"]


def note_papers(
    one: SampledFile, revision: Revision, answers: Sequence[tuple[str, str]], *, note: str, by: Person
) -> None:
    """Say of each paper of the revision, in its order, how it was found; whoever says so has looked."""
    _demand_mine(one, by)
    asked = papers_of(revision)
    if len(answers) != len(asked) or not all(found in FOUND for found, _said in answers):
        raise Incomplete(_("Say of every paper how it was found."))
    one.papers = [
        {"text": text, "found": found, "note": clean(said).strip()[:500]}
        for text, (found, said) in zip(asked, answers, strict=True)
    ]
    one.revision, one.note = revision, clean(note).strip()
    if one.looked_at is None:
        one.looked_at, one.looked_by = now(), by
    write(one.sample, "file_sample.papers", by=by, details={"file": one.place})


def finding_from_papers(one: SampledFile, *, grade: str, by: Person) -> Finding:
    """Turn what is wrong with the papers of a dossier into a finding of the visit, in one act."""
    demand_visit(one.sample.inspection, one.sample.unit, by)
    if one.finding_id is not None:
        raise Refused(_("This was made a finding already."))
    if not one.faults or one.revision is None:
        raise Refused(_("Nothing is wrong with the papers of this dossier, so there is nothing to find."))
    one.finding = note_finding(
        one.sample.inspection,
        by=by,
        unit=one.sample.unit,
        kind="process",
        title=_("Papers of dossier %(code)s are not as the procedure asks", code=one.code),
        evidence=_evidence(one, one.revision),
        grade=grade,
        document=one.revision.document,
        revision=one.revision,
        step=_("Required papers"),
        grade_reason=_("Of %(n)s papers %(wrong)s missing or faulty.", n=len(one.papers), wrong=len(one.faults)),
        place=one.sample.unit.name,
    )
    write(one.sample, "file_sample.found", by=by, details={"file": one.place})
    return one.finding


def _population(unit: Unit, wanted: Wanted) -> list[tuple[str, str, int]]:
    """Of each dossier its code, its part and its number, the parts one behind the other."""
    units = subtree(unit.id)
    query = select(Dossier.id, Dossier.code, Dossier.source, Dossier.verdict, Dossier.first_due_at, Dossier.waiting,
                   Dossier.deciding_unit_id, Dossier.receiving_unit_id)  # fmt: skip
    query = query.where(
        or_(Dossier.deciding_unit_id.in_(units), Dossier.receiving_unit_id.in_(units)),
        ~Dossier.left_out, Dossier.received_at >= midnight(wanted.since),
        Dossier.received_at < midnight(wanted.until + DAY),
    )  # fmt: skip
    if wanted.document is not None:
        query = query.where(Dossier.document_id == wanted.document.id)
    rows = db.session.execute(query.order_by(Dossier.received_at, Dossier.id).limit(MOST_DOSSIERS + 1)).all()
    names = {row.id: row.name for row in db.session.execute(select(Unit.id, Unit.name))}
    times = Counter(row.code for row in rows)
    found = [
        (row.code if times[row.code] == 1 else f"{row.code} ({row.id})", _part(row, units, names), row.id)
        for row in rows
    ]
    return sorted(found, key=lambda one: one[1])


def _part(row: Any, units: Any, names: Mapping[int, str]) -> str:
    unit_id = row.deciding_unit_id if row.deciding_unit_id in units else row.receiving_unit_id
    late = row.verdict == Verdict.LATE or (
        not row.verdict and row.first_due_at is not None and row.first_due_at < now() and not row.waiting
    )
    judged = row.verdict != Verdict.NOT_JUDGED and row.first_due_at is not None
    return f"{names[unit_id]}: {LATE if late else IN_TIME if judged else NOT_JUDGED}"


def _basis(wanted: Wanted) -> dict[str, Any]:
    code = wanted.document.code if wanted.document else ""
    return {
        "since": wanted.since.isoformat(), "until": wanted.until.isoformat(), "procedure": code, "rule": wanted.part,
    }  # fmt: skip


def _evidence(one: SampledFile, revision: Revision) -> str:
    lines = [
        f"- {each['text']}: {FOUND[each['found']]}" + (f" ({each['note']})" if each["note"] else "")
        for each in one.faults
    ]
    head = _("Dossier %(code)s, held against %(revision)s:", code=one.code, revision=revision)
    return "\n".join([head, *lines, *filter(None, [one.note])])


def _demand_mine(one: SampledFile, by: Person) -> None:
    demand_visit(one.sample.inspection, one.sample.unit, by)
    if one.finding_id is not None:
        raise WrongState(_("A finding was made of this already: change the finding."))
    if one.looked_by_id not in (None, by.id):
        raise WrongState(_("%(name)s looked at this one; what they said stays theirs.", name=one.looked_by))
