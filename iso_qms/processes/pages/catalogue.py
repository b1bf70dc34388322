"""The pages of the national catalogue: records taken in, matched with ours, and held beside them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from flask import Response, current_app, flash, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import joinedload

from iso_qms import blobs
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import OPEN_REQUESTS, Document
from iso_qms.documents.pages.change_requests import to_request
from iso_qms.documents.pages.finding import to_document, to_revision
from iso_qms.documents.request.change_requests import requests_from
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.processes.catalogue import operations
from iso_qms.processes.catalogue.comparing import STATES, differing
from iso_qms.processes.catalogue.models import PublishedProcedure
from iso_qms.processes.catalogue.reading import Record, read_files
from iso_qms.processes.catalogue.register import VIEWS, Wanted, counts, documents_seen, proposals, published_wanted
from iso_qms.processes.forms import CatalogueForm, MatchForm
from iso_qms.processes.operations import bearers_of
from iso_qms.processes.room import room
from iso_qms.text import clean
from iso_qms.web import Column, as_excel, back_to, find, here, kept_filters, paged, signed_in
from iso_qms.workflow import Incomplete, Refused

MOST_EXCEL_ROWS = 20_000
MOST_FILES = 200
FATES = {"new": "plus", "changed": "pen", "same": "check"}


@room.route("/catalogue", needs="processes.read")
def catalogue() -> Any:
    """The published procedures, those first that differ most from ours."""
    if back := kept_filters("catalogue"):
        return back
    wanted = Wanted.of(request.args)
    found = counts(wanted)
    page = paged(published_wanted(wanted), total=found[wanted.view])
    loose = [one for one in page.rows if one.document_id is None]
    return render_template(
        "processes/catalogue.html",
        page=page,
        ours=documents_seen(page.rows, signed_in()),
        wanted=wanted,
        chips=_chips(found, wanted),
        proposed=proposals(loose, signed_in()) if loose else {},
        may_write=signed_in().may("processes.write"),
    )


@room.route("/catalogue.xlsx", needs="processes.read")
def catalogue_excel() -> Response:
    """The same rows as Excel."""
    rows = db.session.scalars(published_wanted(Wanted.of(request.args)).limit(MOST_EXCEL_ROWS)).unique().all()
    ours = documents_seen(rows, signed_in())
    columns = [
        Column(_("Code of the catalogue"), lambda one: one.code, 16),
        Column(_("Published procedure"), lambda one: one.title, 60),
        Column(_("Field"), lambda one: one.field, 30),
        Column(_("Published by"), lambda one: one.decision, 20),
        Column(_("Our procedure"), lambda one: ours[one.document_id].code if one.document_id in ours else "", 18),
        Column(_("Title"), lambda one: ours[one.document_id].title if one.document_id in ours else "", 50),
        Column(_("Differences"), lambda one: one.comparison.differing if one.comparison else None, 12),
        Column(_("Taken in on"), lambda one: one.taken_in_on, 12),
        Column(_("Changed on"), lambda one: one.changed_on, 12),
    ]
    return as_excel(rows, columns, name=_("Published procedures %(day)s", day=f"{today():%Y-%m-%d}"))


@room.route("/catalogue/read", methods=["GET", "POST"], needs="processes.write", writes=False)
def read_catalogue() -> Any:
    """Choose files of the catalogue and see what each record would do; nothing is written yet."""
    form, batch, fates, token = CatalogueForm(), None, [], ""
    if form.validate_on_submit():
        with form.refusals():
            given = [one for one in form.files.data if one.filename]
            if len(given) > MOST_FILES:
                raise Incomplete(_("At most %(n)s files at once.", n=MOST_FILES))
            batch = read_files((clean(one.filename), one.stream.read()) for one in given)
            kept = operations.kept_by_code(batch.records, agency_id=here().id)
            fates = [(one, operations.fate_of(one, kept.get(one.code))) for one in batch.records]
            token = _signer().dumps(blobs.store(json.dumps([asdict(one) for one in batch.records]).encode()))
    words = {"new": _("new"), "changed": _("with changes"), "same": _("as it was")}
    return render_template(
        "processes/read_catalogue.html", form=form, batch=batch, fates=fates, token=token, words=words, icons=FATES
    ), form.status


@room.route("/catalogue/take-in", methods=["POST"], needs="processes.write")
def take_in_catalogue() -> Response:
    """Keep what was read."""
    try:
        records = [Record(**one) for one in json.loads(blobs.read(_signer().loads(request.form.get("token", ""))))]
    except (BadSignature, FileNotFoundError) as error:
        raise Refused(_("The files must be chosen anew.")) from error
    counted = operations.take_in(records, by=signed_in())
    flash(_("%(new)s new, %(changed)s changed, %(same)s as they were.", **counted))
    return back_to(url_for("processes.catalogue", agency=here().slug, all=1))


@room.route("/catalogue/<int:number>", needs="processes.read")
def published(number: int) -> Any:
    """One published procedure beside ours, part by part; unmatched, what it may be."""
    loads = joinedload(PublishedProcedure.document), joinedload(PublishedProcedure.matched_by)
    found, person = find(PublishedProcedure, number, *loads), signed_in()
    ours = documents_seen([found], person).get(found.document_id or 0)
    revision = ours.revision_on(today()) if ours else None
    parts, asked = operations.compared(found, revision), requests_from("published_procedure", found.id)
    is_asked = any(one.state in OPEN_REQUESTS for one in asked)
    return render_template(
        "processes/published.html",
        one=found,
        ours=ours,
        revision=revision,
        parts=parts,
        count=differing(parts),
        states=STATES,
        changes=operations.changes_of(found),
        proposed=proposals([found], person)[found.id] if found.document is None else [],
        form=MatchForm(),
        asked=asked,
        to_request=to_request,
        to_document=to_document,
        to_revision=to_revision,
        may_write=person.may("processes.write"),
        may_ask=person.may("documents.request_changes") and differing(parts) and not is_asked,
        # The history names the procedure too.
        history=history_of(found) if ours is found.document else [],
    )


@room.route("/catalogue/<int:number>/match", methods=["POST"], needs="processes.write")
def match_published(number: int) -> Response:
    """Say which procedure of ours it is."""
    found, document = find(PublishedProcedure, number), _document(MatchForm())
    operations.match(found, document, by=signed_in())
    flash(_("%(code)s is held beside it now.", code=document.code))
    return back_to(_to(found))


@room.route("/catalogue/<int:number>/unmatch", methods=["POST"], needs="processes.write")
def unmatch_published(number: int) -> Response:
    """Say that it is another procedure."""
    found = find(PublishedProcedure, number)
    operations.unmatch(found, by=signed_in())
    flash(_("It is matched with no procedure now."))
    return back_to(_to(found))


@room.route("/catalogue/<int:number>/ask", methods=["POST"], needs="documents.request_changes")
def ask_published(number: int) -> Response:
    """Ask that ours follow what was published."""
    made = operations.ask_for_changes(find(PublishedProcedure, number), by=signed_in())
    flash(_("%(code)s was sent to whoever decides on it.", code=made.code))
    return back_to(to_request(made))


def _document(form: MatchForm) -> Document:
    if form.document_id.data:
        return find(Document, form.document_id.data)
    code = clean(form.code.data or "").strip()
    bearing = [one.id for one in bearers_of(code, agency_id=here().id)]
    found = db.session.scalars(Document.visible_to(signed_in()).where(Document.id.in_(bearing))).unique().all()
    if len(found) != 1:
        raise Incomplete(_("No document has the code %(code)s. Look it up in the master list.", code=code))
    return found[0]


def _to(one: PublishedProcedure) -> str:
    return url_for("processes.published", agency=here().slug, number=one.id)


def _chips(found: dict[str, int], wanted: Wanted) -> list[dict[str, Any]]:
    args: dict[str, Any] = {key: one for key, one in request.args.items() if key not in ("view", "page", "all")}
    return [
        {
            "label": label,
            "count": found[view],
            "current": view == wanted.view,
            "shape": "",
            "url": url_for(
                "processes.catalogue", agency=here().slug, **(args | ({"view": view} if view else {"all": 1}))
            ),
        }
        for view, label in VIEWS.items()
    ]


def _signer() -> URLSafeSerializer:
    # Signed, so that nobody has records taken in that the page before did not show.
    return URLSafeSerializer(current_app.secret_key or "", salt=f"catalogue-{here().id}-{signed_in().id}")
