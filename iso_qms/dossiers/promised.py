"""How dossiers stand with what was promised: about to be late, and every way in which the promise was broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.dossiers.due_warnings import due_between, promised_at, warned_until
from iso_qms.dossiers.models import Dossier
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person


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


VIEWS = {
    "soon": View(
        _l("About to be late"),
        _l("Open, and promised by the next working day at the latest. Their unit is warned once."),
        _soon,
        is_broken=False,
    ),
}


def promised_rows(view: str, person: Person, at: datetime) -> Select[Any]:
    """The dossiers of a view that one may see, those promised first on top."""
    loads = joinedload(Dossier.document), joinedload(Dossier.deciding_unit), joinedload(Dossier.receiving_unit)
    query = Dossier.visible_to(person).where(VIEWS[view].condition(at, person.agency_id))
    return query.options(*loads).order_by(promised_at, Dossier.id)


def counts_of(person: Person, at: datetime) -> dict[str, int]:
    """How many there are in each view, in one query."""
    columns = [func.count().filter(view.condition(at, person.agency_id)).label(name) for name, view in VIEWS.items()]
    return dict(db.session.execute(Dossier.visible_to(person).with_only_columns(*columns)).mappings().one())
