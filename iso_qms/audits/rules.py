"""What an agency sets for its inspections."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

USUAL = {"reply_days": 3, "minutes_days": 2, "conclude_days": 3, "report_days": 5}
"""Working days to explain a finding; to end a visit with minutes; to conclude a finding once it was explained, or the
time to explain is over; and to write the report once the visit has ended. An agency may set other numbers."""
MOST = {"reply_days": 10, "minutes_days": 30, "conclude_days": 30, "report_days": 30}

say({"audit_rules.changed": _l("changed the rules of inspections")})


class AuditRules(Base, AgencyOwned, Journaled, Remembered):
    """What an agency has set for its inspections: terms in working days, and what working hours rest on."""

    __tablename__ = "audit_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "audit_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_days: Mapped[int] = mapped_column(default=USUAL["reply_days"])
    minutes_days: Mapped[int] = mapped_column(default=USUAL["minutes_days"])
    conclude_days: Mapped[int] = mapped_column(default=USUAL["conclude_days"])
    report_days: Mapped[int] = mapped_column(default=USUAL["report_days"])
    hours_basis: Mapped[str] = mapped_column(String(300), default="")


@dataclass(frozen=True)
class Rules:
    """What holds for an agency's inspections: terms in working days, and what working hours rest on."""

    reply_days: int = USUAL["reply_days"]
    minutes_days: int = USUAL["minutes_days"]
    conclude_days: int = USUAL["conclude_days"]
    report_days: int = USUAL["report_days"]
    hours_basis: str = ""


def rules_of(agency_id: int) -> Rules:
    """The agency's rules, the usual ones until it sets its own."""
    return remembered("audit_rules", partial(_read_rules, agency_id), agency_id=agency_id)


def set_rules(*, by: Person, hours_basis: str, **days: int) -> None:
    """Set what working hours rest on, and some of the terms; findings already notified keep their day."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control sets these rules."))
    rules = _row(by.agency_id) or AuditRules(agency_id=by.agency_id, hours_basis="", **USUAL)
    for name, number in days.items():
        if not 1 <= number <= MOST[name]:
            raise Incomplete(_("Between 1 and %(n)s working days.", n=MOST[name]))
        setattr(rules, name, number)
    db.session.add(rules)
    rules.hours_basis = clean(hours_basis).strip()
    write(rules, "audit_rules.changed", by=by)


def _row(agency_id: int) -> AuditRules | None:
    return db.session.scalars(select(AuditRules).where(AuditRules.agency_id == agency_id)).first()


def _read_rules(agency_id: int) -> Rules:
    row = _row(agency_id)
    return Rules(**{one.name: getattr(row, one.name) for one in fields(Rules)}) if row else Rules()
