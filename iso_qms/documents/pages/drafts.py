"""A draft: beginning it, writing it, saying which way it goes."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from iso_qms.blobs import attach
from iso_qms.db import db
from iso_qms.documents import operations, writing
from iso_qms.documents.approval import routing
from iso_qms.documents.blocks import TEXT, rendered
from iso_qms.documents.forms import RouteForm, StartForm, TextForm, rearrange
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import document_of, revision_of, to_revision
from iso_qms.documents.pages.revisions import edit_url
from iso_qms.documents.readiness import unread_among
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Post
from iso_qms.text import whole_number
from iso_qms.web import back_to, signed_in
from iso_qms.workflow import Incomplete


@room.route("/<numbered:number>/start", methods=["GET", "POST"], needs="documents.write")
def start(number: int) -> Any:
    """Begin the next revision with the text in force."""
    document, form = document_of(number), StartForm()
    if form.validate_on_submit():
        with form.refusals():
            revision = operations.start_revision(
                document,
                by=signed_in(),
                change_summary=form.change_summary.data or "",
                change_basis=form.change_basis.data or "",
            )
            attach(revision, form.files.data, by=signed_in())
            flash(_("Issue %(issue)s was begun with the text of the one before.", issue=revision.issue_label))
            return back_to(edit_url(revision))
    return render_template("documents/start.html", form=form, document=document), form.status


@room.route("/<numbered:number>/revisions/<int:revision>/edit", methods=["GET", "POST"], needs="documents.write")
def edit(number: int, revision: int) -> Any:
    """The text of a draft, row by row."""
    found = revision_of(number, revision)
    if found.state != "draft":
        return back_to(to_revision(found))
    form = _text_form(found)
    if action := request.form.get("row_action"):
        rearrange(form.sections, action)
    elif form.validate_on_submit():
        with form.refusals():
            writing.write_text(found, _sections(form), by=signed_in(), edits=_edits(form), **_head(form))
            flash(_("%(revision)s was saved.", revision=found.named))
            return back_to(to_revision(found))
    found = revision_of(number, revision)
    kept = {str(one.block_id): one for one in found.blocks if one.kind != TEXT.name}
    return render_template(
        "documents/edit.html", form=form, revision=found, document=found.document, kept=kept, texts=rendered
    ), form.status


@room.route("/<numbered:number>/revisions/<int:revision>/route", methods=["GET", "POST"], needs="documents.write")
def route(number: int, revision: int) -> Any:
    """Who reviews a draft, in which order, and who approves it."""
    found = revision_of(number, revision)
    form = _route_form(found)
    if action := request.form.get("row_action"):
        rearrange(form.places, action)
    elif form.validate_on_submit():
        with form.refusals():
            routing.name_reviewers(found, _places(form), approver=post_of(form.approver.data), by=signed_in())
            flash(_("The route of %(revision)s was set.", revision=found.named))
            return back_to(to_revision(found))
    return render_template(
        "documents/route.html", form=form, revision=found, document=found.document, unread=unread_among([found])
    ), form.status


def _text_form(revision: Revision) -> TextForm:
    if request.method == "POST":
        return TextForm()
    rows = [
        {"block": one.block_id, "heading": _text(one, "heading"), "text": _text(one, "text")} for one in revision.blocks
    ]
    return TextForm(
        title=revision.title,
        issue_number=revision.issue_number,
        revision_number=revision.revision_number,
        change_summary=revision.change_summary,
        change_basis=revision.change_basis,
        edits=revision.edits,
        sections=rows or [{}],
    )


def _text(block: Any, name: str) -> str:
    return str(block.content.get(name, "")) if block.kind == TEXT.name else ""


def _sections(form: TextForm) -> list[writing.Section]:
    return [
        {
            "block": whole_number(row["block"], 0),
            "heading": row["heading"] or "",
            "text": row["text"] or "",
        }
        for row in form.sections.data
    ]


def _edits(form: TextForm) -> int:
    return whole_number(form.edits.data, -1)


def _head(form: TextForm) -> dict[str, Any]:
    names = ("title", "issue_number", "revision_number", "change_summary", "change_basis")
    return {name: getattr(form, name).data or "" for name in names}


def _route_form(revision: Revision) -> RouteForm:
    coming = revision.reviews_to_come()
    places = [{"post": one.post_id, "place": one.place} for one in coming]
    return RouteForm(places=places or [{}], approver=revision.approver_post_id or 0)


def _places(form: RouteForm) -> list[tuple[Post, int]]:
    return [(post_of(row["post"]), row["place"]) for row in form.places.data if row["post"]]


def post_of(number: int | None) -> Post:
    """The post chosen in a form; refuses when none was."""
    found = db.session.get(Post, number or 0)
    if found is None:
        raise Incomplete(_("Choose a post."))
    return found
