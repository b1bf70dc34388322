"""What a person may ask about findings that name them: what is held, who opened it, and that it be restricted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Select, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.finding.findings import GRADES, Finding, readings_of
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import as_local, now, today
from iso_qms.db import Base, db, hold
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import add_working_days

ANSWER_DAYS = 2
"""Working days to answer a request about personal data (Decree 356/2025/NĐ-CP)."""

say(
    {
        "restriction_request.asked": _l("asked to restrict a finding"),
        "restriction_request.granted": _l("restricted a finding"),
        "restriction_request.refused": _l("did not restrict a finding"),
    }
)


class RestrictionRequest(AgencyOwned, Base, Journaled):
    """The person's request that a finding stay, but be out of lists and counts; decided by quality control.

    Whoever decides reads the number, the unit and the words of the request, never the finding.
    """

    __tablename__ = "restriction_request"
    journal_kind = "restriction_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="RESTRICT"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    words: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(Date)
    granted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")

    finding: Mapped[Finding] = relationship(lazy="joined")

    def __str__(self) -> str:
        return self.finding.code

    def journal_over(self) -> Finding:
        return self.finding

    def journal_hides(self, by: Person) -> bool:
        return self.asked_by_id == by.id

    @staticmethod
    def visible_to(person: Person) -> Select[RestrictionRequest]:
        """Who asked, and quality control."""
        query = select(RestrictionRequest)
        return query if person.may("audits.plan") else query.where(RestrictionRequest.asked_by_id == person.id)


def naming(person: Person) -> list[Finding]:
    """The findings that name a person and were told, newest first."""
    query = select(Finding).where(Finding.person_id == person.id, Finding.notified_at.is_not(None))
    return list(db.session.scalars(query.order_by(Finding.observed_at.desc())).unique())


def ask_restriction(finding: Finding, *, by: Person, words: str) -> RestrictionRequest:
    """Ask that a finding naming oneself be restricted; quality control answers within two working days."""
    if finding.person_id != by.id or finding.notified_at is None:
        raise Forbidden(_("Only the person concerned asks for this."))
    hold(finding, "restricted_at")
    if finding.restricted_at is not None or request_on(finding) is not None:
        raise WrongState(_("It is restricted already, or the request waits for its answer."))
    if not clean(words).strip():
        raise Incomplete(_("Say why. Quality control reads your words, not the finding."))
    made = RestrictionRequest(
        agency_id=finding.agency_id,
        finding=finding,
        asked_by_id=by.id,
        words=clean(words).strip(),
        asked_at=now(),
        due_on=add_working_days(today(), days=ANSWER_DAYS, calendar=calendar_of(finding.agency_id)),
    )
    db.session.add(made)
    write(made, "restriction_request.asked", by=by, private=True)
    tell([one for one in people_with("audits.plan") if one.id != by.id], "restriction_asked", about=made, by=by)
    return made


def decide_restriction(asked: RestrictionRequest, *, by: Person, granted: bool, reason: str) -> None:
    """Restrict the finding or not, with a reason; nobody decides on a finding that names them."""
    if not by.may("audits.plan") or by.id == asked.asked_by_id:
        raise Forbidden(_("Quality control decides, and nobody on their own request."))
    if asked.granted is not None:
        raise WrongState(_("This was decided already."))
    if not clean(reason).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    asked.granted, asked.reason = granted, clean(reason).strip()
    asked.decided_at, asked.decided_by = now(), by.name
    verb = "restriction_request.granted" if granted else "restriction_request.refused"
    write(asked, verb, by=by, private=True)
    if granted:
        asked.finding.restricted_at = now()
        write(asked.finding, verb, by=by, private=True)
    person = asked.finding.person
    tell([person] if person else [], "restriction_decided", about=asked, by=by)


def request_on(finding: Finding) -> RestrictionRequest | None:
    """The request that still waits for its answer."""
    query = select(RestrictionRequest).where(
        RestrictionRequest.finding_id == finding.id, RestrictionRequest.granted.is_(None)
    )
    return db.session.scalars(query).first()


def held_on(person: Person) -> list[dict[str, Any]]:
    """Everything findings hold on a person, in plain words: what they say, what was replied, who opened them."""
    return [_held(one) for one in naming(person)]


def _held(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "unit": one.unit.name,
        "about": str(TOPICS[one.kind]),
        "title": one.title,
        "evidence": one.evidence,
        "place": one.place,
        "seen_at": as_local(one.observed_at).isoformat(),
        "grade": str(GRADES[one.grade].label),
        "grade_reason": one.grade_reason,
        "state": str(one.status.label),
        "conclusion": one.conclusion,
        "restricted": one.restricted_at is not None,
        "name_ends_on": one.names_end_on.isoformat() if one.names_end_on else None,
        "explanations": [
            {"name": said.name, "post": said.post, "text": said.text, "at": as_local(said.at).isoformat()}
            for said in one.replies
        ],
        "earlier_words": [{"title": old.title, "evidence": old.evidence} for old in one.wordings],
        "opened_by": [
            {"name": read.name, "post": read.post, "at": as_local(read.at).isoformat()} for read in readings_of(one)
        ],
    }
