"""Typed blocks: what a controlled document is made of. Documents store and compare them; rooms above add kinds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Any

from iso_qms.db import db
from iso_qms.documents.models import Block, BlockVersion, Revision
from iso_qms.i18n import _, _l
from iso_qms.registry import registry
from iso_qms.workflow import WrongState

Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class BlockKind:
    """A kind of block: its words, its empty content, and how its content reads as named texts.

    `template` draws a run of neighbouring blocks of this kind, inside a sheet or on paper: it is given `blocks` (their
    versions, in order), `revision`, `kind`, and `on_paper`. `place` says in a few words which block it is ("Step 4").
    `is_row` says that neighbours of this kind are the rows of one table, with a column for each named text.
    `concerns` tells which posts or roles a block gives work to, as they are written in it.
    `beyond` is for a kind whose words partly say what the blocks after it, up to the next of its kind, hold already:
    what it says beyond them, so that a comparison tells a change once.
    """

    name: str
    label: Any
    empty: dict[str, Any]
    render: Callable[[Content], Sequence[tuple[str, str]]]
    template: str = "documents/_text.html"
    place: Callable[[Content], str] | None = None
    concerns: Callable[[Content], Sequence[str]] | None = None
    beyond: Callable[[Content, Sequence[Any]], Content] | None = None
    is_row: bool = False
    order: int = 0
    for_kinds: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Run:
    """Neighbouring blocks of one kind, drawn together: the steps of a procedure are one table."""

    kind: BlockKind
    blocks: list[BlockVersion]


@dataclass(frozen=True)
class Told:
    """A block as a comparison tells it."""

    block_id: int
    kind: str
    content: Content
    position: int


def told_once(blocks: Sequence[BlockVersion | Told]) -> list[Told]:
    """The blocks of a revision, none with words that the blocks it stands over say too."""
    return [Told(one.block_id, one.kind, _own_words(place, blocks), one.position) for place, one in enumerate(blocks)]


def runs_of(blocks: Sequence[BlockVersion]) -> list[Run]:
    """The blocks of a revision in their order, neighbours of one kind together."""
    return [Run(kind_of(name), list(run)) for name, run in groupby(blocks, key=lambda one: one.kind)]


def place_of(block: BlockVersion | Told) -> str:
    """Which block it is, in a few words."""
    kind = kind_of(block.kind)
    return (kind.place(block.content) if kind.place else "") or str(kind.label)


def kind_of(name: str) -> BlockKind:
    """The declared kind of that name."""
    found: BlockKind = registry.block_kinds[name]
    return found


def rendered(kind: str, content: Content) -> Sequence[tuple[str, str]]:
    """A block's content as named texts, in reading order: what redlines compare and search finds."""
    return kind_of(kind).render(content)


def hash_of(kind: str, content: Content) -> str:
    """The hash of one block's content."""
    text = json.dumps([kind, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(revision: Revision) -> str:
    """The hash of everything an approver approves: title, issue, and every block in its order."""
    head = [
        revision.printed_code,
        revision.title,
        revision.issue_number,
        revision.revision_number,
        revision.change_summary,
        revision.change_basis,
    ]
    blocks = [[one.block_id, one.hash] for one in revision.blocks]
    text = json.dumps([head, blocks], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def add_block(revision: Revision, kind: str, content: Content, *, after: BlockVersion | None = None) -> BlockVersion:
    """Put a new block into a draft, at the end or after another one."""
    _demand_draft(revision)
    block = Block(agency_id=revision.agency_id, document_id=revision.document_id)
    db.session.add(block)
    db.session.flush()
    version = BlockVersion(block_id=block.id, kind=kind, position=0, content=dict(content), hash=hash_of(kind, content))
    place = revision.blocks.index(after) + 1 if after is not None else len(revision.blocks)
    revision.blocks.insert(place, version)
    renumber(revision)
    return version


def change_block(version: BlockVersion, content: Content) -> bool:
    """Give a block other content; answers whether anything changed. Its identity stays."""
    _demand_draft(version.revision)
    digest = hash_of(version.kind, content)
    if digest == version.hash:
        return False
    version.content, version.hash = dict(content), digest
    return True


def remove_block(version: BlockVersion) -> None:
    """Take a block out of a draft; earlier revisions keep it."""
    _demand_draft(version.revision)
    revision = version.revision
    # Read anew instead of taken out of the list, so that the block still knows in whose history it is told.
    db.session.delete(version)
    db.session.flush()
    db.session.expire(revision, ["blocks"])
    renumber(revision)


def copy_blocks(old: Revision, new: Revision) -> None:
    """Begin a new revision with the text of an old one, each block keeping its identity."""
    for one in old.blocks:
        new.blocks.append(
            BlockVersion(
                block_id=one.block_id, kind=one.kind, position=one.position, content=dict(one.content), hash=one.hash
            )
        )


def renumber(revision: Revision) -> None:
    """Positions follow the order of the list."""
    for position, one in enumerate(revision.blocks):
        if one.position != position:
            one.position = position


def _own_words(place: int, blocks: Sequence[BlockVersion | Told]) -> Content:
    one = blocks[place]
    beyond = kind_of(one.kind).beyond
    if beyond is None:
        return one.content
    return beyond(one.content, list(takewhile(lambda next_: next_.kind != one.kind, blocks[place + 1 :])))


def _demand_draft(revision: Revision) -> None:
    if revision.state != "draft":
        raise WrongState(_("%(revision)s is no draft any more, so its text is locked.", revision=revision.named))


TEXT = BlockKind(
    name="text",
    label=_l("Section"),
    empty={"key": "", "heading": "", "text": ""},
    render=lambda content: [(_("Heading"), content.get("heading", "")), (_("Text"), content.get("text", ""))],
    place=lambda content: content.get("heading", ""),
)
