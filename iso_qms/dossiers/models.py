"""Dossiers as their source tells of them, the runs that brought them in, and how each source is read.

A dossier is no journaled thing: a run brings in thousands, and its one entry says how many, from which file. What a
later file changed stays in the dossier itself, with the run before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Select,
    Sequence,
    SmallInteger,
    String,
    UniqueConstraint,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import as_local
from iso_qms.db import Base
from iso_qms.documents.models import Document
from iso_qms.dossiers.deadlines import Pause, Verdict, is_paused, verdict
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit

STATES = {
    "open": _l("Being handled"),
    "finished": _l("Result given"),
    "stopped": _l("Handling stopped"),
    "withdrawn": _l("Taken back by the applicant"),
    "transferred": _l("Passed to another agency"),
}
UNJUDGED = ("stopped", "withdrawn", "transferred")
KINDS = {"dossiers": _l("Dossiers"), "events": _l("Events of dossiers")}
STAGES = {
    "mapping": _l("Columns not confirmed"),
    "waiting": _l("Waits for its turn"),
    "running": _l("Being taken in"),
    "stalled": _l("Stopped in the middle"),
    "broken": _l("Given up"),
    "ended": _l("Taken in"),
}
STALE = timedelta(minutes=1)
"""Without a sign of life for so long, whoever worked through a file is gone."""
CHANNELS = {"online": _l("Online"), "direct": _l("At the desk"), "post": _l("By post")}


class DossierImport(Base, AgencyOwned, Journaled):
    """One file that was taken in: what it was, how it was read, what came of it, and the rows set aside."""

    __tablename__ = "dossier_import"
    __table_args__ = (Index("ix_dossier_import_file", "agency_id", "sha256"),)
    journal_kind = "dossier_import"
    journal_ignored = frozenset(
        {
            "mapping", "source", "kind", "added", "changed", "same", "older", "refused", "total", "done", "strange",
            "beat_at", "holder", "times", "broken", "kept", "repeats_id",
        }
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), default="dossiers")
    source: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file; empty where a program sent rows, which say how things stand now however often they are sent."""
    mapping: Mapped[dict[str, Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    started_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When somebody said how its columns are to be read; before that nothing of it is taken in."""
    finished_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    """Rows that were gone through, written with what they brought: a run that was killed goes on behind them."""
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    older: Mapped[int] = mapped_column(default=0)
    """Rows that changed nothing, because a file that was first brought in later says otherwise."""
    refused: Mapped[int] = mapped_column(default=0)
    strange: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Words of the source that mean nothing here, with how often they came, by field."""
    kept: Mapped[str] = mapped_column(String(40), default="")
    """The name under which the file waits; empty when it was brought by a command, or has been removed."""
    holder: Mapped[str] = mapped_column(String(40), default="")
    beat_at: Mapped[datetime | None]
    """When whoever works through it last gave a sign of life."""
    times: Mapped[int] = mapped_column(default=0)
    broken: Mapped[str] = mapped_column(String(20), default="")
    """Why it was given up, as a key of `wordings.WHY_BROKEN`."""
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_import.id", ondelete="RESTRICT"))

    by: Mapped[Person] = relationship()
    repeats: Mapped[DossierImport | None] = relationship(remote_side=[id])

    def __str__(self) -> str:
        return self.name

    def stage_at(self, moment: datetime) -> str:
        """How far it has come, as a key of `STAGES`."""
        if self.finished_at is not None:
            return "ended"
        if self.broken:
            return "broken"
        if self.confirmed_at is None:
            return "mapping"
        if self.beat_at is None:
            return "waiting"
        return "running" if moment - self.beat_at < STALE else "stalled"

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may bring dossiers in sees what was brought in."""
        return select(DossierImport).where(DossierImport.agency_id == person.agency_id)


NUMBERS = Sequence("dossier_number", metadata=Base.metadata)
"""Where PostgreSQL takes the numbers of dossiers from; SQLite counts on from the last one under its write lock."""


STILL_OPEN = text("state = 'open'")
LEFT_OUT = text("verdict = 'not_judged'")
MOVED = text("rescheduled_to IS NOT NULL")
NAMED_APART = text("channel_name_id IS NOT NULL")


class Dossier(Base, AgencyOwned):
    """A case handed in at the one-stop desk: its moments, who received and who decides it, and when it is due.

    On PostgreSQL dossiers and their events are kept by the year in which the dossier came in (`loading`). So the year
    is part of every key; that a code comes once in a source is held by the import, which lets one run at a time work
    through a source.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        PrimaryKeyConstraint("id", "year"),
        UniqueConstraint("agency_id", "source", "code", "year"),
        Index("ix_dossier_list", "agency_id", "received_at", "id"),
        Index("ix_dossier_document", "document_id", "received_at"),
        Index("ix_dossier_unit", "deciding_unit_id", "received_at"),
        Index("ix_dossier_open", "agency_id", "state", "first_due_at"),
        # It holds the open ones alone, with all that the figures ask of them: how these stand hangs on the hour.
        Index(
            "ix_dossier_still_open",
            "agency_id",
            "first_due_at",
            "waiting",
            "document_id",
            "receiving_unit_id",
            "deciding_unit_id",
            "channel",
            "received_at",
            "left_out",
            postgresql_where=STILL_OPEN,
            sqlite_where=STILL_OPEN,
        ),
        Index("ix_dossier_moved", "agency_id", "rescheduled_to", postgresql_where=MOVED, sqlite_where=MOVED),
        # What was answered in a span, in its order, with how it was kept.
        Index("ix_dossier_answered", "agency_id", "finished_at", "verdict"),
        # The form of the state leaves out what was closed and is held against no day, and asks when that had come in.
        Index(
            "ix_dossier_left_out",
            "agency_id",
            "finished_at",
            "received_at",
            "document_id",
            "receiving_unit_id",
            "deciding_unit_id",
            "channel",
            postgresql_where=LEFT_OUT,
            sqlite_where=LEFT_OUT,
        ),
        Index("ix_dossier_channel_name", "channel_name_id", postgresql_where=NAMED_APART, sqlite_where=NAMED_APART),
        {"postgresql_partition_by": "LIST (year)"},
    )

    id: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    year: Mapped[int] = mapped_column(SmallInteger)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"))
    source: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(80))
    procedure: Mapped[str] = mapped_column(String(200))
    """As the source calls it, also where no document of this house bears that code."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))
    case: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]
    first_due_at: Mapped[datetime | None]
    """From this moment it is late: by the procedure in force on its day where that can be said, else by its source."""
    basis: Mapped[str] = mapped_column(String(10), default="")
    """What the first due moment rests on: `procedure`, `source`, or nothing."""
    given_due_at: Mapped[datetime | None]
    rescheduled_to: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(12))
    verdict: Mapped[str] = mapped_column(String(12), default="")
    """How it was kept, of a dossier that is closed; of an open one it depends on the hour."""
    channel: Mapped[str] = mapped_column(String(8))
    receiving_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    deciding_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    receiving_name_id: Mapped[int | None]
    """What its source calls the unit that received it, a `DossierName`: nobody removes one, so no key leads there."""
    deciding_name_id: Mapped[int | None]
    channel_name_id: Mapped[int | None]
    """What its source calls the channel, where that is no word everybody knows."""
    left_out: Mapped[bool] = mapped_column(default=False)
    """Whether no figure counts it, because of what was said of the words of its source."""
    pauses: Mapped[list[Any]] = mapped_column(default=list)
    waiting: Mapped[bool] = mapped_column(default=False)
    """Whether a pause is still open, so that the clock stands still."""
    digest: Mapped[str] = mapped_column(String(32))
    former: Mapped[list[Any]] = mapped_column(default=list)
    """What was said of it before: the moments and state that a later file, or a reckoning, changed."""
    run_id: Mapped[int] = mapped_column(ForeignKey("dossier_import.id", ondelete="RESTRICT"), index=True)
    events: Mapped[int] = mapped_column(default=0)
    conforms: Mapped[bool | None]
    """Whether its events keep to the steps in force on its day; None without events, procedure or steps."""
    differs: Mapped[int] = mapped_column(SmallInteger, default=0)
    """In what it does not: the sum of the kinds of `judging.Kind`."""

    __mapper_args__ = {"primary_key": [id]}

    document: Mapped[Document | None] = relationship()
    receiving_unit: Mapped[Unit | None] = relationship(foreign_keys=[receiving_unit_id])
    deciding_unit: Mapped[Unit | None] = relationship(foreign_keys=[deciding_unit_id])
    run: Mapped[DossierImport] = relationship()

    def __str__(self) -> str:
        return self.code

    @property
    def as_source(self) -> dict[str, Any]:
        """What a nonconformity that is opened from it begins with: its unit, its code, the procedure of its day."""
        proposed: dict[str, Any] = {"source_reference": self.code}
        if self.deciding_unit_id is not None:
            proposed["unit"] = self.deciding_unit_id
        name = f"{self.code} ({self.document or self.procedure})"
        return {"name": name, "on": self.received_on, "proposed": proposed}

    @property
    def state_label(self) -> Any:
        """Its state in words."""
        return STATES[self.state]

    @property
    def channel_label(self) -> Any:
        """How it came in, in words."""
        return CHANNELS[self.channel]

    @property
    def steps_kept(self) -> str:
        """Whether it kept to the steps in force on its day, as a key of `register.STEPS`."""
        return steps_kept(self.conforms)

    @property
    def received_on(self) -> date:
        """The day it came in: the revision of that day holds for it."""
        return as_local(self.received_at).date()

    @property
    def stood_still(self) -> list[Pause]:
        """Its pauses as moments."""
        return pauses_of(self.pauses)

    def verdict_at(self, moment: datetime) -> Verdict:
        """How it stands at a moment, against its first due date."""
        return verdict(
            ends_at=self.first_due_at,
            finished_at=self.finished_at,
            at=moment,
            judged=self.state not in UNJUDGED,
            paused=is_paused(self.stood_still, moment),
        )

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Those of the units over which one may read dossiers, whether they received them or decide on them."""
        return select(Dossier).where(of_units(Dossier, units_with(person, "dossiers.read")))


def steps_kept(conforms: bool | None) -> str:
    """Whether steps were kept to, as a key of `register.STEPS`."""
    return {True: "kept", False: "broken", None: "unjudged"}[conforms]


def of_units(counted: Any, units: set[int] | None) -> ColumnElement[bool]:
    """What concerns some units, whether they received it or decide on it: of dossiers, or of the counts of them."""
    if units is None:
        return true()
    return or_(counted.deciding_unit_id.in_(units), counted.receiving_unit_id.in_(units))


def pauses_of(kept: list[Any]) -> list[Pause]:
    """Pauses as they are kept, as moments."""
    return [
        Pause(
            datetime.fromisoformat(one["from"]),
            datetime.fromisoformat(one["to"]) if one["to"] else None,
            one["reason"],
            one["document"],
        )
        for one in kept
    ]


class DossierName(Base, AgencyOwned):
    """What a source calls a unit or a channel; kept once, because many dossiers bear it."""

    __tablename__ = "dossier_name"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class DossierSource(Base, AgencyOwned, Journaled):
    """How the files of a source are read: the mapping that was used last."""

    __tablename__ = "dossier_source"
    __table_args__ = (UniqueConstraint("agency_id", "name", "kind"),)
    journal_kind = "dossier_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), default="dossiers")
    name: Mapped[str] = mapped_column(String(60))
    mapping: Mapped[dict[str, Any]]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may bring dossiers in sees how their sources are read."""
        return select(DossierSource).where(DossierSource.agency_id == person.agency_id)
