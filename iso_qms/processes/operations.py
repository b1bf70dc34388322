"""What authors do with procedures: bring one in from a Word file, and write its rows and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from iso_qms.blobs import attach_bytes
from iso_qms.db import db
from iso_qms.documents.blocks import add_block, change_block, remove_block
from iso_qms.documents.code import codes
from iso_qms.documents.comparison.alignment import Value, align
from iso_qms.documents.incoming.bringing_in import set_head
from iso_qms.documents.incoming.intake import UnreadableFile
from iso_qms.documents.models import BlockVersion, Document, Revision
from iso_qms.documents.operations import demand_fresh, edited, register_document, start_revision
from iso_qms.documents.reading import noticing
from iso_qms.documents.writing import order_blocks, set_blocks
from iso_qms.i18n import _
from iso_qms.journal import write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.processes import agreement, sections
from iso_qms.processes.procedure import HOMES, Object, home_of, object_of, values_of
from iso_qms.processes.reading import MOST_ROWS, BadFile, demand_few_steps, read
from iso_qms.processes.wording import rows_in, wording
from iso_qms.workflow import Incomplete, Refused


class CodeTaken(Refused):
    """The code typed for a file whose cover names none is in use by now; `next_code` is the next free one."""

    status = 422

    def __init__(self, code: str, next_code: str) -> None:
        super().__init__(_("The code %(code)s is in use already.", code=code))
        self.next_code = next_code


class Row(NamedTuple):
    """A row as the editor sends it: the block it continues, if any, and its content."""

    block_id: int | None
    value: Value


def read_file(data: bytes, name: str) -> Object:
    """Read a Word file; needs no database and may take seconds. Raises UnreadableFile with a sentence."""
    try:
        found = read(data, name=name)
        demand_few_steps(found)
    except BadFile as refusal:
        raise UnreadableFile(refusal) from refusal
    return found


def import_file(
    data: bytes,
    name: str,
    *,
    by: Person,
    unit: Unit,
    document: Document | None = None,
    found: Object | None = None,
    code: str = "",
) -> Revision:
    """Make a draft from a Word file: of a new document, or the next revision of the given one.

    The file stays with the revision, and a block that was there before keeps its identity. `found` is what `read_file`
    gave for the same bytes: read before the unit, lest everybody waits for LibreOffice. `code` is for a new document
    whose cover names none; it must be free.
    """
    found = found or read_file(data, name)
    if document is None:
        document = _registered(found, name, by=by, unit=unit, code=code)
    revision = start_revision(document, by=by)
    read_from = {name: found[name] for name in ("file", "footer", "footers", "signatures")}
    read_from |= {"warnings": found["warnings"] + _code_warnings(found, document)}
    read_from |= {"annexes": found.get("annexes", []), "areas": found.get("areas")}
    set_head(revision, found, read_from)
    set_blocks(revision, values_of(found))
    db.session.flush()
    write(revision, "revision.imported", by=by)
    attach_bytes(revision, data, name=name, by=by)
    return revision


def bearers_of(code: str, *, agency_id: int) -> Sequence[Document]:
    """The documents that bear a code already, or bore it before, however it is spaced."""
    return [*codes.others_with_code(code, agency_id=agency_id), *codes.former_bearers(code)] if code else []


def object_in(revision: Revision) -> Object:
    """The procedure a revision holds, with the warnings it gives now."""
    head = dict(revision.read_from)
    head |= {"code": revision.printed_code, "title": revision.title, "issue_number": revision.issue_number}
    head["issued_on"] = revision.issued_on.isoformat() if revision.issued_on else None
    found = object_of(head, revision.blocks)
    found["warnings"] = agreement.warnings_in(found)
    return found


def write_procedure(revision: Revision, found: Object, *, by: Person, edits: int) -> None:
    """Make a draft say exactly this procedure; the printed wording of its sections follows the rows."""
    demand_fresh(revision, edits)
    set_blocks(revision, values_of(found))
    follow_wordings(revision)
    edited(revision, by=by)


def follow_wordings(revision: Revision) -> None:
    """Let the printed wording of every section say what its rows say."""
    for part in HOMES:
        if rows_of(revision, part):
            _let_wording_follow(revision, part)


def save_part(
    revision: Revision,
    part: str,
    rows: Sequence[Row],
    *,
    by: Person,
    edits: int,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Give a part of the procedure these rows, in this order; the printed wording of its section follows them.

    `texts` are the words of sections of this part that stand beside rows, such as notes under the steps.
    """
    demand_fresh(revision, edits)
    if len(rows) > MOST_ROWS:
        raise Incomplete(_("At most %(n)s rows in one part.", n=MOST_ROWS))
    for key, text in (texts or {}).items():
        change_block(_section(revision, key), {**_section(revision, key).content, "text": text})
    _set_rows(revision, part, rows)
    _let_wording_follow(revision, part)
    edited(revision, by=by)


def save_wording(revision: Revision, part: str, text: str, *, by: Person, edits: int) -> None:
    """Give a section these printed words, and read its rows from them anew."""
    demand_fresh(revision, edits)
    section = _section(revision, part)
    change_block(section, {**section.content, "text": text})
    old = rows_of(revision, part)
    new = rows_in(part, text, heads=sections.heads_of(revision.blocks))
    places = align([Value(one.kind, one.content) for one in old], new)
    rows = [Row(old[at].block_id if at is not None else None, value) for at, value in zip(places, new, strict=True)]
    _set_rows(revision, part, rows)
    edited(revision, by=by)


def save_texts(revision: Revision, texts: Mapping[str, tuple[str, str]], *, by: Person, edits: int) -> None:
    """Give sections without rows these headings and words; one left wholly empty is taken out."""
    demand_fresh(revision, edits)
    for key, (heading, text) in texts.items():
        present = sections.find(revision.blocks, key)
        if not text and (present is None or not present.content["text"]):
            continue
        section = present or _section(revision, key)
        change_block(section, {"key": key, "heading": heading or sections.heading_of(key), "text": text})
    edited(revision, by=by)


def _registered(found: Object, name: str, *, by: Person, unit: Unit, code: str = "") -> Document:
    if not (found["code"] or code) or not found["title"]:
        raise Incomplete(
            _(
                "The cover of %(name)s names no code and title. Write them there, or register the document first.",
                name=name,
            )
        )
    if not found["code"]:
        _demand_free(code, unit)
    return register_document("procedure", code=found["code"] or code, title=found["title"], unit=unit, by=by)


def _demand_free(code: str, unit: Unit) -> None:
    codes.hold(unit.agency_id)
    if bearers_of(code, agency_id=unit.agency_id):
        raise CodeTaken(code, codes.next_code("procedure", unit=unit))


def _code_warnings(found: Object, document: Document) -> list[dict[str, Any]]:
    others = [one.title for one in bearers_of(found["code"] or "", agency_id=document.agency_id) if one is not document]
    if not others:
        return []
    warning = noticing.code_warning(found["code"], others)
    return [{"code": warning.code, "message": warning.message, "values": warning.values}]


def _set_rows(revision: Revision, part: str, rows: Sequence[Row]) -> None:
    old = {one.block_id: one for one in rows_of(revision, part)}
    kept = {row.block_id for row in rows} & set(old)
    for block_id, version in old.items():
        if block_id not in kept:
            remove_block(version)
    versions = []
    for row in rows:
        known = old.get(row.block_id) if row.block_id is not None and row.block_id in kept else None
        kept.discard(row.block_id)
        version = known or add_block(revision, row.value.kind, row.value.content)
        change_block(version, row.value.content)
        versions.append(version)
    section = _section(revision, part)
    others = [one for one in revision.blocks if one not in versions]
    place = others.index(section) + 1
    order_blocks(revision, [*others[:place], *versions, *others[place:]])


def _let_wording_follow(revision: Revision, part: str) -> None:
    section = _section(revision, part)
    rows = [Value(one.kind, dict(one.content)) for one in rows_of(revision, part)]
    heads = sections.heads_of(revision.blocks)
    change_block(section, {**section.content, "text": wording(part, section.content["text"], rows, heads=heads)})


def rows_of(revision: Revision, part: str) -> list[BlockVersion]:
    """The blocks of a revision that are the rows of a part, in order."""
    kinds = HOMES[part]
    return [one for one in revision.blocks if one.kind in kinds and home_of(one.kind, one.content) == part]


def _section(revision: Revision, key: str) -> BlockVersion:
    """The section of that key, put where the layout has it when it is not there yet."""
    present: BlockVersion | None = sections.find(revision.blocks, key)
    if present is not None:
        return present
    before = sections.last_before(revision.blocks, key)
    content = {"key": key, "heading": sections.heading_of(key), "text": ""}
    version = add_block(revision, "section", content, after=before)
    if before is None:
        order_blocks(revision, [version, *[one for one in revision.blocks if one is not version]])
    return version
