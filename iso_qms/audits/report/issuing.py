"""Issuing a paper: a leader signs it under a number and a date, and from then on it stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.models import Inspection
from iso_qms.audits.programme import yearly
from iso_qms.audits.report import conclusion_word
from iso_qms.audits.report.issued_papers import IssuedPaper, notices_of, summaries_of
from iso_qms.blobs import attach_bytes, store
from iso_qms.clock import as_local, now, today
from iso_qms.db import db, hold
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.layouts import Values
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say({"issued_paper.issued": _l("issued a paper"), "issued_paper.replaced": _l("issued a paper that replaces another")})


def issue_conclusion(inspection: Inspection, *, by: Person, number: str, on: date, reason: str = "") -> IssuedPaper:
    """Issue the notice of conclusion; the heads of the units are told at once.

    Once there is one, a new one replaces it, and says why.
    """
    hold(inspection)  # of two leaders at once the second then sees what the first one issued
    demand_concluded(inspection)
    if inspection.has_member(by):
        raise Forbidden(_("Somebody of the team does not issue the notice on its own inspection."))
    ended = as_local(inspection.ended_at).date() if inspection.ended_at else inspection.planned_on
    paper = _begun(notices_of(inspection), "conclusion", by=by, number=number, on=on, since=ended, reason=reason)
    paper.inspection = inspection
    agency = db.session.get_one(Agency, inspection.agency_id)

    def written(head: Values) -> tuple[Values, bytes]:
        values = conclusion_word.conclusion_values(inspection, agency=agency) | head
        return values, conclusion_word.conclusion_docx(values)

    _keep(paper, written, by=by)
    people = {one.id: one for unit in inspection.units for one in heads_for(unit.id, today())}
    people |= {one.person_id: one.person for one in inspection.team if one.is_lead}
    tell(people.values(), "conclusion_issued", about=inspection, by=by, urgent=True, paper=paper)
    return paper


def issue_summary(year: int, *, by: Person, fewest: int, number: str, on: date, reason: str = "") -> IssuedPaper:
    """Issue the summary of a year for the level above, with the figures of today."""
    agency = db.session.get_one(Agency, by.agency_id)
    hold(agency)
    since = date(year, 1, 1)
    paper = _begun(summaries_of(year), "yearly", by=by, number=number, on=on, since=since, reason=reason)
    paper.year = year

    def written(head: Values) -> tuple[Values, bytes]:
        parts = yearly.summary_of(year, fewest=fewest)
        values = {"agency": agency.name, "superior": agency.superior, "place": agency.place} | head
        return {**values, "parts": yearly.as_content(parts)}, yearly.summary_docx(year, parts, values)

    _keep(paper, written, by=by)
    return paper


def demand_concluded(inspection: Inspection) -> None:
    """The notice tells the outcome: the report is written, and every finding is concluded."""
    if inspection.state not in ("reporting", "closed"):
        raise WrongState(_("%(inspection)s has not ended with minutes yet.", inspection=inspection.code))
    if not inspection.conclusion:
        raise Incomplete(_("The report has no conclusion yet."))
    query = select(Finding.id).where(Finding.inspection_id == inspection.id, Finding.state.not_in(CONCLUDED))
    if db.session.scalar(query.limit(1)):
        raise WrongState(_("Some findings are not concluded yet."))


def is_outdated(paper: IssuedPaper, inspection: Inspection) -> bool:
    """Whether the findings or the report say something else now than the notice that was issued."""
    with speaking("vi"):
        said = conclusion_word.outcome_of(inspection)
    return any(_unnumbered(paper.content.get(name)) != _unnumbered(value) for name, value in said.items())


def _unnumbered(told: Any) -> Any:
    """What a notice says but the numbers of findings: earlier ones bore those of the agency."""
    return [{**one, "number": ""} for one in told if one] if isinstance(told, list) else told


def _begun(
    earlier: list[IssuedPaper], kind: str, *, by: Person, number: str, on: date, since: date, reason: str
) -> IssuedPaper:
    if not by.may("audits.issue"):
        raise Forbidden(_("The leadership issues this paper."))
    number, reason = clean(number).strip(), clean(reason).strip()
    if not number:
        raise Incomplete(_("Type the number under which it is issued."))
    if not since <= on <= today():
        raise Incomplete(_("It is issued on a day between %(since)s and today.", since=f"{since:%d/%m/%Y}"))
    if earlier and not reason:
        raise Incomplete(_("Say why it replaces %(number)s.", number=earlier[0].number))
    same = select(IssuedPaper.id).where(IssuedPaper.number == number, IssuedPaper.issued_on == on)
    if db.session.scalar(same):
        raise Incomplete(_("Another paper was issued under this number on that day."))
    acting = by.acting("audits.issue")
    return IssuedPaper(
        agency_id=by.agency_id,
        kind=kind,
        number=number,
        issued_on=on,
        issued_at=now(),
        signed_by_id=by.id,
        signer_name=by.name,
        signer_post=acting.post,
        signer_capacity=acting.capacity,
        replaces_id=earlier[0].id if earlier else None,
        reason=reason if earlier else "",
    )


def _keep(paper: IssuedPaper, written: Callable[[Values], tuple[Values, bytes]], *, by: Person) -> None:
    with speaking("vi"):
        content, data = written(conclusion_word.head_of(paper, _replaced(paper)))
    paper.content, paper.sha256 = content, store(data)
    db.session.add(paper)
    write(paper, "issued_paper.replaced" if paper.replaces_id else "issued_paper.issued", by=by, reason=paper.reason)
    attach_bytes(paper, data, name=f"{paper.number.replace('/', '-')}.docx", by=by)


def _replaced(paper: IssuedPaper) -> IssuedPaper | None:
    return db.session.get(IssuedPaper, paper.replaces_id) if paper.replaces_id else None
