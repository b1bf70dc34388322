"""The findings of a procedure in the house: in a file that comes in, in a draft, and where a revision is decided on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import g, url_for

from iso_qms.blobs import files_of
from iso_qms.documents.models import BINDING, Document, Revision
from iso_qms.documents.reading.noticing import MESSAGES, Warning_, code_warning
from iso_qms.processes.agreement import limits_in, sentence_of, steps_in
from iso_qms.processes.checking import SEVERITIES, Finding, Knowledge, check
from iso_qms.processes.known import entry_of, knowledge_for
from iso_qms.processes.operations import object_in
from iso_qms.processes.parts import PARTS, part_named
from iso_qms.processes.procedure import Object
from iso_qms.processes.reading import checks
from iso_qms.processes.reading.checks import STEP_MESSAGES
from iso_qms.processes.switching import rules_off
from iso_qms.registry import Mismatch

HOMES_OF_PLACES = {"cover": "head", "footer": "head", "amendments": "head", "text": "texts"} | {
    key: one.name for one in PARTS for key in one.keys
}
"""The part of the editor where a place is mended."""

OF_READING = {*MESSAGES, *STEP_MESSAGES}
"""The rules that are warnings of the reader and have its sentences."""


def mismatches_of(revision: Revision) -> list[Mismatch]:
    """What the rules find in a revision, as pages show it; in a draft each leads to its part."""
    return told(findings_of(revision), draft=revision if revision.state == "draft" else None)


def told(findings: Iterable[Finding], *, draft: Revision | None = None) -> list[Mismatch]:
    """Findings as pages show them, errors first; with the draft they were found in, each leads to its part."""
    weights = list(SEVERITIES)
    return [_mismatch(one, draft) for one in sorted(findings, key=lambda one: weights.index(one.severity))]


def findings_of(revision: Revision, found: Object | None = None) -> list[Finding]:
    """What the rules find in what a revision says now. Cover and footers of its Word file are the file's affair.

    With `found` it is asked of that procedure instead, as if the revision said it.
    """
    found = (found or object_in(revision)) | {"revision_number": revision.revision_number}
    original, document = revision.read_from.get("file"), revision.document
    attached = [one.name for one in files_of(revision) if one.name != original] if found["forms"] else []
    # A text keeps the code it was submitted with, whatever the register calls the document meanwhile.
    entry = replace(entry_of(document, revision.previous()), code=revision.printed_code)
    knowledge = knowledge_for(found, entry=entry, own=document.id, attached=attached)
    warnings = [{"code": one.code, "values": one.values} for one in _warnings_of(revision, found, knowledge)]
    read = {"annexes": revision.read_from.get("annexes", []), "areas": revision.read_from.get("areas")}
    seen = found | read | {"warnings": warnings}
    return check(seen, knowledge=knowledge, without=rules_off())


def findings_in(found: Object, document: Document | None = None) -> list[Finding]:
    """What the rules find in a file that was read; with the document whose next revision it would be."""
    entry = entry_of(document, _last_of(document)) if document else None
    return check(found, knowledge=knowledge_for(found, entry=entry), without=rules_off())


def _warnings_of(revision: Revision, found: Object, knowledge: Knowledge) -> Iterator[Warning_]:
    """The warnings of reading that a text in the house can give too."""
    steps, limits = steps_in(found), limits_in(found)
    yield from checks.sum_warnings(steps, limits)
    yield from checks.duration_warnings(steps)
    if revision.issue_number > 1 and revision.previous() is None and not revision.change_summary.strip():
        yield Warning_("empty_amendment_table", {"issue": revision.issue_number})
    if knowledge.bearers:
        yield code_warning(revision.document.code, list(knowledge.bearers))


def _last_of(document: Document) -> Revision | None:
    """The newest issue that has or had its day."""
    dated = [one for one in document.revisions if one.valid_from and one.state in BINDING]
    return dated[-1] if dated else None


def _mismatch(finding: Finding, draft: Revision | None) -> Mismatch:
    return Mismatch(
        rule=finding.rule,
        severity=finding.severity,
        weight=finding.severity_label,
        heading=finding.label,
        place=finding.place.words,
        shown=sentence_of(finding.rule, finding.values) if finding.rule in OF_READING else finding.shown,
        suggestion=finding.suggestion,
        url=_part_url(finding.place.key, draft) if draft else "",
    )


def _part_url(key: str, draft: Revision) -> str:
    name = HOMES_OF_PLACES.get(key, key if part_named(key) else "texts")
    place = {"agency": g.agency.slug, "number": draft.document, "revision": draft.number}
    return url_for("processes.part", name=name, **place)
