"""What an agency does at least once a year: the internal audit and the management review (Decision 19/2014, 4.4 b).

Both are kept as obligations, with their evidence; here a year's programme only reads how they stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.obligation.obligations import Obligation, ObligationDue

DUTIES = {"internal_audit": _l("Internal audit"), "management_review": _l("Management review")}


@dataclass(frozen=True)
class Duty:
    """One of them in one year: the time it falls due that counts, or none where nobody keeps it as an obligation."""

    what: str
    due: ObligationDue | None = None

    @property
    def is_met(self) -> bool:
        """Whether it was done that year, with evidence."""
        return self.due is not None and self.due.state == "done"

    @property
    def is_late(self) -> bool:
        """Whether its day is over and nothing shows that it was done."""
        return self.due is not None and not self.is_met and self.due.due_on < today()

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        if self.due is None:
            said = _("%(what)s: not kept as an obligation for this year, so nothing here says whether it is held.")
            return said % {"what": self.what}
        if self.is_met:
            return _("%(what)s: held by %(day)s.", what=self.what, day=_day(self.due.done_on or self.due.due_on))
        said = _("%(what)s: not held yet; due by %(day)s.")
        said = _("%(what)s: not held; it was due by %(day)s.") if self.is_late else said
        return said % {"what": self.what, "day": _day(self.due.due_on)}


def yearly_duties(year: int) -> list[Duty]:
    """How the internal audit and the management review of a year stand."""
    query = select(ObligationDue).join(ObligationDue.obligation)
    within = ObligationDue.due_on.between(date(year, 1, 1), date(year, 12, 31))
    found = db.session.scalars(query.where(Obligation.seed.in_(DUTIES), within, ObligationDue.state != "called_off"))
    dues = found.unique().all()
    by_seed = {seed: [one for one in dues if one.obligation.seed == seed] for seed in DUTIES}
    return [Duty(str(label), _counting(by_seed[seed])) for seed, label in DUTIES.items()]


def _counting(dues: Iterable[ObligationDue]) -> ObligationDue | None:
    """Of several in a year: one that was done, else the first that is due."""
    return min(dues, key=lambda one: (one.state != "done", one.due_on, one.id), default=None)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
