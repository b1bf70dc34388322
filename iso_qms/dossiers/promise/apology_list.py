"""Whether an agency shows its apologies to everybody, for how many days each, and why.

Circular 03/2025/TT-VPCP obliges nobody to a public list, so there is none until an agency chooses it.
"""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned, chosen_id
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

MOST_WORDS, MOST_DAYS, USUAL_DAYS = 300, 730, 365
NO_REASON = _l("Say why, so that others understand it later.")

say(
    {
        "apology_list.shown": _l("let everybody read the apologies that were given"),
        "apology_list.hidden": _l("took the public list of apologies away"),
    }
)


class ApologyList(Base, AgencyOwned, Journaled):
    """What an agency chose last."""

    __tablename__ = "apology_list"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "apology_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int]
    """How many days an apology stays on the list; 0 where there is no list."""
    reason: Mapped[str] = mapped_column(String(MOST_WORDS))

    def __str__(self) -> str:
        return _("Public list of apologies")


def chosen_list() -> ApologyList | None:
    """What the agency that is asked has chosen; None as long as it has chosen nothing."""
    return db.session.scalars(select(ApologyList).where(ApologyList.agency_id == chosen_id())).first()


def days_shown() -> int:
    """For how many days everybody may read an apology; 0 for none."""
    row = chosen_list()
    return row.days if row is not None else 0


def choose_list(days: int, *, reason: str, by: Person) -> ApologyList:
    """Show apologies to everybody for so many days, or, by 0, to nobody."""
    if not by.may("dossiers.publish"):
        raise Forbidden(_("Only the leadership and the quality control team decide on the public list."))
    if not 0 <= days <= MOST_DAYS:
        raise Incomplete(_("Choose from 1 to %(most)s days.", most=MOST_DAYS))
    if not clean(reason).strip():
        raise Incomplete(str(NO_REASON))
    row = chosen_list()
    if row is None:
        row = ApologyList(agency_id=by.agency_id)
        db.session.add(row)
    row.days, row.reason = days, clean(reason).strip()[:MOST_WORDS]
    write(row, "apology_list.shown" if days else "apology_list.hidden", by=by, reason=row.reason)
    return row
