"""What phones sent from a visit, as it was received: each act once, whether it was accepted or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.models import Inspection, TeamMember
from iso_qms.blobs import place_of, store
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person

ACT_KINDS = {
    "start": _l("Start of the visit"),
    "answer": _l("Answer of the checklist"),
    "seen": _l("Head-count"),
    "counted": _l("End of a head-count"),
    "finding": _l("Finding"),
    "photo": _l("Photo"),
    "voice": _l("Voice note"),
    "signature": _l("Signature"),
    "choice": _l("Choice between two answers"),
}
"""What a phone can do; a choice is made on the inspection's page."""

OUTCOMES = {"accepted": _l("Accepted"), "refused": _l("Not accepted")}


class PhoneAct(AgencyOwned, Base):
    """One act of one person on one phone. Its uuid is made on the phone, so that it can be sent again without harm.

    What was refused stays here whole, with the reason, until somebody has looked at it. What became a finding stands in
    that finding, and its words are not kept a second time.
    """

    __tablename__ = "phone_act"
    __table_args__ = (UniqueConstraint("agency_id", "uuid"), Index("ix_phone_act_item", "inspection_id", "item"))
    journal_kind = "phone_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"))
    uuid: Mapped[str] = mapped_column(String(36))
    device: Mapped[str] = mapped_column(String(36))
    counter: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    item: Mapped[str] = mapped_column(String(80), default="")
    payload: Mapped[dict[str, Any]]
    bases: Mapped[list[Any]] = mapped_column(default=list)
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="accepted")
    reason: Mapped[str] = mapped_column(Text, default="")
    made_id: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    settled_note: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")

    def __str__(self) -> str:
        return _("%(kind)s from a phone", kind=ACT_KINDS[self.kind])

    @property
    def files_stay(self) -> bool:
        """What a phone sent is evidence, accepted or not."""
        return True

    @staticmethod
    def visible_to(person: Person) -> Select[PhoneAct]:
        """Only the team: what was not accepted may name people, and nobody has weighed it yet."""
        team = select(TeamMember.inspection_id).where(TeamMember.person_id == person.id)
        return select(PhoneAct).where(PhoneAct.inspection_id.in_(team))


class PhonePart(AgencyOwned, Base):
    """A file a person's phone has uploaded. An act may name no other: to know a hash is not to have the file."""

    __tablename__ = "phone_part"
    __table_args__ = (UniqueConstraint("person_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    sha256: Mapped[str] = mapped_column(String(64))


def parts_of(person: Person, digests: Iterable[str]) -> set[str]:
    """Which of some files this person has uploaded, and are still there."""
    query = select(PhonePart.sha256).where(PhonePart.person_id == person.id, PhonePart.sha256.in_(list(digests)))
    return {one for one in db.session.scalars(query) if place_of(one).exists()}


def keep_part_of(person: Person, data: bytes) -> str:
    """Take in a file that somebody's phone uploads; its hash."""
    digest = store(data)
    there = select(PhonePart.id).where(PhonePart.person_id == person.id, PhonePart.sha256 == digest)
    if db.session.scalar(there) is None:
        db.session.add(PhonePart(agency_id=person.agency_id, person_id=person.id, sha256=digest))
    return digest


def acts_known(uuids: list[str]) -> dict[str, PhoneAct]:
    """Those of some acts that were received before."""
    return {one.uuid: one for one in db.session.scalars(select(PhoneAct).where(PhoneAct.uuid.in_(uuids)))}


def refused_acts(inspection: Inspection) -> list[PhoneAct]:
    """What was not accepted and nobody has settled yet, oldest first."""
    query = select(PhoneAct).where(
        PhoneAct.inspection_id == inspection.id, PhoneAct.outcome == "refused", PhoneAct.settled_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(PhoneAct.id)))
