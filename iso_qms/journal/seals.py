"""Seals: entries bound into Merkle trees whose roots are chained, so that writers never queue behind a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import now
from iso_qms.db import Base, append_only, db
from iso_qms.journal.entries import JournalEntry

FIRST_ROOT = "0" * 64
BATCH = 10_000
IN_FLIGHT = timedelta(minutes=10)
"""How long before a seal an entry may have been written and yet not be in it: its transaction was still open."""


class JournalSeal(Base):
    """The root over one batch of entries, chained to the seal before."""

    __tablename__ = "journal_seal"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    count: Mapped[int]
    up_to: Mapped[int] = mapped_column(BigInteger)
    tree: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    root: Mapped[str] = mapped_column(String(64), unique=True)


class JournalLeaf(Base):
    """The place of one entry in a seal, and its hash."""

    __tablename__ = "journal_leaf"

    entry_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    seal_id: Mapped[int] = mapped_column(ForeignKey("journal_seal.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


append_only(JournalSeal.__table__)  # type: ignore[arg-type]
append_only(JournalLeaf.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Verdict:
    """What `verify()` found. `first_bad` names the first entry (or seal) that is not as it was sealed."""

    ok: bool
    entries: int
    sealed: int
    unsealed: int
    first_bad: dict[str, Any] | None
    root: str | None


def seal() -> int:
    """Bind every entry that has no leaf yet; answers how many. Called each minute and before each backup."""
    sealed = 0
    while batch := _unsealed(BATCH):
        _seal_batch(batch)
        sealed += len(batch)
    return sealed


def last_root() -> str | None:
    """The newest root, to be kept outside the house; none before the first seal."""
    return db.session.scalar(select(JournalSeal.root).order_by(JournalSeal.id.desc()).limit(1))


def verify(*, expect_root: str | None = None) -> Verdict:
    """Recompute every seal. With a root kept outside, a cut tail is found too."""
    roots: list[str] = []
    first_bad = next(_faults(roots), None)
    if first_bad is None and expect_root and expect_root.lower() not in roots:
        first_bad = {"id": None, "what": "the expected root is not in the chain: the tail was cut or replaced"}
    entries = db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    sealed = db.session.scalar(
        select(func.count()).select_from(JournalLeaf).join(JournalEntry, JournalEntry.id == JournalLeaf.entry_id)
    )
    return Verdict(first_bad is None, entries, sealed or 0, entries - (sealed or 0), first_bad, last_root())


def leaf_hash(entry: Any) -> str:
    """The hash of every field of an entry, in one canonical form on both databases."""
    fields = {column.key: getattr(entry, column.key) for column in JournalEntry.__table__.columns}
    fields["at"] = fields["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return _sha(b"\x00" + text.encode())


def tree_root(leaves: list[str]) -> str:
    """The Merkle root; a node's hash is set apart from a leaf's, and an odd node moves up as it is (RFC 6962)."""
    level = leaves
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [_sha(b"\x01" + "".join(pair).encode()) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def _unsealed(limit: int) -> list[JournalEntry]:
    leaf = JournalLeaf.__table__
    query = (
        select(JournalEntry)
        .outerjoin(leaf, leaf.c.entry_id == JournalEntry.id)
        .where(leaf.c.entry_id.is_(None))
        .order_by(JournalEntry.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def _seal_batch(batch: list[JournalEntry]) -> None:
    hashes = [leaf_hash(entry) for entry in batch]
    newest = db.session.scalar(select(JournalSeal).order_by(JournalSeal.id.desc()).limit(1))
    previous = newest.root if newest else FIRST_ROOT
    up_to = max(batch[-1].id, newest.up_to if newest else 0)
    one = JournalSeal(
        at=now(), count=len(batch), up_to=up_to, tree=tree_root(hashes), previous=previous, root=""
    )
    one.root = _chained(one)
    db.session.add(one)
    db.session.flush()
    for position, (entry, digest) in enumerate(zip(batch, hashes, strict=True)):
        db.session.add(JournalLeaf(entry_id=entry.id, seal_id=one.id, position=position, hash=digest))
    db.session.flush()


def _chained(one: JournalSeal) -> str:
    at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _sha(f"{one.previous}|{one.tree}|{one.count}|{one.up_to}|{at}".encode())


def _faults(roots: list[str]) -> Iterator[dict[str, Any]]:
    previous = FIRST_ROOT
    seals = list(db.session.scalars(select(JournalSeal).order_by(JournalSeal.id)))
    for one in seals:
        yield from _seal_faults(one, previous)
        previous = one.root
        roots.append(one.root)
    yield from _strays(seals)


def _seal_faults(one: JournalSeal, previous: str) -> Iterator[dict[str, Any]]:
    hashes = []
    for leaf, entry in _leaves(one):
        if entry is None:
            yield {"id": leaf.entry_id, "what": "the entry was removed"}
        elif leaf_hash(entry) != leaf.hash:
            yield {"id": entry.id, "what": "the entry was altered"}
        hashes.append(leaf.hash)
    if len(hashes) != one.count:
        yield {"id": _last_id(one), "what": f"seal {one.id} binds {one.count} entries but has {len(hashes)}"}
    elif tree_root(hashes) != one.tree or _chained(one) != one.root or one.previous != previous:
        yield {"id": _last_id(one), "what": f"seal {one.id} does not fit its entries or the seal before"}


def _leaves(one: JournalSeal) -> Iterable[Any]:
    query = (
        select(JournalLeaf, JournalEntry)
        .outerjoin(JournalEntry, JournalEntry.id == JournalLeaf.entry_id)
        .where(JournalLeaf.seal_id == one.id)
        .order_by(JournalLeaf.position)
        .execution_options(yield_per=1000, populate_existing=True)
    )
    return db.session.execute(query)


def _last_id(one: JournalSeal) -> int | None:
    return db.session.scalar(select(func.max(JournalLeaf.entry_id)).where(JournalLeaf.seal_id == one.id))


def _strays(seals: list[JournalSeal]) -> Iterator[dict[str, Any]]:
    # An entry without a leaf whose number lies below the last seal's is honest only if its transaction was still
    # open when that seal was made; else somebody slipped it in.
    if not seals:
        return
    last = seals[-1]
    for entry in _unsealed(BATCH):
        if entry.id <= last.up_to and not last.at - IN_FLIGHT <= entry.at <= last.at:
            yield {"id": entry.id, "what": "the entry was inserted after its neighbours were sealed"}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
