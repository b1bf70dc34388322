"""How much lateness an agency bears, per procedure and unit, and the months in which it was more.

Of the limits that fit a procedure and a unit the most particular one holds: both named, else the procedure, else the
unit, else the one for all. A month is held against the limits that held when it was judged, whatever became of these
since; what dossiers say of it later is judged again by them, and never by a limit that was set afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Date, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.improvement.action import (  # noqa: F401  (a nonconformity is mapped together with them)
    actions,
)
from iso_qms.improvement.correction import (  # noqa: F401
    corrections,
)
from iso_qms.improvement.models import Nonconformity
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit


class Limiting(Protocol):
    """What of a limit the choice between several looks at."""

    document_id: int | None
    unit_id: int | None


class LateLimit(Base, AgencyOwned, Journaled):
    """Of the dossiers closed in a month at most so many per cent may be late, once there are enough of them."""

    __tablename__ = "late_limit"
    journal_kind = "late_limit"
    journal_ignored = frozenset({"judge_from"})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    percent: Mapped[int]
    least: Mapped[int]
    """With fewer dossiers in a month nothing is said of it."""
    since: Mapped[date] = mapped_column(Date)
    """The first day of the first month that is judged by it."""
    judge_from: Mapped[date] = mapped_column(Date)
    """The first day of the month that is judged next; those before it are judged again when their dossiers change."""
    ended_on: Mapped[date | None] = mapped_column(Date)

    document: Mapped[Document | None] = relationship()
    unit: Mapped[Unit | None] = relationship()

    def __str__(self) -> str:
        return _("%(where)s: at most %(percent)s %%", where=self.where, percent=self.percent)

    @property
    def where(self) -> str:
        """What it holds for, in words."""
        named = (self.document.code if self.document else _("every procedure"),
                 self.unit.name if self.unit else _("every unit"))  # fmt: skip
        return " · ".join(named)

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever reads dossiers knows the limits."""
        return select(LateLimit).where(LateLimit.agency_id == person.agency_id)


class LateMonth(Base, AgencyOwned, Journaled):
    """A month in which a unit was late with more dossiers of a procedure than the limit bears; it is noted once.

    What it was noted for stays, as evidence; how it stands since its dossiers changed is told beside it.
    """

    __tablename__ = "late_month"
    __table_args__ = (UniqueConstraint("agency_id", "document_id", "unit_id", "month"),)
    journal_kind = "late_month"
    journal_ignored = frozenset({"nonconformity_id"})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    limit_id: Mapped[int] = mapped_column(ForeignKey("late_limit.id", ondelete="RESTRICT"), index=True)
    month: Mapped[date] = mapped_column(Date)
    """Its first day."""
    closed: Mapped[int]
    late: Mapped[int]
    percent: Mapped[int]
    least: Mapped[int]
    codes: Mapped[list[Any]] = mapped_column(default=list)
    """The codes of the late dossiers, as they stood when the month was judged."""
    judged_at: Mapped[datetime]
    closed_since: Mapped[int]
    """How many were closed in it by what was told last, and in `late_since` how many of them late."""
    late_since: Mapped[int]
    told_at: Mapped[datetime | None]
    """When other numbers than those it was noted for were told last."""
    nonconformity_id: Mapped[int | None] = mapped_column(
        ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True
    )

    document: Mapped[Document] = relationship()
    unit: Mapped[Unit] = relationship()
    limit: Mapped[LateLimit] = relationship()
    nonconformity: Mapped[Nonconformity | None] = relationship()

    def __str__(self) -> str:
        return _(
            "%(code)s, %(unit)s, %(month)s", code=self.document.code, unit=self.unit.name, month=f"{self.month:%m/%Y}"
        )

    @property
    def share(self) -> float:
        """How many per cent were late when it was noted, with one digit."""
        return share_late(self.late, self.closed)

    @property
    def has_changed(self) -> bool:
        """Whether its dossiers say something else now than when it was noted."""
        return (self.closed_since, self.late_since) != (self.closed, self.late)

    @property
    def is_beyond(self) -> bool:
        """Whether it is still beyond its limit by what was told last."""
        return is_crossed(late=self.late_since, closed=self.closed_since, percent=self.percent, least=self.least)

    @property
    def stands_now(self) -> str:
        """How it stands now, for the page of what was opened from it; empty where nothing has changed."""
        if not self.has_changed:
            return ""
        words = {"late": self.late_since, "closed": self.closed_since, "then": self.late, "of": self.closed}
        if self.is_beyond:
            return _("%(late)s of %(closed)s late by now, %(then)s of %(of)s when it was judged", **words)
        return _(
            "%(late)s of %(closed)s late by now, which its limit bears; %(then)s of %(of)s when it was judged",
            **words,
        )

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Those of the units whose dossiers one may read."""
        units, query = units_with(person, "dossiers.read"), select(LateMonth)
        return query if units is None else query.where(LateMonth.unit_id.in_(units))


def limit_for(limits: Iterable[Limiting], *, document_id: int, unit_id: int) -> Limiting | None:
    """The most particular limit that fits a procedure and a unit; None where none does. Pure."""
    fitting = [one for one in limits if one.document_id in (None, document_id) and one.unit_id in (None, unit_id)]
    return max(fitting, key=lambda one: (one.document_id is not None, one.unit_id is not None), default=None)


def is_crossed(*, late: int, closed: int, percent: int, least: int) -> bool:
    """Whether more were late than the limit bears, of enough dossiers; exactly as many are borne. Pure."""
    return closed >= max(least, 1) and late * 100 > percent * closed


def share_late(late: int, closed: int) -> float:
    """How many per cent were late, with one digit; none of nothing. Pure."""
    return round(100 * late / closed, 1) if closed else 0.0


def holds_in(limit: LateLimit, month: date) -> bool:
    """Whether a month is held against a limit: one that has ended still holds for the months it had judged."""
    return limit.since <= month and (limit.ended_on is None or month < limit.judge_from)


def limits_in_force() -> list[LateLimit]:
    """The limits of the agency that have not ended."""
    return list(db.session.scalars(select(LateLimit).where(LateLimit.ended_on.is_(None)).order_by(LateLimit.id)))
