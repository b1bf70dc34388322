"""Exceptions to one tie of one person in one inspection, with a measure that makes up for it, approved by another.

An agency that is too small for a team without any tie may allow them (ISO 9001:2015, 9.2.2 c asks for objectivity and
impartiality). Each is asked for by whoever plans, decided by the leadership, and stands in the minutes and the report.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.models import Inspection
from iso_qms.audits.team.exception_flow import EXCEPTION
from iso_qms.audits.team.independence import Reason
from iso_qms.audits.team.team_rules import team_rules_of
from iso_qms.clock import now
from iso_qms.db import Base, db, hold
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

FOUR_EYES["exception_askers"] = _l("You asked for this exception yourself, so somebody else must decide on it.")
FOUR_EYES["excused"] = _l("This exception is for you, so somebody else must decide on it.")

say(EXCEPTION)
say({"team_exception.asked_for": _l("asked for an exception")})


class TeamException(HasLifecycle, AgencyOwned, Base):
    """One tie of one person, said word for word, and the measure that makes up for it."""

    __tablename__ = "team_exception"
    workflow = EXCEPTION
    journal_kind = "team_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    tie: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None]

    inspection: Mapped[Inspection] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="joined")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")

    def __str__(self) -> str:
        return _("Exception for %(who)s", who=self.person.name)

    @property
    def exception_askers(self) -> list[Person]:
        """Who asked, and therefore does not decide."""
        return [self.asked_by]

    @property
    def excused(self) -> list[Person]:
        """Whom it excuses."""
        return [self.person]

    @staticmethod
    def visible_to(person: Person) -> Select[TeamException]:
        """Whoever sees the inspection."""
        seen = Inspection.visible_to(person).with_only_columns(Inspection.id)
        return select(TeamException).where(TeamException.inspection_id.in_(seen))

    @staticmethod
    def hidden_from(person: Person) -> Select[Any]:
        """Those of visits whose surprise the journal must not spoil."""
        hidden = Inspection.hidden_from(person)
        return select(TeamException.id).where(TeamException.inspection_id.in_(hidden))


def ask_exception(inspection: Inspection, person: Person, reason: Reason, *, by: Person, measure: str) -> TeamException:
    """Ask to except one tie of one person; until it is approved they are not assignable."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control plans inspections."))
    _demand_possible(inspection, reason)
    if not clean(measure).strip():
        raise Incomplete(_("Say which measure makes up for the tie."))
    hold(inspection)
    standing = exceptions_of(inspection)
    if any(one.person_id == person.id and one.tie == reason.key and one.state == "asked" for one in standing):
        raise Refused(_("This exception is asked for already."))
    one = TeamException(
        agency_id=inspection.agency_id,
        inspection=inspection,
        person=person,
        tie=reason.key,
        reason=reason.text,
        measure=clean(measure).strip(),
        asked_by=by,
        asked_at=now(),
    )
    db.session.add(one)
    write(one, "team_exception.asked_for", by=by)
    tell([each for each in deciders(one) if each.id != by.id], "exception_asked", about=one, by=by)
    return one


def approve_exception(one: TeamException, *, by: Person, note: str = "") -> None:
    """Approve: for this tie, in this inspection, the person may be named."""
    _decide(one, "approve_exception", by, note)


def refuse_exception(one: TeamException, *, by: Person, note: str = "") -> None:
    """Refuse, with the reason; somebody else must be named."""
    _decide(one, "refuse_exception", by, note)


def withdraw_exception(one: TeamException, *, by: Person, note: str = "") -> None:
    """Take the question back, or give up an exception that is not needed any more."""
    if one.inspection.state != "planned":
        raise WrongState(_("%(inspection)s has begun, so its team stands.", inspection=one.inspection.code))
    if one.state == "approved" and one.inspection.has_member(one.person):
        raise Refused(_("%(who)s is in the team under this exception. Release them first.", who=one.person.name))
    one.advance("withdraw_exception", by=by, note=note)


def exceptions_of(inspection: Inspection) -> list[TeamException]:
    """Every exception asked for in an inspection, in their order."""
    db.session.flush()
    query = select(TeamException).where(TeamException.inspection_id == inspection.id).order_by(TeamException.id)
    return list(db.session.scalars(query))


def deciders(one: TeamException) -> list[Person]:
    """Who may decide: the leadership, without whoever asked and whom it excuses, or is kept in the dark."""
    seen = [each for each in people_with("audits.approve_exception") if each.id not in (one.asked_by_id, one.person_id)]
    if not one.inspection.is_unannounced:
        return seen
    hidden = Inspection.id == one.inspection_id
    return [each for each in seen if db.session.scalar(Inspection.visible_to(each).where(hidden)) is not None]


EXCEPTION_MOVES: dict[str, Any] = {
    "approve_exception": approve_exception,
    "refuse_exception": refuse_exception,
    "withdraw_exception": withdraw_exception,
}


def _decide(one: TeamException, move: str, by: Person, note: str) -> None:
    if one.inspection.state != "planned":
        raise WrongState(_("%(inspection)s has begun, so its team stands.", inspection=one.inspection.code))
    one.demand_open(move, by=by)
    one.decided_by, one.decided_at = by, now()
    one.advance(move, by=by, note=note)
    tell([one.asked_by], "exception_decided", about=one, by=by)


def _demand_possible(inspection: Inspection, reason: Reason) -> None:
    if inspection.state != "planned":
        raise WrongState(_("%(inspection)s has begun, so its team stands.", inspection=inspection.code))
    if not team_rules_of(inspection.agency_id).allows_exceptions:
        raise Forbidden(_("The rules of this agency allow no exceptions."))
    if not reason.can_be_excused:
        raise Forbidden(_("No exception makes up for a missing qualification."))
