"""Leases: a round is walked by one process at a time, and a killed one's lease runs out."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import now
from iso_qms.db import Base, db, transaction, unit, upsert

TIMETABLE = "timetable"
"""The row that only says when time last ticked."""

LEASE = timedelta(minutes=5)
"""How long a lease holds. A round that takes longer may be walked by two, which does nothing twice."""

BEAT_EVERY = timedelta(seconds=20)
STILL_TICKING = timedelta(minutes=2)
"""Time ticks every thirty seconds; silent for longer than this, the timetable does not run."""


class RoundLease(Base):
    """Who is walking a round, until when, and when it was last walked to its end."""

    __tablename__ = "round_lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str | None] = mapped_column(String(80))
    until: Mapped[datetime | None]
    walked_at: Mapped[datetime | None]
    did: Mapped[int | None]
    took_ms: Mapped[int | None]
    failed_at: Mapped[datetime | None]
    """When it last broke off; empty again after a whole walk."""
    failure: Mapped[str | None] = mapped_column(String(500))


def take(name: str) -> str | None:
    """Lease a round; answers the holder (host, process, token), or None while somebody else holds it."""
    holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}"
    with transaction():
        lease = _locked(name)
        if lease.until is not None and now() < lease.until <= now() + LEASE:
            return None  # One that ends later than any does was taken before the clock was set back.
        lease.holder, lease.until = holder, now() + LEASE
    return holder


def release(
    name: str, holder: str, *, walked_at: datetime | None, did: int | None = None, failure: str | None = None
) -> None:
    """Give a lease back, unless it has run out and is another's by now; `walked_at` only after a whole walk."""
    with transaction():
        lease = _locked(name)
        if lease.holder == holder:
            lease.holder = lease.until = None
        if walked_at is not None:
            later = lease.walked_at is not None and walked_at < lease.walked_at <= now()
            lease.walked_at = lease.walked_at if later else walked_at
            lease.did, lease.took_ms = did, max(int((now() - walked_at).total_seconds() * 1000), 0)
        lease.failed_at, lease.failure = (now(), failure[:500]) if failure else (None, None)


def walked_at(name: str) -> datetime | None:
    """When the last whole walk of a round began."""
    with unit(writes=False):
        return db.session.scalar(select(RoundLease.walked_at).where(RoundLease.name == name))


def beat() -> None:
    """Remember that time ticks."""
    last = ticked_at()
    if last is not None and timedelta() <= now() - last < BEAT_EVERY:
        return
    with transaction():
        _locked(TIMETABLE).walked_at = now()


def ticked_at() -> datetime | None:
    """When time last ticked, in whatever process; None when no timetable ever ran."""
    return db.session.scalar(select(RoundLease.walked_at).where(RoundLease.name == TIMETABLE))


def is_ticking() -> bool:
    """Whether a timetable runs, in whatever process."""
    last = ticked_at()
    return last is not None and now() - last <= STILL_TICKING


def leases() -> dict[str, RoundLease]:
    """Every round's lease by its name, for rounds that were ever walked."""
    return {one.name: one for one in db.session.scalars(select(RoundLease)) if one.name != TIMETABLE}


def _locked(name: str) -> RoundLease:
    db.session.execute(upsert(RoundLease).values(name=name).on_conflict_do_nothing())
    query = select(RoundLease).where(RoundLease.name == name).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
