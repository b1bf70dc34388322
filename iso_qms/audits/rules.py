"""What an agency sets for its inspections."""

from __future__ import annotations

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db, kept
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

USUAL = {"reply_days": 3, "minutes_days": 2, "conclude_days": 3, "report_days": 5}
"""Working days to explain a finding; to end a visit with minutes; to conclude a finding once it was explained, or the
time to explain is over; and to write the report once the visit has ended. An agency may set other numbers."""
MOST = {"reply_days": 10, "minutes_days": 30, "conclude_days": 30, "report_days": 30}

say({"audit_rules.changed": _l("changed the rules of inspections")})


class AuditRules(Base, AgencyOwned, Journaled):
    """What an agency has set for its inspections: terms in working days, and what working hours rest on."""

    __tablename__ = "audit_rules"
    journal_kind = "audit_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_days: Mapped[int] = mapped_column(default=USUAL["reply_days"])
    minutes_days: Mapped[int] = mapped_column(default=USUAL["minutes_days"])
    conclude_days: Mapped[int] = mapped_column(default=USUAL["conclude_days"])
    report_days: Mapped[int] = mapped_column(default=USUAL["report_days"])
    hours_basis: Mapped[str] = mapped_column(String(300), default="")


def rules_of(agency_id: int) -> AuditRules:
    """The agency's rules, the usual ones until it sets its own. Read once per unit of work."""
    read = kept("audit_rules")
    if agency_id not in read:
        found = db.session.scalars(select(AuditRules).where(AuditRules.agency_id == agency_id)).first()
        read[agency_id] = found or AuditRules(agency_id=agency_id, hours_basis="", **USUAL)
    rules: AuditRules = read[agency_id]
    return rules


def set_rules(*, by: Person, hours_basis: str, **days: int) -> None:
    """Set what working hours rest on, and some of the terms; findings already notified keep their day."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control sets these rules."))
    rules = rules_of(by.agency_id)
    for name, number in days.items():
        if not 1 <= number <= MOST[name]:
            raise Incomplete(_("Between 1 and %(n)s working days.", n=MOST[name]))
        setattr(rules, name, number)
    db.session.add(rules)
    rules.hours_basis = clean(hours_basis).strip()
    write(rules, "audit_rules.changed", by=by)
