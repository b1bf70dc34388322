"""Numbers that count within an agency and a year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.organisation.agencies import Agency


def numbered(model: Any, agency_id: int) -> dict[str, int]:
    """The `year` and the next `number` in it for a row of an agency; two at once wait for each other."""
    year = today().year
    db.session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
    last = db.session.scalar(select(func.max(model.number)).where(model.agency_id == agency_id, model.year == year))
    return {"year": year, "number": (last or 0) + 1}
