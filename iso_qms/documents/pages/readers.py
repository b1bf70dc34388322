"""Who a document is given to, and who has acknowledged it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request
from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledging import distribute
from iso_qms.documents.forms import TokenForm
from iso_qms.documents.models import (
    Acknowledgement,
    Distribution,
    Document,
    Revision,
    counted_on,
    in_force_on,
    is_read_on,
    still_owed,
)
from iso_qms.documents.pages.entries import posts_with_holders
from iso_qms.documents.pages.finding import document_of, number_asked, to_document
from iso_qms.documents.views import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Post
from iso_qms.organisation.units import Unit, subtree, units_on
from iso_qms.text import clean
from iso_qms.web import Column, as_excel, back_to, paged, signed_in

MOST_EXCEL_ROWS = 50_000
MOST_UNREAD = 20
"""As many documents that nobody reads are named at once; when some are mended, the next appear."""


@dataclass(frozen=True)
class Covered:
    """How many of those asked have acknowledged, for one unit."""

    unit: Unit
    done: int
    asked: int
    late: int


@dataclass(frozen=True)
class GivenPost:
    """A post on the distribution page: its holder, whether it is given the document, and why."""

    post: Post
    holder: str
    given: bool
    why: str
    steps: str


@room.route("/acknowledgements", needs="documents.read")
def coverage() -> Any:
    """Who has acknowledged what is in force, by unit, document and person."""
    document = _document_asked()
    unit_id = number_asked("unit")
    page = paged(_duties(unit_id, document).options(*_LOADED))
    return render_template(
        "documents/coverage.html",
        page=page,
        document=document,
        unit_id=unit_id,
        only_open=bool(request.args.get("open")),
        units=units_on(today()),
        covered=_covered(unit_id, document),
        unread=[] if unit_id else _unread(document),
        is_filtered=bool(unit_id or document or request.args.get("open")),
        to_document=to_document,
        tries_of=tries_of,
    )


@room.route("/acknowledgements.xlsx", needs="documents.read")
def coverage_excel() -> Any:
    """The same, as Excel."""
    query = _duties(number_asked("unit"), _document_asked()).options(*_LOADED)
    return as_excel(db.session.scalars(query.limit(MOST_EXCEL_ROWS)).unique(), _columns(), name=_("Acknowledgements"))


@room.route("/<numbered:number>/distribution", methods=["GET", "POST"], needs="documents.distribute")
def distribution(number: int) -> Any:
    """The posts a document is given to, by unit, each with the reason its holder is told."""
    document, form = document_of(number), TokenForm()
    rows = _given_posts(document)
    if form.validate_on_submit():
        chosen = [(row.post, _why(row.post)) for row in rows if f"post-{row.post.id}" in request.form]
        with form.refusals():
            distribute(document, chosen, by=signed_in())
            flash(_("%(code)s is given to %(n)s posts.", code=document.code, n=len(chosen)))
            return back_to(to_document(document))
    by_unit: dict[Unit, list[GivenPost]] = defaultdict(list)
    for row in rows:
        by_unit[row.post.unit].append(row)
    return render_template("documents/distribution.html", form=form, document=document, by_unit=by_unit), form.status


_LOADED = (
    joinedload(Acknowledgement.person),
    joinedload(Acknowledgement.post),
    joinedload(Acknowledgement.unit),
    joinedload(Acknowledgement.revision),
    selectinload(Acknowledgement.objections),
)


def tries_of(duty: Acknowledgement) -> str:
    """How the questions went: how many are right, and after how many tries."""
    if not duty.answers:
        return ""
    right = sum(bool(one["right"]) for one in duty.answers.values())
    tries = sum(int(one["tries"]) for one in duty.answers.values())
    return _("%(n)s questions right, %(tries)s tries", n=right, tries=tries)


def _document_asked() -> Document | None:
    number = number_asked("document")
    return document_of(number) if number else None


def _duties(unit_id: int, document: Document | None) -> Select[Any]:
    query = _narrowed(select(Acknowledgement), unit_id, document)
    if request.args.get("open"):
        query = query.where(still_owed(today()))
    # What is still open stands first, the most overdue on top.
    done = case((Acknowledgement.acknowledged_at.is_(None), 0), else_=1)
    return query.order_by(done, Acknowledgement.due_on, Acknowledgement.id)


def _covered(unit_id: int, document: Document | None) -> list[Covered]:
    late = Acknowledgement.acknowledged_at.is_(None) & (Acknowledgement.due_on < today())
    counts = select(
        Acknowledgement.unit_id,
        func.count(Acknowledgement.acknowledged_at),
        func.count(Acknowledgement.id),
        func.count(case((late, 1))),
    )
    rows = db.session.execute(_narrowed(counts, unit_id, document).group_by(Acknowledgement.unit_id)).all()
    query = select(Unit).where(Unit.id.in_([row[0] for row in rows])).order_by(Unit.sort)
    units = {one.id: one for one in db.session.scalars(query)}
    by_unit = {row[0]: row for row in rows}
    return [Covered(unit, by_unit[number][1], by_unit[number][2], by_unit[number][3]) for number, unit in units.items()]


def _unread(document: Document | None) -> list[Document]:
    holds = exists().where(Revision.document_id == Document.id, in_force_on(today()))
    query = Document.visible_to(signed_in()).where(holds, ~is_read_on(today()))
    if document is not None:
        query = query.where(Document.id == document.id)
    return list(db.session.scalars(query.order_by(Document.code_sort, Document.id).limit(MOST_UNREAD)).unique())


def _narrowed(query: Any, unit_id: int, document: Document | None) -> Any:
    query = query.join(Revision, Revision.id == Acknowledgement.revision_id)
    query = query.where(Revision.state == "in_force", counted_on(today()))
    if unit_id:
        query = query.where(Acknowledgement.unit_id.in_(subtree(unit_id)))
    if document is not None:
        query = query.where(Revision.document_id == document.id)
    return query


def _columns() -> list[Column]:
    return [
        Column(_("Code"), lambda one: one.revision.document.code, 18),
        Column(_("Title"), lambda one: one.revision.title, 50),
        Column(_("Issue no."), lambda one: one.revision.issue_label, 8),
        Column(_("Person"), lambda one: one.name or one.person.name, 28),
        Column(_("Post"), lambda one: one.post_title or one.post.title, 30),
        Column(_("Unit"), lambda one: one.unit_name or one.unit.name, 34),
        Column(_("Due"), lambda one: one.due_on, 12),
        Column(_("Acknowledged at"), lambda one: one.acknowledged_at, 18),
        Column(_("Questions"), tries_of, 26),
        Column(_("Cannot be applied yet"), _objected, 50),
        Column(_("Remark"), lambda one: one.remark, 50),
    ]


def _objected(duty: Acknowledgement) -> str:
    return "\n".join(f"{one.because} → {one.answer}" if one.answer else one.because for one in duty.objections)


def _given_posts(document: Document) -> list[GivenPost]:
    query = select(Distribution).where(Distribution.document_id == document.id, Distribution.ended_on.is_(None))
    given = {one.post_id: one for one in db.session.scalars(query).unique()}
    return [_given(post, name, given.get(post.id)) for post, name in posts_with_holders()]


def _given(post: Post, holder: str, one: Distribution | None) -> GivenPost:
    return GivenPost(post, holder, bool(one and one.listed), one.why if one else "", one.steps if one else "")


def _why(post: Post) -> str:
    return clean(request.form.get(f"why-{post.id}", "")).strip()[:300]
