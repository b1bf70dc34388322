"""Reading real procedures from Word files: the structured blocks of a procedure, and what in it does not agree.

Pure: no Flask, no database. The same bytes always give the same object. What the file does not say is None or an empty
list; nothing is guessed. ISO 9001:2015, 7.5.3 (control of documented information) is why disagreements are named."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from iso_qms.documents.incoming.intake import BadFile
from iso_qms.documents.incoming.office import opened
from iso_qms.documents.reading import noticing
from iso_qms.documents.reading.cover import cover_of, footers_of, has_empty_amendments, signatures_of
from iso_qms.documents.reading.grid import Line, Table
from iso_qms.documents.reading.tables import TableKind, kind_of_table
from iso_qms.documents.reading.word import Word, properties_of, word_of
from iso_qms.processes.reading import checks
from iso_qms.processes.reading.fees import fees_of
from iso_qms.processes.reading.forms_records import forms_of, records_of
from iso_qms.processes.reading.legal import legal_basis_of
from iso_qms.processes.reading.limits import limits_of
from iso_qms.processes.reading.papers import papers_of, sets_of
from iso_qms.processes.reading.sections import Section, annexes_of, areas_of, sections_of
from iso_qms.processes.reading.steps import Step, Steps, steps_of

__all__ = [
    "BadFile", "Marked", "Procedure", "Register", "demand_few_steps", "opened", "read", "read_many", "read_marked",
]  # fmt: skip

Procedure = dict[str, Any]
Register = Mapping[str, Iterable[str]]
"""Codes already in use, each with the names of the documents that use it."""
MOST_ROWS = 500
"""Rows of one kind; a table of more is no procedure but a list that was saved as one."""


def read(data: bytes, *, name: str, register: Register | None = None) -> Procedure:
    """Read one Word file (.docx, or .doc through LibreOffice) as a procedure; raises BadFile with a sentence.

    `register` names the codes already in use; a code found there gives the warning `code_in_use`."""
    found = _procedure(word_of(opened(data)), name)
    if register:
        _warn_of_register(found, register)
    return found


def demand_few_steps(found: Procedure) -> None:
    """Refuse what is too long to become a draft; it may be read and checked all the same."""
    if len(found["steps"]) > MOST_ROWS:
        raise BadFile(
            "too_many_rows",
            "The table of steps has %(count)d rows; a procedure has at most %(limit)d. "
            "If it is a list, bring it in as a work instruction or a form.",
            count=len(found["steps"]),
            limit=MOST_ROWS,
        )


@dataclass(frozen=True)
class Marked:
    """A procedure as it is read, the lines that bear bookmarks of this house, and the file's own properties."""

    procedure: Procedure
    lines: list[Line]
    properties: str


def read_marked(package: bytes, *, name: str) -> Marked:
    """Read a sound .docx as a procedure, and where in it our own bookmarks stand."""
    word = word_of(package)
    lines = [line for line in word.lines() if line.marks]
    found = _procedure(word, name)
    demand_few_steps(found)
    return Marked(found, lines, properties_of(package))


def read_many(
    files: Iterable[tuple[str, bytes | OSError]],
    *,
    register: Register | None = None,
    refused: Callable[[str, BadFile], Procedure] | None = None,
) -> list[Procedure]:
    """Read several files, in order. Without a register, a code used by two of them is warned of in each.

    A refused file raises BadFile, or is given as whatever `refused` makes of it. The same bytes twice are one document.
    A file may come as the OSError its opening raised."""
    found, prints = [], []
    for name, data in files:
        try:
            found.append(read(_at_hand(data), name=name, register=register))
        except BadFile as error:
            if refused is None:
                raise
            found.append(refused(name, error))
        prints.append(hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else "")
    if register is None:
        _warn_of_each_other(found, prints)
    return found


def _at_hand(data: bytes | OSError) -> bytes:
    if isinstance(data, OSError):
        raise BadFile("unreadable", "The file cannot be opened: %(reason)s.", reason=data.strerror or data)
    return data


def _procedure(word: Word, name: str) -> Procedure:
    cover, footers, sections = cover_of(word), footers_of(word), sections_of(word.blocks)
    steps = _steps(sections)
    limits = limits_of(_lines(sections, "time_limit"), heads=steps.limits)
    warnings = [
        *noticing.footer_warnings(cover, footers),
        *checks.sum_warnings(steps, limits),
        *noticing.text_warnings(word.decomposed),
        *noticing.font_warnings(word.old_fonts),
        *noticing.amendment_warnings(cover, footers, empty=has_empty_amendments(word.blocks)),
        *checks.duration_warnings(steps),
    ]
    first = next((f for f in footers if (f.section, f.kind) == (1, "default")), None)
    papers = sections.get("papers")
    return {
        "file": name,
        **asdict(cover),
        "footer": asdict(first) if first else None,
        "footers": [asdict(footer) for footer in footers],
        "sections": [{"key": s.key, "heading": s.heading, "text": s.text} for s in sections.values() if s.key],
        "required_papers": [asdict(p) for p in papers_of(papers.lines, papers.tables)] if papers else [],
        "sets": sets_of(papers.lines) if papers else None,
        "fees": [asdict(fee) for fee in fees_of(_lines(sections, "fees"), _tables(sections, "fees"))],
        "time_limits": [asdict(limit) for limit in limits],
        "steps": [_step(step) for step in steps.steps],
        "legal_basis": [asdict(text) for text in legal_basis_of(_lines(sections, "legal_basis"))],
        "forms": [asdict(form) for key in ("forms_list", "forms") for form in forms_of(sections.get(key), source=key)],
        "records": [asdict(record) for record in records_of(sections.get("records"))],
        "annexes": annexes_of(word.blocks),
        "areas": areas_of(word.blocks),
        "signatures": [asdict(signature) for signature in signatures_of([*word.blocks, *word.boxes])],
        "unseen": {f"U+{ord(one):04X}": count for one, count in sorted(word.unseen.items())},
        "warnings": [_warning(warning) for warning in warnings],
    }


def _lines(sections: Mapping[str | None, Section], key: str) -> list[str]:
    section = sections.get(key)
    return [f"{line.label} {line.text}".strip() for line in section.lines] if section else []


def _tables(sections: Mapping[str | None, Section], key: str) -> list[Table]:
    section = sections.get(key)
    return section.tables if section else []


def _steps(sections: Mapping[str | None, Section]) -> Steps:
    """All step tables of the body, in order; the note is what the section of the steps says around them."""
    tables = [t for s in sections.values() for t in s.tables if kind_of_table(t) is TableKind.STEPS]
    return steps_of(tables, note=sections["steps"].text if "steps" in sections else "")


def _step(step: Step) -> dict[str, Any]:
    durations = [
        {
            "case": d.case,
            "amount": d.reading.amount,
            "unit": d.reading.unit,
            "raw": d.reading.raw,
            "parse": d.reading.parse,
            "from_step": d.from_step,
            "to_step": d.to_step,
            "starts_from": d.reading.starts_from,
        }
        for d in step.durations
    ]
    return {
        "number": step.number,
        "action": step.action,
        "responsible": step.responsible,
        "durations": durations,
        "output": step.output,
    }


def _warning(warning: noticing.Warning_) -> dict[str, Any]:
    return {"code": warning.code, "message": warning.message, "values": warning.values}


def _warn_of_register(found: Procedure, register: Register) -> None:
    own = checks.code_key(found["code"] or "")
    users = [user for code, names in register.items() if own and checks.code_key(code) == own for user in names]
    if users:
        found["warnings"].append(_warning(noticing.code_warning(found["code"], users)))


def _warn_of_each_other(found: list[Procedure], prints: list[str]) -> None:
    keys = [checks.code_key(one.get("code") or "") for one in found]
    for at, one in enumerate(found):
        others: dict[str, str] = {}
        for i, key in enumerate(keys):
            if key and key == keys[at] and prints[i] != prints[at]:
                others.setdefault(prints[i], found[i]["file"])
        if others:
            one["warnings"].append(_warning(noticing.code_warning(one["code"], list(others.values()))))
