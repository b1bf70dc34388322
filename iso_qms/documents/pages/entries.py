"""Registering a document, and correcting its line in the master list."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import operations
from iso_qms.documents.forms import EntryForm
from iso_qms.documents.models import Document
from iso_qms.documents.pages.finding import document_of, to_document
from iso_qms.documents.pages.revisions import edit_url
from iso_qms.documents.routing import order_of
from iso_qms.documents.views import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Holding, Post
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit, units_on
from iso_qms.web import back_to, here, signed_in
from iso_qms.workflow import Incomplete


@room.route("/register", methods=["GET", "POST"], needs="documents.write")
def register() -> Any:
    """A new line of the master list, and the first draft with it."""
    form = _prepared(EntryForm())
    twins = _twins(form, None)
    if form.validate_on_submit() and not (twins and not form.keep_code.data):
        with form.refusals():
            document = operations.register_document(form.kind.data, by=signed_in(), **_given(form))
            draft = operations.start_revision(document, by=signed_in())
            flash(_("%(code)s was registered. Its first draft is open.", code=document.code))
            return back_to(edit_url(draft))
    return render_template("documents/register.html", form=form, twins=twins, to=to_document), _status(form, twins)


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
    twins = _twins(form, document)
    if form.validate_on_submit() and not (twins and not form.keep_code.data):
        with form.refusals():
            operations.change_document(document, by=signed_in(), **_given(form))
            flash(_("The register entry of %(code)s was corrected.", code=document.code))
            return back_to(to_document(document))
    return render_template("documents/change.html", form=form, twins=twins, document=document, to=to_document), _status(
        form, twins
    )


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
    form.owner.choices = [(0, _("Nobody yet"))] + [
        (post.id, f"{post} ({name})" if name else str(post)) for post, name in posts_with_holders()
    ]
    return form


def _twins(form: EntryForm, document: Document | None) -> list[Document]:
    # Asked once the code was typed: a code used twice is a warning with a way on, for real registers have such codes.
    if request.method != "POST" or not form.code.data:
        return []
    if document is not None and form.code.data == document.code:
        return []
    return list(operations.others_with_code(form.code.data, agency_id=here().id, but=document))


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


def _status(form: EntryForm, twins: list[Document]) -> int:
    return 422 if twins and not form.keep_code.data else form.status
