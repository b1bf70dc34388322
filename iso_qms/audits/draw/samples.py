"""Samples of files drawn by lot in a unit during a visit: the seed is bound before the list of files is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Select, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.draw.drawing import Candidate
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.db import Base, db
from iso_qms.documents.models import Revision
from iso_qms.i18n import _
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit


class FileSample(AgencyOwned, Base, Journaled):
    """Some files of a unit, drawn from the list of them all; a sample drawn stays, and another one stands beside it."""

    __tablename__ = "file_sample"
    __table_args__ = (UniqueConstraint("inspection_id", "unit_id", "place"),)
    journal_kind = "file_sample"
    # The list is bound by its hash; codes of files need not stand in the journal, and the cipher says nothing.
    journal_ignored = frozenset({"codes", "sealed"})

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    place: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    why_another: Mapped[str] = mapped_column(Text, default="")
    commitment: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    committed_at: Mapped[datetime]
    codes: Mapped[list[Any]] = mapped_column(default=list)
    """The whole list in its order, once it was entered."""
    codes_hash: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    strata: Mapped[list[Any]] = mapped_column(default=list)
    """Where it was drawn in parts from the register: of each part its name, how many it holds, how many were drawn."""
    basis: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What of the register it was drawn from: the days of receipt, the procedure, the rule of its size."""
    seed: Mapped[str] = mapped_column(String(64), default="")
    drawn_at: Mapped[datetime | None]

    inspection: Mapped[Inspection] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    files: Mapped[list[SampledFile]] = relationship(back_populates="sample", order_by="SampledFile.place")

    def __str__(self) -> str:
        return _("Sample %(n)s: %(what)s", n=self.place, what=self.what)

    def journal_over(self) -> Inspection:
        return self.inspection

    @property
    def candidates(self) -> list[Candidate]:
        """The list as it is drawn from: every file as likely as any other of its part."""
        if not self.strata:
            return [Candidate(code) for code in self.codes]
        parts = [name for name, held, _drawn in self.strata for _turn in range(held)]
        return [Candidate(code, reason=part) for code, part in zip(self.codes, parts, strict=True)]

    @property
    def sizes(self) -> dict[str, int]:
        """How many each part holds."""
        return {name: held for name, held, _drawn in self.strata}

    @property
    def parts(self) -> list[tuple[str, int]]:
        """How many are drawn of each part; empty where it is drawn from as a whole."""
        return [(name, drawn) for name, _held, drawn in self.strata]

    @property
    def looked_at(self) -> int:
        """How many of its files somebody has looked at."""
        return sum(one.looked_at is not None for one in self.files)

    @staticmethod
    def visible_to(person: Person) -> Select[FileSample]:
        """Whoever may see the visit: also the unit, once the visit has begun."""
        ids = Inspection.visible_to(person).with_only_columns(Inspection.id)
        return select(FileSample).where(FileSample.inspection_id.in_(ids))


class SampledFile(Base, Journaled):
    """One file that was drawn, who looked at it, and what they saw."""

    __tablename__ = "sampled_file"
    __table_args__ = (UniqueConstraint("sample_id", "place"),)
    journal_kind = "sampled_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("file_sample.id", ondelete="RESTRICT"))
    place: Mapped[int]
    code: Mapped[str] = mapped_column(String(100))
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    note: Mapped[str] = mapped_column(Text, default="")
    dossier_id: Mapped[int | None] = mapped_column(BigInteger)
    """The dossier of the register; no foreign key, because dossiers are kept by years and nobody removes one."""
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    """The revision in force on the day it came in, by whose papers it was checked."""
    papers: Mapped[list[Any]] = mapped_column(default=list)
    """Of each paper the procedure asks for: its words, how it was found (`papers.FOUND`), and a note."""
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id", ondelete="RESTRICT"))

    sample: Mapped[FileSample] = relationship(back_populates="files")
    looked_by: Mapped[Person | None] = relationship(lazy="joined")
    revision: Mapped[Revision | None] = relationship()
    finding: Mapped[Finding | None] = relationship(foreign_keys=[finding_id])

    @property
    def faults(self) -> list[Any]:
        """Its papers that are missing or faulty."""
        return faults_in(self.papers)

    def journal_root(self) -> FileSample:
        return self.sample


class SampleTold(NamedTuple):
    """A sample that was drawn in numbers; `wrong` is how many have a faulty paper, None where no papers are checked."""

    unit_id: int
    what: str
    codes_hash: str
    total: int
    drawn: int
    looked_at: int
    wrong: int | None


def samples_told(inspection_id: int) -> list[SampleTold]:
    """The samples drawn at a visit in numbers, in one statement and without the lists they were drawn from."""
    one = FileSample
    how_many = func.jsonb_array_length if db.engine.dialect.name == "postgresql" else func.json_array_length
    query = select(one.id, one.unit_id, one.what, one.codes_hash, one.basis, how_many(one.codes).label("total"),
                   SampledFile.looked_at, SampledFile.papers)  # fmt: skip
    query = query.join(one.files).where(one.inspection_id == inspection_id).order_by(one.id)
    return [_told(list(rows)) for _id, rows in groupby(db.session.execute(query), key=attrgetter("id"))]


def faults_in(papers: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Papers that are missing or faulty."""
    return [one for one in papers if one["found"] in ("missing", "faulty")]


def _told(files: Sequence[Any]) -> SampleTold:
    first, looked = files[0], sum(one.looked_at is not None for one in files)
    wrong = sum(bool(faults_in(one.papers)) for one in files) if first.basis else None
    return SampleTold(first.unit_id, first.what, first.codes_hash, first.total, len(files), looked, wrong)
