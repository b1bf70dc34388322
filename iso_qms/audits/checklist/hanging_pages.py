"""The block of a procedure a question hangs on: chosen, found still right, or taken away."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.audits.checklist import stale
from iso_qms.audits.checklist.checklists import Checklist, ChecklistQuestion
from iso_qms.audits.checklist.library_forms import HangForm
from iso_qms.audits.choices import document_named
from iso_qms.audits.room import room
from iso_qms.db import db
from iso_qms.documents.blocks import place_of, rendered
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Refused

MOST_SHOWN = 300
"""How many letters of a block are shown where one is chosen."""


@room.route("/questions/<int:number>/block", methods=["GET", "POST"], needs="audits.plan")
def hang(number: int) -> Any:
    """Choose the block a question hangs on: first the procedure by its code, then one of its blocks."""
    question = find(ChecklistQuestion, number)
    document, wrong = _document(question)
    revision = stale.read_by(document) if document else None
    blocks = [(one.block_id, place_of(one), _words(one)) for one in revision.blocks] if revision else []
    form = HangForm(blocks, block=question.block_id)
    if document is not None and form.validate_on_submit():
        with form.refusals():
            stale.hang(question, document, form.block.data, by=signed_in())
            flash(_("The question hangs on the block. It is flagged when the block changes."))
            return _to(question)
    shown = {"document": document, "revision": revision, "words": {each: words for each, _place, words in blocks}}
    page = render_template("audits/hang.html", question=question, form=form, wrong=wrong, **shown)
    return page, 422 if wrong else form.status


@room.route("/questions/<int:number>/block/confirm", methods=["POST"], needs="audits.plan")
def confirm_question(number: int) -> Any:
    """Say that a question is still right although its block changed."""
    question = find(ChecklistQuestion, number)
    stale.confirm(question, by=signed_in())
    flash(_("The question is held against the new words from now on."))
    return back_to(url_for(".checklists", agency=here().slug))


@room.route("/questions/<int:number>/block/off", methods=["POST"], needs="audits.plan")
def take_off_block(number: int) -> Any:
    """Let a question hang on no block."""
    question = find(ChecklistQuestion, number)
    stale.take_off(question, by=signed_in())
    flash(_("The question hangs on no block any more."))
    return _to(question)


def _document(question: ChecklistQuestion) -> tuple[Document | None, str]:
    code = request.values.get("document", "").strip()
    if not code:
        return (db.session.get(Document, question.document_id) if question.document_id else None), ""
    try:
        document = document_named(code)
    except Refused as refusal:
        return None, str(refusal)
    seen = Document.visible_to(signed_in()).where(Document.id == (document.id if document else 0))
    if document is None or db.session.scalars(seen).first() is None or stale.read_by(document) is None:
        return None, _("No revision of %(code)s is in force.", code=code)
    return document, ""


def _words(block: Any) -> str:
    text = " · ".join(text for _name, text in rendered(block.kind, block.content) if text)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN].rsplit(" ", 1)[0] + "…"


def _to(question: ChecklistQuestion) -> Any:
    one: Checklist = question.checklist or abort(404)
    return back_to(url_for(".checklist_of", agency=here().slug, key=one.key))
