"""The pages of findings: the list, one finding, noting, explaining, concluding, and who has read it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy import Select, func, or_, select

from iso_qms.audits import choices, noting, replying
from iso_qms.audits.clauses import clause_title
from iso_qms.audits.findings import (
    GRADES,
    NONCONFORMING,
    Finding,
    may_be_answered,
    readers_of,
    readings_of,
    similar_to,
)
from iso_qms.audits.flow import CONCLUDED, FINDING
from iso_qms.audits.forms import (
    ConcludeForm,
    CorrectForm,
    FindingFilterForm,
    FindingForm,
    ReasonForm,
    ReassignForm,
    ReplyForm,
)
from iso_qms.audits.inspection_pages import Chip, Station
from iso_qms.audits.models import TOPICS, Inspection
from iso_qms.audits.views import room
from iso_qms.blobs import attach, files_of
from iso_qms.clock import HO_CHI_MINH, as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _, language
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, subtree
from iso_qms.organisation.working_days import calendar_of
from iso_qms.registry import registry
from iso_qms.text import fold
from iso_qms.web import Column, as_excel, back_to, find, here, kept_filters, paged, signed_in
from iso_qms.worktime import UnknownYear, working_days_between

REASONS = {
    "working": lambda n: _("day %(n)s", n=n),
    "makeup": lambda n: _("day %(n)s, worked instead", n=n),
    "weekend": lambda n: _("weekend"),
    "holiday": lambda n: _("holiday"),
    "comp_off": lambda n: _("day off in exchange"),
    "not_last": lambda n: _("day %(n)s", n=n),
}


@room.route("/findings", needs="audits.read")
def findings() -> Any:
    """The findings one may see; as Excel without any that names somebody."""
    as_file = request.args.get("as") == "xlsx"
    if not as_file and (back := kept_filters("findings")):
        return back
    form, only = FindingFilterForm(request.args), request.args.get("only", "")
    query = _narrowed(Finding.visible_to(signed_in()), form)
    rows = _only(query, only).order_by(Finding.observed_at.desc(), Finding.id.desc())
    if as_file:
        return _excel(list(db.session.scalars(rows.where(Finding.person_id.is_(None))).unique()))
    return render_template(
        "audits/findings.html",
        form=form,
        page=paged(rows),
        chips=_chips(query, only),
        TOPICS=TOPICS,
        GRADES=GRADES,
        filtered=any(value for key, value in request.args.items() if key not in ("page", "all")),
    )


@room.route("/inspections/<int:number>/findings/new", methods=["GET", "POST"], needs="audits.inspect")
def note(number: int) -> Any:
    """Note a finding on the spot."""
    inspection = find(Inspection, number)
    form = _finding_form(inspection, FindingForm(**_prefilled(inspection)))
    if form.validate_on_submit():
        with form.refusals():
            made = noting.note_finding(inspection, by=signed_in(), **_typed(form, inspection))
            attach(made, form.files.data or [], by=signed_in(), private=made.names_somebody)
            flash(_("%(finding)s was noted. Look it over, then notify the unit.", finding=made.code))
            return to_finding(made)
    return render_template("audits/note.html", form=form, inspection=inspection, finding=None), form.status


@room.route("/findings/<int:number>", needs="audits.read")
def finding(number: int) -> Any:
    """One finding. Opening one that names somebody leaves a trace that the person can see."""
    person, found = signed_in(), find(Finding, number)
    replying.read_by(found, person)
    due, day = noting.window_of(found), today()
    return render_template(
        "audits/finding.html",
        finding=found,
        grade=GRADES[found.grade],
        GRADES=GRADES,
        topic=TOPICS[found.kind],
        criterion=clause_title(found.standard, found.clause),
        track=track_of(found),
        moves=_moves(found),
        files=files_of(found),
        reply_files={one.id: files_of(one) for one in found.replies},
        reply_form=ReplyForm(formdata=None) if may_be_answered(found, person) else None,
        due=due,
        why=why_of(due) if due else None,
        left=_left(found, day),
        similar=similar_to(found, seen_by=person),
        readers=list(readers_of(found)) if found.names_somebody else [],
        readings=readings_of(found) if found.names_somebody else [],
        history=_history(found),
        on_team=found.inspection.has_member(person),
        nonconformity=_nonconformity(found),
        may_open=_may_open(found, person),
    )


@room.route("/findings/<int:number>/change", methods=["GET", "POST"], needs="audits.inspect")
def change_note(number: int) -> Any:
    """Edit a note nobody outside the team has seen yet."""
    found = find(Finding, number)
    form = _finding_form(found.inspection, FindingForm(data=_written(found) if request.method == "GET" else None))
    if form.validate_on_submit():
        with form.refusals():
            noting.edit_note(found, by=signed_in(), **_typed(form, found.inspection))
            attach(found, form.files.data or [], by=signed_in(), private=found.names_somebody)
            flash(_("The note was changed."))
            return to_finding(found)
    return render_template("audits/note.html", form=form, inspection=found.inspection, finding=found), form.status


@room.route("/findings/<int:number>/reply", methods=["GET", "POST"], needs="audits.reply")
def reply(number: int) -> Any:
    """The right of reply, for whoever answers for the unit and the person concerned."""
    found, form = find(Finding, number), ReplyForm()
    if form.validate_on_submit():
        with form.refusals():
            replying.reply(found, text=form.text.data, by=signed_in(), files=form.files.data or [])
            flash(_("The explanation was sent. The team must read it before it concludes."))
            return to_finding(found)
    return render_template("audits/reply.html", form=form, finding=found), form.status


@room.route("/findings/<int:number>/moves/<name>", methods=["GET", "POST"], needs="audits.read")
def finding_move(number: int, name: str) -> Any:
    """Make a move; those that ask for words have a page of their own."""
    found = find(Finding, number)
    if name in ("reply", "reassign", "correct"):
        return back_to(url_for(f".{name}", agency=here().slug, number=number))
    act, declared = replying.FINDING_MOVES.get(name) or abort(404), FINDING.move(name)
    if not declared.asks_reason:
        if request.method == "POST":
            act(found, by=signed_in())
            flash(f"{found.code}: {declared.said}.")
        return to_finding(found)
    form = ConcludeForm() if declared.needs == "audits.conclude" else ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            act(found, by=signed_in(), note=form.note.data)
            flash(f"{found.code}: {declared.said}.")
            return to_finding(found)
    return render_template("audits/finding_move.html", form=form, finding=found, move=declared), form.status


@room.route("/findings/<int:number>/reassign", methods=["GET", "POST"], needs="audits.inspect")
def reassign(number: int) -> Any:
    """The lead names the right unit, or stands by the first one."""
    found, form = find(Finding, number), ReassignForm()
    form.unit.choices = choices.units_of_today()
    if request.method == "GET":
        form.unit.data = found.unit_id
    if form.validate_on_submit():
        with form.refusals():
            unit = db.session.scalars(select(Unit).where(Unit.id == form.unit.data)).one()
            noting.reassign(found, unit=unit, by=signed_in(), note=form.note.data)
            flash(_("%(unit)s was notified.", unit=unit.name))
            return to_finding(found)
    return render_template("audits/reassign.html", form=form, finding=found), form.status


@room.route("/findings/<int:number>/correct", methods=["GET", "POST"], needs="audits.conclude")
def correct(number: int) -> Any:
    """Conclude in other words or with another grade; what stood there before stays readable."""
    found = find(Finding, number)
    form = CorrectForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            replying.correct(
                found,
                by=signed_in(),
                title=form.title.data,
                evidence=form.evidence.data,
                grade=form.grade.data,
                note=form.note.data,
                grade_reason=form.grade_reason.data or "",
            )
            flash(f"{found.code}: {FINDING.move('correct').said}.")
            return to_finding(found)
    return render_template("audits/correct.html", form=form, finding=found), form.status


@room.route("/findings/<int:number>/readers", needs="audits.read")
def readers(number: int) -> Any:
    """Who has opened a finding that names somebody, and when: the person concerned may always know."""
    found = find(Finding, number)
    if not found.names_somebody:
        abort(404)
    return render_template("audits/readers.html", finding=found, readings=readings_of(found))


@room.route("/findings/<int:number>/nonconformity", methods=["POST"], needs="improvement.open")
def open_from_finding(number: int) -> Any:
    """Open a nonconformity from a finding that is final."""
    found = find(Finding, number)
    if found.state not in CONCLUDED[:2] or found.grade not in NONCONFORMING or _nonconformity(found):
        abort(409)
    made = open_nonconformity(
        _("Working hours or conduct, see %(finding)s", finding=found.code) if found.names_somebody else found.title,
        by=signed_in(),
        unit=found.unit,
        source_kind="finding",
        source_id=found.id,
        grade=found.grade,
        description="" if found.names_somebody else found.evidence,
        criterion=criterion_of(found),
        found_on=found.observed_on,
        document_id=found.document_id,
        revision_id=found.revision_id,
        restricted=found.names_somebody,
    )
    db.session.flush()
    flash(_("%(code)s was opened. The unit gives the cause next.", code=made.code))
    return back_to(registry.url_of("nonconformity", made.id) or url_for(".finding", agency=here().slug, number=number))


def to_finding(found: Finding) -> Any:
    """Back to the page of a finding."""
    db.session.flush()
    return back_to(url_for("audits.finding", agency=here().slug, number=found.id))


def criterion_of(found: Finding) -> str:
    """The criterion in one line: clause, procedure with step, article."""
    clause = f"{found.standard}, {found.clause} {clause_title(found.standard, found.clause)}" if found.clause else ""
    document = ", ".join(filter(None, [str(found.revision), found.step])) if found.revision else ""
    return "; ".join(filter(None, [clause, document, found.article]))


def track_of(found: Finding) -> list[Station]:
    """Noted, notified, explained, concluded."""
    done = found.state in CONCLUDED
    told, said = found.notified_at is not None, bool(found.replies)
    reply_state = "past" if (said or done) and told else "now" if found.state == "notified" else "plan"
    until = _("until %(day)s", day=f"{found.reply_due_on:%d/%m/%Y}") if found.reply_due_on and not said else None
    explained = found.replies[0].at if said else until if not done else _("not explained") if told else None
    now_concluding = found.state == "replied" or (found.state == "notified" and found.window_is_over)
    if now_concluding:
        reply_state = "past"
    returned = Station(_("Sent back"), None, "now") if found.state == "returned" else None
    return [
        Station(_("Noted"), found.observed_at, "past" if told or done else "now"),
        Station(_("Notified"), found.notified_at, "past" if told else "plan"),
        returned or Station(_("Explanation"), explained, reply_state),
        Station(
            str(found.status.label) if done else _("Conclusion"),
            found.concluded_at if done else None,
            "now" if done or now_concluding else "plan",
        ),
    ]


def why_of(due: Any) -> list[tuple[Any, bool, str]]:
    """Why the time to explain ends on that day: every day since, counted or skipped, with its name."""
    counted, rows = 0, []
    for one in due.explanation:
        counted += one.counted
        name = one.name_vi if language() == "vi" else one.name_en
        rows.append((one.date, one.counted, name or REASONS[one.reason.value](counted)))
    return rows


def _left(found: Finding, day: Any) -> int | None:
    if found.state != "notified" or found.reply_due_on is None or day > found.reply_due_on:
        return None
    try:
        return working_days_between(day, end=found.reply_due_on, calendar=calendar_of(found.agency_id))
    except UnknownYear:
        return None


def _moves(found: Finding) -> list[dict[str, Any]]:
    open_ones = found.open_moves(signed_in())
    first = next(
        (one.name for one in open_ones if one.blocked is None and one.name in ("notify", "reassign", "confirm")), ""
    )
    return [
        {
            "move": one.move,
            "consequence": one.consequence,
            "blocked": one.blocked,
            "asks_reason": one.asks_reason or one.name == "reply",
            "signs": False,
            "primary": one.name in (first, "reply"),
        }
        for one in open_ones
    ]


def _history(found: Finding) -> list[dict[str, Any]]:
    # Of findings on persons the move is told, and neither names nor the hashed reason.
    hide = found.names_somebody
    return [
        {
            "at": one.at,
            "who": "" if hide else one.name,
            "sentence": sentence(one.verb),
            "reason": "" if hide else one.reason,
        }
        for one in history_of(found)
    ]


def _finding_form(inspection: Inspection, form: FindingForm) -> FindingForm:
    form.unit.choices = choices.units(inspection.units)
    form.clause.choices = choices.clauses()
    form.person.choices = choices.people(
        noting.staff_concerned(inspection), today(), none=_("Nobody: it is about the work")
    )
    return form


def _prefilled(inspection: Inspection) -> dict[str, Any]:
    asked = request.args
    return {
        "unit": asked.get("unit", inspection.units[0].id if inspection.units else 0, type=int),
        "kind": asked.get("kind") if asked.get("kind") in TOPICS else (inspection.topics or ["reception"])[0],
        "observed_at": as_local(now()).replace(tzinfo=None, second=0, microsecond=0),
        "evidence": asked.get("evidence", "")[:2000],
        "article": asked.get("article", "")[:300],
        "document": inspection.documents[0].code if len(inspection.documents) == 1 else "",
    }


def _typed(form: FindingForm, inspection: Inspection) -> dict[str, Any]:
    unit = next(one for one in inspection.units if one.id == form.unit.data)
    names = ("kind", "title", "evidence", "grade", "clause")
    blanks = ("place", "step", "article", "grade_reason")
    return (
        {name: getattr(form, name).data for name in names}
        | {name: getattr(form, name).data or "" for name in blanks}
        | {
            "unit": unit,
            "observed_at": form.observed_at.data.replace(tzinfo=HO_CHI_MINH).astimezone(UTC),
            "document": choices.document_named(form.document.data or ""),
            "person": db.session.get(Person, form.person.data) if form.person.data else None,
        }
    )


def _written(found: Finding) -> dict[str, Any]:
    names = ("kind", "title", "evidence", "place", "clause", "step", "article", "grade", "grade_reason")
    return {name: getattr(found, name) for name in names} | {
        "unit": found.unit_id,
        "person": found.person_id or 0,
        "document": found.document.code if found.document else "",
        "observed_at": as_local(found.observed_at).replace(tzinfo=None),
    }


def _nonconformity(found: Finding) -> Nonconformity | None:
    query = select(Nonconformity).where(Nonconformity.source_kind == "finding", Nonconformity.source_id == found.id)
    return db.session.scalars(query).unique().first()


def _may_open(found: Finding, person: Person) -> bool:
    final = found.state in CONCLUDED[:2] and found.grade in NONCONFORMING
    return final and person.may("improvement.open", found.unit)


def _narrowed(query: Select[Any], form: FindingFilterForm) -> Select[Any]:
    if form.q.data:
        number = fold(form.q.data).rpartition("-")[2]
        by_number = Finding.sequence == int(number) if number.isdigit() else False
        query = query.where(or_(Finding.title.ilike(f"%{form.q.data.strip()}%"), by_number))
    if form.unit.data:
        query = query.where(Finding.unit_id.in_(subtree(form.unit.data)))
    if form.kind.data in TOPICS:
        query = query.where(Finding.kind == form.kind.data)
    return query.where(Finding.grade == form.grade.data) if form.grade.data in GRADES else query


def _only(query: Select[Any], only: str) -> Select[Any]:
    if only == "open":
        return query.where(Finding.state.not_in(CONCLUDED))
    if only == "explain":
        return query.where(Finding.state == "notified")
    return query.where(Finding.grade.in_(NONCONFORMING), Finding.state != "withdrawn") if only == "nc" else query


def _chips(query: Select[Any], only: str) -> list[Chip]:
    labels = {"": _("All"), "open": _("Open"), "explain": _("Awaiting explanation"), "nc": _("Nonconformities")}
    kept = {key: value for key, value in request.args.items() if key not in ("only", "page", "all")}
    return [
        Chip(
            label,
            db.session.scalar(select(func.count()).select_from(_only(query, name).subquery())),
            url_for(".findings", agency=here().slug, **(kept | ({"only": name} if name else {"all": 1}))),
            only == name,
        )
        for name, label in labels.items()
    ]


def _excel(rows: list[Finding]) -> Any:
    columns = [
        Column(_("Number"), lambda one: one.code, 14),
        Column(_("Inspection"), lambda one: one.inspection.code, 14),
        Column(_("Unit"), lambda one: one.unit.name, 30),
        Column(_("About"), lambda one: TOPICS[one.kind], 20),
        Column(_("In one line"), lambda one: one.title, 50),
        Column(_("Criterion"), criterion_of, 50),
        Column(_("Grade"), lambda one: GRADES[one.grade].label, 24),
        Column(_("Seen at"), lambda one: one.observed_at, 18),
        Column(_("State"), lambda one: one.status.label, 20),
    ]
    return as_excel(rows, columns, name=_("Findings"))
