"""What an agency sets for its inspections."""

from __future__ import annotations

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

REPLY_DAYS = 3
"""Working days to explain, unless the agency sets another number."""
MOST_REPLY_DAYS = 10
MINUTES_DAYS = 2
"""Working days after the beginning of a visit to end it with minutes."""
CONCLUDE_DAYS = 3
"""Working days to conclude a finding once it was explained, or the time to explain is over."""
REPORT_DAYS = 5
"""Working days after the end of a visit to write its report and close it."""

say({"audit_rules.changed": _l("changed the rules of inspections")})


class AuditRules(Base, AgencyOwned, Journaled):
    """What an agency has set for its inspections: working days to explain a finding, and what hours rest on."""

    __tablename__ = "audit_rules"
    journal_kind = "audit_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_days: Mapped[int] = mapped_column(default=REPLY_DAYS)
    minutes_days: Mapped[int] = mapped_column(default=MINUTES_DAYS)
    conclude_days: Mapped[int] = mapped_column(default=CONCLUDE_DAYS)
    report_days: Mapped[int] = mapped_column(default=REPORT_DAYS)
    hours_basis: Mapped[str] = mapped_column(String(300), default="")


def rules_of(agency_id: int) -> AuditRules:
    """The agency's rules, the usual ones until it sets its own."""
    found = db.session.scalars(select(AuditRules).where(AuditRules.agency_id == agency_id)).first()
    return found or AuditRules(agency_id=agency_id, reply_days=REPLY_DAYS, hours_basis="")


def set_rules(*, reply_days: int, hours_basis: str, by: Person) -> None:
    """Set the time to explain and what working hours rest on; findings already notified keep their day."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control sets these rules."))
    if not 1 <= reply_days <= MOST_REPLY_DAYS:
        raise Incomplete(_("Between 1 and %(n)s working days.", n=MOST_REPLY_DAYS))
    rules = rules_of(by.agency_id)
    db.session.add(rules)
    rules.reply_days, rules.hours_basis = reply_days, clean(hours_basis).strip()
    write(rules, "audit_rules.changed", by=by)
