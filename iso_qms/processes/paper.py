"""How the Word file of a procedure is written, and read again when it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from iso_qms.documents.models import Revision
from iso_qms.documents.paper import facts_of, issued_then
from iso_qms.documents.reading.found import HEAD, Found
from iso_qms.documents.reading.noticing import Warning_
from iso_qms.processes.consistency import findings_of, told
from iso_qms.processes.operations import follow_wordings, object_in
from iso_qms.processes.procedure import object_of, values_of
from iso_qms.processes.reading import read_marked
from iso_qms.processes.word import Paper, write
from iso_qms.processes.word.marks import blocks_of
from iso_qms.processes.wording import words_together
from iso_qms.registry import Mismatch, WordText


def paper_of(revision: Revision) -> Paper:
    """Everything the Word file of a procedure says."""
    return Paper(procedure=object_in(revision), **facts_of(revision))


def found_in(package: bytes) -> Found:
    """Read a sound .docx as a procedure."""
    marked = read_marked(package, name="")
    procedure = marked.procedure
    values = values_of(procedure)
    return Found(
        head={name: procedure[name] for name in HEAD},
        values=values,
        blocks=lambda kinds: blocks_of(values, marked.lines, kinds),
        lines=marked.lines,
        properties=marked.properties,
        said=[procedure[name] for name in procedure if name not in ("signatures", "footers", "warnings")],
        warnings=[Warning_(one["code"], one["values"]) for one in procedure["warnings"]],
    )


def _at(paper: Paper, head: Mapping[str, Any], blocks: Sequence[Any]) -> Paper:
    procedure = object_of({"code": paper.code, "signatures": paper.procedure["signatures"], **head}, blocks)
    issued = issued_then(paper.issued_on, head)
    return replace(paper, title=head["title"], procedure=procedure, blocks=blocks, issued_on=issued)


def _mismatches_in(revision: Revision, head: Mapping[str, Any], blocks: Sequence[Any]) -> Sequence[Mismatch]:
    return told(findings_of(revision, object_of({"code": revision.document.code, **head}, blocks)))


TEXT = WordText(
    right="processes.read",
    layout="procedure",
    paper_of=paper_of,
    at=_at,
    write=write,
    read=found_in,
    follow=follow_wordings,
    together=words_together,
    check=_mismatches_in,
)
