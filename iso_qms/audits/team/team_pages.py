"""The pages of a team: naming it, having one proposed, exceptions to a tie."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from iso_qms.audits import choices, operations
from iso_qms.audits.forms import MemberForm
from iso_qms.audits.models import Inspection
from iso_qms.audits.room import room
from iso_qms.audits.team import exceptions
from iso_qms.audits.team.assigning import Standing, candidates, loads_of, standings
from iso_qms.audits.team.exception_flow import EXCEPTION
from iso_qms.audits.team.exceptions import TeamException, exceptions_of
from iso_qms.audits.team.independence import Reason
from iso_qms.audits.team.proposing import LEADS, TAKES_PART, fewest_exceptions, propose
from iso_qms.audits.team.team_forms import MOST_IN_A_TEAM, USUAL_SIZE, DecisionForm, ExceptionForm, ProposeForm
from iso_qms.audits.team.team_rules import team_rules_of
from iso_qms.blobs import attach, files_of
from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.people import Person
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Incomplete

AT_ONCE = (joinedload(Inspection.team), joinedload(Inspection.units))
"""What these pages show of an inspection, read together with it."""


@room.route("/inspections/<int:number>/team", methods=["GET", "POST"], needs="audits.read")
def team(number: int) -> Any:
    """The team of an inspection and who could be in it; a POST names somebody."""
    inspection = find(Inspection, number, *AT_ONCE)
    operations.demand_team_open(inspection, by=signed_in())
    asked_for, people = exceptions_of(inspection), operations.inspection_people(today())
    found = standings(_with_team(people, inspection), inspection, day=inspection.planned_on, asked_for=asked_for)
    form = _member_form(inspection, people, found)
    if request.method == "POST":
        return _name(inspection, form, people)
    return render_template(
        "audits/team.html",
        inspection=inspection,
        form=form,
        found=found,
        barred=[one for one in found.values() if one.against(leads=False) and not inspection.has_member(one.person)],
        asked_for=asked_for,
        may_except=_may_except(inspection),
        loads=loads_of(people, day=inspection.planned_on, besides=inspection),
        LEADS=LEADS,
        TAKES_PART=TAKES_PART,
    )


@room.route("/inspections/<int:number>/team/<int:member_id>/release", methods=["POST"], needs="audits.read")
def release_member(number: int, member_id: int) -> Any:
    """Take somebody out of the team again."""
    inspection = find(Inspection, number)
    member = next((one for one in inspection.team if one.id == member_id), None) or abort(404)
    operations.release_member(inspection, member, by=signed_in())
    flash(_("%(name)s is no longer in the team.", name=member.person.name))
    return _to_team(inspection)


@room.route("/inspections/<int:number>/team/propose", methods=["GET", "POST"], needs="audits.read")
def propose_team(number: int) -> Any:
    """Up to three legal teams with balanced load, or what stands in the way; a POST takes one."""
    inspection = find(Inspection, number, *AT_ONCE)
    operations.demand_team_open(inspection, by=signed_in())
    if request.method == "POST":
        return _take(inspection, request.form.getlist("member", type=int))
    form = ProposeForm(request.args if "size" in request.args else MultiDict({"size": USUAL_SIZE}))
    size = form.size.data if form.validate() else USUAL_SIZE
    people = operations.inspection_people(today())
    found = standings(people, inspection, day=inspection.planned_on)
    loads = loads_of(people, day=inspection.planned_on, besides=inspection)
    there = candidates(found.values(), loads)
    teams = propose(there, size=size or 1)
    return render_template(
        "audits/propose.html",
        inspection=inspection,
        form=form,
        teams=teams,
        size=size,
        left_out=[one for one in there if not (one.may_take_part or one.may_lead)],
        leads_only=[one for one in there if one.may_take_part and not one.may_lead],
        needed=None if teams else fewest_exceptions(there, size=size or 1),
        may_except=_may_except(inspection),
        MOST=MOST_IN_A_TEAM,
        LEADS=LEADS,
        TAKES_PART=TAKES_PART,
    ), form.status


@room.route("/inspections/<int:number>/exceptions/new", methods=["GET", "POST"], needs="audits.plan")
def ask_exception(number: int) -> Any:
    """Ask for an exception to one tie of one person."""
    inspection = find(Inspection, number)
    person, tie = _tie(inspection, request.args.get("person", 0, type=int), request.args.get("tie", ""))
    form = ExceptionForm()
    if form.validate_on_submit():
        with form.refusals():
            one = exceptions.ask_exception(inspection, person, tie, by=signed_in(), measure=form.measure.data)
            attach(one, form.files.data, by=signed_in())
            flash(_("The exception waits for the leadership."))
            return back_to(url_for(".exception", agency=here().slug, number=one.id))
    return render_template(
        "audits/ask_exception.html", form=form, inspection=inspection, somebody=person, tie=tie
    ), form.status


@room.route("/exceptions/<int:number>", needs="audits.read")
def exception(number: int) -> Any:
    """One exception: the tie, the measure, who asked and who decided."""
    one = find(TeamException, number)
    return render_template(
        "audits/exception.html",
        one=one,
        inspection=one.inspection,
        moves=[_shown(each) for each in one.open_moves(signed_in())] if one.inspection.state == "planned" else [],
        files=files_of(one),
        history=[
            {"at": each.at, "who": each.name, "sentence": sentence(each.verb), "reason": each.reason}
            for each in history_of(one)
        ],
    )


@room.route("/exceptions/<int:number>/moves/<name>", methods=["GET", "POST"], needs="audits.read")
def exception_move(number: int, name: str) -> Any:
    """Approve, refuse or take back an exception."""
    one, act = find(TeamException, number), exceptions.EXCEPTION_MOVES.get(name) or abort(404)
    declared, form = EXCEPTION.move(name), DecisionForm()
    if request.method == "GET":
        one.demand_open(name, by=signed_in())
    if form.validate_on_submit():
        with form.refusals():
            act(one, by=signed_in(), note=form.note.data or "")
            attach(one, form.files.data, by=signed_in())
            flash(f"{one}: {declared.said}.")
            return back_to(url_for(".exception", agency=here().slug, number=one.id))
    return render_template("audits/exception_move.html", form=form, one=one, move=declared), form.status


def _with_team(people: list[Person], inspection: Inspection) -> list[Person]:
    return list({one.id: one for one in [*people, *(member.person for member in inspection.team)]}.values())


def _member_form(inspection: Inspection, people: list[Person], found: dict[int, Standing]) -> MemberForm:
    form = MemberForm()
    there = [one for one in people if not inspection.has_member(one)]
    barred = {one.id for one in there if found[one.id].against(leads=False)}
    form.person.choices = choices.people(there, today(), none=_("Choose an inspector"), barred=barred)
    return form


def _name(inspection: Inspection, form: MemberForm, people: list[Person]) -> Any:
    if form.validate_on_submit():
        person = next(one for one in people if one.id == form.person.data)
        operations.name_member(inspection, person, by=signed_in(), is_lead=form.is_lead.data)
        flash(_("%(name)s is in the team.", name=person.name))
    else:
        flash(_("Choose an inspector."), "error")
    return _to_team(inspection)


def _take(inspection: Inspection, numbers: list[int]) -> Any:
    there = {one.id: one for one in operations.inspection_people(today())}
    members = [there[one] for one in numbers if one in there]
    if not members:
        raise Incomplete(_("Choose a team."))
    operations.name_team(inspection, members, by=signed_in())
    flash(_("The team is named: %(names)s.", names=", ".join(one.name for one in members)))
    return back_to(url_for(".show", agency=here().slug, number=inspection.id))


def _tie(inspection: Inspection, person_id: int, key: str) -> tuple[Person, Reason]:
    person = next((one for one in operations.inspection_people(today()) if one.id == person_id), None) or abort(404)
    found = standings([person], inspection, day=inspection.planned_on)[person.id]
    return person, next((one for one in found.ties if one.key == key), None) or abort(404)


def _may_except(inspection: Inspection) -> bool:
    return signed_in().may("audits.plan") and team_rules_of(inspection.agency_id).allows_exceptions


def _shown(one: Any) -> dict[str, Any]:
    return {
        "move": one.move,
        "consequence": one.consequence,
        "blocked": one.blocked,
        "asks_reason": True,
        "asks_papers": True,
        "signs": False,
        "primary": one.name == "approve_exception",
    }


def _to_team(inspection: Inspection) -> Any:
    return back_to(url_for(".team", agency=here().slug, number=inspection.id))
