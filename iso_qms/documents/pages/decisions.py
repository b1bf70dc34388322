"""Issue decisions: the list, drawing one up, its page, its moves, and its Word file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, abort, flash, jsonify, render_template, request, url_for
from sqlalchemy.orm import selectinload

from iso_qms.blobs import WORD, attach, files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.approval.routing import acting_in
from iso_qms.documents.flow import ISSUE_DECISION
from iso_qms.documents.forms import DecisionForm, EffectiveForm, MoveForm, PapersForm, SignedForm
from iso_qms.documents.issue import issuing, releasing
from iso_qms.documents.issue.decisions import IssueDecision
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.drafts import post_of
from iso_qms.documents.pages.finding import revision_of, to_revision
from iso_qms.documents.readiness import unread_among
from iso_qms.documents.room import room
from iso_qms.documents.word.decision import decision_file
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.web import attachment_answer, back_to, find, here, paged, password_confirmed, signed_in, wants_json
from iso_qms.workflow import Incomplete, Refused

MOVES: dict[str, Callable[..., None]] = {"issue": issuing.issue, "abandon": issuing.abandon}
FORMS: dict[str, type[Any]] = {"issue": SignedForm, "abandon": MoveForm}


@room.route("/decisions", needs="documents.read")
def decisions() -> Any:
    """Every issue decision, newest first, and the approved revisions that wait for one."""
    person = signed_in()
    query = IssueDecision.visible_to(person).options(selectinload(IssueDecision.revisions))
    waiting = db.session.scalars(issuing.waiting_for_decision(person)).unique().all()
    return render_template(
        "documents/decisions.html",
        page=paged(query.order_by(IssueDecision.decided_on.desc(), IssueDecision.id.desc())),
        waiting=waiting,
        to_revision=to_revision,
    )


@room.route("/decisions/new", methods=["GET", "POST"], needs="documents.write")
def prepare() -> Any:
    """Draw up a decision over a set of approved revisions."""
    form = _offering(DecisionForm(decided_on=today(), effective_on=today()), None)
    if form.validate_on_submit():
        with form.refusals():
            made = issuing.prepare_decision(by=signed_in(), **_given(form))
            attach(made, form.files.data, by=signed_in())
            flash(_("Decision %(number)s was drawn up.", number=made.number))
            return back_to(to_decision(made))
    return render_template("documents/prepare.html", form=form), form.status


@room.route("/decisions/<int:number>", needs="documents.read")
def decision(number: int) -> Any:
    """An issue decision and what it puts in force."""
    found, person = find(IssueDecision, number), signed_in()
    return render_template(
        "documents/decision.html",
        decision=found,
        moves=found.open_moves(person),
        moves_url=to_decision(found) + "/moves/",
        may_change=found.state == "preparing" and person.may("documents.write"),
        unread=unread_among(found.revisions),
        files=files_of(found),
        papers=PapersForm() if person.may("documents.write") else None,
        history=history_of(found),
        to_revision=to_revision,
    )


@room.route("/decisions/<int:number>/papers", methods=["POST"], needs="documents.write")
def decision_papers(number: int) -> Response:
    """Add papers to a decision at any time: the scan of the signed sheet comes after it was issued."""
    found, form = find(IssueDecision, number), PapersForm()
    if not (form.validate_on_submit() and attach(found, form.files.data, by=signed_in())):
        raise Incomplete(_("Choose at least one file."))
    return back_to(to_decision(found))


@room.route("/decisions/<int:number>/change", methods=["GET", "POST"], needs="documents.write")
def change_decision(number: int) -> Any:
    """Correct a decision in preparation."""
    found = find(IssueDecision, number)
    form = _offering(
        DecisionForm(
            number=found.number,
            title=found.title,
            decided_on=found.decided_on,
            effective_on=found.effective_on,
            signer=found.signer_post_id or 0,
            revisions=[one.id for one in found.revisions],
        ),
        found,
    )
    if form.validate_on_submit():
        with form.refusals():
            issuing.change_decision(found, by=signed_in(), **_given(form))
            attach(found, form.files.data, by=signed_in())
            flash(_("Decision %(number)s was changed.", number=found.number))
            return back_to(to_decision(found))
    return render_template("documents/change_decision.html", form=form, decision=found), form.status


@room.route("/decisions/<int:number>/moves/<name>", methods=["GET", "POST"], needs="documents.read")
def move_decision(number: int, name: str) -> Any:
    """Issue a decision with one's password, or give it up with a reason."""
    found, operation = find(IssueDecision, number), MOVES.get(name) or abort(404)
    form = FORMS[name]()
    if request.method == "POST" and wants_json():
        _make(operation, found, form)
        return jsonify(state=found.state, decision=found.id)
    if form.validate_on_submit():
        with form.refusals():
            _make(operation, found, form)
            flash(_("Decision %(number)s: %(state)s.", number=found.number, state=found.status.label))
            return back_to(to_decision(found))
    if request.method == "GET" and name not in {one.name for one in found.open_moves(signed_in())}:
        raise Refused(_("This move is not yours to make on %(revision)s.", revision=found.number))
    return render_template(
        "documents/move_decision.html",
        form=form,
        move=ISSUE_DECISION.move(name),
        decision=found,
        acting=acting_in(signed_in(), found.signer_post_id) if name == "issue" else None,
        unread=unread_among(found.revisions),
        back=to_decision(found),
        to_revision=to_revision,
    ), form.status


@room.route("/decisions/<int:number>/word", needs="documents.read")
def decision_word(number: int) -> Response:
    """The decision as a Word file in the layout of Decree 30/2020."""
    found = find(IssueDecision, number)
    return attachment_answer(
        decision_file(found, here()),
        name=_("Decision %(number)s", number=found.number.replace("/", "-")) + ".docx",
        mimetype=WORD,
    )


@room.route("/<numbered:number>/revisions/<int:revision>/effective", methods=["GET", "POST"], needs="documents.approve")
def effective(number: int, revision: int) -> Any:
    """Name the day of an approved revision that waits, without a decision."""
    found, form = revision_of(number, revision), EffectiveForm(effective_on=today())
    if form.validate_on_submit():
        with form.refusals():
            if not password_confirmed():
                raise Incomplete(_("This is not your password. Nothing was signed."))
            releasing.set_effective(found, _a_day(form.effective_on.data), by=signed_in())
            attach(found, form.files.data, by=signed_in())
            flash(_("The effective date of %(revision)s was set.", revision=found.named))
            return back_to(to_revision(found))
    return render_template(
        "documents/effective.html", form=form, revision=found, document=found.document, unread=unread_among([found])
    ), form.status


def to_decision(decision: IssueDecision) -> str:
    """The address of a decision's page."""
    return url_for("documents.decision", agency=here().slug, number=decision.id)


def _offering(form: DecisionForm, decision: IssueDecision | None) -> DecisionForm:
    waiting = db.session.scalars(issuing.waiting_for_decision(signed_in(), besides=decision)).unique()
    form.revisions.choices = [(one.id, f"{one.document.code} · {one.issue_label} · {one.title}") for one in waiting]
    return form


def _given(form: DecisionForm) -> dict[str, Any]:
    chosen = [one for one in (db.session.get(Revision, number) for number in form.revisions.data or []) if one]
    return {
        "number": form.number.data,
        "title": form.title.data,
        "decided_on": form.decided_on.data,
        "effective_on": form.effective_on.data,
        "signer": post_of(form.signer.data),
        "revisions": chosen,
    }


def _make(operation: Callable[..., None], decision: IssueDecision, form: Any) -> None:
    operation(decision, by=signed_in(), **_signed(form))
    attach(decision, form.files.data, by=signed_in())


def _signed(form: Any) -> dict[str, Any]:
    if "own_password" in form and not password_confirmed():
        raise Incomplete(_("This is not your password. Nothing was signed."))
    given: dict[str, Any] = form.given()
    return given


def _a_day(day: date | None) -> date:
    assert day is not None
    return day
