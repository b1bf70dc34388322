"""Old codes and new ones: the crosswalk there is, and the next one, prepared and confirmed in one act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, render_template, request, url_for
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.passing_on import Reader, pass_on, posts_of, readers_that_end
from iso_qms.documents.code import codes, recoding
from iso_qms.documents.code.code_forms import ConfirmForm
from iso_qms.documents.code.crosswalks import (
    Line,
    crosswalk_wanted,
    documents_of,
    judge,
    proposed,
    units_to_settle,
)
from iso_qms.documents.indexing import words_of
from iso_qms.documents.models import Document
from iso_qms.documents.pages.finding import document_of, to_document
from iso_qms.documents.room import room
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.people import Post
from iso_qms.organisation.units import Succession, Unit, units_on
from iso_qms.text import clean
from iso_qms.web import Column, as_excel, back_to, here, number_asked, paged, signed_in

MOST_EXCEL_ROWS = 50_000


@room.route("/crosswalk", needs="documents.read")
def crosswalk() -> Any:
    """Every code that gave way to another, newest first, and the units whose documents still wait for theirs."""
    typed, keeps = clean(request.args.get("q", "")).strip()[:100], signed_in().may("documents.keep_codes")
    return render_template(
        "documents/crosswalk.html",
        page=paged(crosswalk_wanted(signed_in(), typed)),
        typed=typed,
        waiting=units_to_settle() if keeps else [],
        to=to_document,
    )


@room.route("/crosswalk.xlsx", needs="documents.read")
def crosswalk_excel() -> Any:
    """The crosswalk as Excel, with the same filter."""
    typed = clean(request.args.get("q", "")).strip()[:100]
    rows = db.session.scalars(crosswalk_wanted(signed_in(), typed).limit(MOST_EXCEL_ROWS)).unique()
    return as_excel(rows, _columns(), name=_("Crosswalk of codes %(day)s", day=f"{today():%Y-%m-%d}"))


@room.route("/<numbered:number>/named", needs="documents.read")
def named(number: int) -> Any:
    """The documents that the text in force names, by whichever code: what was renamed since is found all the same."""
    document = document_of(number)
    revision = document.revision_on(today())
    meant = codes.named_by("\n".join(words_of(revision)), here().id) if revision else {}
    query = Document.visible_to(signed_in()).where(Document.id.in_(meant.values()), Document.id != document.id)
    there = {one.id: one for one in db.session.scalars(query).unique()}
    return render_template(
        "documents/named.html",
        document=document,
        revision=revision,
        rows=[(said, there[number]) for said, number in meant.items() if number in there],
        ended=codes.ended_among(list(there.values())),
        to=to_document,
    )


@room.route("/crosswalk/prepare", methods=["GET", "POST"], needs="documents.keep_codes")
def prepare_crosswalk() -> Any:
    """What becomes of the documents and readers of units that end: proposed, corrected, and confirmed in one act."""
    there = units_to_settle()
    ending = [one.unit for one in there if one.unit.id in _numbers("unit")]
    successor = _successor(ending)
    posts = posts_of(successor) if successor else []
    form = _prepared(ConfirmForm(), ending, posts)
    lines = _lines(ending, successor)
    readers = readers_that_end(ending, successor) if ending and successor else []
    is_sound = judge(lines, successor) if successor else False
    if is_sound and "check" not in request.form and form.validate_on_submit() and successor:
        with form.refusals():
            _confirm(form, lines, _heirs(readers, posts), successor)
            return back_to(url_for(".crosswalk", agency=here().slug))
    wrong = request.method == "POST" and bool(lines) and not is_sound
    return render_template(
        "documents/prepare_crosswalk.html",
        form=form,
        there=units_to_settle() if form.form_errors else there,
        ending=ending,
        successor=successor,
        choices=[one for one in units_on(today()) if one.valid_to is None],
        lines=lines,
        readers=readers,
        heirs=_heirs(readers, posts),
        posts=posts,
        wrong=wrong,
        is_early=bool(form.on.data and form.on.data > today()),
        to=to_document,
    ), 422 if wrong else form.status


def _confirm(form: ConfirmForm, lines: list[Line], heirs: dict[int, Post | None], successor: Unit) -> None:
    """Give the documents their codes and their readers, and say what was done."""
    basis = form.basis.data or ""
    recoding.recode(
        [recoding.Recoding(one.document, one.was, one.code, successor) for one in lines],
        by=signed_in(),
        on=form.on.data,
        basis=basis,
        owner=db.session.get(Post, form.owner.data) if form.owner.data else None,
    )
    passed = pass_on(heirs, by=signed_in(), basis=basis)
    if changed := sum(one.code != one.was for one in lines):
        flash(ngettext("%(num)s document has a new code.", "%(num)s documents have new codes.", changed))
    if passed:
        flash(ngettext("%(num)s document has new readers.", "%(num)s documents have new readers.", passed))


def _heirs(readers: Sequence[Reader], posts: Sequence[Post]) -> dict[int, Post | None]:
    """Who reads instead, by the post that ends, None for nobody: what was chosen on the page, else what is proposed."""
    there = {one.id: one for one in posts}
    if request.method == "GET":
        return {one.post.id: one.heir for one in readers if one.heir}
    chosen = {one.post.id: request.form.get(f"heir-{one.post.id}", "") for one in readers}
    nobody: dict[int, Post | None] = {number: None for number, heir in chosen.items() if heir == "none"}
    return nobody | {number: there[int(heir)] for number, heir in chosen.items() if heir in map(str, there)}


def _successor(ending: list[Unit]) -> Unit | None:
    """The unit that was chosen, else the one that took over from the first of those that end."""
    asked = number_asked("to") or request.form.get("to", 0, type=int)
    if asked:
        found = db.session.get(Unit, asked)
        return found if found is not None and found.valid_to is None and found.agency_id == here().id else None
    if not ending:
        return None
    query = select(Succession).where(Succession.unit_id.in_([one.id for one in ending])).order_by(Succession.id)
    known = {one.successor_id: one.successor for one in db.session.scalars(query).unique()}
    only = next(iter(known.values())) if len(known) == 1 else None
    return only if only is not None and only.valid_to is None else None


def _prepared(form: ConfirmForm, ending: list[Unit], posts: Sequence[Post]) -> ConfirmForm:
    form.owner.choices = [(0, _("Nobody yet")), *((one.id, one.title) for one in posts)]
    if request.method == "GET":
        form.on.data = max((one.valid_to for one in ending if one.valid_to), default=today())
        form.basis.data = _basis(ending)
        form.owner.data = next((one.id for one in posts if one.is_head), 0)
    return form


def _basis(ending: list[Unit]) -> str:
    query = select(Succession.basis).where(Succession.unit_id.in_([one.id for one in ending])).order_by(Succession.id)
    return next((one for one in db.session.scalars(query) if one), "") if ending else ""


def _lines(ending: list[Unit], successor: Unit | None) -> list[Line]:
    if not ending or successor is None:
        return []
    documents = documents_of(ending)
    if request.method == "GET":
        return proposed(documents, successor)
    given = request.form
    return [Line(one, given.get(f"was-{one.id}", one.code), given.get(f"code-{one.id}", one.code)) for one in documents]


def _numbers(name: str) -> set[int]:
    return {*request.args.getlist(name, type=int), *request.form.getlist(name, type=int)}


def _columns() -> list[Column]:
    return [
        Column(_("Old code"), lambda one: one.code, 22),
        Column(_("New code"), lambda one: one.next_code, 22),
        Column(_("Title"), lambda one: one.document.title, 60),
        Column(_("Borne from"), lambda one: one.borne_from, 14),
        Column(_("New code from"), lambda one: one.borne_until, 14),
        Column(_("Unit before"), lambda one: one.unit.name, 34),
        Column(_("Unit since then"), lambda one: one.next_unit.name, 34),
        Column(_("Basis"), lambda one: one.basis, 40),
        Column(_("Code today"), lambda one: one.document.code, 22),
    ]
