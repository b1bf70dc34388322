"""The calendars by which dossiers are reckoned: one reckoner for all units that keep the same hours."""

from __future__ import annotations

from typing import Any

from iso_qms.dossiers.deadlines import Reckoner
from iso_qms.organisation.working_days import calendar_of


class Reckoners:
    """Reckoners by unit; each is made when it is first asked for."""

    def __init__(self, agency_id: int) -> None:
        self._agency_id = agency_id
        self._by_weeks: dict[Any, Reckoner] = {}
        self._by_unit: dict[int | None, Reckoner] = {}

    def of(self, unit_id: int | None) -> Reckoner:
        """That of a unit, or of the agency."""
        if unit_id not in self._by_unit:
            calendar = calendar_of(self._agency_id, unit=unit_id)
            self._by_unit[unit_id] = self._by_weeks.setdefault((calendar.week, calendar.later), Reckoner(calendar))
        return self._by_unit[unit_id]
