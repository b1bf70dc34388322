"""The pages of those who inspect: their qualifications and load, what each declares, the rules of teams."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.audits import operations
from iso_qms.audits.forms import ReasonForm
from iso_qms.audits.room import room
from iso_qms.audits.team import interests as declaring
from iso_qms.audits.team import qualifications
from iso_qms.audits.team.assigning import loads_of
from iso_qms.audits.team.competence import QUALIFICATIONS, USUAL_LEAD, USUAL_MEMBER
from iso_qms.audits.team.independence import INTERESTS
from iso_qms.audits.team.interests import HOLDS_FOR, Interest
from iso_qms.audits.team.proposing import LEADS, TAKES_PART
from iso_qms.audits.team.qualifications import Qualification, lacks_of, qualifications_of, sees_all
from iso_qms.audits.team.team_forms import EndInterestForm, InterestForm, QualificationForm, TeamRulesForm
from iso_qms.audits.team.team_rules import set_team_rules, team_rules_of
from iso_qms.audits.topics import TOPICS
from iso_qms.blobs import attach, files_of_each
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.web import back_to, find, here, signed_in


@room.route("/inspectors", needs="audits.plan")
def inspectors() -> Any:
    """Everybody who may inspect: what they lack today, what they carry, when they confirmed their interests."""
    people, rules = operations.inspection_people(today()), team_rules_of(here().id)
    numbers = {one.id for one in people}
    return render_template(
        "audits/inspectors.html",
        people=people,
        rules=rules,
        lacks=lacks_of(people, topics=(), day=today(), leads=False),
        to_lead=lacks_of(people, topics=(), day=today(), leads=True),
        loads=loads_of(people, day=today()),
        confirmed=declaring.last_confirmed(numbers),
        declared=list(db.session.scalars(Interest.visible_to(signed_in()).order_by(Interest.person_id, Interest.id))),
        INTERESTS=INTERESTS,
        QUALIFICATIONS=QUALIFICATIONS,
        TOPICS=TOPICS,
        LEADS=LEADS,
        TAKES_PART=TAKES_PART,
        HOLDS_FOR=HOLDS_FOR,
    )


@room.route("/inspectors/<int:number>", needs="audits.read")
def inspector(number: int) -> Any:
    """What one person is qualified by; for themselves and quality control."""
    person = _inspector(number)
    there = qualifications_of([person.id])[person.id]
    return render_template(
        "audits/inspector.html",
        somebody=person,
        there=there,
        files=files_of_each("qualification", [one.id for one in there]),
        may_keep=signed_in().may("audits.plan"),
        is_me=person.id == signed_in().id,
    )


@room.route("/inspectors/<int:number>/qualifications/new", methods=["GET", "POST"], needs="audits.plan")
def note_qualification(number: int) -> Any:
    """Note what somebody is qualified by, with its proof."""
    person, form = find(Person, number), QualificationForm()
    if form.validate_on_submit():
        with form.refusals():
            one = qualifications.note_qualification(
                person,
                form.kind.data,
                by=signed_in(),
                issued_on=form.issued_on.data,
                valid_until=form.valid_until.data,
                title=form.title.data or "",
                topic=form.topic.data or "",
            )
            attach(one, form.files.data, by=signed_in())
            flash(_("The qualification was noted."))
            return back_to(url_for(".inspector", agency=here().slug, number=person.id))
    return render_template("audits/note_qualification.html", form=form, somebody=person), form.status


@room.route("/qualifications/<int:number>/strike", methods=["GET", "POST"], needs="audits.plan")
def strike_qualification(number: int) -> Any:
    """Strike one that was noted wrongly."""
    one, form = find(Qualification, number), ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            qualifications.strike_qualification(one, by=signed_in(), reason=form.note.data)
            attach(one, form.files.data, by=signed_in())
            flash(_("The qualification was struck."))
            return back_to(url_for(".inspector", agency=here().slug, number=one.person_id))
    return render_template("audits/strike_qualification.html", form=form, one=one), form.status


@room.route("/interests", methods=["GET", "POST"], needs="audits.read")
def interests() -> Any:
    """One's own declarations; a POST confirms that they are complete."""
    person = signed_in()
    if request.method == "POST":
        declaring.confirm_interests(by=person)
        flash(_("You have confirmed that what you declared is complete."))
        return back_to(url_for(".interests", agency=here().slug))
    return render_template(
        "audits/interests.html",
        declared=declaring.interests_of(person),
        confirmed=declaring.last_confirmed({person.id}).get(person.id),
        inspects=person.may("audits.inspect"),
        HOLDS_FOR=HOLDS_FOR,
        INTERESTS=INTERESTS,
    )


@room.route("/interests/new", methods=["GET", "POST"], needs="audits.read")
def declare() -> Any:
    """Declare an interest of one's own."""
    form = InterestForm()
    if form.validate_on_submit():
        with form.refusals():
            declaring.declare(
                form.kind.data,
                by=signed_in(),
                unit=db.session.get(Unit, form.unit.data) if form.unit.data else None,
                other=db.session.get(Person, form.other.data) if form.other.data else None,
                note=form.note.data or "",
                since=form.since.data,
                until=form.until.data,
            )
            flash(_("Your interest is declared: teams are held against it from now on."))
            return back_to(url_for(".interests", agency=here().slug))
    return render_template("audits/declare.html", form=form), form.status


@room.route("/interests/<int:number>/end", methods=["GET", "POST"], needs="audits.read")
def end_interest(number: int) -> Any:
    """Say that an interest is over."""
    one, form = find(Interest, number), EndInterestForm()
    if one.person_id != signed_in().id:
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            declaring.end_interest(one, by=signed_in(), until=form.until.data)
            flash(_("The interest is over; it stays in the list."))
            return back_to(url_for(".interests", agency=here().slug))
    return render_template("audits/end_interest.html", form=form, one=one, INTERESTS=INTERESTS), form.status


@room.route("/inspectors/rules", methods=["GET", "POST"], needs="audits.plan")
def team_rules() -> Any:
    """What holds for every team: how long a post binds, who is qualified, whether exceptions exist."""
    rules = team_rules_of(here().id)
    usual = {} if rules.are_set else {"lead_kinds": USUAL_LEAD, "member_kinds": USUAL_MEMBER}
    form = TeamRulesForm(data=vars(rules) | usual)
    if form.validate_on_submit():
        with form.refusals():
            names = ("past_months", "lead_kinds", "member_kinds", "topics", "years", "allows_exceptions")
            typed = {name: form[name].data for name in names}
            set_team_rules(by=signed_in(), why_exceptions=form.why_exceptions.data or "", **typed)
            flash(_("The rules were kept."))
            return back_to(url_for(".inspectors", agency=here().slug))
    return render_template("audits/team_rules.html", form=form), form.status


def _inspector(number: int) -> Person:
    person = find(Person, number)
    if person.id != signed_in().id and not sees_all(signed_in()):
        abort(404)
    return person
