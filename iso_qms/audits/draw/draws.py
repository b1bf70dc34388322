"""Draws by lot of the units that are visited without notice, and the closed envelopes a draw is put into.

Which unit an envelope holds stands in no column: it follows from the seed, and is computed when it is opened.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.draw.draw_flow import DRAW
from iso_qms.audits.draw.drawing import Candidate
from iso_qms.audits.models import AuditProgramme, Inspection
from iso_qms.audits.sides import units_concerning
from iso_qms.clock import now, today
from iso_qms.db import Base, db, hold
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, Move

WEIGHINGS = {
    "needs": _l("By what the year needs: a unit that needs twice the visits is twice as likely"),
    "equal": _l("Every unit is as likely as any other"),
}


class Draw(HasLifecycle, AgencyOwned, Base, Remembered):
    """Some units drawn from many: the population and the number are bound by a commitment before anything is drawn."""

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("agency_id", "year", "number"), Index("ix_draw_list", "agency_id", "id"))
    workflow = DRAW
    journal_kind = "draw"
    # The population is bound by its hash, and its reasons need not stand in the journal; the cipher says nothing.
    journal_ignored = frozenset({"population", "sealed"})
    remembered_fields = frozenset({"drawn_at", "ended_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("audit_programme.id", ondelete="RESTRICT"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(250))
    method: Mapped[str] = mapped_column(String(10), default="on_site")
    topics: Mapped[list[Any]] = mapped_column(default=list)
    criteria: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(200), default="")
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    weighing: Mapped[str] = mapped_column(String(10))
    population: Mapped[list[Any]]
    """Rows of code, weight, name, reason as `drawing` hashes them, and the number of the unit."""
    left_out: Mapped[list[Any]] = mapped_column(default=list)
    """The names of the units of that day that cannot be drawn."""
    left_out_why: Mapped[str] = mapped_column(Text, default="")
    visits: Mapped[int]
    population_hash: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    committed_at: Mapped[datetime]
    public_part: Mapped[str] = mapped_column(String(200), default="")
    drawn_at: Mapped[datetime | None]
    seed: Mapped[str] = mapped_column(String(64), default="")
    """Empty until it is published; empty for ever when it could not be read any more."""
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(Text, default="")

    programme: Mapped[AuditProgramme | None] = relationship()
    envelopes: Mapped[list[Envelope]] = relationship(back_populates="draw", order_by="Envelope.place")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The number as printed: BT-2026-02."""
        return f"BT-{self.year}-{self.number:02d}"

    @property
    def candidates(self) -> list[Candidate]:
        """The population as it was bound."""
        return [Candidate(one["code"], one["weight"], one["name"], one["reason"]) for one in self.population]

    @property
    def weights(self) -> int:
        """The sum of all weights."""
        return sum(one["weight"] for one in self.population)

    @property
    def unit_ids(self) -> set[int]:
        """The units that can be drawn."""
        return {one["unit"] for one in self.population}

    @property
    def units(self) -> list[Unit]:
        """The units that can be drawn, as they are today."""
        return list(db.session.scalars(select(Unit).where(Unit.id.in_(self.unit_ids)).order_by(Unit.sort)))

    @property
    def is_told(self) -> bool:
        """Whether everything about it may be read by anybody."""
        return self.status.final

    def concerns(self, person: Person) -> bool:
        """Whether it can draw a unit this person belongs to or answers for."""
        return bool(units_concerning(person, today()) & self.unit_ids)

    def shows_hours_to(self, person: Person) -> bool:
        """Whether a person may know who goes when: not before the end, if it could be their own unit."""
        return self.is_told or (person.may("audits.oversee") and not self.concerns(person))

    @staticmethod
    def visible_to(person: Person) -> Select[Draw]:
        """That there is a draw is no secret of those who oversee; its leads know of it, and everybody once it ended."""
        if person.may("audits.oversee") or person.may("audits.plan"):
            return select(Draw)
        leads = exists().where(Envelope.draw_id == Draw.id, Envelope.lead_id == person.id)
        final = [state.name for state in DRAW.states if state.final]
        return select(Draw).where(or_(leads, Draw.state.in_(final)))

    def why_not_yet(self, move: Move) -> str | None:
        if move.name == "draw":
            return self.why_not_approved
        if move.name in ("reveal", "abandon") and any(one.is_secret for one in self.envelopes):
            return _("A visit was drawn and has not begun: publishing the seed would spoil the surprise.")
        if move.name == "reveal" and not self.is_over and any(one.opened_at is None for one in self.envelopes):
            return _(
                "There are envelopes nobody has opened yet. The period ends on %(day)s.", day=f"{self.last_on:%d/%m/%Y}"
            )
        return None

    def keep_still(self) -> None:
        """Let nobody else act on this draw or an envelope of it until the unit ends, and see them as they are now."""
        hold(self, "state", "seed", "sealed")
        for one in self.envelopes:
            db.session.expire(one, ["inspection", "opened_at", "lead", "lead_id", "planned_at"])

    def demand_outsider(self, by: Person) -> None:
        """Refuse whoever belongs to a unit this could draw: they neither steer it nor learn how far it is."""
        if not by.is_clock and self.concerns(by):
            raise Forbidden(_("You belong to a unit this could draw, so somebody else must do this."))

    def _demand_right(self, move: Move, by: Person) -> None:
        super()._demand_right(move, by)
        self.demand_outsider(by)

    @property
    def why_not_approved(self) -> str | None:
        """Why its visits could not begin, so that nobody stands at a door in vain; None when they could."""
        if self.programme is None or self.programme.state == "approved":
            return None
        return _("The programme of %(year)s is not approved yet.", year=self.programme.year)

    @property
    def is_over(self) -> bool:
        """Whether its period has ended, so that no envelope is opened any more."""
        return today() > self.last_on


def draw_behind(inspection: Inspection, person: Person) -> Draw | None:
    """The draw an inspection came out of, if it did and this person may see it."""
    if inspection.envelope_id is None:
        return None
    draw_id = select(Envelope.draw_id).where(Envelope.id == inspection.envelope_id).scalar_subquery()
    return db.session.scalars(Draw.visible_to(person).where(Draw.id == draw_id)).first()


class Envelope(AgencyOwned, Base, Journaled, Remembered):
    """One visit of a draw: its place in the order of drawing, who opens it, and not before when."""

    __tablename__ = "draw_envelope"
    __table_args__ = (UniqueConstraint("draw_id", "place"),)
    journal_kind = "draw_envelope"
    # That it was opened is told by the inspection that comes out of it, and hidden with it from whoever it surprises.
    journal_ignored = frozenset({"opened_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id", ondelete="RESTRICT"))
    place: Mapped[int]
    lead_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    planned_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]

    draw: Mapped[Draw] = relationship(back_populates="envelopes")
    lead: Mapped[Person] = relationship(lazy="joined")
    inspection: Mapped[Inspection | None] = relationship(
        primaryjoin=lambda: Inspection.envelope_id == Envelope.id,
        foreign_keys=lambda: Inspection.envelope_id,
        uselist=False,
        viewonly=True,
    )

    def __str__(self) -> str:
        return _("Envelope %(n)s of %(draw)s", n=self.place, draw=self.draw.code)

    def journal_root(self) -> Draw:
        return self.draw

    @property
    def is_secret(self) -> bool:
        """Whether it was opened, and its unit does not know of the visit yet."""
        there = self.inspection
        return there is not None and there.started_at is None and there.state != "cancelled"

    @property
    def may_be_opened(self) -> bool:
        """Whether its hour has come, by the server's clock, and its draw still stands."""
        stands = self.draw.state == "drawn" and not self.draw.is_over
        return stands and self.opened_at is None and now() >= self.planned_at

    @staticmethod
    def visible_to(person: Person) -> Select[Envelope]:
        """Whoever opens it; of the others, those who may see its draw and have no unit in it, and all once it ended."""
        under_way = db.session.scalars(Draw.visible_to(person).where(Draw.state == "drawn"))
        seen = Envelope.draw_id.in_([one.id for one in under_way if one.shows_hours_to(person)])
        ended = Envelope.draw.has(Draw.ended_at.is_not(None))
        return select(Envelope).where(or_(Envelope.lead_id == person.id, seen, ended))
