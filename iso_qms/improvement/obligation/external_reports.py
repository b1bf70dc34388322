"""Reports owed after external inspections, and the nonconformities each is about: linked by the day of the minutes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.improvement.obligation.obligation_seeds import EXTERNAL
from iso_qms.improvement.obligation.obligations import Obligation, ObligationDue
from iso_qms.organisation.people import Person


def reports_on(day: date) -> list[ObligationDue]:
    """The reports whose term runs from minutes signed on a day."""
    query = select(ObligationDue).join(ObligationDue.obligation)
    query = query.where(Obligation.seed == EXTERNAL, ObligationDue.start_on == day)
    return list(db.session.scalars(query.order_by(ObligationDue.id)).unique())


def reported_in(due: ObligationDue, person: Person) -> list[Nonconformity]:
    """The nonconformities a report is about, as far as a person may see them."""
    if due.obligation.seed != EXTERNAL:
        return []
    came = Nonconformity.source_kind == "external_inspection", Nonconformity.source_on == due.start_on
    query = select(Nonconformity).where(*came, seen_by(person)).order_by(Nonconformity.id)
    return list(db.session.scalars(query).unique())
