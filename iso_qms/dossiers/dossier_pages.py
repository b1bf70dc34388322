"""The pages of dossiers: the register, one dossier with its dates explained, and what was brought in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents.models import Revision
from iso_qms.dossiers.deadlines import Explained, Verdict, due_day, explain, is_paused, verdict
from iso_qms.dossiers.due.due_words import due_in_words, lateness
from iso_qms.dossiers.due.promises import promises
from iso_qms.dossiers.due.reckonings import moved_days
from iso_qms.dossiers.figure.counted import counted_as
from iso_qms.dossiers.models import CHANNELS, STATES, UNJUDGED, Dossier
from iso_qms.dossiers.promise.promise_telling import told_of_promise
from iso_qms.dossiers.register import KINDS, STEPS, VERDICTS, Wanted, counts, differences, procedures_held, rows
from iso_qms.dossiers.room import room
from iso_qms.dossiers.step import step_pages
from iso_qms.dossiers.step.course import course_of
from iso_qms.i18n import _
from iso_qms.organisation.units import named_units
from iso_qms.organisation.working_days import calendar_of
from iso_qms.registry import registry
from iso_qms.web import Column, as_excel, find, here, kept_filters, paged, signed_in
from iso_qms.worktime import UnknownYear

room.add_app_template_global(due_in_words, "due_in_words")

LATE = (Verdict.LATE, Verdict.OPEN_LATE)


@room.route("/", needs="dossiers.read")
def index() -> Any:
    """Every dossier one may see, and how each stands with its time."""
    if back := kept_filters("dossiers"):
        return back
    wanted, words = _wanted()
    person, at = signed_in(), now()
    found = counts(wanted, person=person, at=at)
    return render_template(
        "dossiers/index.html",
        page=paged(rows(wanted, person=person, at=at), total=found["shown"]),
        wanted=wanted,
        at=at,
        chips=_chips(wanted.verdict, "verdict", {"": _("All"), **VERDICTS}, {**found, "": found.get("all")}),
        step_chips=_step_chips(wanted, found),
        units=named_units(today()),
        procedures=procedures_held(person),
        states=STATES,
        channels=CHANNELS,
        verdicts=VERDICTS,
        steps=STEPS,
        kinds=KINDS,
        differences=differences,
        due_day=due_day,
        counted=words,
    )


@room.route("/register.xlsx", needs="dossiers.read")
def excel() -> Response:
    """The same rows as Excel."""
    wanted, at = _wanted()[0], now()
    columns = [
        Column(_("Code of the dossier"), lambda one: one.code, 26),
        Column(_("Procedure"), lambda one: str(one.document or one.procedure), 50),
        Column(_("Case"), lambda one: one.case, 24),
        Column(_("Received at"), lambda one: one.received_at, 18),
        Column(_("First due day"), lambda one: due_day(one.first_due_at) if one.first_due_at else None, 14),
        Column(_("Rescheduled to"), lambda one: one.rescheduled_to, 18),
        Column(_("Closed at"), lambda one: one.finished_at, 18),
        Column(_("State"), lambda one: one.state_label, 20),
        Column(_("How it was kept"), lambda one: VERDICTS[one.verdict_at(at)], 18),
        Column(_("How it kept to the steps"), lambda one: STEPS[one.steps_kept], 22),
        Column(_("In what it differs"), lambda one: "; ".join(map(str, differences(one))), 34),
        Column(_("Channel"), lambda one: one.channel_label, 14),
        Column(_("Receiving unit"), lambda one: one.receiving_unit or "", 34),
        Column(_("Deciding unit"), lambda one: one.deciding_unit or "", 34),
    ]
    found = db.session.scalars(rows(wanted, person=signed_in(), at=at)).unique()
    return as_excel(found, columns, name=_("Dossiers"))


@room.route("/<int:number>", needs="dossiers.read")
def show(number: int) -> Any:
    """One dossier: its dates and why they are these, its pauses, and the revision it is held against."""
    loads = joinedload(Dossier.document), joinedload(Dossier.deciding_unit), joinedload(Dossier.receiving_unit)
    one = find(Dossier, number, *loads, joinedload(Dossier.run))
    revision, explained, by_case = _held_against(one)
    how = one.verdict_at(now())
    return render_template(
        "dossiers/show.html",
        one=one,
        revision=revision,
        course=course_of(one, revision),
        rescheduled=_kept_as_rescheduled(one),
        steps_kept=STEPS[one.steps_kept],
        explained=explained,
        verdict=VERDICTS[how],
        due_day=due_day,
        late=lateness(one, now()),
        states=STATES,
        unjudged=UNJUDGED,
        by_case=by_case,
        moved_days=moved_days(one),
        **told_of_promise(one, signed_in()),
        beside=_beside(one, is_bad=how in LATE or one.conforms is False),
    )


def _wanted() -> tuple[Wanted, str]:
    """How the list is narrowed, and which figure's dossiers are meant, in words."""
    wanted = Wanted.of(request.args)
    if wanted.counted is not None:
        return wanted, counted_as(wanted.counted.name, wanted.counted.asked)
    numbers, words = step_pages.step_picked(request.args, signed_in()) or (None, "")
    return replace(wanted, among=None if numbers is None else tuple(sorted(numbers))), words


def _beside(one: Dossier, *, is_bad: bool) -> list[Any]:
    """What rooms above show beside it; a nonconformity is opened from one that was late or not as the steps say."""
    boxes = [found("late_dossier", one.id, signed_in()) for found in registry.beside]
    return boxes if is_bad else [replace(box, links=[]) for box in boxes]


def _kept_as_rescheduled(one: Dossier) -> Any:
    """How it stands with the date it was rescheduled to, which is another figure than its lateness."""
    if one.rescheduled_to is None:
        return None
    judged, pauses = one.state not in UNJUDGED, one.stood_still
    paused = is_paused(pauses, now())
    found = verdict(ends_at=one.rescheduled_to, finished_at=one.finished_at, at=now(), judged=judged, paused=paused)
    return VERDICTS[found]


def _held_against(one: Dossier) -> tuple[Revision | None, Explained | None, bool]:
    """The revision in force on its day, why it is due when it is, and whether that hangs on the case."""
    if one.document_id is None:
        return None, None, False
    known, day = promises([one.document_id]), one.received_on
    revision_id = known.revision_on(one.document_id, day)
    revision = db.session.get(Revision, revision_id) if revision_id else None
    promise = known.promise(one.document_id, day, one.case)
    by_case = known.has_cases(one.document_id, day)
    if promise is None or one.basis != "procedure":
        return revision, None, by_case
    calendar = calendar_of(one.agency_id, unit=one.deciding_unit_id)
    try:
        moment, pauses = as_local(one.received_at), one.stood_still
        why = explain(moment, term=promise.term, calendar=calendar, cutoff=promise.cutoff, pauses=pauses)
    except UnknownYear:
        return revision, None, by_case
    return revision, why, by_case


def _step_chips(wanted: Wanted, found: dict[str, int]) -> list[dict[str, Any]]:
    """Nothing where no events were ever brought in."""
    if not (wanted.steps or found.get("kept") or found.get("broken")):
        return []
    return _chips(wanted.steps, "steps", {"": _("Whatever its steps"), **STEPS}, {**found, "": found.get("any")})


def _chips(chosen: str, name: str, labels: Any, found: Mapping[str, int | None]) -> list[dict[str, Any]]:
    args: dict[str, Any] = {key: each for key, each in request.args.items() if key not in (name, "page", "all")}
    return [
        {
            "label": label,
            "count": found.get(str(value)),
            "current": value == chosen,
            "shape": "clock" if value == "open_late" and found.get(value) else "",
            "url": url_for("dossiers.index", agency=here().slug, **(args | {name: str(value)})),
        }
        for value, label in labels.items()
    ]
