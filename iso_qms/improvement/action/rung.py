"""One rung of a ladder, whatever it reminds of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from iso_qms.db import db
from iso_qms.improvement.action.ladder import CARRY_OUT


class Rung:
    """A working day on which somebody is reminded, once; whom it told, or when it fell away."""

    key: ClassVar[str]
    """What its letters are known by."""

    id: Mapped[int] = mapped_column(primary_key=True)
    duty: Mapped[str] = mapped_column(String(20), default=CARRY_OUT)
    series: Mapped[int] = mapped_column(default=0)
    offset: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    told_at: Mapped[datetime | None]
    told_to: Mapped[list[Any]] = mapped_column(default=list)
    void_at: Mapped[datetime | None]

    @property
    def is_pending(self) -> bool:
        """Whether it is still to come."""
        return self.told_at is None and self.void_at is None


def read_rungs(things: Sequence[Any], rung: Any, of: Any) -> None:
    """Read at once the rungs of several things; `of` is the column by which a rung knows its thing."""
    by_thing: dict[int, list[Any]] = {one.id: [] for one in things}
    for one in db.session.scalars(select(rung).where(of.in_(by_thing)).order_by(rung.due_on, rung.id)):
        by_thing[getattr(one, of.key)].append(one)
    for one in things:
        set_committed_value(one, "follow_ups", by_thing[one.id])


def next_moments(table: str, thing_id: str) -> Index:
    """The rungs to come in the order of their days, so that time finds what is due without looking at anything else."""
    pending = text("told_at IS NULL AND void_at IS NULL")
    columns = "agency_id", "due_on", thing_id
    return Index(f"ix_{table}_pending", *columns, sqlite_where=pending, postgresql_where=pending)
