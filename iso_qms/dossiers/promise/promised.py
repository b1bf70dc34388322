"""How dossiers stand with what was promised: about to be late, and every way in which the promise was broken.

An apology is outstanding once the first due day is over without one, and late when it is given only afterwards; a day
moved a second time is against the rule whoever moved it. A rescheduled day that a source tells stands for an apology
that was given there: when, nobody says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise.apologies import Apology, DossierMovedAgain, was_sent
from iso_qms.dossiers.promise.due_warnings import due_between, promised_at, warned_until
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person
from iso_qms.worktime import months_after
from iso_qms.worktime.counting import midnight


@dataclass(frozen=True)
class View:
    """One way to look: its words, what it means, and which dossiers, at a moment."""

    label: Any
    means: Any
    condition: Callable[[datetime, int], ColumnElement[bool]]
    is_broken: bool = True


def _soon(at: datetime, agency_id: int) -> ColumnElement[bool]:
    until = warned_until(as_local(at).date(), agency_id=agency_id)
    return due_between(at, until) if until else false()


def _outstanding(at: datetime, _agency_id: int) -> ColumnElement[bool]:
    is_late = and_(Dossier.state == "open", ~Dossier.waiting, Dossier.first_due_at < at)
    return and_(is_late, Dossier.rescheduled_to.is_(None), ~was_sent())


def _moved(at: datetime, _agency_id: int) -> ColumnElement[bool]:
    return and_(Dossier.state == "open", Dossier.rescheduled_to >= at)


def _never(at: datetime, _agency_id: int) -> ColumnElement[bool]:
    # Who came in since was answered since: said once more, because the index knows when answers were given.
    answered = Dossier.finished_at >= _since(at)
    return and_(Dossier.verdict == "late", answered, Dossier.rescheduled_to.is_(None), ~was_sent())


def _apology_late(_at: datetime, _agency_id: int) -> ColumnElement[bool]:
    late = Apology.state == "sent", Apology.is_late
    return Dossier.id.in_(select(Apology.dossier_id).where(*late))


def _missed_again(at: datetime, _agency_id: int) -> ColumnElement[bool]:
    waits = and_(Dossier.state == "open", ~Dossier.waiting, Dossier.rescheduled_to < at)
    missed = and_(Dossier.verdict != "not_judged", Dossier.finished_at > Dossier.rescheduled_to)
    return and_(Dossier.rescheduled_to.is_not(None), or_(waits, missed))


def _moved_twice(_at: datetime, _agency_id: int) -> ColumnElement[bool]:
    return Dossier.id.in_(select(DossierMovedAgain.dossier_id))


VIEWS = {
    "soon": View(
        _l("About to be late"),
        _l("Open, and promised by the next working day at the latest. Their unit is warned once."),
        _soon,
        is_broken=False,
    ),
    "outstanding": View(
        _l("Apology outstanding"),
        _l("Open past their first due day, and nobody has apologised."),
        _outstanding,
    ),
    "moved": View(
        _l("Rescheduled, not due yet"),
        _l("Open, with the new day that the applicant was promised; it is not over."),
        _moved,
        is_broken=False,
    ),
    "never": View(
        _l("Closed late without an apology"),
        _l("The result was given after the first due day, and nobody had apologised. Of the last twelve months."),
        _never,
    ),
    "late": View(
        _l("Apology late"),
        _l("The apology was given only after the first due day. Of the last twelve months."),
        _apology_late,
    ),
    "twice": View(
        _l("Rescheduled twice"),
        _l("The day was moved a second time; it may be moved once. Of the last twelve months."),
        _moved_twice,
    ),
    "missed": View(
        _l("New day missed too"),
        _l("Neither the first day nor the one promised with the apology was kept. Of the last twelve months."),
        _missed_again,
    ),
}
LOOKED_BACK = 12
"""How many months what is closed is looked back on."""


def promised_rows(view: str, person: Person, at: datetime) -> Select[Any]:
    """The dossiers of a view that one may see: open ones, the one promised first on top; then closed, newest first."""
    loads = joinedload(Dossier.document), joinedload(Dossier.deciding_unit), joinedload(Dossier.receiving_unit)
    query = Dossier.visible_to(person).where(VIEWS[view].condition(at, person.agency_id), _recent(at))
    is_closed = case((Dossier.state == "open", 0), else_=1)
    return query.options(*loads).order_by(
        is_closed, case((is_closed == 0, promised_at)), promised_at.desc(), Dossier.id
    )


def counts_of(person: Person, at: datetime) -> dict[str, int]:
    """How many there are in each view, in one query, in which each view finds its own in an index of theirs."""
    mine = Dossier.visible_to(person).where(Dossier.agency_id == person.agency_id, _recent(at))
    found = {name: mine.where(view.condition(at, person.agency_id)) for name, view in VIEWS.items()}
    columns = [one.with_only_columns(func.count()).scalar_subquery().label(name) for name, one in found.items()]
    return dict(db.session.execute(select(*columns)).mappings().one())


def broken_by(one: Dossier, at: datetime) -> list[str]:
    """The ways in which the promise of one dossier was broken, as keys of `VIEWS`."""
    if one.left_out:
        return []
    columns = [
        case((view.condition(at, one.agency_id), 1), else_=0).label(name)
        for name, view in VIEWS.items()
        if view.is_broken
    ]
    found = db.session.execute(select(*columns).select_from(Dossier).where(Dossier.id == one.id)).mappings().one()
    return [name for name, is_so in found.items() if is_so]


def _recent(at: datetime) -> ColumnElement[bool]:
    """Whatever is open, and what came in within the months looked back on, without what is left out of the figures."""
    return and_(~Dossier.left_out, or_(Dossier.state == "open", Dossier.received_at >= _since(at)))


def _since(at: datetime) -> datetime:
    return midnight(months_after(as_local(at).date(), -LOOKED_BACK))
