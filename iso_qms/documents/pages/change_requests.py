"""Change requests: the list, asking for one, its page, its moves, and which of them a draft answers."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from iso_qms.blobs import attach, files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.blocks import place_of
from iso_qms.documents.code import codes
from iso_qms.documents.flow import CHANGE_REQUEST
from iso_qms.documents.forms import AcceptRequestForm, ChangeRequestForm, MoveForm
from iso_qms.documents.models import Block, BlockVersion, ChangeRequest, Document, Revision, may_decide
from iso_qms.documents.pages.finding import revision_of, to_document, to_revision
from iso_qms.documents.request import change_requests
from iso_qms.documents.request.requests_list import VIEWS, Wanted, counts, requests_wanted, sources_in_use
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.lifecycle import OpenMove
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import units_on
from iso_qms.registry import registry
from iso_qms.text import whole_number
from iso_qms.web import Column, as_excel, back_to, find, here, kept_filters, number_asked, paged, signed_in
from iso_qms.workflow import Incomplete

FORMS: dict[str, type[Any]] = {"accept": AcceptRequestForm, "decline": MoveForm, "withdraw": MoveForm}
LONGEST_PART = 80


@room.route("/changes", needs="documents.read")
def changes() -> Any:
    """What is asked of documents, the most pressing first."""
    if back := kept_filters("changes"):
        return back
    wanted, person = Wanted.of(request.args), signed_in()
    query = requests_wanted(wanted, person=person, day=today())
    return render_template(
        "documents/changes.html",
        page=paged(query.options(joinedload(ChangeRequest.asked_by))),
        wanted=wanted,
        chips=_chips(wanted, person),
        units=units_on(today()),
        sources=sources_in_use(),
        day_shown=today(),
        source_label=_source_label,
    )


@room.route("/changes.xlsx", needs="documents.read")
def changes_excel() -> Response:
    """The same rows as Excel."""
    query = requests_wanted(Wanted.of(request.args), person=signed_in(), day=today())
    columns = [
        Column(_("Number"), lambda one: one.code, 16),
        Column(_("Kind"), lambda one: one.about_kind, 18),
        Column(_("Code"), lambda one: one.about_code, 18),
        Column(_("Title"), lambda one: one.about_title, 50),
        Column(_("What should change"), lambda one: one.what, 60),
        Column(_("Why"), lambda one: one.why, 50),
        Column(_("Comes from"), lambda one: _source_label(one.source_kind), 22),
        Column(_("Asked by"), lambda one: one.asked_by.name, 24),
        Column(_("Asked on"), lambda one: one.asked_on, 12),
        Column(_("State"), lambda one: str(one.status.label), 16),
        Column(_("Due on"), lambda one: one.due_on or one.decide_by, 12),
        Column(_("Ended on"), lambda one: one.ended_on, 12),
    ]
    found = db.session.scalars(query.options(joinedload(ChangeRequest.asked_by))).unique()
    return as_excel(found, columns, name=_("Change requests"))


@room.route("/changes/new", methods=["GET", "POST"], needs="documents.request_changes")
def request_change() -> Any:
    """Ask that a document be changed; the address may name the document, the part, and the thing it comes from."""
    document = _document_asked()
    block = number_asked("block")
    form = ChangeRequestForm(document=document.code if document else "", block=block)
    form.block.choices = [(0, _("The whole document")), *_parts(document)]
    source = _source_asked()
    if form.validate_on_submit():
        with form.refusals():
            made = change_requests.request_change(
                document if document and document.code == form.document.data else _document_typed(form.document.data),
                by=signed_in(),
                what=form.what.data or "",
                why=form.why.data or "",
                block=db.session.get(Block, form.block.data) if form.block.data else None,
                due_on=form.due_on.data,
                source=source,
            )
            attach(made, form.files.data, by=signed_in())
            flash(_("%(code)s was sent to whoever decides on it.", code=made.code))
            return back_to(to_request(made))
    back = to_document(document) if document else url_for("documents.changes", agency=here().slug)
    return render_template(
        "documents/request_change.html", form=form, document=document, comes_from=_source(source), back=back
    ), form.status


@room.route("/changes/<int:number>", needs="documents.read")
def change_request(number: int) -> Any:
    """One request: what is asked, why, from where, who decides, and which draft answers it."""
    loads = joinedload(ChangeRequest.asked_by), joinedload(ChangeRequest.decided_by), joinedload(ChangeRequest.revision)
    found, person = find(ChangeRequest, number, *loads), signed_in()
    return render_template(
        "documents/change_request.html",
        one=found,
        comes_from=_source((found.source_kind, found.source_id) if found.source_id else None),
        part=_part_of(found),
        thing_url=_thing_url(found),
        deciders=change_requests.deciders(found) if found.state == "requested" else [],
        is_late=found.is_late(today()),
        moves=moves_of(found, person),
        moves_url=to_request(found) + "/moves/",
        may_reword=found.state == "requested" and found.asked_by_id == person.id,
        files=files_of(found),
        history=history_of(found),
        to_document=to_document,
        to_revision=to_revision,
        sees_draft=found.revision is not None and _sees(found.revision, person),
    )


@room.route("/changes/<int:number>/words", methods=["GET", "POST"], needs="documents.request_changes")
def reword_request(number: int) -> Any:
    """Correct what is asked, while nobody has decided."""
    found = find(ChangeRequest, number)
    form = ChangeRequestForm(
        document=found.about_code, block=found.block_id or 0, what=found.what, why=found.why, due_on=found.due_on
    )
    form.block.choices = [(0, _("The whole document")), *_parts(found.document)]
    if form.validate_on_submit():
        with form.refusals():
            words = {"what": form.what.data or "", "why": form.why.data or "", "due_on": form.due_on.data}
            change_requests.reword(found, by=signed_in(), **words)
            attach(found, form.files.data, by=signed_in())
            flash(_("%(code)s was changed; the old words stand in the history.", code=found.code))
            return back_to(to_request(found))
    return render_template("documents/reword_request.html", form=form, one=found, back=to_request(found)), form.status


@room.route("/changes/<int:number>/moves/<name>", methods=["GET", "POST"], needs="documents.read")
def move_request(number: int, name: str) -> Any:
    """Decide on a request, or take it back."""
    found, operation = find(ChangeRequest, number), change_requests.MOVES.get(name) or abort(404)
    form = FORMS[name](due_on=found.due_on) if name == "accept" else FORMS[name]()
    if form.validate_on_submit():
        with form.refusals():
            operation(found, by=signed_in(), **form.given())
            attach(found, form.files.data, by=signed_in())
            flash(_("%(code)s: %(state)s.", code=found.code, state=found.status.label))
            return back_to(to_request(found))
    if request.method == "GET":
        found.demand_open(name, by=signed_in())
    move = CHANGE_REQUEST.move(name)
    return render_template(
        "documents/move_request.html", form=form, move=move, one=found, back=to_request(found)
    ), form.status


@room.route("/<numbered:number>/revisions/<int:revision>/answers", methods=["POST"], needs="documents.write")
def answers(number: int, revision: int) -> Response:
    """Tick off which accepted requests a draft answers."""
    found = revision_of(number, revision)
    ticked = {whole_number(one, 0) for one in request.form.getlist("answers")}
    chosen = [one for one in change_requests.to_answer(found) if one.id in ticked]
    change_requests.answer(found, chosen, by=signed_in())
    flash(_("What this draft answers was noted."))
    return back_to(to_revision(found))


def to_request(one: ChangeRequest) -> str:
    """The address of a request's page."""
    return url_for("documents.change_request", agency=here().slug, number=one.id)


def moves_of(one: ChangeRequest, person: Person) -> list[OpenMove]:
    """The moves this person may make: deciding for those who decide, taking back for whoever asked."""
    decides, mine = may_decide(one, person), one.asked_by_id == person.id
    return [move for move in one.open_moves(person) if (mine if move.name == "withdraw" else decides)]


def _chips(wanted: Wanted, person: Person) -> list[dict[str, Any]]:
    found = counts(wanted, person=person, day=today())
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("view", "page", "all")}
    return [
        {
            "label": label,
            "count": found[view],
            "current": view == wanted.view,
            "shape": "late" if view == "late" and found[view] else "",
            "url": url_for("documents.changes", agency=here().slug, **(args | {"view": view})),
        }
        for view, label in VIEWS.items()
    ]


def _document_asked() -> Document | None:
    number = number_asked("document")
    query = Document.visible_to(signed_in()).where(Document.id == number)
    return db.session.scalars(query).unique().one_or_none() if number else None


def _document_typed(code: str | None) -> Document:
    found = codes.called([code or ""], Document.visible_to(signed_in()))[code or ""]
    if not found:
        raise Incomplete(_("No document has the code %(code)s. Look it up in the master list.", code=code))
    if len(found) > 1:
        raise Incomplete(_("Two documents have the code %(code)s. Begin from the page of the right one.", code=code))
    document: Document = found[0]
    return document


def _parts(document: Document | None) -> list[tuple[int, str]]:
    """The parts of the text in force, so that a request may point at one."""
    revision = document.revision_on(today()) if document else None
    return [(one.block_id, f"{n}. {_told(one)}") for n, one in enumerate(revision.blocks, 1)] if revision else []


def _told(block: BlockVersion) -> str:
    place = place_of(block)
    words = [str(text) for key, text in block.content.items() if key in ("heading", "text", "action", "raw") and text]
    short = " ".join(" ".join(word for word in words if word != place).split())
    return f"{place}: {short[:LONGEST_PART]}" if short else place


def _thing_url(one: ChangeRequest) -> str | None:
    if one.document is not None or one.thing_id is None:
        return None
    return registry.url_of(one.thing_kind, one.thing_id, seen_by=signed_in())


def _part_of(one: ChangeRequest) -> str:
    if one.block_id is None:
        return ""
    if one.thing_title:
        return one.thing_title
    return next((text for number, text in _parts(one.document) if number == one.block_id), _("a part no longer there"))


def _source_asked() -> tuple[str, int] | None:
    kind, number = request.args.get("source", ""), number_asked("source_id")
    if kind not in registry.things or not number:
        return None
    return (kind, number) if registry.url_of(kind, number, seen_by=signed_in()) else None


def _source(source: tuple[str, int] | None) -> Any:
    if source is None or source[0] not in registry.things:
        return ""
    label, url = registry.things[source[0]].label, registry.url_of(*source, seen_by=signed_in())
    return Markup('<a href="{}">{}</a>').format(url, label) if url else label


def _source_label(kind: str) -> str:
    return str(registry.things[kind].label) if kind in registry.things else _("Asked by a person")


def _sees(revision: Revision, person: Person) -> bool:
    query = Revision.visible_to(person).with_only_columns(Revision.id).where(Revision.id == revision.id)
    return db.session.scalar(query) is not None
