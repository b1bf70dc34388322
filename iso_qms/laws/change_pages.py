"""The pages of a changed law: entering what replaces it, and how the documents follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, flash, render_template, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import ChangeRequest
from iso_qms.i18n import _, ngettext
from iso_qms.laws import keeping
from iso_qms.laws.citing import citing_now, wordings_citing
from iso_qms.laws.forms import ChangeForm
from iso_qms.laws.law_pages import to_text
from iso_qms.laws.models import CHANGES, LegalChange, LegalCitation, LegalText, rules_of
from iso_qms.laws.progress import Asked, burn_down, draw
from iso_qms.laws.room import room
from iso_qms.registry import registry
from iso_qms.web import back_to, find, here, signed_in


@room.route("/<int:number>/change", methods=["GET", "POST"], needs="laws.keep")
def change(number: int) -> Any:
    """Write down what replaces or amends a text; every document that cites it is asked to follow."""
    text, form = find(LegalText, number), ChangeForm()
    form.newer.choices = [(0, _("Choose a text of the register")), *_others(text)]
    if form.validate_on_submit():
        with form.refusals():
            made, asked = _changed(text, form)
            words = ngettext(
                "%(num)s change request was opened, to be carried out by %(day)s.",
                "%(num)s change requests were opened, to be carried out by %(day)s.",
                asked,
                day=f"{made.due_on:%d/%m/%Y}",
            )
            flash(words if asked else _("It stands in the register; nothing had to be asked anew."))
            return back_to(to_progress(text))
    return render_template(
        "laws/change.html", form=form, text=text, back=to_text(text), citing=_count(text), rules=rules_of(here().id)
    ), form.status


@room.route("/changes/<int:number>/take-back", methods=["POST"], needs="laws.keep")
def take_back(number: int) -> Response:
    """Take back a change that was entered by mistake."""
    found = find(LegalChange, number)
    text = found.older
    ended = keeping.take_back(found, by=signed_in())
    flash(_("It was taken back; %(n)s open requests ended with it.", n=ended))
    return back_to(to_text(text))


@room.route("/changes/<int:number>/ask", methods=["POST"], needs="laws.keep")
def ask_again(number: int) -> Response:
    """Ask the documents that cite the text since: those asked before are not asked twice."""
    found = find(LegalChange, number)
    asked = keeping.ask_documents(found, by=signed_in())
    flash(
        ngettext("%(num)s more change request was opened.", "%(num)s more change requests were opened.", asked)
        if asked
        else _("All that cites it has been asked already.")
    )
    return back_to(to_progress(found.older))


@room.route("/<int:number>/progress", needs="laws.read")
def progress(number: int) -> Any:
    """How the documents follow the changes of a text: open, late and done, day by day."""
    text = find(LegalText, number, selectinload(LegalText.changed_by))
    requests = _requests(text)
    asked = [Asked(one.asked_on, one.due_on, one.ended_on, one.state == "done") for one in requests]
    points = burn_down(asked, today=today())
    return render_template(
        "laws/progress.html",
        text=text,
        changes=CHANGES,
        requests=requests,
        public_pages=_public_pages(requests),
        points=points,
        last=points[-1] if points else None,
        svg=draw(points, title=_("Open change requests, day by day"), labels=(_("open"), _("dashed: late"))),
        may_keep=signed_in().may("laws.keep"),
        day_shown=today(),
    )


def to_progress(text: LegalText) -> str:
    """The address of the page that tells how the documents follow."""
    return url_for("laws.progress", agency=here().slug, number=text.id)


def _changed(text: LegalText, form: ChangeForm) -> tuple[LegalChange, int]:
    newer = find(LegalText, form.newer.data or 0)
    on: date = form.on.data or today()
    return keeping.change_law(text, newer, by=signed_in(), kind=form.kind.data, on=on)


def _others(text: LegalText) -> list[tuple[int, str]]:
    query = select(LegalText).where(LegalText.id != text.id).order_by(LegalText.issued_on.desc(), LegalText.id.desc())
    return [(one.id, f"{one.label}, {one.issued_on:%d/%m/%Y}") for one in db.session.scalars(query)]


def _count(text: LegalText) -> int:
    documents = func.count(LegalCitation.document_id.distinct())
    counted = db.session.scalar(citing_now(text).order_by(None).with_only_columns(documents)) or 0
    return counted + len(wordings_citing(text))


def _requests(text: LegalText) -> list[ChangeRequest]:
    numbers = [one.id for one in text.changed_by]
    query = ChangeRequest.visible_to(signed_in()).where(
        ChangeRequest.source_kind == "legal_change", ChangeRequest.source_id.in_(numbers)
    )
    return list(db.session.scalars(query.order_by(ChangeRequest.due_on, ChangeRequest.id)).unique())


def _public_pages(requests: list[ChangeRequest]) -> dict[int, str]:
    """The addresses of the public pages that follow with their documents, by the number of the request."""
    asked = {one.id: one.document for one in requests if one.document is not None and not one.thing_kind}
    pages = {
        number: url
        for kind, made in registry.public_pages.items()
        for number, url in made(one for one in asked.values() if one.kind == kind).items()
    }
    return {number: pages[document.id] for number, document in asked.items() if document.id in pages}
