"""What an agency sets for its inspection teams: how long a post binds, who is qualified, whether exceptions exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.audits.team.competence import ASKED, Asked
from iso_qms.audits.topics import TOPICS
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

MONTHS, YEARS = 12, 3
"""How long somebody who left a unit does not inspect it, and the experience asked for, until the agency says."""
MOST_MONTHS, MOST_YEARS = 60, 20

say({"team_rules.changed": _l("changed the rules of inspection teams")})


class TeamRules(AgencyOwned, Base, Journaled, Remembered):
    """The rules of one agency; an agency without a row asks for no qualification and grants no exception."""

    __tablename__ = "audit_team_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "team_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    past_months: Mapped[int] = mapped_column(default=MONTHS)
    lead_kinds: Mapped[list[Any]] = mapped_column(default=list)
    member_kinds: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    years: Mapped[int] = mapped_column(default=YEARS)
    allows_exceptions: Mapped[bool] = mapped_column(default=False)
    why_exceptions: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class Rules:
    """What holds for the teams of an agency."""

    past_months: int = MONTHS
    lead_kinds: tuple[str, ...] = ()
    member_kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    years: int = YEARS
    allows_exceptions: bool = False
    why_exceptions: str = ""
    are_set: bool = False
    """Whether the agency has said so itself."""

    def asked(self, *, leads: bool) -> Asked:
        """What is required of a lead, or of another member."""
        return Asked(self.lead_kinds if leads else self.member_kinds, self.years, frozenset(self.topics))


def team_rules_of(agency_id: int) -> Rules:
    """The agency's rules for its teams."""
    return remembered("audit_team_rules", partial(_read, agency_id), agency_id=agency_id)


def set_team_rules(
    *,
    by: Person,
    past_months: int,
    lead_kinds: Sequence[str],
    member_kinds: Sequence[str],
    topics: Sequence[str] = (),
    years: int = YEARS,
    allows_exceptions: bool = False,
    why_exceptions: str = "",
) -> None:
    """Set the rules; teams of visits that have not begun are held against them when these begin."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control sets these rules."))
    if not (0 <= past_months <= MOST_MONTHS and 0 <= years <= MOST_YEARS):
        raise Incomplete(_("At most %(months)s months and %(years)s years.", months=MOST_MONTHS, years=MOST_YEARS))
    if allows_exceptions and not clean(why_exceptions).strip():
        raise Incomplete(_("Say why the agency cannot do without exceptions: it stands in the rules."))
    rules = _row(by.agency_id) or TeamRules(agency_id=by.agency_id)
    db.session.add(rules)
    rules.past_months, rules.years, rules.allows_exceptions = past_months, years, allows_exceptions
    rules.lead_kinds = [one for one in ASKED if one in lead_kinds]
    rules.member_kinds = [one for one in ASKED if one in member_kinds]
    rules.topics = [one for one in TOPICS if one in topics]
    rules.why_exceptions = clean(why_exceptions).strip()
    write(rules, "team_rules.changed", by=by)


def _row(agency_id: int) -> TeamRules | None:
    return db.session.scalars(select(TeamRules).where(TeamRules.agency_id == agency_id)).first()


def _read(agency_id: int) -> Rules:
    row = _row(agency_id)
    if row is None:
        return Rules()
    return Rules(
        row.past_months,
        tuple(row.lead_kinds),
        tuple(row.member_kinds),
        tuple(row.topics),
        row.years,
        row.allows_exceptions,
        row.why_exceptions,
        are_set=True,
    )
