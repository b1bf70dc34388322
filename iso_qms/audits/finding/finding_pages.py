"""One finding: what was seen, what is said to it, who has read it."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.audits.checklist.clauses import clause_title
from iso_qms.audits.conduct.ladder import RUNGS
from iso_qms.audits.conduct.recurring import cases_seen, standing_of
from iso_qms.audits.deadlines import conclusion_due
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.finding.finding_forms import ReplyForm
from iso_qms.audits.finding.findings import (
    GRADES,
    NONCONFORMING,
    Finding,
    FindingReply,
    may_be_answered,
    readers_of,
    readings_of,
)
from iso_qms.audits.finding.opening import nonconformity_of
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.models import Inspection
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.inspection_pages import Station, until_day
from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.request.change_requests import requests_from
from iso_qms.i18n import _, language
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.worktime import UnknownYear, working_days_between

REASONS = {
    "working": lambda n: _("day %(n)s", n=n),
    "makeup": lambda n: _("day %(n)s, worked instead", n=n),
    "weekend": lambda n: _("weekend"),
    "holiday": lambda n: _("holiday"),
    "comp_off": lambda n: _("day off in exchange"),
    "not_last": lambda n: _("day %(n)s", n=n),
}


def opened(number: int, *more: Any) -> Finding:
    """The finding of a page that shows its words. Opening one that names somebody leaves a trace the person can see."""
    found: Finding = find(Finding, number, *more)
    if request.method == "GET":
        replying.read_by(found, signed_in())
    return found


@room.route("/findings/<int:number>", needs="audits.read")
def finding(number: int) -> Any:
    """One finding."""
    team = joinedload(Finding.inspection).joinedload(Inspection.team)
    found = opened(number, team, joinedload(Finding.person), joinedload(Finding.noted_by))
    person, done = signed_in(), found.state in CONCLUDED
    again = standing_of(found)
    due, day = notifying.window_of(found), today()
    return render_template(
        "audits/finding.html",
        finding=found,
        grade=GRADES[found.grade],
        GRADES=GRADES,
        topic=TOPICS[found.kind],
        criterion=clause_title(found.standard, found.clause),
        track=track_of(found),
        moves=_moves(found),
        files=files_of(found),
        replies=_replies(found),
        reply_files={one.id: files_of(one) for one in _replies(found)},
        reply_form=ReplyForm(formdata=None) if may_be_answered(found, person) else None,
        due=due,
        why=why_of(due) if due else None,
        left=_left(found, day),
        again=again,
        similar=cases_seen(again, seen_by=person),
        RUNGS=RUNGS,
        readers=list(readers_of(found)) if found.names_somebody else [],
        readings=readings_of(found) if found.names_somebody else [],
        history=_history(found),
        on_team=found.inspection.has_member(person),
        wordings=found.wordings if done else [],
        nonconformity=nonconformity_of(found) if done else None,
        may_open=_may_open(found, person),
        asked=requests_from("finding", found.id) if done and not found.names_somebody else [],
        may_ask=done and not found.names_somebody and person.may("documents.request_changes"),
    )


@room.route("/findings/<int:number>/readers", needs="audits.read")
def readers(number: int) -> Any:
    """Who has opened a finding that names somebody, and when: the person concerned may always know."""
    found = find(Finding, number)
    if not found.names_somebody:
        abort(404)
    return render_template("audits/readers.html", finding=found, readings=readings_of(found))


def to_finding(found: Finding) -> Any:
    """Back to the page of a finding."""
    db.session.flush()
    return back_to(url_for("audits.finding", agency=here().slug, number=found.id))


def track_of(found: Finding) -> list[Station]:
    """Noted, notified, explained, concluded."""
    done = found.state in CONCLUDED
    told, said = found.notified_at is not None, bool(_replies(found))
    reply_state = "past" if (said or done) and told else "now" if found.state == "notified" else "plan"
    until = None if said else until_day(found.reply_due_on)
    explained = _replies(found)[0].at if said else until if not done else _("not explained") if told else None
    now_concluding = found.state == "replied" or (found.state == "notified" and found.window_is_over)
    if now_concluding:
        reply_state = "past"
    returned = Station(_("Sent back"), None, "now") if found.state == "returned" else None
    return [
        Station(_("Noted"), found.observed_at, "past" if told or done else "now"),
        Station(_("Notified"), found.notified_at, "past" if told else "plan"),
        returned or Station(_("Explanation"), explained, reply_state),
        Station(
            str(found.status.label) if done else _("Conclusion"),
            found.concluded_at if done else until_day(conclusion_due(found)),
            "now" if done or now_concluding else "plan",
        ),
    ]


def _replies(found: Finding) -> list[FindingReply]:
    # Before the first explanation there is nothing to read, and no query is spent on it.
    return found.replies if found.state == "replied" or found.state in CONCLUDED else []


def why_of(due: Any) -> list[tuple[Any, bool, str]]:
    """Why the time to explain ends on that day: every day since, counted or skipped, with its name."""
    counted, rows = 0, []
    for one in due.explanation:
        counted += one.counted
        name = one.name_vi if language() == "vi" else one.name_en
        rows.append((one.date, one.counted, name or REASONS[one.reason.value](counted)))
    return rows


def _left(found: Finding, day: Any) -> int | None:
    if found.state != "notified" or found.reply_due_on is None or day > found.reply_due_on:
        return None
    try:
        return working_days_between(day, end=found.reply_due_on, calendar=calendar_of(found.agency_id))
    except UnknownYear:
        return None


def _moves(found: Finding) -> list[dict[str, Any]]:
    open_ones = found.open_moves(signed_in())
    first = next(
        (one.name for one in open_ones if one.blocked is None and one.name in ("notify", "reassign", "confirm")), ""
    )
    return [
        {
            "move": one.move,
            "consequence": one.consequence,
            "blocked": one.blocked,
            "asks_reason": one.asks_reason or one.name == "reply",
            "signs": False,
            "primary": one.name in (first, "reply"),
        }
        for one in open_ones
    ]


def _history(found: Finding) -> list[dict[str, Any]]:
    # Of findings on persons the move is told, and neither names nor the hashed reason.
    return [
        {
            "at": one.at,
            "who": "" if found.names_somebody else one.name,
            "sentence": sentence(one.verb),
            "reason": "" if found.is_private else one.reason,
        }
        for one in history_of(found)
    ]


def _may_open(found: Finding, person: Person) -> bool:
    final = found.state in CONCLUDED[:2] and found.grade in NONCONFORMING
    return final and person.may("improvement.open", found.unit)
