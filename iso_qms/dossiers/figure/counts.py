"""The dossiers of an agency as counts by month and day, procedure, units and channel: kept by every import, proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Integer, PrimaryKeyConstraint, String, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.dossiers.figure.counting import COLUMNS, FACTS, Fields, Key, Tally
from iso_qms.dossiers.incoming.loading import add_up
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.agencies import AgencyOwned

MANY = 10_000
"""Dossiers that are counted at a time."""


class DossierCount(Base, AgencyOwned):
    """How many dossiers of a procedure, two units and a channel came in and were closed in a month, or on a day.

    Nobody writes it by hand: it says again what the dossiers say, and `iso-qms dossiers recount` proves that it does.
    So neither procedure nor unit is a foreign key; 0 stands for none, since a key may hold nothing empty.
    """

    __tablename__ = "dossier_count"
    __table_args__ = (PrimaryKeyConstraint("agency_id", *Key._fields), {"sqlite_with_rowid": False})

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"))
    period: Mapped[int] = mapped_column(Integer, autoincrement=False)
    document_id: Mapped[int] = mapped_column(Integer, autoincrement=False)
    receiving_unit_id: Mapped[int] = mapped_column(Integer, autoincrement=False)
    deciding_unit_id: Mapped[int] = mapped_column(Integer, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(8))
    received: Mapped[int] = mapped_column(default=0)
    early: Mapped[int] = mapped_column(default=0)
    on_time: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    undated: Mapped[int] = mapped_column(default=0)
    stopped: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)
    transferred: Mapped[int] = mapped_column(default=0)
    overran: Mapped[int] = mapped_column(default=0)
    overran_closed: Mapped[int] = mapped_column(default=0)


class Differing(NamedTuple):
    """A count that is not what the dossiers say."""

    key: Key
    column: str
    kept: int
    counted: int


def keep(tally: Tally, *, agency_id: int) -> None:
    """Add what changed to the counts, in the unit that is open; only the keys it touches are written."""
    rows = [(agency_id, *key, *counts) for key, counts in tally.rows().items()]
    add_up(_TABLE, ("agency_id", *Key._fields), COLUMNS, rows)


def recount(*, agency_id: int, corrects: bool = True) -> tuple[int, list[Differing]]:
    """Count every dossier of an agency anew: how many there are, and each count that was not what they say.

    Both sides are of one moment: on PostgreSQL nothing comes in meanwhile, on SQLite a unit reads one moment anyhow.
    What differs is put right if wanted, which takes a writing unit.
    """
    if _on_postgresql():
        db.session.execute(text("LOCK TABLE dossier_count IN SHARE ROW EXCLUSIVE MODE"))
    many, tally = _counted(agency_id)
    found = sorted(_differing(tally.rows(), agency_id))
    if found and corrects:
        db.session.connection().execute(delete(_TABLE).where(_TABLE.c.agency_id == agency_id))
        keep(tally, agency_id=agency_id)
    return many, found


_TABLE: Any = DossierCount.__table__
_NONE = [0] * len(COLUMNS)


def _counted(agency_id: int) -> tuple[int, Tally]:
    tally, many = Tally(), 0
    query = select(*(getattr(Dossier, name) for name in FACTS)).where(Dossier.agency_id == agency_id)
    for row in db.session.execute(query, execution_options={"yield_per": MANY}).mappings():
        tally.add(row)  # type: ignore[arg-type]
        many += 1
    return many, tally


def _differing(counted: dict[Fields, list[int]], agency_id: int) -> Iterator[Differing]:
    """What is kept is read row by row, and whatever was met is let go: there may be millions of counts."""
    query = select(*(_TABLE.c[name] for name in (*Key._fields, *COLUMNS))).where(_TABLE.c.agency_id == agency_id)
    heads = len(Key._fields)
    for row in db.session.execute(query, execution_options={"yield_per": MANY}):
        key = tuple(row[:heads])
        yield from _compared(key, row[heads:], counted.pop(key, _NONE))
    for key, counts in counted.items():
        yield from _compared(key, _NONE, counts)


def _compared(key: Fields, kept: Sequence[int], counted: Sequence[int]) -> Iterator[Differing]:
    for name, one, other in zip(COLUMNS, kept, counted, strict=True):
        if one != other:
            yield Differing(Key._make(key), name, one, other)


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
