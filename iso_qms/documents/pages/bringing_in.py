"""A Word file becoming a document: first read, which writes nothing, then made into a draft."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, flash, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer

from iso_qms import blobs
from iso_qms.clock import today
from iso_qms.documents.blocks import rendered
from iso_qms.documents.incoming.bringing_in import Brought, bearers_of, read_document
from iso_qms.documents.incoming.bringing_in import bring_in as make_draft_of
from iso_qms.documents.incoming.remarks import sentence_of
from iso_qms.documents.incoming.word_forms import BringInForm, BroughtForm
from iso_qms.documents.models import Document
from iso_qms.documents.pages.coming_back import only_kept
from iso_qms.documents.pages.finding import to_revision
from iso_qms.documents.reading.plain import tables_in
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.people import main_holding
from iso_qms.organisation.units import Unit, units_on
from iso_qms.registry import registry
from iso_qms.text import clean, whole_number
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Refused

OWN = "own"


@room.route("/read-word-file", methods=["GET", "POST"], needs="documents.write", writes=False)
def bring_in() -> Any:
    """Choose a Word file and see what was read from it; nothing is written yet."""
    form = BringInForm()
    if form.validate_on_submit():
        with form.refusals():
            name, data = clean(form.file.data.filename), form.file.data.stream.read()
            brought = read_document(data, name)
            kept = {"file": blobs.store(data), "found": blobs.store(json.dumps(brought).encode())}
            return _preview(brought, _signer().dumps(kept), _prepared(brought))
    others = [one for one in registry.intakes if one[0] != "documents.bring_in" and signed_in().may(one[2])]
    return render_template("documents/bring_in.html", form=form, others=others), form.status


@room.route("/read-word-file/draft", methods=["POST"], needs="documents.write")
def make_draft() -> Any:
    """Make a draft of the file that was read: of its own, or the next revision of one that bears its code."""
    try:
        token = request.form.get("token", "")
        kept = _signer().loads(token)
        brought, data = Brought(*json.loads(blobs.read(kept["found"]))), blobs.read(kept["file"])
    except (BadSignature, FileNotFoundError):
        raise Refused(_("This file must be chosen anew.")) from None
    form = _prepared()
    bearers = _bearers(form)
    becomes = request.form.get("becomes", "")
    is_settled = not bearers or becomes in (OWN, *(str(one.id) for one in bearers))
    if form.validate_on_submit() and is_settled:
        with form.refusals():
            document = find(Document, number) if (number := whole_number(becomes, 0)) else None
            what = {name: form[name].data for name in ("kind", "code", "title")}
            unit = find(Unit, form.unit.data)
            revision = make_draft_of(brought, data, **what, unit=unit, by=signed_in(), document=document)
            flash(_("%(revision)s was made from its Word file. The file stays with it.", revision=revision.named))
            return back_to(to_revision(revision))
    page = _preview(brought, token, form, bearers=bearers)
    return page, form.status if is_settled else 422


def _preview(brought: Brought, token: str, form: BroughtForm, *, bearers: list[Document] | None = None) -> str:
    texts = [one["text"] for one in brought.sections]
    return render_template(
        "documents/brought.html",
        form=form,
        token=token,
        name=brought.read_from["file"],
        head=brought.head,
        sections=brought.sections,
        tables=sum(is_table for text in texts for is_table, _rows in tables_in(text)),
        bearers=_bearers(form) if bearers is None else bearers,
        becomes=request.form.get("becomes", ""),
        noticed=[sentence_of(one["code"], one["values"]) for one in brought.noticed],
        is_tracked=bool(brought.beyond.counts.get("tracked")),
        only_kept=only_kept(brought.beyond),
        lines=brought.beyond.lines,
        more_lines=brought.beyond.more_lines,
        texts=rendered,
    )


def _prepared(brought: Brought | None = None) -> BroughtForm:
    """The form as it was sent; for a file just read, with what its cover says."""
    if brought is None:
        form = BroughtForm()
    else:
        own = main_holding(signed_in())
        given = {name: brought.head[name] or "" for name in ("code", "title")}
        form = BroughtForm(formdata=None, kind=brought.kind or "policy", unit=own.post.unit_id if own else 0, **given)
    form.unit.choices = [(one.id, one.name) for one in units_on(today()) if signed_in().may("documents.write", one)]
    return form


def _bearers(form: BroughtForm) -> list[Document]:
    return bearers_of(form.code.data or "", form.kind.data or "", agency_id=here().id) if form.code.data else []


def _signer() -> URLSafeSerializer:
    # Signed, so that nobody has a file made into a draft that this page did not read.
    return URLSafeSerializer(current_app.secret_key or "", salt=f"document-{here().id}-{signed_in().id}")
