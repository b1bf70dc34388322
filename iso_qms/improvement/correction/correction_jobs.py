"""What time does with corrections: reminds of them when their hours are over, and puts them on desks and calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, and_, false, or_, select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _, ngettext
from iso_qms.improvement.action.follow_ups import keep_climbing, remind, told_people
from iso_qms.improvement.action.ladder import CORRECT
from iso_qms.improvement.correction.corrections import Correction, CorrectionFollowUp, asked_of
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.organisation.heads import answered_posts, answered_units, why_passed_on
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of, is_worked
from iso_qms.registry import Awaiting, Deadline, registry
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import UnknownYear, working_days_between

CLIMBED_AFTER = 3
"""Working days after the due day from which a correction lies on leadership's desk too."""


def corrections_round() -> int:
    """Whoever owes a correction is told in the hour its term ends, then by the ladder, as the head and leadership."""
    return each_due("corrections", _due, lambda asked, clock: tell_due(asked, today(), by=clock))


def tell_due(asked: Correction, day: date, *, by: Person) -> int:
    """Tell the highest rung that was reached; those below it that a pause of the timetable missed fall away."""
    *missed, reached = (one for one in asked.follow_ups if one.is_pending and _has_come(asked, one, day))
    for one in missed:
        one.void_at = now()
    calendar = asked.calendar
    people = told_people(asked, CORRECT, reached.offset, day=day)
    reached.told_at, reached.told_to = now(), [person.name for person in people]
    late = max(working_days_between(asked.due_on, end=day, calendar=calendar), 0)
    words = {"code": asked.code, "what": asked.what, "post": str(asked.owner_post), "due": asked.due_at, "late": late}
    words |= {"is_over": asked.due_at <= now()}
    remind(people, "correction_reminder", reached, about=asked, by=by, day=day, words=words)
    keep_climbing(asked, CORRECT, due_on=asked.due_on, calendar=calendar)
    return len(people)


def wanted(person: Person, day: date) -> dict[str, Any]:
    """By what a person has to do with corrections asked for: the condition on `Correction` and its nonconformity."""
    units = answered_units(person, day)
    late = and_(Correction.due_at < now(), seen_by(person)) if person.may("improvement.lead") else false()
    asked = Correction.state == "asked"
    return {
        "mine": and_(asked, asked_of(person)),
        "watched": and_(
            asked, or_(Nonconformity.unit_id.in_(units), Correction.owner_post_id.in_(answered_posts(person, day)))
        ),
        "late": and_(asked, late),
    }


def told(asked: Correction, kinds: dict[str, bool], day: date) -> Iterator[Awaiting]:
    """One row of the desk: what is mine to put right, else what I answer for, else what came up to leadership."""
    if kinds["mine"]:
        yield _to_put_right(asked)
    elif kinds["watched"]:
        yield _to_watch(asked)
    elif kinds["late"] and _days_late(asked, day) >= CLIMBED_AFTER:
        yield _climbed(asked)


def deadlines(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Corrections whose term ends in a stretch of days, as far as one may see them."""
    query = Correction.visible_to(person).where(Correction.state == "asked").order_by(Correction.due_at)
    for asked in db.session.scalars(query).unique():
        if first <= asked.due_on <= last:
            yield Deadline(
                on=asked.due_on,
                what=_("%(what)s, by %(time)s", what=asked.what, time=f"{as_local(asked.due_at):%H:%M}"),
                code=asked.code,
                kind=_("Correction"),
                url=url_for("improvement.show", agency=g.agency.slug, number=asked.nonconformity_id),
                unit_id=asked.unit_id,
            )


def until_words(asked: Correction) -> str:
    """Its term in words: the hours, and the moment they end."""
    return ngettext(
        "%(num)s working hour, until %(until)s",
        "%(num)s working hours, until %(until)s",
        asked.hours,
        until=f"{as_local(asked.due_at):%H:%M %d/%m/%Y}",
    )


def _due() -> Select[Correction]:
    worked = is_worked(today(), agency_id=walked_agency_id())
    rung = CorrectionFollowUp
    pending = rung.told_at.is_(None), rung.void_at.is_(None), rung.due_on <= today()
    come = select(rung.id).where(rung.correction_id == Correction.id, *pending)
    come = come.where(or_(rung.offset != 0, Correction.due_at <= now()))
    return select(Correction).where(Correction.state == "asked", come.exists() if worked else false())


def _has_come(asked: Correction, rung: CorrectionFollowUp, day: date) -> bool:
    # On the due day itself nobody is told before the hours are over: the letter that asked for it is hours old.
    return rung.due_on <= day and (rung.offset != 0 or asked.due_at <= now())


def _days_late(asked: Correction, day: date) -> int:
    try:
        return working_days_between(asked.due_on, end=day, calendar=calendar_of(asked.agency_id))
    except UnknownYear:
        return 0


def _to_put_right(asked: Correction) -> Awaiting:
    words = _("Because you are %(post)s: %(term)s.", post=asked.owner_post, term=until_words(asked))
    passed = why_passed_on(asked.owner_post, asked.owner_post_id, today())
    return _row(
        asked,
        what=_("Put right: %(what)s", what=asked.what),
        why=passed or words,
        action=_("Report it put right"),
    )


def _to_watch(asked: Correction) -> Awaiting:
    return _row(
        asked,
        what=_("Being put right: %(what)s", what=asked.what),
        why=_("%(post)s was asked: %(term)s. You answer for it.", post=asked.owner_post, term=until_words(asked)),
        action=_("See how it stands"),
    )


def _climbed(asked: Correction) -> Awaiting:
    return _row(
        asked,
        what=_("Overdue correction: %(what)s", what=asked.what),
        why=_("It is overdue and has come up to you."),
        action=_("See what holds it up"),
    )


def _row(asked: Correction, *, what: str, why: str, action: str) -> Awaiting:
    return Awaiting(
        due_on=asked.due_on,
        code=asked.code,
        late=asked.is_late,
        url=registry.things["nonconformity"].url(asked.nonconformity),
        discreet=asked.is_private,
        kind="correction",
        what=what,
        why=why,
        action=action,
    )
