"""What is done with limits of lateness: set, end, and judge a month by them, which may open a nonconformity.

What is opened is against the *process*: the unit that owns the procedure answers, because it is the procedure that does
not bring dossiers through in their time. The month and its nonconformity are linked both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from iso_qms.dossiers.promise.late_limits import (
    LateLimit,
    LateMonth,
    holds_in,
    is_crossed,
    limit_for,
    limits_in_force,
)
from iso_qms.i18n import _, _l
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity, tell_of_source
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
        "late_month.told_again": _l("found other numbers, because dossiers came in or were corrected since"),
    }
)


Place = tuple[date, int, int]
"""A month by its first day, a procedure, a unit."""


class Group(NamedTuple):
    """The dossiers of a procedure that a unit closed in a month: how many, and how many of them late."""

    month: date
    document_id: int
    unit_id: int
    closed: int
    late: int

    @property
    def place(self) -> Place:
        """By which it is known."""
        return self.month, self.document_id, self.unit_id


def set_limit(
    *, document: Document | None, unit: Unit | None, percent: int | None, least: int | None, by: Person
) -> LateLimit:
    """Set the limit for a procedure and a unit, or for all of them; the month before is judged first.

    Where there is one that has judged months already, it goes on to hold for these, and another holds from now on.
    """
    _demand(by)
    if percent is None or not 0 <= percent < 100:
        raise Incomplete(_("Give a share from 0 to 99 per cent."))
    if least is None or not 1 <= least <= 100_000:
        raise Incomplete(_("Say from how many dossiers on a month is judged: at least one."))
    db.session.execute(select(Agency.id).where(Agency.id == by.agency_id).with_for_update())
    where = document.id if document else None, unit.id if unit else None
    there = next((each for each in limits_in_force() if (each.document_id, each.unit_id) == where), None)
    if there is not None and there.judge_from > there.since and (there.percent, there.least) != (percent, least):
        end_limit(there, by=by)
    one = there if there is not None and there.ended_on is None else _begun(where, there, by=by)
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


def judge_months(limit: LateLimit, *, until: date, by: Person) -> int:
    """Hold every month before the one that begins on a day against a limit; answers how many say something new.

    A month that was judged before is judged again, because its dossiers may have come in, or been corrected, since.
    Whatever is beyond its limit opens one nonconformity, and only once.
    """
    if limit.ended_on is None:
        limit.judge_from = max(limit.judge_from, until)
    found = _news().get(limit.id, [])
    for group, noted in found:
        if noted is None:
            _note(limit, group, by=by)
        else:
            _tell_again(noted, group, by=by)
    return len(found)


def limits_with_news() -> list[int]:
    """The numbers of limits against which a month that was judged says something else now."""
    return list(_news())


def beyond(
    groups: Iterable[Group], limits: Sequence[LateLimit], noted: Mapping[Place, LateMonth]
) -> dict[int, list[Group]]:
    """The groups that are beyond the limit that holds for them and were not noted yet, by the limit's number. Pure."""
    found: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        holding = [one for one in limits if holds_in(one, group.month)]
        limit: Any = limit_for(holding, document_id=group.document_id, unit_id=group.unit_id)
        if limit is None or group.month >= limit.judge_from or group.place in noted:
            continue
        if is_crossed(late=group.late, closed=group.closed, percent=limit.percent, least=limit.least):
            found[limit.id].append(group)
    return found


def closed_between(first: date, last: date) -> list[Group]:
    """What was closed in the months that begin from one day to another, by month, procedure and unit.

    Only what was judged against a due day, and is ours.
    """
    one = DossierCount
    unit = func.coalesce(func.nullif(one.deciding_unit_id, 0), one.receiving_unit_id)
    closed, late = func.sum(one.early + one.on_time + one.late), func.sum(one.late)
    query = select(one.period, one.document_id, unit, closed, late)
    query = query.where(one.period.between(month_of(first.year, first.month), month_of(last.year, last.month)))
    query = query.where(one.document_id != 0, unit != 0).group_by(one.period, one.document_id, unit)
    rows = db.session.execute(query.having(closed > 0).order_by(one.period, one.document_id, unit))
    return [Group(date(period // 100, period % 100, 1), *map(int, rest)) for period, *rest in rows]


def standing(months: Sequence[LateMonth]) -> dict[int, Group]:
    """How months that were noted stand by what the dossiers say now, by the number of the month."""
    if not months:
        return {}
    days = [one.month for one in months]
    groups = {group.place: group for group in closed_between(min(days), max(days))}
    return {one.id: groups.get(_place_of(one)) or Group(*_place_of(one), 0, 0) for one in months}


def late_in(month: LateMonth) -> Any:
    """The dossiers closed late in a month that was judged, as they stand now."""
    mine = Dossier.document_id == month.document_id, answering_unit == month.unit_id, Dossier.verdict == "late"
    return select(Dossier).where(*_closed(month.month), *mine).order_by(Dossier.finished_at, Dossier.id)


def no_longer_late(month: LateMonth) -> list[str]:
    """The codes that were late when a month was judged, and are not among its late ones any more."""
    query = late_in(month).with_only_columns(Dossier.code).order_by(None)
    now_late = set(db.session.scalars(query))
    return [code for code in month.codes if code not in now_late]


def _closed(month: date) -> tuple[Any, ...]:
    ended = Dossier.finished_at >= midnight(month), Dossier.finished_at < midnight(months_after(month, 1))
    return *ended, ~Dossier.left_out, Dossier.verdict.in_(("early", "on_time", "late"))


def _news() -> dict[int, list[tuple[Group, LateMonth | None]]]:
    """What is to be noted, or told again of what was noted, by the number of its limit."""
    limits = list(db.session.scalars(select(LateLimit).order_by(LateLimit.id)))
    if not limits:
        return {}
    months = list(db.session.scalars(select(LateMonth)))
    noted, found = {_place_of(one): one for one in months}, defaultdict[int, list[tuple[Group, LateMonth | None]]](list)
    for one, group in zip(months, standing(months).values(), strict=True):
        if (group.closed, group.late) != (one.closed_since, one.late_since):
            found[one.limit_id].append((group, one))
    groups = closed_between(min(one.since for one in limits), max(one.judge_from for one in limits))
    for limit_id, new in beyond(groups, limits, noted).items():
        found[limit_id] += [(group, None) for group in new]
    return found


def _place_of(month: LateMonth) -> Place:
    return month.month, month.document_id, month.unit_id


def _begun(where: tuple[int | None, int | None], before: LateLimit | None, *, by: Person) -> LateLimit:
    first = before.judge_from if before is not None else months_after(today().replace(day=1), -1)
    one = LateLimit(agency_id=by.agency_id, document_id=where[0], unit_id=where[1], since=first, judge_from=first)
    db.session.add(one)
    return one


def _note(limit: LateLimit, group: Group, *, by: Person) -> LateMonth:
    one = LateMonth(
        agency_id=limit.agency_id, document_id=group.document_id, unit_id=group.unit_id, limit=limit, month=group.month,
        closed=group.closed, late=group.late, percent=limit.percent, least=limit.least, judged_at=now(),
        closed_since=group.closed, late_since=group.late,
    )  # fmt: skip
    db.session.add(one)
    found = list(db.session.scalars(late_in(one)))
    one.codes = [dossier.code for dossier in found]
    db.session.flush()
    write(one, "late_month.judged", by=by)
    one.nonconformity = _opened(one, by=by)
    _attach_list(one.nonconformity, found, by=by)
    return one


def _tell_again(one: LateMonth, group: Group, *, by: Person) -> None:
    """Put the new numbers beside those it was noted for; what follows from them is left to people."""
    was_beyond = one.is_beyond
    one.closed_since, one.late_since, one.told_at = group.closed, group.late, now()
    write(one, "late_month.told_again", by=by)
    opened = one.nonconformity
    if opened is None:
        return
    if one.late_since:
        _attach_list(opened, list(db.session.scalars(late_in(one))), by=by, on=today())
    tell_of_source(
        opened, one.stands_now or _("as it was when it was judged"), by=by, aloud=one.is_beyond != was_beyond
    )


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


def _attach_list(one: Nonconformity, found: list[Dossier], *, by: Person, on: date | None = None) -> None:
    columns = [
        Column(_("Code of the dossier"), lambda each: each.code, 26),
        Column(_("Case"), lambda each: each.case, 24),
        Column(_("Received at"), lambda each: each.received_at, 18),
        Column(_("First due moment"), lambda each: each.first_due_at, 18),
        Column(_("Closed at"), lambda each: each.finished_at, 18),
    ]
    name = _("Late dossiers") + (f" {on:%d-%m-%Y}" if on else "")
    attach_bytes(one, as_excel(found, columns, name=name).get_data(), name=f"{name}.xlsx", by=by)


def _demand(by: Person) -> None:
    if not by.may("dossiers.limits"):
        raise Forbidden(_("The quality team sets how much lateness is borne."))
