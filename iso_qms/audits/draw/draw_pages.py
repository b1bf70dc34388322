"""The pages of draws by lot: the list, committing to one, drawing it, one draw with its proof, and an envelope."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import abort, flash, render_template, url_for
from sqlalchemy.orm import selectinload

from iso_qms.audits import choices
from iso_qms.audits.draw import committing
from iso_qms.audits.draw.committing import Lots, Visit
from iso_qms.audits.draw.draw_flow import DRAW
from iso_qms.audits.draw.draw_forms import CommitForm, DrawForm, HandOnForm, WhyForm, with_leads
from iso_qms.audits.draw.draws import WEIGHINGS, Draw, Envelope
from iso_qms.audits.draw.populations import proposed_units
from iso_qms.audits.draw.redoing import proof_of, record_of
from iso_qms.audits.draw.unsealing import drawn_units, open_envelope
from iso_qms.audits.models import METHODS, Inspection
from iso_qms.audits.programme.frequency import spread
from iso_qms.audits.programme.planning import working_days
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.inspection_pages import Station, until_day
from iso_qms.clock import HO_CHI_MINH, as_local, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.people import Person
from iso_qms.web import HouseForm, attachment_answer, back_to, find, here, paged, signed_in
from iso_qms.workflow import Incomplete

USUAL_HOUR = time(8)


@room.route("/draws", needs="audits.read")
def draws() -> Any:
    """Every draw one may see, newest first, those given up too."""
    query = Draw.visible_to(signed_in()).order_by(Draw.id.desc())
    return render_template("audits/draws.html", page=paged(query), year=today().year)


@room.route("/draws/new", methods=["GET", "POST"], needs="audits.plan")
def commit() -> Any:
    """Commit to a draw: what can be drawn, how many, and for when."""
    first = today() + timedelta(days=1)
    proposed = [one.id for one in proposed_units(signed_in(), today())]
    form = CommitForm(units=proposed, first_on=first, last_on=first + timedelta(days=30))
    if form.validate_on_submit():
        with form.refusals():
            made = committing.commit_to(_lots(form), by=signed_in())
            flash(_("%(draw)s is bound. Its commitment stands in the journal; now say who goes when.", draw=made.code))
            return _to(made)
    return render_template("audits/commit.html", form=form), form.status


@room.route("/draws/<int:number>", needs="audits.read")
def draw(number: int) -> Any:
    """One draw: who can be drawn and how likely, the envelopes as far as one may know of them, and the proof."""
    person, found = signed_in(), find(Draw, number, selectinload(Draw.envelopes))
    visits = _visits_seen(found, person)
    return render_template(
        "audits/draw.html",
        draw=found,
        track=_track(found),
        visits=visits,
        units=drawn_units(found) if found.seed else [],
        shown=[one for one in found.envelopes if found.shows_hours_to(person) or one.lead_id == person.id],
        may_hand_on=found.state == "drawn" and person.may("audits.plan") and not found.concerns(person),
        proof=proof_of(found),
        moves=_moves(found),
        history=[{"at": one.at, "who": one.name, "sentence": sentence(one.verb), "reason": one.reason}
                 for one in history_of(found)],
        WEIGHINGS=WEIGHINGS,
        METHODS=METHODS,
        TOPICS=TOPICS,
    )  # fmt: skip


@room.route("/draws/<int:number>/record.json", needs="audits.read")
def draw_record(number: int) -> Any:
    """A draw as a file with which anybody can redo it."""
    found = find(Draw, number)
    told = json.dumps(record_of(found), indent=2, ensure_ascii=False)
    return attachment_answer(told.encode(), name=f"{found.code}.json", mimetype="application/json")


@room.route("/draws/<int:number>/moves/draw", methods=["GET", "POST"], needs="audits.plan")
def draw_out(number: int) -> Any:
    """Say who goes when, and draw."""
    found = find(Draw, number)
    found.demand_open("draw", by=signed_in())
    form = with_leads(DrawForm(rows=_proposed_rows(found)), found)
    if form.validate_on_submit():
        with form.refusals():
            visits = [_visit(row.form) for row in form.rows]
            committing.draw(found, visits, by=signed_in(), public_part=form.public_part.data)
            flash(_("The draw lies in closed envelopes. Each lead was told of theirs."))
            return _to(found)
    return render_template("audits/draw_out.html", form=form, draw=found), form.status


@room.route("/draws/<int:number>/moves/<name>", methods=["GET", "POST"], needs="audits.plan")
def draw_move(number: int, name: str) -> Any:
    """Publish the seed, or give the draw up with a reason."""
    found, act = find(Draw, number), committing.DRAW_MOVES.get(name) or abort(404)
    found.demand_open(name, by=signed_in())
    declared = DRAW.move(name)
    form = WhyForm() if declared.asks_reason else HouseForm()
    if form.validate_on_submit():
        with form.refusals():
            act(found, by=signed_in(), note=form.note.data if "note" in form else "")
            flash(f"{found.code}: {declared.said}.")
            return _to(found)
    return render_template("audits/draw_move.html", form=form, draw=found, move=declared), form.status


@room.route("/envelopes/<int:number>", methods=["GET", "POST"], needs="audits.read")
def envelope(number: int) -> Any:
    """One envelope, made for the phone in its lead's hand: when it may be opened, and the button that opens it."""
    found = find(Envelope, number)
    if found.lead_id == signed_in().id and found.inspection is not None:
        return _to_visit(found.inspection)
    form = HouseForm()
    if form.validate_on_submit():
        made = open_envelope(found, by=signed_in())
        db.session.flush()
        flash(_("Drawn: %(unit)s. Nobody there knows of it until you start.", unit=made.units[0].name))
        return _to_visit(made)
    return render_template("audits/envelope.html", envelope=found, form=form, is_mine=found.lead_id == signed_in().id)


@room.route("/envelopes/<int:number>/hand-on", methods=["GET", "POST"], needs="audits.plan")
def hand_on(number: int) -> Any:
    """Give a closed envelope to another lead, or move its hour."""
    found = find(Envelope, number)
    local = as_local(found.planned_at).replace(tzinfo=None)
    form = with_leads(HandOnForm(lead=found.lead_id, planned_at=local), found.draw)
    if form.validate_on_submit():
        with form.refusals():
            committing.hand_on(found, _visit(form), by=signed_in(), note=form.note.data)
            flash(_("The envelope was handed on."))
            return _to(found.draw)
    return render_template("audits/hand_on.html", form=form, envelope=found), form.status


def _lots(form: CommitForm) -> Lots:
    names = ("title", "visits", "weighing", "first_on", "last_on", "topics", "criteria", "method", "decision")
    return Lots(
        units=choices.chosen_units(form.units.data or []),
        programme=choices.chosen_programme(form.programme.data),
        left_out_why=form.left_out_why.data or "",
        **{name: form[name].data for name in names},
    )


def _visit(form: Any) -> Visit:
    leads = choices.chosen_people([form.lead.data or 0])
    if not leads or form.planned_at.data is None:
        raise Incomplete(_("Choose an inspector."))
    return Visit(leads[0], form.planned_at.data.replace(tzinfo=HO_CHI_MINH))


def _proposed_rows(found: Draw) -> list[dict[str, Any]]:
    first = min(max(found.first_on, today() + timedelta(days=1)), found.last_on)
    try:
        days = spread(found.visits, working_days(first, found.last_on, agency_id=found.agency_id))
    except Incomplete:
        days = [first] * found.visits
    return [{"planned_at": datetime.combine(day, USUAL_HOUR)} for day in days]


def _visits_seen(found: Draw, person: Person) -> dict[int | None, Inspection]:
    """The visits that came out of the envelopes, as far as this person may see them: who is surprised knows of none."""
    ids = [one.id for one in found.envelopes]
    query = Inspection.visible_to(person).where(Inspection.envelope_id.in_(ids))
    return {one.envelope_id: one for one in db.session.scalars(query.options(selectinload(Inspection.units)))}


def _track(found: Draw) -> list[Station]:
    if found.state == "abandoned":
        return [
            Station(str(DRAW.state("committed").label), found.committed_at, "past"),
            Station(str(found.status.label), found.ended_at, "now"),
        ]
    order = ["committed", "drawn", "revealed"]
    dates: list[Any] = [
        found.committed_at,
        found.drawn_at,
        found.ended_at or until_day(_told_by(found)),
    ]
    place = order.index(found.state)
    return [
        Station(str(DRAW.state(name).label), when, "past" if n < place else "now" if n == place else "plan")
        for n, (name, when) in enumerate(zip(order, dates, strict=True))
    ]


def _told_by(found: Draw) -> date:
    """The day on which the seed is published at the latest, unless a visit has still to begin."""
    return found.last_on + timedelta(days=1)


def _moves(found: Draw) -> list[dict[str, Any]]:
    return [
        {
            "move": one.move,
            "consequence": one.consequence,
            "blocked": one.blocked,
            "asks_reason": True,
            "signs": False,
            "primary": one.name != "abandon" and one.blocked is None,
        }
        for one in found.open_moves(signed_in())
    ]


def _to(found: Draw) -> Any:
    return back_to(url_for(".draw", agency=here().slug, number=found.id))


def _to_visit(inspection: Inspection) -> Any:
    return back_to(url_for(".show", agency=here().slug, number=inspection.id))
