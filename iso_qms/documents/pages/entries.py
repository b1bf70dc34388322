"""Registering a document, and correcting its line in the master list."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request, url_for
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import operations
from iso_qms.documents.approval.routing import order_of
from iso_qms.documents.code import codes
from iso_qms.documents.code.code_forms import EntryForm
from iso_qms.documents.models import Document
from iso_qms.documents.pages.finding import document_of, to_document
from iso_qms.documents.pages.revisions import edit_url
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Holding, Post, main_holding
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit, units_on
from iso_qms.web import back_to, here, signed_in
from iso_qms.workflow import Incomplete


@room.route("/register", methods=["GET", "POST"], needs="documents.write")
def register() -> Any:
    """A new line of the master list, and the first draft with it."""
    form = _prepared(EntryForm())
    if request.method == "GET" or "propose" in request.form:
        form.propose(asked=request.method == "POST")
        return _asked("documents/register.html", form, [])
    doubts = _doubts(form, None)
    if form.validate_on_submit() and (not doubts or form.keep_code.data):
        with form.refusals():
            document = operations.register_document(form.kind.data, by=signed_in(), **_given(form))
            draft = operations.start_revision(document, by=signed_in())
            flash(_("%(code)s was registered. Its first draft is open.", code=document.code))
            return back_to(edit_url(draft))
    return _asked("documents/register.html", form, doubts)


@room.route("/next-code", needs="documents.write")
def next_code() -> Response:
    """The next free code for a kind and a unit, as plain text, for the form that asks for it while one chooses."""
    form = _prepared(EntryForm(request.args))
    return Response(form.next_free(), mimetype="text/plain")


@room.route("/<numbered:number>/entry", methods=["GET", "POST"], needs="documents.write")
def change(number: int) -> Any:
    """Correct the register entry of a document."""
    document = document_of(number)
    form = _prepared(
        EntryForm(
            kind=document.kind,
            code=document.code,
            title=document.title,
            unit=document.unit_id,
            owner=document.owner_post_id or 0,
            issuer=document.issuer,
        )
    )
    form.kind.data = document.kind
    if "propose" in request.form:
        form.propose()
        return _asked("documents/change.html", form, [], document)
    doubts = _doubts(form, document)
    if form.validate_on_submit() and (not doubts or form.keep_code.data):
        with form.refusals():
            operations.change_document(document, by=signed_in(), **_given(form))
            flash(_("The register entry of %(code)s was corrected.", code=document.code))
            return back_to(to_document(document))
    return _asked("documents/change.html", form, doubts, document)


def posts_with_holders() -> list[tuple[Post, str]]:
    """Every post that exists today with the name of its holder, by unit."""
    posts = db.session.scalars(select(Post).where(Post.is_valid_on(today()))).unique()
    held = db.session.scalars(select(Holding).where(Holding.is_valid_on(today()), Holding.kind == "holder")).unique()
    names = {one.post_id: one.person.name for one in held}
    return [(one, names.get(one.id, "")) for one in sorted(posts, key=order_of)]


def _prepared(form: EntryForm) -> EntryForm:
    allowed = units_with(signed_in(), "documents.write")
    units = [one for one in units_on(today()) if allowed is None or one.id in allowed]
    form.unit.choices = [(one.id, one.name) for one in units]
    if request.method == "GET" and not form.unit.data and units:
        own = main_holding(signed_in())
        form.unit.data = own.post.unit_id if own and own.post.unit_id in {one.id for one in units} else units[0].id
    form.owner.choices = [(0, _("Nobody yet"))] + [
        (post.id, f"{post} ({name})" if name else str(post)) for post, name in posts_with_holders()
    ]
    form.know_rules(codes.rules_of(here().id), {one.id: one for one in units})
    return form


def _doubts(form: EntryForm, document: Document | None) -> list[codes.Doubt]:
    # Asked once the code was typed: such a code is a warning with a way on, for real registers have all kinds of codes.
    if request.method != "POST" or not form.code.data:
        return []
    if document is not None and form.code.data == document.code:
        return []
    codes.hold(here().id)
    unit = form.unit_chosen
    return codes.doubts_about(form.code.data, kind=form.kind.data, agency_id=here().id, unit=unit, but=document)


def _given(form: EntryForm) -> dict[str, Any]:
    unit = db.session.get(Unit, form.unit.data or 0)
    if unit is None:
        raise Incomplete(_("Choose the unit."))
    return {
        "code": form.code.data,
        "title": form.title.data,
        "unit": unit,
        "owner_post": db.session.get(Post, form.owner.data) if form.owner.data else None,
        "issuer": form.issuer.data or "",
    }


def _asked(page: str, form: EntryForm, doubts: list[codes.Doubt], document: Document | None = None) -> Any:
    """The form, with the next free code beside whatever speaks against the one typed."""
    rule = form.rule
    keeps = doubts and form.keep_code.data
    answer = render_template(
        page,
        form=form,
        doubts=[] if keeps else doubts,
        is_strict=bool(rule and rule.is_strict),
        instead=form.next_free() if doubts and not keeps else "",
        pattern=rule.pattern.said() if rule else "",
        parts={name for one in form.rules.values() for name in one.pattern.parts},
        document=document,
        next_code_url=url_for(".next_code", agency=here().slug) if request.method == "GET" and rule else "",
        to=to_document,
    )
    return answer, 422 if doubts and not keeps else form.status
