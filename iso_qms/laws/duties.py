"""Documents that follow a change of law within its term, as a duty whose reminders climb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.documents.models import OPEN_REQUESTS, ChangeRequest
from iso_qms.i18n import _l
from iso_qms.laws.models import LegalChange
from iso_qms.organisation.heads import heads_for, owners_of
from iso_qms.organisation.rights import people_with
from iso_qms.registry import DutyTold, KeptDuty


def open_by(agency_id: int, last: date) -> Iterator[tuple[int, date, date]]:
    """What changes of law still ask for and is due by a day: number, the day it was asked for, the day it is due."""
    is_open = ChangeRequest.agency_id == agency_id, ChangeRequest.state.in_(OPEN_REQUESTS)
    of_law = ChangeRequest.source_kind == LegalChange.journal_kind, ChangeRequest.due_on <= last
    columns = ChangeRequest.id, ChangeRequest.asked_on, ChangeRequest.due_on
    for number, asked_on, due_on in db.session.execute(select(*columns).where(*is_open, *of_law)):
        yield number, asked_on, due_on or last


def told(request: ChangeRequest, day: date) -> DutyTold:
    """Whoever acts for the post that keeps the document, else the quality team; then the head of its unit."""
    owner, unit_id = request.document.owner_post if request.document else None, request.unit_id
    owners = (owners_of(owner, day) if owner else []) or people_with("documents.keep_changes")
    above = heads_for(unit_id, day) if unit_id else []
    return DutyTold(owners, above)


def named(request: ChangeRequest) -> Any:
    """What it asks, in the language of whoever reads it."""
    return _l("Change after a change of law: %(title)s", title=request.about_title)


LAW_UPDATE = KeptDuty(
    label=_l("Changes of law, three months each"),
    endpoint="laws.index",
    right="laws.read",
    model=ChangeRequest,
    named=named,
    rungs=(-20, -5, -1, 0, 1, 3, 5),
    head_from=0,
    leaders_from=5,
    every=5,
    open=open_by,
    told=told,
)
