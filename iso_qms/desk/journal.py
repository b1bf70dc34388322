"""The journal's reading room, and the history of any thing."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import Select, func, or_, select

from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db
from iso_qms.desk.finding import may_read_about, may_see
from iso_qms.desk.room import room
from iso_qms.i18n import _, _l
from iso_qms.journal import JournalEntry, JournalSeal, last_root, sentence, told_to
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.web import SIGNED_IN, Column, as_excel, here, kept_filters, missing, not_for_them, paged, signed_in, traces

MOST_EXCEL_ROWS = 50_000

NO_PAGES = {
    "agency": _l("Agency"),
    "attachment": _l("File"),
    "audit_rules": _l("Deadlines of inspections"),
    "calendar_year": _l("Year of the calendar"),
    "grant": _l("Role"),
    "office_hours": _l("Office hours"),
    traces.KIND: _l("Refused pages"),
}
"""What the journal tells of besides the things that have a page."""


@room.route("/<agency>/journal", needs="journal.read")
def journal() -> Any:
    """Every act, newest first; filtered by person, kind of thing and day."""
    if back := kept_filters("journal"):
        return back
    newest = db.session.scalar(select(JournalSeal).order_by(JournalSeal.id.desc()).limit(1))
    return render_template(
        "desk/journal.html", page=paged(_filtered()), kinds=_kinds(), seal=newest, root=last_root(), args=request.args
    )


@room.route("/<agency>/journal.xlsx", needs="journal.read")
def journal_excel() -> Any:
    """The same, as Excel."""
    columns = [
        Column(_("Number"), lambda one: one.id, 10),
        Column(_("When"), lambda one: one.at, 18),
        Column(_("Who"), lambda one: "" if one.is_private else one.name, 28),
        Column(_("As"), _acting, 40),
        Column(_("What they did"), lambda one: sentence(one.verb), 30),
        Column(_("On what"), lambda one: one.label, 50),
        Column(_("Reason"), lambda one: "" if one.is_private else one.reason, 50),
    ]
    return as_excel(db.session.scalars(_filtered().limit(MOST_EXCEL_ROWS)), columns, name=_("Journal"))


@room.route("/<agency>/history/<kind>/<int:number>", needs=SIGNED_IN)
def history(kind: str, number: int) -> Any:
    """Everything that happened to one thing and to its parts."""
    known = registry.things.get(kind) or abort(404)
    if not may_see(kind, number):
        missing(known.model, known.model.id == number)
    if not may_read_about(kind, number):
        not_for_them()
    thing = db.session.get_one(known.model, number)
    mine = (JournalEntry.kind == kind) & (JournalEntry.thing_id == number)
    parts = (JournalEntry.over_kind == kind) & (JournalEntry.over_id == number)
    query = select(JournalEntry).where(mine | parts, *told_to(signed_in())).order_by(JournalEntry.id.desc())
    return render_template("desk/history.html", thing=thing, known=known, page=paged(query))


def _acting(one: JournalEntry) -> str:
    return "" if one.is_private else " · ".join(filter(None, (one.capacity, one.post, one.unit)))


def _filtered() -> Select[Any]:
    query = select(JournalEntry).where(JournalEntry.agency_id == here().id, *told_to(signed_in()))
    query = query.order_by(JournalEntry.id.desc())
    if who := clean(request.args.get("who", "")).strip():
        # What was said of a person is found by nobody's name: it may be theirs.
        query = query.where(
            ~JournalEntry.is_private, func.lower(JournalEntry.name).contains(who.lower(), autoescape=True)
        )
    for name, known in registry.things.items():
        if hidden_from := getattr(known.model, "hidden_from", None):
            hidden = list(db.session.scalars(hidden_from(signed_in())))
            parts = (JournalEntry.over_kind == name) & JournalEntry.over_id.in_(hidden)
            own = (JournalEntry.kind == name) & JournalEntry.thing_id.in_(hidden)
            query = query.where(~own, or_(JournalEntry.over_kind.is_(None), ~parts)) if hidden else query
    if kind := request.args.get("kind"):
        query = query.where(JournalEntry.kind == kind)
    query = query.where(JournalEntry.kind.not_in(_kept_from_them()))
    for name in ("first", "last"):
        if day := _day(request.args.get(name)):
            moment = datetime.combine(day, time.min if name == "first" else time.max, HO_CHI_MINH)
            query = query.where(JournalEntry.at >= moment if name == "first" else JournalEntry.at <= moment)
    return query


def _kinds() -> list[tuple[str, str]]:
    found = set(db.session.scalars(select(JournalEntry.kind).where(JournalEntry.agency_id == here().id).distinct()))
    found -= _kept_from_them()
    labels = NO_PAGES | {kind: thing.label for kind, thing in registry.things.items()}
    named = {kind: str(labels.get(kind, kind)) for kind in found}
    return sorted(named.items(), key=lambda pair: pair[1])


def _kept_from_them() -> set[str]:
    """The kinds of things of which this person reads nothing, not even that there are any."""
    rights = {traces.KIND: traces.READ_WITH, **registry.kept_from_others}
    return {kind for kind, right in rights.items() if not signed_in().may(right)}


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        return None
