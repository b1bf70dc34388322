"""The Word file of a draft, out of the house and home again: what left, what came back, and taking it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select

from iso_qms.blobs import Attachment, attach_bytes, files_of
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.documents.blocks import add_block, change_block, hash_of, remove_block
from iso_qms.documents.comparison.merging import Known, Outcome, Side, continued, merged
from iso_qms.documents.incoming.intake import BadFile, UnreadableFile
from iso_qms.documents.incoming.inventory import Inventory, beyond
from iso_qms.documents.incoming.office import opened
from iso_qms.documents.models import BlockVersion, Revision, WordCopy
from iso_qms.documents.operations import demand_fresh, edited
from iso_qms.documents.paper import file_of, word_text
from iso_qms.documents.reading.found import HEAD, Found
from iso_qms.documents.word.marks import Origin, origin_of
from iso_qms.documents.writing import order_blocks
from iso_qms.i18n import _, _l
from iso_qms.journal import say
from iso_qms.organisation.people import Person
from iso_qms.text import sort_key
from iso_qms.workflow import Incomplete, Refused

LETTERS = ("legacy_font", "not_nfc")
"""What is noticed in the letters of any file; what does not agree in its text is told where the draft is."""

CHANGED = HEAD[1:]
"""What of the cover a file may change; the code is the register's."""

say({"revision.came_back": _l("took over what was changed in its Word file")})


class WrongFile(Refused):
    """A sound Word file, but not of this draft."""

    status = 422


@dataclass
class Comeback:
    """A file that came back: the states that meet, and what the draft cannot hold of it."""

    base: list[Known]
    echo: list[Known]
    read: list[Known]
    was: dict[str, Any]
    head: dict[str, Any]
    """The head when the file left, and what the file made of it: only what was changed."""
    inventory: Inventory
    is_known: bool
    """Whether the file says which state of the draft it was written from."""
    noticed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """What reading noticed in its letters: code and values."""

    def as_json(self) -> dict[str, Any]:
        """Everything, to be kept between the page that shows it and the press that takes it over."""
        return asdict(self) | {"base": self.base, "echo": self.echo, "read": self.read}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> Comeback:
        """The same again."""
        states = {name: [Known(*one) for one in kept[name]] for name in ("base", "echo", "read")}
        return Comeback(**{**kept, **states, "inventory": Inventory(**kept["inventory"])})


def said_by(revision: Revision) -> dict[str, Any]:
    """What a draft says now, as a copy keeps it."""
    return {"blocks": [[*one] for one in blocks_in(revision)], "head": head_of(revision)}


def blocks_in(revision: Revision) -> list[Known]:
    """The blocks of a draft with their identity."""
    return [Known(one.block_id, one.kind, dict(one.content)) for one in revision.blocks]


def head_of(revision: Revision) -> dict[str, Any]:
    """The part of a draft's head that its cover prints."""
    issued = revision.issued_on.isoformat() if revision.issued_on else None
    return {"title": revision.title, "issue_number": revision.issue_number, "issued_on": issued}


def keep_copy(revision: Revision, edits: int, said: Mapping[str, Any]) -> None:
    """Keep what a draft said when its Word file was taken; copies of the document's earlier drafts go."""
    mine = select(WordCopy.id).where(WordCopy.revision_id == revision.id, WordCopy.edits == edits)
    if revision.state != "draft" or db.session.scalar(mine) is not None:
        return
    others = select(Revision.id).where(Revision.document_id == revision.document_id, Revision.id != revision.id)
    db.session.execute(delete(WordCopy).where(WordCopy.revision_id.in_(others)))
    copy = WordCopy(agency_id=revision.agency_id, revision_id=revision.id, edits=edits, said=dict(said), taken_at=now())
    db.session.add(copy)


def look_at(revision: Revision, data: bytes, name: str) -> Comeback:
    """Read a file that came back and lay it beside the draft; writes nothing. Refuses what is not of this draft."""
    text = word_text(revision)
    try:
        package = opened(data)
        found = text.read(package)
    except BadFile as refusal:
        raise UnreadableFile(refusal) from refusal
    origin = origin_of(found.lines, found.properties)
    _demand_own(revision, found, origin)
    copy = _copy_of(revision, origin)
    base = [Known(*one) for one in copy.said["blocks"]] if copy else blocks_in(revision)
    was = dict(copy.said["head"]) if copy else head_of(revision)
    own = file_of(revision, text.at(text.paper_of(revision), was, base))
    own_found = text.read(own)
    echo = known_in(own_found, base)
    read = known_in(found, echo)
    head = _head_of(found, own_found)
    noticed = [(one.code, dict(one.values)) for one in found.warnings if one.code in LETTERS]
    is_known = copy is not None
    return Comeback(base, echo, read, was, head, beyond(package, own=own, said=found.said), is_known, noticed)


def outcome_of(revision: Revision, back: Comeback, choices: Mapping[int, Side] | None = None) -> Outcome:
    """The draft as it would be with what came back."""
    together = word_text(revision).together
    return merged(back.base, blocks_in(revision), back.echo, back.read, choices=choices, together=together)


def head_changes(revision: Revision, back: Comeback) -> dict[str, Any]:
    """What the file changes on the cover, but for what somebody has meanwhile changed on the page."""
    page = head_of(revision)
    return {name: value for name, value in back.head.items() if page[name] == back.was[name] and page[name] != value}


def take_over(
    revision: Revision,
    back: Comeback,
    *,
    data: bytes,
    name: str,
    by: Person,
    edits: int,
    choices: Mapping[int, Side] | None = None,
) -> None:
    """Make the draft say what came back in its Word file; the file itself stays with the draft, which may be all.

    `edits` is how often the draft had been edited when it was shown; it is refused when somebody was faster.
    """
    demand_fresh(revision, edits)
    outcome = outcome_of(revision, back, choices)
    changes = head_changes(revision, back)
    if outcome.blocks != blocks_in(revision) or changes:
        _say(revision, outcome.blocks, changes, by=by)
    elif back.inventory.is_empty:
        raise Incomplete(_("The file changes nothing in the draft."))
    elif same := kept_as(revision, data):
        raise Incomplete(_("This very file stays with the draft already, as %(name)s.", name=same.name))
    if kept_as(revision, data) is None:
        attach_bytes(revision, data, name=name, by=by)


def kept_as(revision: Revision, data: bytes) -> Attachment | None:
    """The file of these very bytes that stays with a revision already, if there is one."""
    digest = sha256(data).hexdigest()
    return next((one for one in files_of(revision) if one.sha256 == digest), None)


def _say(revision: Revision, blocks: Sequence[Known], head: Mapping[str, Any], *, by: Person) -> None:
    _write_blocks(revision, blocks)
    word_text(revision).follow(revision)
    for field_, value in head.items():
        setattr(revision, field_, date.fromisoformat(value) if field_ == "issued_on" and value else value)
    edited(revision, by=by, verb="revision.came_back")


def _demand_own(revision: Revision, found: Found, origin: Origin | None) -> None:
    if origin is not None and origin.document_id != revision.document_id:
        raise WrongFile(
            _(
                "This is the Word file of another document, %(code)s. Choose the file of %(revision)s.",
                code=found.head["code"] or "?", revision=revision.named,
            )
        )  # fmt: skip
    if origin is not None and origin.number != revision.number:
        raise WrongFile(
            _(
                "This is the Word file of another revision of the document. Take the file of %(revision)s and put "
                "the changes into it.",
                revision=revision.named,
            )
        )
    code = found.head["code"]
    if origin is None and code and sort_key(code) != revision.document.code_sort:
        raise WrongFile(
            _(
                "The cover of this file names %(code)s. Choose the file of %(revision)s.",
                code=code, revision=revision.named,
            )
        )  # fmt: skip
    if not found.values and revision.blocks:
        raise WrongFile(_("No section of %(revision)s was found in this file.", revision=revision.named))


def _copy_of(revision: Revision, origin: Origin | None) -> WordCopy | None:
    if origin is None:
        return None
    query = select(WordCopy).where(WordCopy.revision_id == revision.id, WordCopy.edits == origin.edits)
    return db.session.scalars(query).first()


def known_in(found: Found, old: Sequence[Known]) -> list[Known]:
    """The blocks a file says, each with the identity of the old one it continues."""
    return continued(found.values, found.blocks({one.block_id: one.kind for one in old}), old)


def _head_of(found: Found, own: Found) -> dict[str, Any]:
    theirs, ours = found.head, own.head
    return {name: theirs[name] for name in CHANGED if theirs[name] and theirs[name] != ours[name]}


def _write_blocks(revision: Revision, blocks: Sequence[Known]) -> None:
    old = {one.block_id: one for one in revision.blocks}
    kept = {one.block_id for one in blocks}
    for version in [one for one in revision.blocks if one.block_id not in kept]:
        remove_block(version)
    ordered = []
    for one in blocks:
        version = old.get(one.block_id) or _added(revision, one)
        change_block(version, one.content)
        ordered.append(version)
    order_blocks(revision, ordered)


def _added(revision: Revision, one: Known) -> BlockVersion:
    """A new block, or one that was taken out on the page and that the file holds on to."""
    if one.block_id < 0:
        return add_block(revision, one.kind, one.content)
    version = BlockVersion(
        block_id=one.block_id, kind=one.kind, position=0, content=dict(one.content), hash=hash_of(one.kind, one.content)
    )
    revision.blocks.append(version)
    return version
