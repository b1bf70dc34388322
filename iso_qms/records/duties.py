"""What records bring to the desk: disposals to approve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.records.models import Disposal
from iso_qms.registry import Awaiting, registry


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Disposals that wait for approval, to those who may give it and did not propose them."""
    if not person.may("records.approve"):
        return
    query = select(Disposal).where(Disposal.state == "proposed", Disposal.proposed_by_id != person.id)
    for one in db.session.scalars(query.order_by(Disposal.id)):
        yield Awaiting(
            due_on=None,
            what=_("Approve: %(title)s", title=one),
            why=_("Because the leadership approves what is disposed of."),
            action=_("Look at it"),
            url=registry.url_of("disposal", one.id) or "",
            kind="disposal",
        )
