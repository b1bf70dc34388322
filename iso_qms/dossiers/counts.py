"""The dossiers of an agency as counts by month, procedure, units and channel: kept with every import, and proved."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Integer, PrimaryKeyConstraint, String, delete, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.dossiers.counting import COLUMNS, FACTS, Key, Tally
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.agencies import AgencyOwned

MANY = 10_000
"""Dossiers that are counted at a time."""


class DossierCount(Base, AgencyOwned):
    """How many dossiers of one procedure, receiving unit, deciding unit and channel came in and were closed in a month.

    Nobody writes it by hand: it says again what the dossiers say, and `iso-qms dossiers recount` proves that it does.
    So neither procedure nor unit is a foreign key; 0 stands for none, since a key may hold nothing empty.
    """

    __tablename__ = "dossier_count"
    __table_args__ = (PrimaryKeyConstraint("agency_id", *Key._fields),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"))
    month: Mapped[int] = mapped_column(Integer, autoincrement=False)
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
    rows = [{"agency_id": agency_id, **key._asdict(), **counts} for key, counts in tally.rows().items()]
    if not rows:
        return
    # In the order of the keys, so that two imports at once wait for each other instead of both standing still.
    statement: Any = (postgresql.insert if _on_postgresql() else sqlite.insert)(_TABLE)
    added = {name: _TABLE.c[name] + statement.excluded[name] for name in COLUMNS}
    statement = statement.on_conflict_do_update(index_elements=["agency_id", *Key._fields], set_=added)
    db.session.connection().execute(statement, rows)


def recount(*, agency_id: int, corrects: bool = True) -> tuple[int, list[Differing]]:
    """Count every dossier of an agency anew: how many there are, and each count that was not what they say.

    While it lasts nothing comes in, so that both sides are of one moment. What differs is put right if wanted.
    """
    if _on_postgresql():  # SQLite lets one write at a time anyhow.
        db.session.execute(text("LOCK TABLE dossier_count IN SHARE ROW EXCLUSIVE MODE"))
    many, counted = _counted(agency_id)
    kept = _kept(agency_id)
    found = [
        Differing(key, name, kept.get(key, _NONE)[name], counted.get(key, _NONE)[name])
        for key in sorted(kept.keys() | counted.keys())
        for name in COLUMNS
        if kept.get(key, _NONE)[name] != counted.get(key, _NONE)[name]
    ]
    if found and corrects:
        connection = db.session.connection()
        connection.execute(delete(_TABLE).where(_TABLE.c.agency_id == agency_id))
        rows = [{"agency_id": agency_id, **key._asdict(), **counts} for key, counts in counted.items()]
        if rows:
            connection.execute(insert(_TABLE), rows)
    return many, found


_TABLE: Any = DossierCount.__table__
_NONE = dict.fromkeys(COLUMNS, 0)


def _counted(agency_id: int) -> tuple[int, dict[Key, dict[str, int]]]:
    tally, many = Tally(), 0
    query = select(*(getattr(Dossier, name) for name in FACTS)).where(Dossier.agency_id == agency_id)
    for row in db.session.execute(query, execution_options={"yield_per": MANY}).mappings():
        tally.add(row)  # type: ignore[arg-type]
        many += 1
    return many, tally.rows()


def _kept(agency_id: int) -> dict[Key, dict[str, int]]:
    query = select(*(_TABLE.c[name] for name in (*Key._fields, *COLUMNS))).where(_TABLE.c.agency_id == agency_id)
    many = len(Key._fields)
    return {Key(*row[:many]): dict(zip(COLUMNS, row[many:], strict=True)) for row in db.session.execute(query)}


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
