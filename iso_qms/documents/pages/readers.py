"""Who a document is given to, and who has acknowledged it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any

from flask import flash, render_template, request
from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from iso_qms.blobs import files_of_each
from iso_qms.clock import today
from iso_qms.db import db, kept
from iso_qms.documents.acknowledgement.acknowledging import distribute
from iso_qms.documents.forms import TokenForm
from iso_qms.documents.models import (
    Acknowledgement,
    Briefing,
    Distribution,
    Document,
    Reach,
    Revision,
    counted_on,
    in_force_on,
    is_briefed,
    is_read_on,
    reach_of,
    still_owed,
)
from iso_qms.documents.pages.entries import posts_with_holders
from iso_qms.documents.pages.finding import document_of, to_document
from iso_qms.documents.room import room
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.people import Post
from iso_qms.organisation.units import Named, Unit, named_units, subtree
from iso_qms.text import clean
from iso_qms.web import Column, as_excel, back_to, not_for_them, number_asked, paged, signed_in

MOST_EXCEL_ROWS = 50_000
MOST_DOCUMENTS = 30
"""As many documents are counted one by one on the page, those with most still open first."""
MOST_UNREAD = 20
"""As many documents that nobody reads are named at once; when some are mended, the next appear."""


Counts = dict[tuple[int, int], tuple[int, ...]]
"""Figures by unit and document, summed for either."""


@dataclass(frozen=True)
class Covered:
    """How many of those asked have acknowledged, for one unit or document, and how many heads have briefed."""

    of: Any
    done: int
    asked: int
    late: int
    briefed: int
    to_brief: int


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
    """Who has acknowledged what is in force, by unit, document and person; to each what is theirs to know."""
    reach = reach_of(signed_in())
    unit_id, document = _unit_asked(reach), _document_asked(reach)
    units = _units_shown(reach)
    counts, only_open = _counts(unit_id, document), bool(request.args.get("open"))
    total = sum(asked - done if only_open else asked for done, asked, *_rest in counts.values())
    page = paged(_duties(unit_id, document).with_only_columns(Acknowledgement.id), total=total)
    page.rows = _loaded(page.rows)
    return render_template(
        "documents/coverage.html",
        page=page,
        document=document,
        unit_id=unit_id,
        only_open=only_open,
        units=units,
        of_others=bool(units),
        covered=_covered_units(counts, reach),
        documents=_covered_documents(counts) if document is None else [],
        unread=[] if unit_id or not _sees_gaps(reach, document) else _unread(document),
        is_filtered=bool(unit_id or document or only_open),
        to_document=to_document,
        tries_of=tries_of,
        briefings=briefings_by(page),
        files=files_of_each(Acknowledgement.journal_kind, [one.id for one in page]),
        said_of_briefing=said_of_briefing,
    )


@room.route("/acknowledgements.xlsx", needs="documents.read")
def coverage_excel() -> Any:
    """The same, as Excel."""
    reach = reach_of(signed_in())
    query = _duties(_unit_asked(reach), _document_asked(reach)).options(*_LOADED)
    duties = db.session.scalars(query.limit(MOST_EXCEL_ROWS)).unique().all()
    return as_excel(duties, columns_of(briefings_by(duties)), name=_("Acknowledgements"))


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


def _loaded(numbers: Sequence[int]) -> list[Acknowledgement]:
    """Those duties in that order, with all a page shows of them; joined only now that they are few."""
    found = db.session.scalars(select(Acknowledgement).where(Acknowledgement.id.in_(numbers)).options(*_LOADED))
    by_number = {one.id: one for one in found.unique()}
    return [by_number[number] for number in numbers]


def tries_of(duty: Acknowledgement) -> str:
    """How the questions went: how many are right, and after how many tries."""
    if not duty.answers:
        return ""
    right = sum(bool(one["right"]) for one in duty.answers.values())
    tries = sum(int(one["tries"]) for one in duty.answers.values())
    said = ngettext("%(num)s question right", "%(num)s questions right", right)
    return f"{said}, {ngettext('%(num)s try', '%(num)s tries', tries)}"


def _units_shown(reach: Reach) -> list[Named]:
    """The units one may narrow the list to: those whose readings one may see; the owner of documents, all of them."""
    units = named_units(today())
    return units if _owns(reach) else [one for one in units if reach.over_unit(one.id)]


def _owns(reach: Reach) -> bool:
    """Whether one's posts keep documents, whose readers may be of any unit; asked once a page."""
    read = kept("owns_documents")
    if reach not in read:
        owned = select(Document.id).where(Document.owner_post_id.in_(reach.posts)).limit(1)
        read[reach] = reach.is_whole or db.session.scalar(owned) is not None
    return bool(read[reach])


def _unit_asked(reach: Reach) -> int:
    number = number_asked("unit")
    if number and not reach.over_unit(number) and not _owns(reach):
        not_for_them()
    return number


def _document_asked(reach: Reach) -> Document | None:
    number = number_asked("document")
    document = document_of(number) if number else None
    if document is not None and not reach.covers(document):
        seen = select(Acknowledgement.id).join(Revision, Revision.id == Acknowledgement.revision_id)
        if db.session.scalar(seen.where(Revision.document_id == document.id, reach.shows()).limit(1)) is None:
            not_for_them()
    return document


def _sees_gaps(reach: Reach, document: Document | None) -> bool:
    """Whether one is told of documents that nobody reads: whoever sees them all, or answers for the one asked for."""
    return reach.is_whole if document is None else reach.covers(document)


def _duties(unit_id: int, document: Document | None) -> Select[Any]:
    query = _narrowed(select(Acknowledgement), unit_id, document)
    if request.args.get("open"):
        query = query.where(still_owed(today()))
    # What is still open stands first, the most overdue on top.
    done = case((Acknowledgement.acknowledged_at.is_(None), 0), else_=1)
    return query.order_by(done, Acknowledgement.due_on, Acknowledgement.id)


def _covered_units(counts: Counts, reach: Reach) -> list[Covered]:
    """By unit, as far as its list may be opened: where one only reads oneself, there is nothing to count."""
    rows = _summed(counts, lambda unit_id, _document_id: unit_id)
    rows = rows if _owns(reach) else {number: row for number, row in rows.items() if reach.over_unit(number)}
    units = db.session.scalars(select(Unit).where(Unit.id.in_(rows)).order_by(Unit.sort))
    return [Covered(unit, *rows[unit.id]) for unit in units]


def _covered_documents(counts: Counts) -> list[Covered]:
    """The documents with most still open; one alone needs no table."""
    rows = _summed(counts, lambda _unit_id, document_id: document_id)
    worst = sorted(rows, key=lambda number: (rows[number][0] - rows[number][1], number))[:MOST_DOCUMENTS]
    query = select(Document).where(Document.id.in_(worst)).options(lazyload(Document.unit))
    found = {one.id: one for one in db.session.scalars(query)}
    return [Covered(found[number], *rows[number]) for number in worst]


def _summed(counts: Counts, key: Callable[[int, int], int]) -> dict[int, tuple[int, ...]]:
    rows: dict[int, tuple[int, ...]] = {}
    for where, numbers in counts.items():
        before = rows.get(key(*where), (0,) * len(numbers))
        rows[key(*where)] = tuple(map(add, before, numbers))
    return rows


def _counts(unit_id: int, document: Document | None) -> Counts:
    """By unit and document: acknowledged, asked, overdue, heads who have briefed, heads who are to brief."""
    late = Acknowledgement.acknowledged_at.is_(None) & (Acknowledgement.due_on < today())
    briefs = Acknowledgement.brief_by.is_not(None)
    counts = select(
        Acknowledgement.unit_id,
        Revision.document_id,
        func.count(Acknowledgement.acknowledged_at),
        func.count(Acknowledgement.id),
        func.count(case((late, 1))),
        func.count(case((briefs & is_briefed(), 1))),
        func.count(Acknowledgement.brief_by),
    )
    groups = Acknowledgement.unit_id, Revision.document_id
    rows = db.session.execute(_narrowed(counts, unit_id, document).group_by(*groups)).all()
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def _unread(document: Document | None) -> list[Document]:
    holds = exists().where(Revision.document_id == Document.id, in_force_on(today()))
    query = Document.visible_to(signed_in()).where(holds, ~is_read_on(today()))
    if document is not None:
        query = query.where(Document.id == document.id)
    return list(db.session.scalars(query.order_by(Document.code_sort, Document.id).limit(MOST_UNREAD)).unique())


def _narrowed(query: Any, unit_id: int, document: Document | None) -> Any:
    among = [Revision.state == "in_force", reach_of(signed_in()).shows()]
    if unit_id:
        among.append(Acknowledgement.unit_id.in_(subtree(unit_id)))
    if document is not None:
        among.append(Revision.document_id == document.id)
    return query.join(Revision, Revision.id == Acknowledgement.revision_id).where(counted_on(today(), *among))


def briefings_by(duties: Iterable[Acknowledgement]) -> dict[tuple[int, int], Briefing]:
    """The briefings of those revisions, by revision and unit."""
    revisions = {one.revision_id for one in duties}
    query = select(Briefing).where(Briefing.revision_id.in_(revisions)).options(selectinload(Briefing.people))
    return {(one.revision_id, one.unit_id): one for one in db.session.scalars(query)}


def said_of_briefing(duty: Acknowledgement, briefing: Briefing | None) -> str:
    """What became of the briefing a head owes, in a sentence; empty for whoever has nobody to brief."""
    if duty.brief_by is None:
        return ""
    if briefing is None:
        return _("staff to be briefed by %(day)s", day=f"{duty.brief_by:%d/%m/%Y}")
    there = sum(one.was_there or one.caught_up_on is not None for one in briefing.people)
    return _("briefed %(day)s: %(n)s of %(all)s", day=f"{briefing.held_on:%d/%m/%Y}", n=there, all=len(briefing.people))


def columns_of(briefings: Mapping[tuple[int, int], Briefing]) -> list[Column]:
    """The columns of the Excel files of acknowledgements."""
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
        Column(_("Briefing"), lambda one: said_of_briefing(one, briefings.get((one.revision_id, one.unit_id))), 34),
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
