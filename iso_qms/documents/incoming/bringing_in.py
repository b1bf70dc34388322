"""Word files becoming documents: a policy, a manual, a work instruction, a form, or a document from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, NamedTuple

from iso_qms.blobs import attach_bytes
from iso_qms.db import db
from iso_qms.documents.code.codes import others_with_code
from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.incoming.intake import BadFile, UnreadableFile
from iso_qms.documents.incoming.inventory import Inventory, beyond
from iso_qms.documents.incoming.office import opened
from iso_qms.documents.models import KINDS, Document, Revision
from iso_qms.documents.operations import register_document, start_revision
from iso_qms.documents.reading.found import found_in
from iso_qms.documents.word import Paper
from iso_qms.documents.word import write as write_paper
from iso_qms.documents.writing import set_blocks
from iso_qms.i18n import _
from iso_qms.journal import write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Incomplete

FROM_THE_FILE = "Các lần sửa đổi trước: theo tệp gốc kèm theo"
"""What the amendment table says of earlier issues, which stand in the attached file."""


class Brought(NamedTuple):
    """A Word file as it was read, in plain values that can be kept until somebody decides."""

    head: dict[str, Any]
    kind: str
    sections: list[dict[str, Any]]
    read_from: dict[str, Any]
    inventory: dict[str, Any]

    @property
    def noticed(self) -> list[dict[str, Any]]:
        """What reading noticed: code and values."""
        return list(self.read_from["warnings"])

    @property
    def beyond(self) -> Inventory:
        """What stays only in the file."""
        return Inventory(**self.inventory)


def read_document(data: bytes, name: str) -> Brought:
    """Read a Word file; needs no database and may take seconds. Raises UnreadableFile with a sentence."""
    package = opened_file(data)
    try:
        found = found_in(package)
    except BadFile as refusal:
        raise UnreadableFile(refusal) from refusal
    warnings = [{"code": one.code, "message": one.message, "values": dict(one.values)} for one in found.warnings]
    read_from = {
        "file": name,
        "footers": [asdict(one) for one in found.footers],
        "signatures": [asdict(one) for one in found.signatures],
        "warnings": warnings,
    }
    said = [found.said, read_from]
    return Brought(
        dict(found.head),
        found.kind,
        [one.content for one in found.values],
        read_from,
        asdict(left_in(package, said)),
    )


def opened_file(data: bytes) -> bytes:
    """A Word file as a sound .docx, which may take LibreOffice; raises UnreadableFile with a sentence."""
    try:
        return opened(data)
    except BadFile as refusal:
        raise UnreadableFile(refusal) from refusal


def left_in(package: bytes, said: Any) -> Inventory:
    """What of a file that came in stays only in it, given everything that was read from it."""
    return beyond(package, own=write_paper(Paper(agency="", code="", title="", issue="")), said=said)


def bring_in(
    brought: Brought,
    data: bytes,
    *,
    kind: str,
    code: str,
    title: str,
    unit: Unit,
    by: Person,
    document: Document | None = None,
) -> Revision:
    """Make a draft of a Word file that was read: of a new document, or the next revision of the given one.

    The file stays with the revision, and a section that was there before keeps its identity.
    """
    if kind not in KINDS or kind == "procedure":
        raise Incomplete(_("Choose a kind of document."))
    if not brought.sections:
        raise Incomplete(_("No text was found in this file. Nothing would be in the draft."))
    document = document or register_document(kind, code=code, title=title, unit=unit, by=by)
    if document.kind != kind:
        raise Incomplete(_("%(document)s is of another kind, so this file is no revision of it.", document=document))
    revision = start_revision(document, by=by)
    set_head(revision, brought.head | {"title": title}, brought.read_from)
    set_blocks(revision, [Value("text", content) for content in brought.sections])
    db.session.flush()
    write(revision, "revision.imported", by=by)
    attach_bytes(revision, data, name=brought.read_from["file"], by=by)
    return revision


def bearers_of(code: str, kind: str, *, agency_id: int) -> list[Document]:
    """The documents of a kind that bear a code already."""
    return [one for one in others_with_code(code, agency_id=agency_id) if one.kind == kind]


def set_head(revision: Revision, head: Mapping[str, Any], read_from: Mapping[str, Any]) -> None:
    """Give a draft what the cover of its file says, and keep what was read beside its text."""
    revision.title = head["title"] or revision.title
    revision.issue_number = head["issue_number"] or revision.issue_number
    revision.issued_on = date.fromisoformat(head["issued_on"]) if head["issued_on"] else None
    revision.read_from = dict(read_from)
    is_empty = any(one["code"] == "empty_amendment_table" for one in read_from["warnings"])
    if revision.number == 1 and revision.issue_number > 1 and not is_empty:
        revision.change_summary = FROM_THE_FILE
