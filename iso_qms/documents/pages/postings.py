"""The register of postings: where each document hangs, what is outdated, and bringing it up to date."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import MEDIA, Document, Posting, Revision
from iso_qms.documents.models.postings import posting_days
from iso_qms.documents.pages.finding import document_of, to_document
from iso_qms.documents.posted import posted_texts
from iso_qms.documents.posted import posting as postings_of
from iso_qms.documents.posted.posting_forms import PostingDaysForm, PostingForm, RenewPostingForm, TakeDownForm
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.organisation.units import Unit, named_units, subtree
from iso_qms.web import Column, as_excel, back_to, find, here, number_asked, paged, signed_in

MOST_EXCEL_ROWS = 20_000
_LOADED = (
    joinedload(Posting.document),
    joinedload(Posting.revision).joinedload(Revision.suspensions),
    joinedload(Posting.posted_by),
)


@room.route("/postings", needs="documents.read")
def postings() -> Any:
    """The postings of all documents or of one; on demand only those outdated."""
    document, view, asked = _document_asked(), request.args.get("view", ""), _asked()
    views = [("", _("All")), ("outdated", _("Outdated")), ("down", _("Taken down"))]
    return render_template(
        "documents/postings.html",
        page=paged(_wanted(document, view).options(*_LOADED)),
        document=document,
        media=MEDIA,
        day=today(),
        days=posting_days(),
        due_of=postings_of.due_of,
        may_keep=signed_in().may(postings_of.KEEP),
        may_post=signed_in().may("documents.post"),
        to_document=to_document,
        chips=[
            {
                "label": label,
                "url": url_for(".postings", agency=here().slug, view=name or None, **asked),
                "current": name == view,
            }
            for name, label in views
        ],
    )


@room.route("/postings.xlsx", needs="documents.read")
def postings_excel() -> Response:
    """The same rows as Excel."""
    query = _wanted(_document_asked(), request.args.get("view", "")).options(*_LOADED).limit(MOST_EXCEL_ROWS)
    return as_excel(db.session.scalars(query).unique(), _columns(), name=_("Postings"))


@room.route("/<numbered:number>/post", methods=["GET", "POST"], needs="documents.post")
def post(number: int) -> Any:
    """Record where a document is posted."""
    document, form = document_of(number), PostingForm()
    form.unit.choices = [(one.id, one.name) for one in named_units(today())]
    if form.validate_on_submit():
        with form.refusals():
            made = postings_of.post(
                document,
                by=signed_in(),
                unit=db.session.get_one(Unit, form.unit.data),
                medium=form.medium.data,
                place=form.place.data or "",
                posted_on=form.posted_on.data or today(),
                cites=form.cites.data or "",
                files=form.files.data,
            )
            db.session.flush()
            flash(_("Recorded. When the text changes, the unit is asked to bring it up to date."))
            return back_to(_to(made))
    if request.method == "GET":
        form.posted_on.data, form.unit.data = today(), document.unit_id
    return render_template("documents/post.html", form=form, document=document, back=to_document(document)), form.status


@room.route("/postings/<int:posting>", needs="documents.read")
def posting(posting: int) -> Any:
    """One posting: what hangs there, since when, and whether it still holds."""
    found = find(Posting, posting, *_LOADED)
    return render_template(
        "documents/posting.html",
        posting=found,
        document=found.document,
        media=MEDIA,
        since=found.outdated_since(today()),
        due=postings_of.due_of(found, today()),
        current=found.document.revision_on(today()),
        may_post=signed_in().may("documents.post", found) and found.ended_on is None,
        files=files_of(found),
        read=posted_texts.read_of(found),
        history=history_of(found),
        to_document=to_document,
    )


@room.route("/postings/<int:posting>/renew", methods=["GET", "POST"], needs="documents.post")
def renew_posting(posting: int) -> Any:
    """Record that the issue in force hangs there now."""
    found, form = find(Posting, posting), RenewPostingForm()
    if form.validate_on_submit():
        with form.refusals():
            postings_of.renew(
                found,
                by=signed_in(),
                posted_on=form.posted_on.data or today(),
                cites=form.cites.data or "",
                files=form.files.data,
            )
            flash(_("Recorded: the issue in force is posted."))
            return back_to(_to(found))
    if request.method == "GET":
        form.posted_on.data, form.cites.data = today(), found.cites
    title = _("The issue in force is posted")
    return render_template("documents/move_posting.html", form=form, posting=found, title=title, back=_to(found)), (
        form.status
    )


@room.route("/postings/<int:posting>/take-down", methods=["GET", "POST"], needs="documents.post")
def take_down_posting(posting: int) -> Any:
    """Record that it hangs there no more."""
    found, form = find(Posting, posting), TakeDownForm()
    if form.validate_on_submit():
        with form.refusals():
            postings_of.take_down(found, by=signed_in(), ended_on=form.ended_on.data or today(), files=form.files.data)
            flash(_("Recorded: it was taken down."))
            return back_to(_to(found))
    if request.method == "GET":
        form.ended_on.data = today()
    title = _("It was taken down")
    return render_template("documents/move_posting.html", form=form, posting=found, title=title, back=_to(found)), (
        form.status
    )


@room.route("/postings/days", methods=["GET", "POST"], needs="documents.keep_postings")
def posting_rules() -> Any:
    """Set in how many working days postings are brought up to date."""
    form, back = PostingDaysForm(data={"days": posting_days()}), url_for(".postings", agency=here().slug)
    if form.validate_on_submit():
        with form.refusals():
            postings_of.set_days(form.days.data or 0, by=signed_in())
            flash(_("Saved."))
            return back_to(back)
    return render_template("documents/posting_rules.html", form=form, back=back), form.status


def _to(posting: Posting) -> str:
    return url_for("documents.posting", agency=here().slug, posting=posting.id)


def _document_asked() -> Document | None:
    number = number_asked("document")
    return document_of(number) if number else None


def _asked() -> dict[str, Any]:
    """What narrows the list besides its view."""
    return {name: number for name in ("document", "unit") if (number := number_asked(name))}


def _wanted(document: Document | None, view: str) -> Select[Any]:
    seen = Posting.visible_to(signed_in()).with_only_columns(Posting.id)
    query: Any = postings_of.outdated(today()) if view == "outdated" else select(Posting).order_by(Posting.id.desc())
    query = query.where(Posting.id.in_(seen))
    query = query.where(Posting.ended_on.is_not(None) if view == "down" else Posting.ended_on.is_(None))
    if unit := number_asked("unit"):
        query = query.where(Posting.unit_id.in_(subtree(unit)))
    return query if document is None else query.where(Posting.document_id == document.id)


def _columns() -> list[Column]:
    day = today()
    return [
        Column(_("Code"), lambda one: one.document.code, 16),
        Column(_("Title"), lambda one: one.document.title, 50),
        Column(_("How it is posted"), lambda one: str(MEDIA[one.medium]), 22),
        Column(_("Place or address"), lambda one: one.place, 50),
        Column(_("Unit that answers for it"), lambda one: one.unit.name, 34),
        Column(_("Issue no."), lambda one: one.revision.issue_label, 10),
        Column(_("Posted on"), lambda one: one.posted_on, 14),
        Column(_("Outdated since"), lambda one: one.outdated_since(day), 14),
        Column(_("Due"), lambda one: postings_of.due_of(one, day), 14),
        Column(_("Taken down on"), lambda one: one.ended_on, 14),
    ]
