"""The ladders an agency sets itself, by kind of duty and grade; a change moves the rungs to come of what is open."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from sqlalchemy import Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import today
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.ladder import Steps
from iso_qms.improvement.models import GRADES, Nonconformity
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.organisation.working_days import calendar_of
from iso_qms.registry import KeptDuty, registry
from iso_qms.workflow import Forbidden, Incomplete

say(
    {
        "ladder.changed": _l("changed the ladder of reminders"),
        "ladder.moved": _l("moved the reminders to come, with the ladder"),
    }
)

DUTIES = {
    ladder.CORRECT: _l("Putting a case right"),
    ladder.CARRY_OUT: _l("Carrying an action out"),
    ladder.VERIFY: _l("Verifying whether it works"),
    ladder.OBLIGATION: _l("Obligations"),
}

GRADED = {
    ladder.CORRECT: tuple(GRADES),
    ladder.CARRY_OUT: tuple(GRADES),
    ladder.VERIFY: tuple(GRADES),
    ladder.OBLIGATION: ("",),
}
"""By kind of duty the grades that may have a ladder of their own; an obligation has none."""


def duties() -> dict[str, Any]:
    """Every kind of duty that has a ladder, with its words: those of this room, then those other rooms keep."""
    return {**DUTIES, **{name: one.label for name, one in registry.kept_duties.items()}}


def grades_of(duty: str) -> tuple[str, ...]:
    """The grades that may have a ladder of their own; none where there is no such duty."""
    return GRADED.get(duty, ("",) if duty in registry.kept_duties else ())


FAULTS = {
    "order": _l("Write each working day once, in order: those before the due day first."),
    "due_day": _l("On the due day itself somebody is always told: 0 belongs to every ladder."),
    "far": _l("A rung lies at most 60 working days from the due day."),
    "every": _l("Behind the last rung: every 1 to 60 working days."),
    "climb": _l("The head hears of it no later than leadership."),
}


class LadderRule(AgencyOwned, Base, Journaled, Remembered):
    """The ladder of one kind of duty and one grade, as an agency set it."""

    __tablename__ = "ladder_rule"
    __table_args__ = (UniqueConstraint("agency_id", "duty", "grade"),)
    journal_kind = "ladder_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    duty: Mapped[str] = mapped_column(String(20))
    grade: Mapped[str] = mapped_column(String(20), default="")
    rungs: Mapped[list[Any]] = mapped_column(default=list)
    head_from: Mapped[int]
    leaders_from: Mapped[int]
    every: Mapped[int]

    def __str__(self) -> str:
        return " · ".join(str(one) for one in (duties()[self.duty], GRADES.get(self.grade)) if one)

    @property
    def steps(self) -> Steps:
        """The same as the ladder's own arithmetic takes it."""
        return Steps(tuple(self.rungs), self.head_from, self.leaders_from, self.every)

    @staticmethod
    def visible_to(person: Person) -> Select[LadderRule]:
        """Everybody may know when they are reminded."""
        return select(LadderRule)


def steps_for(duty: str, grade: str, *, agency_id: int) -> Steps:
    """The ladder that holds for a duty of a grade: the agency's own, else the usual one."""
    own = remembered("ladders", partial(_read, agency_id), agency_id=agency_id)
    found: Steps = own.get((duty, grade)) or ladder.USUAL.get(duty) or _brought(registry.kept_duties[duty])
    return found


def set_steps(duty: str, grade: str, steps: Steps, *, by: Person) -> LadderRule:
    """Set a ladder. What was told stays told and is never repeated; rungs to come of everything open move at once."""
    if not by.may("improvement.ladders"):
        raise Forbidden(_("Quality control sets the ladders."))
    if grade not in grades_of(duty):
        raise Incomplete(_("There is no such ladder."))
    if fault := steps.fault():
        raise Incomplete(str(FAULTS[fault]))
    rule = _row(duty, grade, by.agency_id)
    rule.rungs, rule.head_from = list(steps.rungs), steps.head_from
    rule.leaders_from, rule.every = steps.leaders_from, steps.every
    write(rule, "ladder.changed", by=by)
    db.session.flush()
    for thing in _open_things(duty, grade, by.agency_id):
        if _relay(thing, duty):
            write(thing, "ladder.moved", by=by, private=thing.is_private)
    return rule


def _brought(duty: KeptDuty) -> Steps:
    return Steps(duty.rungs, duty.head_from, duty.leaders_from, duty.every)


def _relay(thing: Any, duty: str) -> bool:
    from iso_qms.improvement.action.follow_ups import relay_ladder

    calendar = calendar_of(thing.agency_id)
    return relay_ladder(thing, duty, due_on=thing.day_of(duty), today=today(), calendar=calendar)


def _open_things(duty: str, grade: str, agency_id: int) -> Iterable[Any]:
    from iso_qms.improvement.action.actions import CorrectiveAction

    if duty in registry.kept_duties:
        return []  # Theirs are reckoned from the ladder that holds each time it is walked.
    if duty == ladder.OBLIGATION:
        from iso_qms.improvement.obligation.obligations import ObligationDue

        waiting = ObligationDue.agency_id == agency_id, ObligationDue.state == "waiting"
        return db.session.scalars(select(ObligationDue).where(*waiting).order_by(ObligationDue.id)).unique().all()
    if duty == ladder.CORRECT:
        from iso_qms.improvement.correction.corrections import Correction

        owed = select(Correction).join(Correction.nonconformity).where(Nonconformity.grade == grade)
        owed = owed.where(Correction.agency_id == agency_id, Correction.state == "asked")
        return db.session.scalars(owed.order_by(Correction.id)).unique().all()
    state = {ladder.CARRY_OUT: "accepted", ladder.VERIFY: "carried_out"}[duty]
    query = select(CorrectiveAction).join(CorrectiveAction.nonconformity).where(Nonconformity.grade == grade)
    query = query.where(CorrectiveAction.agency_id == agency_id, CorrectiveAction.state == state)
    return db.session.scalars(query.order_by(CorrectiveAction.id)).unique().all()


def _row(duty: str, grade: str, agency_id: int) -> LadderRule:
    mine = LadderRule.agency_id == agency_id, LadderRule.duty == duty, LadderRule.grade == grade
    row = db.session.scalars(select(LadderRule).where(*mine)).first()
    if row is None:
        row = LadderRule(agency_id=agency_id, duty=duty, grade=grade)
        db.session.add(row)
    return row


def _read(agency_id: int) -> dict[tuple[str, str], Steps]:
    rows = db.session.scalars(select(LadderRule).where(LadderRule.agency_id == agency_id))
    return {(one.duty, one.grade): one.steps for one in rows}
