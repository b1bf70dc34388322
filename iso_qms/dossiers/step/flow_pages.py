"""The page of what really happens beside a procedure, and the revision that somebody proposes because of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from iso_qms.charts.sheet import percent
from iso_qms.clock import today
from iso_qms.documents.models import Document, Revision
from iso_qms.documents.pages.change_requests import to_request
from iso_qms.documents.pages.finding import document_of
from iso_qms.documents.request.change_requests import request_change
from iso_qms.dossiers.conformance import Flow
from iso_qms.dossiers.room import room
from iso_qms.dossiers.step.cases_told import MOST_CASES, Period, Told, cases_of
from iso_qms.dossiers.step.discovering import FlowMap, discover, missed
from iso_qms.dossiers.step.flow_words import drawn, grounds, in_words, name_of
from iso_qms.dossiers.step.flows import flow_of
from iso_qms.i18n import _, _l
from iso_qms.text import whole_number
from iso_qms.web import HouseForm, back_to, day_asked, here, signed_in

_USUAL = timedelta(days=90)
"""How far back one looks where no period is chosen."""
_MOST_VARIANTS = 10
_ARROWS = 12, 24, 48
"""How many arrows one may have drawn; more than the last tell nobody anything."""


class ProposalForm(HouseForm):
    """What should change in a procedure because of what really happens."""

    what = TextAreaField(
        _l("What should change"),
        [InputRequired(_l("Say what should change.")), Length(max=5000)],
        description=_l("Such as: the step that nearly nobody does goes, or its time is made as long as it takes."),
    )


@dataclass(frozen=True)
class _Seen:
    """A procedure, the revision it is looked at by, and what happened."""

    document: Document
    period: Period
    revision: Revision | None
    flow: Flow | None
    told: Told | None
    found: FlowMap | None


@room.route("/flows/<numbered:number>", needs="dossiers.read")
def flow(number: int) -> Any:
    """What really happened to the dossiers of a procedure in a period, beside what it says."""
    seen, asked = _seen(number), whole_number(request.args.get("arrows"), 0)
    arrows = asked if asked in _ARROWS else _ARROWS[1]
    return render_template(
        "dossiers/flow.html",
        seen=seen,
        svg=drawn(seen.found, seen.flow, title=str(seen.document), arrows=arrows) if seen.found and seen.flow else "",
        arrows=arrows,
        most_arrows=_ARROWS,
        share=_share(seen.found, arrows) if seen.found else "",
        missed=missed(seen.found, seen.flow) if seen.found and seen.flow else {},
        name=lambda step: name_of(step, seen.flow) if seen.flow else step,
        in_words=in_words,
        day_before=timedelta(days=1),
        most=MOST_CASES,
        most_variants=_MOST_VARIANTS,
        may_propose=signed_in().may("documents.request_changes"),
    )


@room.route("/flows/<numbered:number>/revision", methods=["GET", "POST"], needs="dossiers.read")
def propose_revision(number: int) -> Any:
    """Propose a revision of the procedure; what was seen in the period goes with it as its grounds."""
    seen = _seen(number)
    if seen.found is None or seen.flow is None or not signed_in().may("documents.request_changes"):
        abort(404)
    why = grounds(seen.found, seen.flow, since=seen.period.since, until=seen.period.until)
    form = ProposalForm()
    if form.validate_on_submit():
        with form.refusals():
            made = request_change(seen.document, by=signed_in(), what=form.what.data or "", why=why)
            flash(_("%(code)s was sent to whoever decides on it.", code=made.code))
            return back_to(to_request(made))
    back = url_for(".flow", agency=here().slug, number=seen.document, since=seen.period.since, until=seen.period.until)
    page = render_template("dossiers/propose_revision.html", form=form, seen=seen, why=why, back=back)
    return page, form.status


def _share(found: FlowMap, arrows: int) -> str:
    """How much of what followed what so many arrows tell."""
    times = [arc.times for arc in found.arcs.values()]
    return percent(sum(times[:arrows]) / sum(times))


def _seen(number: int) -> _Seen:
    document = document_of(number)
    if document.kind != "procedure":
        abort(404)
    until = day_asked("until")
    since = _day("since") or until - _USUAL
    period = Period(min(since, until), until)
    revision = document.revision_on(min(until, today()))
    flow = flow_of(revision) if revision is not None else None
    if revision is not None and revision.valid_from is not None:
        # What was received before is held against the issue of its own day.
        period = replace(period, since=max(period.since, revision.valid_from))
    if flow is None:
        return _Seen(document, period, revision, None, None, None)
    told = cases_of(document, period, flow=flow, by=signed_in())
    found = discover(told.cases, flow=flow) if told.cases else None
    return _Seen(document, period, revision, flow, told, found)


def _day(name: str) -> date | None:
    return day_asked(name) if request.args.get(name) else None
