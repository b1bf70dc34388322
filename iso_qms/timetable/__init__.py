"""The only place where time starts something: the rounds of the registry, walked when they are due.

Time lives in rows, not in the scheduler: APScheduler only ticks. A round is leased in the database while it is walked,
so any number of processes may keep the timetable; and because the row says when it was last walked, one that was missed
or broken off is walked by whoever ticks next.
"""

from __future__ import annotations

import logging
import signal
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from iso_qms.clock import now
from iso_qms.registry import Registry, registry
from iso_qms.rounds import wants_another_try
from iso_qms.settings import Settings
from iso_qms.timetable.leases import (
    TIMETABLE,
    RoundLease,
    beat,
    is_ticking,
    leases,
    release,
    take,
    ticked_at,
    walked_at,
)

__all__ = [
    "RoundLease",
    "following_time",
    "is_due",
    "is_ticking",
    "leases",
    "move_in",
    "run",
    "tick",
    "ticked_at",
    "walk",
]

log = logging.getLogger("iso_qms")

CATCH_UP = timedelta(seconds=30)
"""How often whatever was missed is looked for."""


def move_in(registry: Registry) -> None:
    """The rounds of the house itself."""
    from iso_qms.i18n import _l
    from iso_qms.outbox import tell_calendar_moves
    from iso_qms.timetable import digest, housekeeping

    registry.round("seal", _l("The journal is sealed"), housekeeping.seal_round, minute="*")
    registry.round("post", _l("Letters are posted"), housekeeping.post_round, minute="*")
    registry.round("digest", _l("Everybody's letter of the day"), digest.digest_round, hour="5-20", minute="0")
    registry.round(
        "journal_root", _l("The journal's root leaves the house"), housekeeping.journal_root_round, hour="18"
    )
    registry.round("tidy", _l("What is no longer needed is removed"), housekeeping.tidy_round, hour="3", minute="30")
    registry.ticking.append(is_ticking)
    registry.calendar_told.append(tell_calendar_moves)


def walk(name: str) -> int:
    """Walk a round under its lease; answers how many things it did, none when another process is walking it."""
    chosen, began = registry.rounds[name], now()
    holder = take(name)
    if holder is None:
        return 0
    try:
        done = chosen.walk()
    except BaseException as failure:
        release(name, holder, walked_at=None, failure=f"{type(failure).__name__}: {failure}")
        raise
    release(name, holder, walked_at=began, did=done)
    return done


def is_due(name: str, settings: Settings) -> bool:
    """Whether a time of the round has come since it was last walked, or something set aside is to be tried again.

    One that was walked later than now was walked before the clock was set back: to walk it again does nothing twice.
    """
    last = walked_at(name)
    if last is None or last > now() or wants_another_try(name):
        return True
    following = following_time(name, last, settings)
    return following is not None and following <= now()


def following_time(name: str, last: datetime, settings: Settings) -> datetime | None:
    """When a round's time comes after it was last walked."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger(timezone=settings.zone, **registry.rounds[name].every)
    following: datetime | None = trigger.get_next_fire_time(None, last + timedelta(microseconds=1))
    return following


def tick(app: Flask, name: str | None = None) -> None:
    """Walk a round, or all of them, where due. One that breaks is logged and tried again by a later tick."""
    with app.app_context():
        beat()
        for each in [name] if name else list(registry.rounds):
            try:
                if is_due(each, app.config["SETTINGS"]):
                    walk(each)
            except Exception:
                log.exception("round %s broke off", each)


def run(app: Flask) -> None:
    """Keep the timetable until the process is told to stop; a round that is being walked is walked to its end."""
    scheduler = _scheduler(app)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        scheduler.start()
    except KeyboardInterrupt:
        scheduler.shutdown(wait=True)


def _scheduler(app: Flask) -> Any:
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.memory import MemoryJobStore
    from apscheduler.schedulers.blocking import BlockingScheduler
    from apscheduler.triggers.cron import CronTrigger

    zone = app.config["SETTINGS"].zone
    scheduler = BlockingScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(3)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=zone,
    )
    for one in registry.rounds.values():
        scheduler.add_job(tick, CronTrigger(timezone=zone, **one.every), args=[app, one.name], id=one.name)
    seconds = CATCH_UP.total_seconds()
    scheduler.add_job(tick, "interval", seconds=seconds, args=[app], id=TIMETABLE, next_run_time=now())
    return scheduler
