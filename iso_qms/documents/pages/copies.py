"""The register of controlled copies: where each is, giving one out, and noting what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.copy import copying
from iso_qms.documents.copy.copy_forms import CopyMoveForm, GiveCopyForm
from iso_qms.documents.flow import CONTROLLED_COPY
from iso_qms.documents.models import COPY_FORMS, ControlledCopy, Document, Revision
from iso_qms.documents.pages.entries import posts_with_holders
from iso_qms.documents.pages.finding import document_of, revision_of, to_document, to_revision
from iso_qms.documents.pages.paper import pdf_answer
from iso_qms.documents.room import room
from iso_qms.documents.sheet import pdf_file
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.organisation.people import Post
from iso_qms.web import Column, as_excel, back_to, find, here, number_asked, paged, signed_in
from iso_qms.workflow import Refused

MOST_EXCEL_ROWS = 50_000
MOVES: dict[str, Callable[..., None]] = {
    "take_in": copying.take_in,
    "destroy": copying.destroy,
    "lose": copying.lose,
}
"""What people note of a copy; the recall is the clock's."""

_LOADED = (joinedload(ControlledCopy.revision), joinedload(ControlledCopy.given_by))


@room.route("/copies", needs="documents.read")
def copies() -> Any:
    """The controlled copies of all documents or of one, those to be got back first."""
    document = _document_asked()
    return render_template(
        "documents/copies.html",
        page=paged(_copies(document).options(*_LOADED)),
        document=document,
        chips=_chips(document),
        forms=COPY_FORMS,
        to_document=to_document,
    )


@room.route("/copies.xlsx", needs="documents.read")
def copies_excel() -> Any:
    """The same, as Excel."""
    query = _copies(_document_asked()).options(*_LOADED)
    return as_excel(db.session.scalars(query.limit(MOST_EXCEL_ROWS)).unique(), _columns(), name=_("Controlled copies"))


@room.route(
    "/<numbered:number>/revisions/<int:revision>/copies/new", methods=["GET", "POST"], needs="documents.distribute"
)
def give_copy(number: int, revision: int) -> Any:
    """Give out the next numbered copy of a revision."""
    found, form = revision_of(number, revision), GiveCopyForm()
    form.post.choices = [(0, _("Somebody outside the agency"))] + [
        (post.id, f"{post} ({name})" if name else str(post)) for post, name in posts_with_holders()
    ]
    if form.validate_on_submit():
        with form.refusals():
            copy = copying.give_copy(found, by=signed_in(), **_given(form))
            db.session.flush()
            flash(_("Copy %(number)s was noted. Print it, or send its file.", number=f"{copy.number:02d}"))
            return back_to(to_copy(copy))
    if request.method == "GET":
        form.given_on.data = today()
        if not copying.can_be_given(found):
            raise Refused(_("Copies are given of what is in force, or approved with its day."))
    return render_template(
        "documents/give_copy.html", form=form, revision=found, document=found.document, back=to_revision(found)
    ), form.status


@room.route("/copies/<int:copy>", needs="documents.read")
def copy(copy: int) -> Any:
    """One controlled copy: who holds it, since when, and what became of it."""
    found = find(ControlledCopy, copy, *_LOADED)
    return render_template(
        "documents/copy.html",
        copy=found,
        revision=found.revision,
        document=found.revision.document,
        forms=COPY_FORMS,
        moves=found.open_moves(signed_in()),
        moves_url=to_copy(found) + "/moves/",
        history=history_of(found),
        to_revision=to_revision,
    )


@room.route("/copies/<int:copy>/pdf", needs="documents.distribute")
def copy_pdf(copy: int) -> Response:
    """The sheets of a copy that is out, with its number, holder and day on them."""
    found = find(ControlledCopy, copy)
    if found.state != "out":
        raise Refused(_("This copy is no longer out, so it is not printed again."))
    revision = revision_of(found.revision.document_id, found.revision.number)
    return pdf_answer(pdf_file(revision, copy=found), revision, copy=found)


@room.route("/copies/<int:copy>/moves/<name>", methods=["GET", "POST"], needs="documents.distribute")
def copy_move(copy: int, name: str) -> Any:
    """Note what became of a copy."""
    found, operation, form = find(ControlledCopy, copy, *_LOADED), MOVES.get(name) or abort(404), CopyMoveForm()
    move = CONTROLLED_COPY.move(name)
    if request.method == "GET":
        found.demand_open(name, by=signed_in())
    if form.validate_on_submit():
        with form.refusals():
            operation(found, by=signed_in(), note=form.note.data or "")
            flash(_("Copy %(number)s: %(state)s.", number=f"{found.number:02d}", state=found.status.label))
            return back_to(to_copy(found))
    return render_template(
        "documents/move_copy.html", form=form, move=move, copy=found, back=to_copy(found)
    ), form.status


def to_copy(copy: ControlledCopy) -> str:
    """The address of a copy's page."""
    return url_for("documents.copy", agency=here().slug, copy=copy.id)


def _document_asked() -> Document | None:
    number = number_asked("document")
    return document_of(number) if number else None


def _state_asked() -> str:
    asked = request.args.get("state", "")
    return asked if asked in {one.name for one in CONTROLLED_COPY.states} else ""


def _copies(document: Document | None) -> Select[Any]:
    query = _of(document, ControlledCopy.visible_to(signed_in()))
    if state := _state_asked():
        query = query.where(ControlledCopy.state == state)
    # What is to come back stands first, then what is out; what is settled below.
    order = {"recalled": 0, "out": 1}
    return query.order_by(
        case(order, value=ControlledCopy.state, else_=2), ControlledCopy.given_on.desc(), ControlledCopy.id
    )


def _of(document: Document | None, query: Select[Any]) -> Select[Any]:
    if document is None:
        return query
    mine = select(Revision.id).where(Revision.document_id == document.id)
    return query.where(ControlledCopy.revision_id.in_(mine))


def _chips(document: Document | None) -> list[dict[str, Any]]:
    query = _of(document, ControlledCopy.visible_to(signed_in()))
    counts = query.with_only_columns(ControlledCopy.state, func.count()).group_by(ControlledCopy.state)
    found = dict(db.session.execute(counts).all())
    rows = [("", _("All"), sum(found.values()))]
    rows += [(one.name, str(one.label), found[one.name]) for one in CONTROLLED_COPY.states if one.name in found]
    return [
        {"label": label, "count": count, "url": _list_url(document, name), "current": name == _state_asked()}
        for name, label, count in rows
    ]


def _list_url(document: Document | None, state: str) -> str:
    number = document.id if document else None
    return url_for("documents.copies", agency=here().slug, document=number, state=state or None)


def _given(form: GiveCopyForm) -> dict[str, Any]:
    return {
        "form": form.form.data,
        "given_on": form.given_on.data,
        "post": db.session.get(Post, form.post.data) if form.post.data else None,
        "outside": form.outside.data or "",
        "note": form.note.data or "",
    }


def _columns() -> list[Column]:
    return [
        Column(_("Code"), lambda one: one.revision.document.code, 18),
        Column(_("Title"), lambda one: one.revision.title, 50),
        Column(_("Issue no."), lambda one: one.revision.issue_label, 8),
        Column(_("Copy"), lambda one: one.number, 8),
        Column(_("Form of the copy"), lambda one: str(COPY_FORMS[one.form]), 16),
        Column(_("Held by"), lambda one: one.holder, 44),
        Column(_("Given on"), lambda one: one.given_on, 12),
        Column(_("Given by"), lambda one: one.given_by.name, 26),
        Column(_("State"), lambda one: str(one.status.label), 16),
        Column(_("Recalled at"), lambda one: one.recalled_at, 18),
        Column(_("Settled on"), lambda one: one.ended_on, 12),
        Column(_("Note"), lambda one: one.note, 40),
    ]
