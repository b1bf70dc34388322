"""What is done with obligations: set up, changed, retired; begun by an event, done with evidence, moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.blobs import attach
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.follow_ups import clear_ladder, move_ladder, set_ladder
from iso_qms.improvement.action.ladder import OBLIGATION
from iso_qms.improvement.obligation.obligation_rules import AFTER_EVENT, first_start, free_start, next_start, reckon
from iso_qms.improvement.obligation.obligation_seeds import EXTERNAL, SEEDS
from iso_qms.improvement.obligation.obligations import RULES, Obligation, ObligationDue
from iso_qms.journal import say, write
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(
    {
        "obligation.set_up": _l("set up the obligation"),
        "obligation.changed": _l("changed the obligation"),
        "obligation.retired": _l("retired the obligation"),
        "obligation_due.fell_due": _l("set the next due day"),
        "obligation_due.moved": _l("moved the due day"),
    }
)


def set_up(*, by: Person, **values: Any) -> Obligation:
    """Write down what is owed, from which source, by which post and by which rule; its first day is set at once."""
    _demand_quality(by)
    one = Obligation(agency_id=by.agency_id, dues=[])
    _fill(one, values)
    db.session.add(one)
    write(one, "obligation.set_up", by=by)
    db.session.flush()
    _recur(one, first_start(one.terms, today(), calendar=calendar_of(one.agency_id)), by=by)
    return one


def take_usual(owner_post: Post, *, by: Person) -> list[Obligation]:
    """Take over the usual obligations of an agency with a quality system that it does not keep yet."""
    _demand_quality(by)
    kept = set(db.session.scalars(select(Obligation.seed)))
    return [set_up(by=by, owner_post=owner_post, **one.values()) for one in SEEDS if one.seed not in kept]


def change(one: Obligation, *, by: Person, reason: str, **values: Any) -> None:
    """Change its words, post or rule, with a reason; what waits is reckoned anew, and the history keeps both days."""
    _demand_quality(by)
    _demand_live(one)
    _fill(one, values)
    write(one, "obligation.changed", by=by, reason=_reason(reason))
    db.session.flush()
    for due in one.waiting:
        reckon_anew(due, by=by, afresh=True)
    _recur(one, first_start(one.terms, today(), calendar=calendar_of(one.agency_id)), by=by)


def retire(one: Obligation, *, by: Person, reason: str) -> None:
    """The agency owes it no more: what still waits is called off with the same reason."""
    _demand_quality(by)
    _demand_live(one)
    one.retired_on = today()
    write(one, "obligation.retired", by=by, reason=_reason(reason))
    for due in one.waiting:
        _end(due, "call_off", by=by, note=reason)


def happened(one: Obligation, *, by: Person, on: date, about: str) -> ObligationDue:
    """Something happened from which its term runs, such as an inspection that was concluded."""
    _demand_live(one)
    if not by.may("improvement.ladders") and by.id not in {each.id for each in owners_of(one.owner_post, today())}:
        raise Forbidden(_("This belongs to the post %(post)s. Whoever holds it can.", post=one.owner_post))
    if one.rule != AFTER_EVENT:
        raise WrongState(_("This obligation falls due by itself; no event begins it."))
    if on > today():
        raise Incomplete(_("It cannot have happened in the future."))
    if not clean(about).strip():
        raise Incomplete(_("Say what happened: it stands with the due day."))
    if any(due.start_on == on and due.about == clean(about).strip() for due in one.dues):
        raise WrongState(_("This is written down already."))
    return _fall_due(one, on, by=by, about=clean(about).strip())


def begin_by_inspection(on: date | None, reference: str, *, by: Person) -> ObligationDue | None:
    """The report after an external inspection, begun by the first nonconformity that comes from it.

    Counted from the day the minutes were signed; nothing begins without that day, or where the agency does not keep it.
    """
    query = select(Obligation).where(Obligation.seed == EXTERNAL, Obligation.retired_on.is_(None))
    kept = db.session.scalars(query).unique().first()
    if kept is None or on is None:
        return None
    about = clean(reference).strip()[:200] or _("Minutes of %(day)s", day=f"{on:%d/%m/%Y}")
    begun = next((due for due in kept.dues if due.start_on == on), None)
    return begun or _fall_due(kept, on, by=by, about=about)


def fulfil(due: ObligationDue, *, by: Person, evidence: str, files: Iterable[Any] = (), note: str = "") -> None:
    """Report it done, with the evidence; the next one is set by its rule."""
    if not clean(evidence).strip():
        raise Incomplete(_("Say what shows that it was done: number and date of the paper, or where it lies."))
    due.evidence, due.done_on, due.done_by = clean(evidence).strip(), today(), by
    _end(due, "fulfil", by=by, note=note)
    attach(due, files, by=by)
    _set_next(due, by=by)


def call_off(due: ObligationDue, *, by: Person, note: str = "") -> None:
    """This time it is not owed, with the reason; the next one is set by its rule."""
    _end(due, "call_off", by=by, note=note)
    _set_next(due, by=by)


MOVES = {"fulfil": fulfil, "call_off": call_off}


def reckon_anew(due: ObligationDue, *, by: Person, afresh: bool = False) -> date | None:
    """After the calendar or its rule changed: the due day with its reminders to come moves; answers the new day.

    Another rule sets the ladder `afresh`; with another calendar a rung that was told is not told again.
    """
    calendar, before = calendar_of(due.agency_id), due.due_on
    due.due_on = due.reckoned.day
    moved = due.due_on != before
    if moved:
        write(due, "obligation_due.moved", by=by)
    relay = set_ladder if moved and afresh else move_ladder
    relay(due, OBLIGATION, due_on=due.due_on, today=today(), calendar=calendar)
    return due.due_on if moved else None


def _fall_due(one: Obligation, start: date, *, by: Person, about: str = "") -> ObligationDue:
    calendar = calendar_of(one.agency_id)
    day = reckon(one.terms, start, calendar=calendar).day
    due = ObligationDue(
        agency_id=one.agency_id,
        obligation=one,
        start_on=start,
        about=about,
        first_due_on=day,
        due_on=day,
        follow_ups=[],
    )
    db.session.add(due)
    write(due, "obligation_due.fell_due", by=by)
    set_ladder(due, OBLIGATION, due_on=day, today=today(), calendar=calendar)
    others = [person for person in due.owners if person.id != by.id]
    tell(others, "obligation_set", about=due, by=by, what=str(one.title), due=day, source=one.source)
    return due


def _set_next(due: ObligationDue, *, by: Person) -> None:
    _recur(due.obligation, next_start(due.obligation.terms, due.start_on, due.done_on or today()), by=by)


def _recur(one: Obligation, start: date | None, *, by: Person) -> None:
    """What recurs waits exactly once: a year that was called off or done early is not asked for again, nor lost."""
    if start is not None and not one.waiting:
        _fall_due(one, free_start(one.terms, start, {each.start_on for each in one.dues}), by=by)


def _end(due: ObligationDue, move: str, *, by: Person, note: str) -> None:
    due.advance(move, by=by, note=note)
    clear_ladder(due, OBLIGATION)


def _fill(one: Obligation, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(one, name, clean(value).strip() if isinstance(value, str) else value)
    if not one.title_vi or not one.source:
        raise Incomplete(_("Name the obligation, and the article or decision it comes from."))
    if one.rule not in RULES or not 1 <= (one.month or 12) <= 12 or not 1 <= (one.day or 31) <= 31:
        raise Incomplete(_("Say by which rule it falls due."))
    if not 1 <= (one.amount or 1) <= 240:
        raise Incomplete(_("Between 1 and 240 months or days."))


def _demand_quality(by: Person) -> None:
    if not by.may("improvement.ladders"):
        raise Forbidden(_("Quality control keeps the list of obligations."))


def _demand_live(one: Obligation) -> None:
    if one.retired_on:
        raise WrongState(_("This obligation was retired on %(day)s.", day=f"{one.retired_on:%d/%m/%Y}"))


def _reason(reason: str) -> str:
    if not clean(reason).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    return clean(reason).strip()
