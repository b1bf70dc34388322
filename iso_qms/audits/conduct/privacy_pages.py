"""A person's own page about findings that name them, and what quality control decides about names."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, abort, flash, render_template, url_for

from iso_qms.audits.conduct import name_ends, privacy
from iso_qms.audits.conduct.conduct_forms import DecideForm, HoldForm, RestrictForm
from iso_qms.audits.finding.findings import Finding, readings_of
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.web import back_to, find, here, signed_in


@room.route("/about-me", needs="audits.read")
def about_me() -> Any:
    """What findings hold on oneself: what, until when, and who opened it."""
    rows = [(one, readings_of(one), privacy.request_on(one)) for one in privacy.naming(signed_in())[:4]]
    others = privacy.naming(signed_in())[4:]
    return render_template("audits/about_me.html", rows=rows, others=others, TOPICS=TOPICS)


@room.route("/about-me.json", needs="audits.read")
def about_me_file() -> Any:
    """The same whole, as a file to take along."""
    said = json.dumps(privacy.held_on(signed_in()), ensure_ascii=False, indent=2)
    answer = Response(said, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=findings-about-me.json"
    return answer


@room.route("/findings/<int:number>/restrict", methods=["GET", "POST"], needs="audits.read")
def restrict(number: int) -> Any:
    """Ask that a finding naming oneself be out of lists and counts."""
    found, form = find(Finding, number), RestrictForm()
    if found.person_id != signed_in().id or found.notified_at is None:
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            privacy.ask_restriction(found, by=signed_in(), words=form.words.data)
            flash(_("The request was sent. It is answered within two working days."))
            return back_to(url_for(".about_me", agency=here().slug))
    return render_template("audits/restrict.html", form=form, finding=found), form.status


@room.route("/names", needs="audits.plan")
def names() -> Any:
    """Requests that wait, and names whose time ends next: by number alone, or the rows would tell small counts."""
    waiting = db.session.scalars(
        privacy.RestrictionRequest.visible_to(signed_in())
        .where(privacy.RestrictionRequest.granted.is_(None))
        .order_by(privacy.RestrictionRequest.asked_at)
        .limit(50)
    ).all()
    ending = name_ends.names_that_wait()
    rows = db.session.scalars(ending.order_by(Finding.names_end_on, Finding.id).limit(50)).unique().all()
    return render_template("audits/names.html", waiting=waiting, rows=rows, day=today())


@room.route("/restrictions/<int:number>", methods=["GET", "POST"], needs="audits.plan")
def decide(number: int) -> Any:
    """Restrict a finding or not, with a reason."""
    asked, form = find(privacy.RestrictionRequest, number), DecideForm()
    if asked.granted is not None:
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            granted = form.granted.data == "yes"
            privacy.decide_restriction(asked, by=signed_in(), granted=granted, reason=form.reason.data)
            flash(_("The answer was sent."))
            return back_to(url_for(".names", agency=here().slug))
    return render_template("audits/decide.html", form=form, asked=asked, topic=TOPICS[asked.finding.kind]), form.status


@room.route("/names/<int:number>/hold", methods=["GET", "POST"], needs="audits.plan")
def hold_name(number: int) -> Any:
    """Hold a name beyond its time, or release it."""
    found = db.session.scalars(name_ends.names_that_wait().where(Finding.id == number)).unique().one_or_none()
    form = HoldForm()
    if found is None:
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            act = name_ends.release if found.hold_reason else name_ends.hold
            act(found, by=signed_in(), reason=form.reason.data)
            flash(_("It was kept."))
            return back_to(url_for(".names", agency=here().slug))
    return render_template("audits/hold_name.html", form=form, finding=found), form.status
