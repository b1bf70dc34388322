"""Periodic reviews: which are due and why then, those of one document, recording one, and the agency's intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.blobs import attach, files_of_each
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import KINDS, ChangeRequest, Document, PeriodicReview, intervals_of
from iso_qms.documents.pages.finding import document_of, to_document
from iso_qms.documents.pages.listing import Chip
from iso_qms.documents.register import Wanted, narrowed
from iso_qms.documents.review import periodic
from iso_qms.documents.review.review_forms import IntervalsForm, ReviewForm
from iso_qms.documents.review.schedule import Happened, Planned, formula, planned_for, schedule
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.heads import owned_posts, owners_of
from iso_qms.organisation.units import named_units
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.web import Column, Page, as_excel, back_to, here, kept_filters, number_asked, signed_in
from iso_qms.workflow import Incomplete

PER_PAGE = 50
VIEWS = ("due", "late", "mine", "shortened", "all")
"""Due within a month, late, of my posts, brought forward by evidence, and all."""


@dataclass(frozen=True)
class Row:
    """A line of the list: the document, its next review, and the formula in words."""

    document: Document
    planned: Planned

    @property
    def formula(self) -> str:
        """How its months come about."""
        return formula(self.planned.interval)


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence as the page shows it: its kind, its day, and the thing if one may see it."""

    label: str
    day: date
    title: str
    url: str


@room.route("/reviews", needs="documents.read")
def reviews() -> Any:
    """The documents in the order in which they are to be looked at again."""
    if back := kept_filters("reviews"):
        return back
    wanted, view = _wanted()
    plans = _plans(wanted)
    chosen = _in_view(plans, view)
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(chosen) // PER_PAGE)))
    page = Page(chosen[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(chosen), PER_PAGE)
    return render_template(
        "documents/reviews.html",
        page=page,
        rows=_rows(page.rows),
        wanted=wanted,
        view=view,
        chips=_chips(plans, view),
        kinds=KINDS,
        units=named_units(today()),
        is_filtered=bool(wanted.typed or wanted.kind or wanted.unit_id),
        day_shown=today(),
        recorded_by_me=_posts_held() if signed_in().may("documents.record_reviews") else set(),
        may_set=signed_in().may("documents.keep_reviews"),
    )


@room.route("/reviews.xlsx", needs="documents.read")
def reviews_excel() -> Response:
    """The same rows as Excel."""
    wanted, view = _wanted()
    columns = [
        Column(_("Code"), lambda row: row.document.code, 18),
        Column(_("Title"), lambda row: row.document.title, 60),
        Column(_("Kind"), lambda row: KINDS[row.document.kind], 18),
        Column(_("Unit in charge"), lambda row: row.document.unit.name, 34),
        Column(_("Document owner"), lambda row: row.document.owner_post.title if row.document.owner_post else "", 30),
        Column(_("Counted from"), lambda row: row.planned.since, 14),
        Column(_("How the interval comes about"), lambda row: row.formula, 70),
        Column(_("Months"), lambda row: row.planned.interval.months, 10),
        Column(_("Next review"), lambda row: row.planned.due_on, 14),
    ]
    return as_excel(_rows(_in_view(_plans(wanted), view)), columns, name=_("Reviews due"))


@room.route("/reviews/intervals", methods=["GET", "POST"], needs="documents.keep_reviews")
def review_intervals() -> Any:
    """Set the months between two reviews of each kind of document."""
    now = intervals_of(here().id)
    asked = IntervalsForm.asking(registry.review_evidence)
    form = asked(
        floor=now.floor,
        **{f"months_{kind}": months for kind, months in now.months.items()},
        **{f"off_{name}": months for name, months in now.evidence.items()},
    )
    if form.validate_on_submit():
        with form.refusals():
            months = {kind: form[f"months_{kind}"].data or 0 for kind in KINDS}
            evidence = {name: form[f"off_{name}"].data or 0 for name in now.evidence}
            periodic.set_intervals(by=signed_in(), months=months, floor=form.floor.data or 0, evidence=evidence)
            flash(_("The intervals of periodic reviews were changed."))
            return back_to(url_for(".reviews", agency=here().slug))
    return render_template(
        "documents/review_intervals.html", form=form, kinds=KINDS, evidence=now.evidence
    ), form.status


@room.route("/<numbered:number>/reviews", needs="documents.read")
def reviews_of(number: int) -> Any:
    """When a document is looked at again and why then, and how it was looked at before."""
    document, person = document_of(number), signed_in()
    planned = planned_for(document, today())
    query = select(PeriodicReview).where(PeriodicReview.document_id == document.id)
    query = query.options(joinedload(PeriodicReview.revision)).order_by(PeriodicReview.id.desc())
    past = [one for one in db.session.scalars(query) if one.done_on is not None]
    return render_template(
        "documents/reviews_of.html",
        document=document,
        planned=planned,
        formula=formula,
        evidence=_evidence(planned.happened) if planned else [],
        asked=periodic.open_review(document),
        past=past,
        files=files_of_each("periodic_review", [one.id for one in past]),
        requests=_requests(past),
        beside=[one("periodic_review", past[0].id, person) for one in registry.beside] if past else [],
        may_review=planned is not None and periodic.may_review(document, person),
        owner_name=", ".join(one.name for one in owners_of(document.owner_post, today(), deputies=False))
        if document.owner_post
        else "",
        to_document=to_document,
    )


@room.route("/<numbered:number>/reviews/record", methods=["GET", "POST"], needs="documents.read")
def record_review(number: int) -> Any:
    """Record that somebody looked whether a document still suits, and what came out."""
    document, form = document_of(number), ReviewForm()
    periodic.demand_reviewer(document, signed_in())
    planned = planned_for(document, today())
    if planned is None:
        raise Incomplete(_("Nothing of this document is in force, so there is nothing to review."))
    if form.validate_on_submit():
        with form.refusals():
            made = periodic.record_review(
                document, form.outcome.data or "", by=signed_in(), remark=form.remark.data or ""
            )
            attach(made, form.files.data, by=signed_in())
            flash(_("The review of %(code)s was recorded.", code=document.code))
            return back_to(to_document(document, "reviews_of"))
    return render_template(
        "documents/record_review.html",
        form=form,
        document=document,
        planned=planned,
        formula=formula(planned.interval),
        evidence=_evidence(planned.happened),
        back=to_document(document, "reviews_of"),
    ), form.status


def _wanted() -> tuple[Wanted, str]:
    args = request.args
    view = args.get("view", "due")
    wanted = Wanted(
        day=today(),
        typed=clean(args.get("q", "")).strip()[:200],
        kind=args.get("kind", "") if args.get("kind") in KINDS else "",
        unit_id=number_asked("unit"),
    )
    return wanted, view if view in VIEWS else "due"


def _plans(wanted: Wanted) -> list[Planned]:
    """The next reviews that fit, the most pressing first. What stands is open to everybody in the agency."""
    plans = schedule(here().id, wanted.day, *narrowed(wanted)).values()
    return sorted(plans, key=lambda one: (one.due_on, one.document_id))


def _in_view(plans: Iterable[Planned], view: str) -> list[Planned]:
    day, posts = today(), _posts_held()
    last = day + periodic.AHEAD
    fits: dict[str, Callable[[Planned], object]] = {
        "due": lambda one: one.due_on <= last,
        "late": lambda one: one.due_on < day,
        "mine": lambda one: one.owner_post_id in posts,
        "shortened": lambda one: one.interval.evidence,
        "all": lambda one: True,
    }
    return list(filter(fits[view], plans))


def _posts_held() -> set[int]:
    """The posts whose documents one looks at again."""
    return owned_posts(signed_in(), today())


def _chips(plans: list[Planned], view: str) -> list[Chip]:
    words = {
        "due": _("Due within a month"),
        "late": _("Late"),
        "mine": _("Of my posts"),
        "shortened": _("Brought forward"),
        "all": _("All"),
    }
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("page", "all", "view")}
    return [
        Chip(
            words[name],
            len(_in_view(plans, name)),
            _list_url(args, name),
            name == view,
            "late" if name == "late" else "",
        )
        for name in VIEWS
    ]


def _list_url(args: dict[str, Any], view: str) -> str:
    return url_for(".reviews", agency=here().slug, **(args | {"view": view}))


def _rows(plans: Iterable[Planned]) -> list[Row]:
    chosen = list(plans)
    documents: dict[int, Document] = {}
    for at in range(0, len(chosen), 500):
        query = select(Document).where(Document.id.in_([one.document_id for one in chosen[at : at + 500]]))
        documents |= {
            one.id: one for one in db.session.scalars(query.options(joinedload(Document.owner_post))).unique()
        }
    return [Row(documents[one.document_id], one) for one in chosen]


def _evidence(happened: Iterable[Happened]) -> list[Evidence]:
    """The evidence, with links to what one may see; one query for each kind."""
    found, things = list(happened), dict[tuple[str, int], Any]()
    for kind in {one.kind for one in found}:
        model: Any = registry.things[kind].model
        numbers = [one.thing_id for one in found if one.kind == kind]
        seen = db.session.scalars(model.visible_to(signed_in()).where(model.id.in_(numbers))).unique()
        things |= {(kind, thing.id): thing for thing in seen}
    return [_shown(one, things.get((one.kind, one.thing_id))) for one in found]


def _shown(one: Happened, thing: Any) -> Evidence:
    known = registry.things[one.kind]
    if thing is None:
        return Evidence(str(known.label), one.day, "", "")
    return Evidence(str(known.label), one.day, str(thing), known.url(thing))


def _requests(past: list[PeriodicReview]) -> dict[int, ChangeRequest]:
    numbers = [one.change_request_id for one in past if one.change_request_id]
    query = select(ChangeRequest).where(ChangeRequest.id.in_(numbers))
    return {one.id: one for one in db.session.scalars(query).unique()} if numbers else {}
