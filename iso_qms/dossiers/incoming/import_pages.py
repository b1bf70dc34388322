"""Bringing a file in through the browser: the file, its columns, how far it has come, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping as Values
from functools import partial
from typing import Any

from flask import Response, current_app, make_response, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import now
from iso_qms.db import aside, db
from iso_qms.dossiers import models
from iso_qms.dossiers.fields import KINDS
from iso_qms.dossiers.incoming import kept_files, previewing
from iso_qms.dossiers.incoming.import_forms import ColumnsForm, FileForm
from iso_qms.dossiers.incoming.mapping import LABELS, BadMapping, Mapping
from iso_qms.dossiers.incoming.previewing import LOOKED_AT, NAMELESS
from iso_qms.dossiers.incoming.reading import Table, open_table
from iso_qms.dossiers.incoming.refused_rows import DossierRefusedRow, reasons_of, refused_of
from iso_qms.dossiers.incoming.saying import demand_known
from iso_qms.dossiers.incoming.source_words import LABELS as WORD_KINDS
from iso_qms.dossiers.incoming.source_words import LEAVES, choices_for, source_of, sources_of
from iso_qms.dossiers.incoming.unreadable import UnreadableTable
from iso_qms.dossiers.incoming.wordings import WHY_BROKEN, WHY_REFUSED, why_unreadable
from iso_qms.dossiers.models import CHANNELS, STAGES, STATES, Dossier, DossierImport, DossierSource
from iso_qms.dossiers.operations import confirm, give_up, receive_file
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.organisation.people import Person
from iso_qms.rounds import are_walked
from iso_qms.web import Column, as_excel, back_to, find, here, paged, signed_in
from iso_qms.workflow import Incomplete, WrongState

LOOKS_AGAIN = 5
"""Seconds after which the page of a file that is being taken in is asked for again, without any script."""


@room.route("/imports", needs="dossiers.import")
def imports() -> Any:
    """The files that were brought in, the newest on top."""
    query = DossierImport.visible_to(signed_in()).options(joinedload(DossierImport.by))
    page = paged(query.order_by(DossierImport.id.desc()))
    return render_template(
        "dossiers/imports.html", page=page, stages=STAGES, at=now(), sources=sources_of(), kinds=models.KINDS
    )


@room.route("/imports/new", methods=["GET", "POST"], needs="dossiers.import", writes=False)
def bring() -> Any:
    """Choose a file; it is looked over to its end, and nothing is taken in yet."""
    form = FileForm()
    if form.validate_on_submit():
        with form.refusals():
            file = form.file.data
            kept, sha256, total = _kept(file.stream, name=file.filename or "")
            number = signed_in().id
            # Reading a large file takes seconds, in which nobody else may wait for the write lock.
            aside(partial(_receive, number, name=file.filename or "", kept=kept, sha256=sha256, total=total))
            return back_to(url_for("dossiers.received", agency=here().slug, kept=kept))
    most = current_app.config["SETTINGS"].upload_mb
    return render_template("dossiers/bring.html", form=form, most=most), form.status


@room.route("/imports/kept/<kept>", needs="dossiers.import")
def received(kept: str) -> Any:
    """From the file that was just brought to its columns."""
    query = DossierImport.visible_to(signed_in()).where(DossierImport.kept == kept, DossierImport.kept != "")
    run = db.session.scalars(query).first()
    where = "dossiers.imports" if run is None else "dossiers.columns"
    return back_to(url_for(where, agency=here().slug, **({} if run is None else {"number": run.id})))


@room.route("/imports/<int:number>/columns", methods=["GET", "POST"], needs="dossiers.import")
def columns(number: int) -> Any:
    """Which column is what, as it is proposed; the first rows as they would come in; taken in only from here."""
    run_, form = find(DossierImport, number), ColumnsForm()
    if run_.stage_at(now()) != "mapping":
        return back_to(url_for("dossiers.run", agency=here().slug, number=number))
    table = _table(run_)
    shown = _shown(table, form)
    if form.validate_on_submit() and request.form.get("act") == "start":
        with form.refusals():
            _demand_asked(shown)
            demand_known(form.words, choices_for(str(form.kind.data)))
            confirm(run_, _chosen(table, form), by=signed_in())
            return back_to(url_for("dossiers.run", agency=here().slug, number=number))
    if not form.is_submitted():
        form.source.data, form.kind.data = shown.source, shown.kind
    sources = db.session.scalars(select(DossierSource.name).distinct().order_by(DossierSource.name))
    choices = choices_for(shown.kind) if shown.strange else {}
    names = [(name, LABELS[name]) for name in KINDS[shown.kind].fields]
    asked = {(one.field, one.words) for one in shown.strange}
    said = [(field, words, means) for field, many in form.words.items() for words, means in many.items()]
    unshown = {f"{field}:{words}": means for field, words, means in said if (field, words) not in asked}
    return render_template(
        "dossiers/columns.html", run=run_, form=form, choices=choices, word_kinds=WORD_KINDS, leaves=LEAVES,
        looked_at=LOOKED_AT, shown=shown, sheet=table.sheet_name, unshown=unshown,
        fields=names, labels=LABELS, states=STATES, channels=CHANNELS,
        sources=list(sources), why=WHY_REFUSED, needed=KINDS[shown.kind].needed,
    ), form.status  # fmt: skip


@room.route("/imports/<int:number>/drop", methods=["POST"], needs="dossiers.import")
def drop(number: int) -> Any:
    """Do not take the file in, or not further; it is removed, and what is in already stays."""
    run_ = find(DossierImport, number)
    if run_.finished_at is not None or run_.broken:
        raise WrongState(_("The file was taken in already."))
    give_up(run_, "dropped", by=signed_in())
    aside(partial(kept_files.forget, run_.kept), quietly=True)
    return back_to(url_for("dossiers.run", agency=here().slug, number=number))


@room.route("/imports/<int:number>", needs="dossiers.import")
def run(number: int) -> Any:
    """How far a file has come, what came of it, and the rows that were set aside. Looks again by itself."""
    one = find(DossierImport, number, joinedload(DossierImport.by), joinedload(DossierImport.repeats))
    stage = one.stage_at(now())
    held = select(Dossier.basis, func.count().label("number")).where(Dossier.run_id == one.id).group_by(Dossier.basis)
    answer = make_response(
        render_template(
            "dossiers/run.html",
            one=one,
            stage=stage,
            stages=STAGES,
            moves_on=stage in ("waiting", "running", "stalled"),
            is_stopped=stage in ("waiting", "stalled") and one.kept != "" and not are_walked(),
            why=WHY_REFUSED,
            broken=WHY_BROKEN.get(one.broken),
            reasons=reasons_of(one),
            refused=refused_of(one, most=50),
            bases={row.basis: row.number for row in db.session.execute(held)},
            labels=LABELS,
            word_kinds=WORD_KINDS,
            source=source_of(one),
            history=history_of(one),
        )
    )
    if stage in ("waiting", "running", "stalled") and "still" not in request.args:
        answer.headers["Refresh"] = str(LOOKS_AGAIN)
    return answer


@room.route("/imports/<int:number>/refused.xlsx", needs="dossiers.import")
def refused(number: int) -> Response:
    """The rows of a file that were set aside, each with its number and reason, under the headings of its source.

    Corrected here and brought in again, they are read like the file itself.
    """
    one = find(DossierImport, number)
    said = one.mapping.get("columns", {})
    headings = {name: said[name] for name in KINDS[one.kind].fields if name in said}
    found = [
        Column(_("Row"), lambda row: row.number, 8),
        Column(_("Why it was set aside"), lambda row: WHY_REFUSED[row.reason], 44),
        Column(_("Look at"), lambda row: headings.get(row.field, ""), 20),
        *(Column(heading, partial(_cell, name), 22) for name, heading in headings.items() if heading),
    ]
    return as_excel(refused_of(one), found, name=_("Rows set aside"))


def _cell(name: str, row: DossierRefusedRow) -> str:
    return str(row.cells.get(name, ""))


def _kept(stream: Any, *, name: str) -> tuple[str, str, int]:
    kept, sha256 = kept_files.keep(stream)
    try:
        if total := open_table(kept_files.place_of(kept), name=name).looked_over():
            return kept, sha256, total
        raise UnreadableTable("none")
    except UnreadableTable as fault:
        kept_files.forget(kept)
        raise Incomplete(str(why_unreadable(fault))) from fault


def _receive(by_id: int, *, name: str, kept: str, sha256: str, total: int) -> None:
    receive_file(name=name, kept=kept, sha256=sha256, total=total, by=db.session.get_one(Person, by_id))


def _table(run_: DossierImport) -> Table:
    try:
        return open_table(kept_files.place_of(run_.kept), name=run_.name)
    except (FileNotFoundError, UnreadableTable):
        raise WrongState(_("The file is not here any more: bring it in again.")) from None


def _shown(table: Table, form: ColumnsForm) -> previewing.Shown:
    """The file by what was chosen, or by what is proposed; where the choice cannot be, the fault stands at the form."""
    if not form.is_submitted():
        return previewing.shown(table, previewing.proposed(table))
    kind = str(form.kind.data)
    try:
        return previewing.shown(
            table, _mapping(table, form, form.words, NAMELESS), before=_mapping(table, form, {}, NAMELESS)
        )
    except BadMapping as fault:
        if request.form.get("act") == "look":
            form.form_errors.append(str(fault))
        return previewing.columns_chosen(table, form.fields, kind=kind if kind in KINDS else "dossiers")


def _demand_asked(shown: previewing.Shown) -> None:
    """Refuse a file whose page has not asked yet what words mean: under another source others are known."""
    words = [one.words for one in shown.strange if f"{one.field}:{one.words}" not in request.form]
    if words:
        raise Incomplete(_("This source does not say yet what these mean: %(words)s.", words=", ".join(words)))


def _chosen(table: Table, form: ColumnsForm) -> Mapping:
    try:
        return _mapping(table, form, form.words)
    except BadMapping as fault:
        raise Incomplete(str(fault)) from fault


def _mapping(table: Table, form: ColumnsForm, words: Values[str, Values[str, str]], nameless: str = "") -> Mapping:
    kind, source = str(form.kind.data), " ".join((form.source.data or "").split())
    return previewing.chosen(table, kind=kind, source=source or nameless, fields=form.fields, words=words)
