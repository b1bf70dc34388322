"""What is done with risks: written down, changed, looked at again, ended; linked with nonconformities; asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import g, url_for
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.obligation.obligation_jobs import why_owned
from iso_qms.improvement.risk.risks import KINDS, LEVELS, Risk, RiskLink, live_risks
from iso_qms.journal import say, write
from iso_qms.organisation.heads import owned_posts
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import remembered
from iso_qms.registry import Awaiting, Deadline
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

AHEAD = timedelta(days=14)
"""How long before its day the review of a risk stands on the desk of whoever answers for it."""

say(
    {
        "risk.written_down": _l("wrote down the risk"),
        "risk.changed": _l("changed the risk"),
        "risk.reviewed": _l("looked at the risk again"),
        "risk.ended": _l("ended the risk"),
        "risk_link.linked": _l("linked a risk"),
    }
)


def write_down(*, by: Person, **values: Any) -> Risk:
    """Put a risk or an opportunity on the list, with its owner and the day it is looked at again."""
    _demand_keeper(by)
    one = Risk(agency_id=by.agency_id, noted_on=today())
    _fill(one, values)
    db.session.add(one)
    write(one, "risk.written_down", by=by)
    db.session.flush()
    return one


def change(one: Risk, *, by: Person, reason: str, **values: Any) -> None:
    """Change its words, weight, owner or day, with a reason."""
    _demand_keeper(by)
    _demand_live(one)
    _fill(one, values)
    write(one, "risk.changed", by=by, reason=_said(reason))


def review(one: Risk, *, by: Person, note: str, likelihood: int, impact: int, review_on: date) -> None:
    """Look at it again: what was seen, how it weighs now, and when the next look is due."""
    if by.id not in {each.id for each in one.owners} and not by.may("improvement.risks"):
        raise Forbidden(_("This belongs to the post %(post)s. Whoever holds it can.", post=one.owner_post))
    _demand_live(one)
    _fill(one, {"likelihood": likelihood, "impact": impact, "review_on": review_on})
    one.reviewed_on = today()
    write(one, "risk.reviewed", by=by, reason=_said(note))


def end(one: Risk, *, by: Person, reason: str) -> None:
    """It is none any more, with the reason; its history and its cases stay."""
    _demand_keeper(by)
    _demand_live(one)
    one.ended_on = today()
    write(one, "risk.ended", by=by, reason=_said(reason))


def link(one: Nonconformity, risk: Risk, *, by: Person, why: str) -> RiskLink:
    """Say that a nonconformity bears on a risk, and how: so that the risk is weighed again."""
    if not by.may("improvement.analyse", one):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=one.unit.name))
    _demand_live(risk)
    mine = RiskLink.nonconformity_id == one.id, RiskLink.risk_id == risk.id
    if db.session.scalar(select(RiskLink.id).where(*mine)):
        raise WrongState(_("This risk is linked already."))
    made = RiskLink(
        agency_id=one.agency_id, risk=risk, nonconformity=one, why=_said(why), linked_by=by, linked_on=today()
    )
    db.session.add(made)
    write(made, "risk_link.linked", by=by, reason=made.why, private=one.restricted)
    return made


class Looked(NamedTuple):
    """A risk as desks and calendars tell it; remembered between pages, because few of them change in a month."""

    id: int
    title: str
    review_on: date
    post_id: int
    post: str
    unit_id: int


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """The risks of my posts whose review comes near or has passed."""
    posts = owned_posts(person, day)
    for risk in remembered(("risks to review", day), _read):
        if risk.post_id in posts and risk.review_on <= day + AHEAD:
            yield Awaiting(
                due_on=risk.review_on,
                what=_("Look at the risk again: %(title)s", title=risk.title),
                why=why_owned(risk.post_id, risk.post, day),
                action=_("Look at it again"),
                url=_url(risk.id),
                kind="risk",
                late=risk.review_on < day,
            )


def deadlines(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Reviews of risks in a stretch of days."""
    for risk in remembered(("risks to review", today()), _read):
        if first <= risk.review_on <= last:
            kind = _("Review of a risk")
            yield Deadline(on=risk.review_on, what=risk.title, kind=kind, url=_url(risk.id), unit_id=risk.unit_id)


def _read() -> list[Looked]:
    return [
        Looked(one.id, one.title, one.review_on, one.owner_post_id, str(one.owner_post), one.unit_id)
        for one in live_risks()
    ]


def _url(number: int) -> str:
    return url_for("improvement.risk", agency=g.agency.slug, number=number)


def _fill(one: Risk, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(one, name, clean(value).strip() if isinstance(value, str) else value)
    if one.kind not in KINDS or one.likelihood not in LEVELS or one.impact not in LEVELS:
        raise Incomplete(_("Say how likely it is and how much it would weigh."))
    if not one.title or not one.response:
        raise Incomplete(_("Say what could happen, and what is done about it or why it is borne."))
    if one.owner_post is None:
        raise Incomplete(_("Choose the post that answers for it."))
    if one.review_on < today():
        raise Incomplete(_("The review day has passed. Choose today or a later day."))


def _said(words: str) -> str:
    if not clean(words).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    return clean(words).strip()


def _demand_keeper(by: Person) -> None:
    if not by.may("improvement.risks"):
        raise Forbidden(_("Quality control, heads and leadership keep the list of risks."))


def _demand_live(one: Risk) -> None:
    if one.ended_on:
        raise WrongState(_("It was ended on %(day)s.", day=f"{one.ended_on:%d/%m/%Y}"))
