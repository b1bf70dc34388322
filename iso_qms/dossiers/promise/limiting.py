"""What is done with limits of lateness: set, end, and judge a month by them, which may open a nonconformity.

What is opened is against the *process*: the unit that owns the procedure answers, because it is the procedure that does
not bring dossiers through in their time. The month and its nonconformity are linked both ways.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from iso_qms.blobs import attach_bytes
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.figure.counting import month_of
from iso_qms.dossiers.figure.counts import DossierCount
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise.due_warnings import answering_unit
from iso_qms.dossiers.promise.late_limits import LateLimit, LateMonth, is_crossed, limit_for, limits_in_force
from iso_qms.i18n import _, _l
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.web import Column, as_excel
from iso_qms.web.pages import number
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import months_after
from iso_qms.worktime.counting import DAY, midnight

NAMED = 40
"""How many late dossiers the description of a nonconformity names; the file attached to it names all."""

say(
    {
        "late_limit.set": _l("set the limit of lateness"),
        "late_limit.ended": _l("ended the limit of lateness"),
        "late_month.judged": _l("found that more was late than the limit bears"),
    }
)


class Group(NamedTuple):
    """The dossiers of a procedure that a unit closed in a month: how many, and how many of them late."""

    document_id: int
    unit_id: int
    closed: int
    late: int


def set_limit(
    *, document: Document | None, unit: Unit | None, percent: int | None, least: int | None, by: Person
) -> LateLimit:
    """Set the limit for a procedure and a unit, or for all of them; the month before is judged first."""
    _demand(by)
    if percent is None or not 0 <= percent < 100:
        raise Incomplete(_("Give a share from 0 to 99 per cent."))
    if least is None or not 1 <= least <= 100_000:
        raise Incomplete(_("Say from how many dossiers on a month is judged: at least one."))
    db.session.execute(select(Agency.id).where(Agency.id == by.agency_id).with_for_update())
    where = document.id if document else None, unit.id if unit else None
    one = next((each for each in limits_in_force() if (each.document_id, each.unit_id) == where), None)
    if one is None:
        first = months_after(today().replace(day=1), -1)
        one = LateLimit(agency_id=by.agency_id, document_id=where[0], unit_id=where[1], judge_from=first)
        db.session.add(one)
    one.percent, one.least = percent, least
    write(one, "late_limit.set", by=by)
    return one


def end_limit(one: LateLimit, *, by: Person) -> None:
    """From now on no month is judged by it."""
    _demand(by)
    if one.ended_on is not None:
        raise WrongState(_("This limit was ended already."))
    one.ended_on = today()
    write(one, "late_limit.ended", by=by)


def judge_months(limit: LateLimit, *, by: Person) -> int:
    """Judge every month that is over and was not judged by a limit yet; answers how many were beyond it."""
    found = 0
    while limit.judge_from < today().replace(day=1):
        found += len(judge(limit, limit.judge_from, by=by))
        limit.judge_from = months_after(limit.judge_from, 1)
    return found


def judge(limit: LateLimit, month: date, *, by: Person) -> list[LateMonth]:
    """Hold a month against a limit: each procedure and unit beyond it opens one nonconformity, and only once."""
    limits, found = limits_in_force(), list[LateMonth]()
    for group in closed_in(month, document_id=limit.document_id, unit_id=limit.unit_id):
        holds = limit_for(limits, document_id=group.document_id, unit_id=group.unit_id)
        crossed = is_crossed(late=group.late, closed=group.closed, percent=limit.percent, least=limit.least)
        if holds is limit and crossed and not _was_judged(group, month):
            found.append(_note(limit, group, month, by=by))
    return found


def closed_in(month: date, *, document_id: int | None = None, unit_id: int | None = None) -> list[Group]:
    """What was closed in a month, by procedure and unit: only what was judged against a due day, and is ours."""
    one = DossierCount
    unit = func.coalesce(func.nullif(one.deciding_unit_id, 0), one.receiving_unit_id)
    closed, late = func.sum(one.early + one.on_time + one.late), func.sum(one.late)
    query = select(one.document_id, unit, closed, late)
    query = query.where(one.period == month_of(month.year, month.month), one.document_id != 0, unit != 0)
    if document_id is not None:
        query = query.where(one.document_id == document_id)
    if unit_id is not None:
        query = query.where(unit == unit_id)
    grouped = query.group_by(one.document_id, unit).having(closed > 0).order_by(one.document_id, unit)
    return [Group(*row) for row in db.session.execute(grouped)]


def late_in(month: LateMonth) -> Any:
    """The dossiers closed late in a month that was judged, as they stand now."""
    mine = Dossier.document_id == month.document_id, answering_unit == month.unit_id, Dossier.verdict == "late"
    return select(Dossier).where(*_closed(month.month), *mine).order_by(Dossier.finished_at, Dossier.id)


def _closed(month: date) -> tuple[Any, ...]:
    ended = Dossier.finished_at >= midnight(month), Dossier.finished_at < midnight(months_after(month, 1))
    return *ended, ~Dossier.left_out, Dossier.verdict.in_(("early", "on_time", "late"))


def _was_judged(group: Group, month: date) -> bool:
    query = select(LateMonth.id).where(
        LateMonth.document_id == group.document_id, LateMonth.unit_id == group.unit_id, LateMonth.month == month
    )
    return db.session.scalar(query) is not None


def _note(limit: LateLimit, group: Group, month: date, *, by: Person) -> LateMonth:
    one = LateMonth(
        agency_id=limit.agency_id, document_id=group.document_id, unit_id=group.unit_id, limit=limit, month=month,
        closed=group.closed, late=group.late, percent=limit.percent, least=limit.least, judged_at=now(),
    )  # fmt: skip
    db.session.add(one)
    found = list(db.session.scalars(late_in(one)))
    one.codes = [dossier.code for dossier in found]
    db.session.flush()
    write(one, "late_month.judged", by=by)
    one.nonconformity = _opened(one, by=by)
    _attach_list(one.nonconformity, found, by=by)
    return one


def _opened(one: LateMonth, *, by: Person) -> Nonconformity:
    words: dict[str, Any] = {"code": one.document.code, "unit": one.unit.name, "month": f"{one.month:%m/%Y}"}
    words |= {
        "late": one.late,
        "closed": one.closed,
        "share": number(one.share),
        "percent": one.percent,
        "least": one.least,
    }
    revision = one.document.revision_on(months_after(one.month, 1) - DAY)
    return open_nonconformity(
        _("%(code)s does not keep its time: %(late)s of %(closed)s late in %(month)s", **words),
        by=by,
        unit=db.session.get_one(Unit, one.document.unit_id),
        source_kind="late_month",
        source_id=one.id,
        document_id=one.document_id,
        revision_id=revision.id if revision else None,
        criterion=_("%(code)s, time limits; at most %(percent)s %% late, from %(least)s dossiers on", **words),
        description=_(
            "%(unit)s closed %(closed)s dossiers in %(month)s, %(late)s of them late (%(share)s %%).", **words
        )
        + "\n"
        + _("Late: %(codes)s", codes=", ".join(one.codes[:NAMED]) + (" …" if one.late > NAMED else "")),
    )


def _attach_list(one: Nonconformity, found: list[Dossier], *, by: Person) -> None:
    columns = [
        Column(_("Code of the dossier"), lambda each: each.code, 26),
        Column(_("Case"), lambda each: each.case, 24),
        Column(_("Received at"), lambda each: each.received_at, 18),
        Column(_("First due moment"), lambda each: each.first_due_at, 18),
        Column(_("Closed at"), lambda each: each.finished_at, 18),
    ]
    name = _("Late dossiers")
    attach_bytes(one, as_excel(found, columns, name=name).get_data(), name=f"{name}.xlsx", by=by)


def _demand(by: Person) -> None:
    if not by.may("dossiers.limits"):
        raise Forbidden(_("The quality team sets how much lateness is borne."))
