"""Seals: entries bound into Merkle trees whose roots are chained, so that writers never queue behind a hash."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    cast,
    func,
    insert,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import NullType

from iso_qms.clock import now
from iso_qms.db import Base, append_only, db, transaction, unit
from iso_qms.journal.entries import JournalEntry

FIRST_ROOT = "0" * 64
BATCH = 10_000
FIELDS = (
    "id", "agency_id", "at", "person_id", "name", "post", "unit", "capacity",
    "verb", "kind", "thing_id", "over_kind", "over_id", "label", "reason", "changes",
)  # fmt: skip
"""What of an entry a seal binds, in this order for good: a column added later stands in no older seal."""

QUIET_TRIES, QUIET_PAUSE = 40, 0.05
SEALING = 7_031_958
"""The number of PostgreSQL's advisory lock that keeps two sealers apart."""


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
    __table_args__ = (UniqueConstraint("seal_id", "position"),)

    entry_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    seal_id: Mapped[int] = mapped_column(ForeignKey("journal_seal.id", ondelete="RESTRICT"))
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


append_only(JournalSeal.__table__)  # type: ignore[arg-type]
append_only(JournalLeaf.__table__)  # type: ignore[arg-type]


def seal() -> int:
    """Bind every entry that has no leaf yet; answers how many. Called each minute and before each backup.

    Opens its own units, one per batch.
    """
    up_to, sealed = _settled(), 0
    while True:
        with transaction():
            bound = _seal_batch(up_to)
        if not bound:
            return sealed
        sealed += bound


def last_root() -> str | None:
    """The newest root, to be kept outside the house; none before the first seal."""
    return db.session.scalar(select(JournalSeal.root).order_by(JournalSeal.id.desc()).limit(1))


def raw_columns() -> list[Any]:
    """The columns of an entry as they are stored, byte for byte, however unreadable somebody made them."""
    table = JournalEntry.__table__
    if db.engine.dialect.name == "sqlite":
        return [cast(table.c[name], LargeBinary).label(name) for name in FIELDS]
    return [type_coerce(table.c[name], NullType()).label(name) for name in FIELDS]


def leaf_hash(row: Mapping[Any, Any]) -> str:
    """The hash of every field of an entry, in one canonical form on both databases."""
    written = json.dumps([_written(row[name]) for name in FIELDS], ensure_ascii=False, separators=(",", ":"))
    return sha(b"\x00" + written.encode("utf-8", "surrogateescape"))


def tree_root(leaves: Sequence[str]) -> str:
    """The Merkle root; a node's hash is set apart from a leaf's, and an odd node moves up as it is (RFC 6962)."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha(b"\x01" + "".join(pair).encode()) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0] if level else FIRST_ROOT


def chained(one: JournalSeal) -> str:
    """The root of a seal: over the root before, its tree, and what it says of itself."""
    at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha(f"{one.previous}|{one.tree}|{one.count}|{one.up_to}|{at}".encode())


def sha(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def unsealed() -> Any:
    """A selection of the raw entries that have no leaf, in their order."""
    leaf = JournalLeaf.__table__
    query = select(*raw_columns()).select_from(JournalEntry.__table__)
    query = query.outerjoin(leaf, leaf.c.entry_id == JournalEntry.__table__.c.id)
    return query.where(leaf.c.entry_id.is_(None)).order_by(JournalEntry.__table__.c.id)


def _settled() -> int:
    """The number up to which every entry is committed, so that whatever turns up below it later was slipped in."""
    if db.engine.dialect.name == "sqlite":
        with unit(writes=False):
            return _last_entry()
    # PostgreSQL gives out numbers before it commits. The lock is granted only while nobody is writing an entry, and it
    # is asked for without waiting, because writers would queue behind whoever waits.
    for _ in range(QUIET_TRIES):
        try:
            return _last_entry_alone("NOWAIT")
        except OperationalError:
            time.sleep(QUIET_PAUSE)
    return _last_entry_alone("")


def _last_entry_alone(waiting: str) -> int:
    with transaction() as session:
        session.execute(text("SET LOCAL lock_timeout = '3s'"))
        session.execute(text(f"LOCK TABLE journal_entry IN SHARE MODE {waiting}"))
        return _last_entry()


def _last_entry() -> int:
    return db.session.scalar(select(func.max(JournalEntry.id))) or 0


def _seal_batch(up_to: int) -> int:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(SEALING)))
    batch = db.session.execute(unsealed().where(JournalEntry.id <= up_to).limit(BATCH)).mappings().all()
    if not batch:
        return 0
    hashes = [leaf_hash(row) for row in batch]
    one = _next_seal(hashes, up_to=int(batch[-1]["id"]))
    leaves = [
        {"entry_id": int(row["id"]), "seal_id": one.id, "position": position, "hash": digest}
        for position, (row, digest) in enumerate(zip(batch, hashes, strict=True))
    ]
    db.session.execute(insert(JournalLeaf.__table__), leaves)  # type: ignore[arg-type]
    return len(batch)


def _next_seal(hashes: list[str], *, up_to: int) -> JournalSeal:
    newest = db.session.scalar(select(JournalSeal).order_by(JournalSeal.id.desc()).limit(1))
    one = JournalSeal(
        at=now(),
        count=len(hashes),
        up_to=max(up_to, newest.up_to if newest else 0),
        tree=tree_root(hashes),
        previous=newest.root if newest else FIRST_ROOT,
    )
    one.root = chained(one)
    db.session.add(one)
    db.session.flush()
    return one


def _written(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    return None if value is None else str(value)
