"""Writing the text of a draft: its head and its plain sections, or all blocks at once, overwriting nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iso_qms.documents.blocks import TEXT, add_block, change_block, remove_block, renumber
from iso_qms.documents.comparison.alignment import Value, align
from iso_qms.documents.models import BlockVersion, Revision
from iso_qms.documents.operations import demand_fresh, edit_head
from iso_qms.organisation.people import Person

Section = dict[str, Any]
"""`block`: the number of an existing block, or 0; `heading` and `text`."""


def write_text(revision: Revision, sections: Sequence[Section], *, by: Person, edits: int, **head: Any) -> None:
    """Write head and sections of a draft as they were typed; blocks of other kinds only change their place.

    `edits` is how often the draft had been edited when the page was opened; it is refused when somebody was faster.
    """
    demand_fresh(revision, edits)
    known = {one.block_id: one for one in revision.blocks}
    order = [found for row in sections if (found := _written(revision, row, known)) is not None]
    for gone in [one for one in revision.blocks if one not in order]:
        remove_block(gone)
    revision.blocks[:] = order
    renumber(revision)
    edit_head(revision, by=by, **head)


def set_blocks(revision: Revision, new: Sequence[Value]) -> None:
    """Make the draft say exactly this; what was there before is changed rather than replaced."""
    old = list(revision.blocks)
    places = align([Value(one.kind, one.content) for one in old], new)
    for gone in [one for at, one in enumerate(old) if at not in places]:
        remove_block(gone)
    ordered = []
    for at, value in zip(places, new, strict=True):
        version = old[at] if at is not None else add_block(revision, value.kind, value.content)
        change_block(version, value.content)
        ordered.append(version)
    order_blocks(revision, ordered)


def order_blocks(revision: Revision, ordered: Sequence[BlockVersion]) -> None:
    """Put the blocks of a draft in this order."""
    for position, version in enumerate(ordered):
        if version.position != position:
            version.position = position
    revision.blocks.sort(key=lambda one: one.position)


def _written(revision: Revision, row: Section, known: dict[int, BlockVersion]) -> BlockVersion | None:
    block = known.get(row["block"])
    if block is not None and block.kind != TEXT.name:
        return block
    if not row["heading"].strip() and not row["text"].strip():
        return None
    if block is None:
        return add_block(revision, TEXT.name, TEXT.empty | {"heading": row["heading"], "text": row["text"]})
    change_block(block, dict(block.content) | {"heading": row["heading"], "text": row["text"]})
    return block
