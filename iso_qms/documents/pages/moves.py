"""The moves of a revision: a button or a page for people, an answer in JSON for programs; and a reviewer's opinion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, jsonify, render_template, request

from iso_qms.blobs import attach
from iso_qms.clock import today
from iso_qms.documents import operations
from iso_qms.documents.approval import reviewing
from iso_qms.documents.approval.routing import acting_in
from iso_qms.documents.code import codes
from iso_qms.documents.flow import REVISION
from iso_qms.documents.forms import ApproveForm, MoveForm, OpinionForm, SubmitForm, WithdrawForm
from iso_qms.documents.issue import releasing, suspending
from iso_qms.documents.issue.suspension_forms import ResumeForm, SuspendForm
from iso_qms.documents.models import Document, Revision
from iso_qms.documents.pages.finding import revision_of, to_document, to_revision
from iso_qms.documents.pages.reading import reading_of
from iso_qms.documents.pages.revisions import own_review
from iso_qms.documents.readiness import mismatches_in, unread_among
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.web import back_to, password_confirmed, signed_in, wants_json
from iso_qms.workflow import Incomplete, Refused

MOVES: dict[str, Callable[..., None]] = {
    "submit": operations.submit,
    "take_back": operations.take_back,
    "discard": operations.discard,
    "send_back": reviewing.send_back,
    "approve": reviewing.approve,
    "suspend": suspending.suspend,
    "resume": suspending.resume,
    "withdraw": releasing.withdraw,
}
"""The moves people make; those of the clock have no button."""

FORMS: dict[str, type[Any]] = {
    "submit": SubmitForm,
    "take_back": MoveForm,
    "discard": MoveForm,
    "send_back": MoveForm,
    "approve": ApproveForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "withdraw": WithdrawForm,
}


@room.route("/<numbered:number>/revisions/<int:revision>/moves/<name>", methods=["GET", "POST"], needs="documents.read")
def move(number: int, revision: int, name: str) -> Any:
    """Make a move, or show the page on which it asks for a reason, a signature or papers."""
    found = revision_of(number, revision)
    operation = MOVES.get(name) or abort(404)
    form, found_in_it = FORMS[name](), mismatches_in(found) if name in ("submit", "approve") else []
    if name == "approve" and not any(one.is_error for one in found_in_it):
        del form.note
    if request.method == "POST" and wants_json():
        _demand_legible(form)
        return _made(operation, found, form, name)
    if form.validate_on_submit():
        with form.refusals():
            return _made(operation, found, form, name)
    if request.method == "GET":
        _demand_open(found, name)
        _begin(form)
    return render_template(
        "documents/move.html",
        form=form,
        move=REVISION.move(name),
        revision=found,
        document=found.document,
        acting=acting_in(signed_in(), found.approver_post_id) if name == "approve" else None,
        reading=reading_of(found, signed_in()) if name == "approve" else None,
        unread=unread_among([found]) if name in ("submit", "approve") else [],
        mismatches=found_in_it,
        back=to_revision(found),
    ), form.status


@room.route("/<numbered:number>/revisions/<int:revision>/opinion", methods=["GET", "POST"], needs="documents.review")
def opinion(number: int, revision: int) -> Any:
    """Read a revision and say whether one agrees."""
    found, person, form = revision_of(number, revision), signed_in(), OpinionForm()
    review = own_review(found, person)
    if review is None:
        raise Refused(_("No opinion on %(revision)s is asked of you now.", revision=found.named))
    if form.validate_on_submit():
        with form.refusals():
            reviewing.give_opinion(review, form.opinion.data, by=person, remark=form.remark.data or "")
            attach(found, form.files.data, by=person)
            flash(_("Your opinion on %(revision)s was noted.", revision=found.named))
            return back_to(to_revision(found))
    return render_template(
        "documents/opinion.html",
        form=form,
        review=review,
        revision=found,
        document=found.document,
        reading=reading_of(found, person),
        mismatches=mismatches_in(found),
        back=to_revision(found),
    ), form.status


@room.route("/<numbered:number>/revisions/<int:revision>/call-off", methods=["GET", "POST"], needs="documents.suspend")
def call_off(number: int, revision: int) -> Any:
    """Take back a suspension whose day has not come."""
    found, form = revision_of(number, revision), MoveForm()
    stop = found.suspension_to_come(today())
    if stop is None:
        raise Refused(_("No suspension of %(revision)s is to come.", revision=found.named))
    if form.validate_on_submit():
        with form.refusals():
            suspending.call_off(found, by=signed_in(), note=form.note.data or "")
            attach(found, form.files.data, by=signed_in())
            flash(_("The suspension of %(revision)s was called off.", revision=found.named))
            return back_to(to_revision(found))
    back = to_document(found.document)
    return render_template(
        "documents/call_off.html", form=form, suspension=stop, revision=found, document=found.document, back=back
    ), form.status


def _made(operation: Callable[..., None], revision: Revision, form: Any, name: str) -> Response:
    operation(revision, by=signed_in(), **_given(form))
    attach(revision, form.files.data, by=signed_in())
    return _moved(revision, name)


def _demand_legible(form: Any) -> None:
    # A program is not asked for what only the page needs, but what it says must be legible: a day that is none
    # would count as no day, and the move would hold from today.
    for field in form:
        if field.process_errors and any(str(one).strip() for one in field.raw_data or ()):
            raise Incomplete(f"{field.label.text}: {field.process_errors[0]}")


def _moved(revision: Revision, name: str) -> Response:
    if wants_json():
        return jsonify(state=revision.state, revision=revision.number, document=revision.document_id)
    said = {
        "submit": _("%(revision)s was submitted for review."),
        "take_back": _("%(revision)s is a draft again."),
        "discard": _("%(revision)s was put aside."),
        "send_back": _("%(revision)s was sent back to its authors."),
        "approve": _("%(revision)s was approved."),
        "suspend": _("%(revision)s is suspended."),
        "resume": _("%(revision)s applies again."),
        "withdraw": _("%(revision)s was withdrawn."),
    }
    if name == "suspend" and revision.state == "in_force":
        said[name] = _("%(revision)s will be suspended on its day.")
    if name == "resume" and revision.state == "suspended":
        said[name] = _("The end of the suspension of %(revision)s was set.")
    flash(said[name] % {"revision": revision.named})
    return back_to(to_document(revision.document) if name == "discard" else to_revision(revision))


def _given(form: Any) -> dict[str, Any]:
    if "own_password" in form and not password_confirmed():
        raise Incomplete(_("This is not your password. Nothing was signed."))
    given: dict[str, Any] = form.given()
    if "replacement" in form:
        given |= {"on": form.on.data, "replacement": _replacement(form.replacement.data)}
    return given


def _replacement(code: str | None) -> Document | None:
    if not code:
        return None
    found = codes.called([code], Document.visible_to(signed_in()))[code]
    if not found:
        raise Incomplete(_("There is no document with the code %(code)s.", code=code))
    return found[-1]


def _demand_open(revision: Revision, name: str) -> None:
    # A page for a move that is not open would only take somebody's words in vain.
    if revision.state not in REVISION.move(name).start:
        raise Refused(_("This is no longer possible: it is %(state)s now.", state=revision.status.label))
    offered = {one.name: one for one in revision.open_moves(signed_in())}
    if name not in offered:
        raise Refused(_("This move is not yours to make on %(revision)s.", revision=revision.named))
    if offered[name].blocked:
        raise Incomplete(str(offered[name].blocked))


def _begin(form: Any) -> None:
    for name in ("effective_on", "on"):
        if name in form and form[name].data is None:
            form[name].data = today()
