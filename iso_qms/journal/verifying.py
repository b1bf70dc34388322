"""Recomputing every seal, and naming the first thing that is not as it was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from iso_qms.db import db
from iso_qms.journal.entries import JournalEntry
from iso_qms.journal.seals import (
    FIRST_ROOT,
    JournalLeaf,
    JournalSeal,
    chained,
    last_root,
    leaf_hash,
    raw_columns,
    tree_root,
    unsealed,
)

ENTRY, LEAF = JournalEntry.__table__, JournalLeaf.__table__
Fault = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What `verify()` found. `first_bad` names the first entry (or seal) that is not as it was sealed."""

    ok: bool
    entries: int
    sealed: int
    unsealed: int
    first_bad: Fault | None
    root: str | None


def verify(*, expect_root: str | None = None) -> Verdict:
    """Recompute every seal. With a root kept outside, a cut tail is found too."""
    roots: list[str] = []
    first_bad = next(_faults(roots), None)
    if first_bad is None and expect_root and expect_root.strip().lower() not in roots:
        first_bad = {"id": None, "what": "the expected root is not in the chain: the tail was cut or replaced"}
    entries = db.session.scalar(select(func.count()).select_from(ENTRY)) or 0
    bound = select(func.count()).select_from(LEAF.join(ENTRY, ENTRY.c.id == LEAF.c.entry_id))
    sealed = db.session.scalar(bound) or 0
    return Verdict(first_bad is None, entries, sealed, entries - sealed, first_bad, last_root())


def _faults(roots: list[str]) -> Iterator[Fault]:
    previous, last_id = FIRST_ROOT, 0
    for one in db.session.scalars(select(JournalSeal).order_by(JournalSeal.id)).all():
        yield from _seal_faults(one, previous, last_id)
        previous, last_id = one.root, one.up_to
        roots.append(one.root)
    yield from _without_seal()
    yield from _slipped_in(last_id)


def _seal_faults(one: JournalSeal, previous: str, last_id: int) -> Iterator[Fault]:
    hashes: list[str] = []
    for row in _leaves(one):
        if row["position"] > len(hashes) and len(hashes) < one.count:
            yield _fault(last_id + 1, "the entry was removed, and its leaf with it")
        elif row["position"] >= one.count:
            yield _fault(row["entry_id"], f"the entry was inserted into seal {one.id}")
        elif row["id"] is None:
            yield _fault(row["entry_id"], "the entry was removed")
        elif leaf_hash(row) != row["hash"]:
            yield _fault(row["entry_id"], "the entry was altered")
        hashes.append(row["hash"])
        last_id = row["entry_id"]
    if len(hashes) < one.count:
        yield _fault(last_id + 1, "the entry was removed, and its leaf with it")
    if tree_root(hashes) != one.tree or one.up_to != last_id:
        yield _fault(last_id, f"seal {one.id}, which ends with this entry, does not fit its entries")
    if one.previous != previous or chained(one) != one.root:
        yield _fault(last_id, f"seal {one.id}, which ends with this entry, does not fit the seal before it")


def _leaves(one: JournalSeal) -> Iterator[Any]:
    query = (
        select(LEAF.c.entry_id, LEAF.c.position, LEAF.c.hash, *raw_columns())
        .select_from(LEAF.outerjoin(ENTRY, ENTRY.c.id == LEAF.c.entry_id))
        .where(LEAF.c.seal_id == one.id)
        .order_by(LEAF.c.position)
    )
    return iter(db.session.execute(query).mappings())


def _without_seal() -> Iterator[Fault]:
    known = select(JournalSeal.id)
    for entry_id in db.session.scalars(select(LEAF.c.entry_id).where(LEAF.c.seal_id.not_in(known)).limit(1)):
        yield _fault(entry_id, "its seal was removed")


def _slipped_in(up_to: int) -> Iterator[Fault]:
    # Every entry up to the end of the last seal was committed when that seal was made, so none can honestly be new.
    for row in db.session.execute(unsealed().where(ENTRY.c.id <= up_to).limit(1)).mappings():
        yield _fault(int(row["id"]), "the entry was inserted after its neighbours were sealed")


def _fault(entry_id: int, what: str) -> Fault:
    return {"id": entry_id, "what": what}
