"""Dossiers that are in already, reckoned again: the calendar was corrected, or words of a source mean something now.

A reckoning is work that waits for the timetable. It goes through the dossiers by their numbers, in units of some
thousands that also write how far it has come, so that one that was killed goes on behind its last.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.dossiers.models import Dossier
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import Agency, AgencyOwned
from iso_qms.organisation.office_week import in_words
from iso_qms.organisation.operations.calendar import KINDS
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import OPENED, Corrected, read_week

MOST_DAYS_TOLD = 5
SETTLES = timedelta(minutes=2)
"""So long after its last change a calendar is taken to be corrected: several days in a row make one reckoning."""

say(
    {
        "dossier_reckoning.asked": _l("asked to reckon dossiers again"),
        "dossier_reckoning.widened": _l("corrected another day before dossiers were reckoned again"),
        "dossier_reckoning.ended": _l("reckoned dossiers again"),
    }
)


class DossierReckoning(Base, AgencyOwned, Journaled):
    """A reckoning: of which dossiers, why, how far it has come, and what came of it."""

    __tablename__ = "dossier_reckoning"
    journal_kind = "dossier_reckoning"
    journal_ignored = frozenset({"facts", "reached", "looked", "changed", "told"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`calendar`, `dossiers` (words of a source of dossiers) or `events` (words of a source of events)."""
    source: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, Any]]
    """Of the calendar what was corrected (`days`); of words those that were mapped, by their kind."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    asked_at: Mapped[datetime]
    reached: Mapped[int] = mapped_column(BigInteger, default=0)
    """The number of the last dossier that was gone through."""
    looked: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What came of it, by unit: how many days moved, whose lateness that was or is, apologies owed no longer."""
    finished_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def corrected(self) -> list[Corrected]:
        """What was corrected in the calendar, in the order in which it was."""
        return [_read(row) for row in self.facts.get("days", ())]

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever reads the register knows why its days moved."""
        return select(DossierReckoning).where(DossierReckoning.agency_id == person.agency_id)


def calendar_corrected(agency: Agency, corrected: Corrected, by: Person) -> None:
    """Let every dossier be reckoned again whose time ran over these days; one reckoning for what comes in a row."""
    if db.session.scalar(select(Dossier.id).where(Dossier.agency_id == agency.id).limit(1)) is None:
        return
    told = [_written(corrected)]
    query = select(DossierReckoning).where(
        DossierReckoning.agency_id == agency.id, DossierReckoning.kind == "calendar",
        DossierReckoning.finished_at.is_(None),
    )  # fmt: skip
    waits = db.session.scalar(query.with_for_update())
    if waits is None:
        _ask("calendar", {"days": told}, agency_id=agency.id, by=by)
        return
    waits.facts = {"days": [*waits.facts["days"], *told]}
    waits.reached, waits.asked_at = 0, now()
    write(waits, "dossier_reckoning.widened", by=by)


def words_mapped(kind: str, source: str, words: dict[str, Any], *, by: Person) -> DossierReckoning:
    """Let the dossiers of a source that bear these words be mapped again."""
    return _ask(kind, words, agency_id=by.agency_id, by=by, source=source)


def of_source(source: str, kind: str) -> DossierReckoning | None:
    """The last reckoning of the words of a source."""
    query = select(DossierReckoning).where(DossierReckoning.source == source, DossierReckoning.kind == kind)
    return db.session.scalar(query.order_by(DossierReckoning.id.desc()).limit(1))


class MovedDay(NamedTuple):
    """That a reckoning gave a dossier another first due day: when, which it had before, and why."""

    at: datetime
    was_due_at: datetime | None
    why: str


def moved_days(dossier: Dossier) -> list[MovedDay]:
    """How reckonings moved the first due day of a dossier, the last on top."""
    traces = [one for one in dossier.former if "reckoning" in one]
    if not traces:
        return []
    query = select(DossierReckoning).where(DossierReckoning.id.in_([one["reckoning"] for one in traces]))
    known = {one.id: one for one in db.session.scalars(query.options(joinedload(DossierReckoning.by)))}
    return [
        MovedDay(by.finished_at or by.asked_at, _moment(one["first_due_at"]), _why(by))
        for one in reversed(traces)
        for by in [known[one["reckoning"]]]
    ]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _why(one: DossierReckoning) -> str:
    if one.kind != "calendar":
        return _("Then somebody said what the words of its source mean.")
    days = [_told(each) for each in one.corrected]
    told = "; ".join(days[:MOST_DAYS_TOLD]) + (" …" if len(days) > MOST_DAYS_TOLD else "")
    return _("%(name)s corrected the working calendar then: %(days)s.", name=one.by.name, days=told)


def _told(each: Corrected) -> str:
    if each.after == OPENED:
        return _("the year %(year)s was opened", year=each.first.year)
    before, after = (_said(one) for one in (each.before, each.after))
    return f"{_which(each)}: {after} ({_('before')}: {before})"


def _which(each: Corrected) -> str:
    """Which day, or whose hours from when to when."""
    first, last = f"{each.first:%d/%m/%Y}", f"{each.last:%d/%m/%Y}" if each.last else ""
    if isinstance(each.after, str):
        return first
    whose = each.unit or _("the whole agency")
    if last:
        return _("office hours of %(whose)s from %(first)s to %(last)s", whose=whose, first=first, last=last)
    return _("office hours of %(whose)s from %(first)s on", whose=whose, first=first)


def _said(what: Any) -> str:
    """What the calendar says in words: of a day `holiday: its name`, or nothing for an ordinary one; or a week."""
    if isinstance(what, dict):
        return in_words(read_week(what))
    kind, _colon, name = what.partition(": ")
    return f"{KINDS[kind]}, {name}" if kind in KINDS else _("an ordinary day")


def _written(one: Corrected) -> list[Any]:
    return [one.first.isoformat(), one.before, one.after, one.last.isoformat() if one.last else None, one.unit]


def _read(row: list[Any]) -> Corrected:
    # Before hours could be corrected too, a row was one day with what was said of it.
    first, before, after, last, unit = [*row, row[0], ""] if len(row) == 3 else row
    return Corrected(date.fromisoformat(first), date.fromisoformat(last) if last else None, before, after, unit)


def _ask(kind: str, facts: dict[str, Any], *, agency_id: int, by: Person, source: str = "") -> DossierReckoning:
    one = DossierReckoning(
        agency_id=agency_id, kind=kind, source=source, facts=facts, by_id=by.id, asked_at=now(), reached=0, looked=0,
        changed=0, told={},
    )  # fmt: skip
    db.session.add(one)
    write(one, "dossier_reckoning.asked", by=by)
    return one
