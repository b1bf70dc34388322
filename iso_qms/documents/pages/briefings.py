"""The page on which a head records the briefing of the staff: made for a phone in a meeting room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, render_template, request

from iso_qms.blobs import attach, files_of
from iso_qms.clock import today
from iso_qms.documents.acknowledgement.acknowledging import duty_of
from iso_qms.documents.acknowledgement.briefing import Presence, briefing_of, may_record, record_briefing, roster_of
from iso_qms.documents.forms import BriefingForm
from iso_qms.documents.models import METHODS, Briefing, Revision, reach_of
from iso_qms.documents.pages.finding import revision_of, to_document, to_revision
from iso_qms.documents.readiness import why_not_worked_by
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit
from iso_qms.web import back_to, find, not_for_them, signed_in
from iso_qms.workflow import Incomplete


@dataclass(frozen=True)
class RosterRow:
    """Somebody on the roster, as recorded or as just typed."""

    number: int
    name: str
    has_account: bool
    was_there: bool
    caught_up_on: str


@room.route(
    "/<numbered:number>/revisions/<int:revision>/briefing/<int:unit>", methods=["GET", "POST"], needs="documents.read"
)
def briefing(number: int, revision: int, unit: int) -> Any:
    """Who of a unit was briefed on a revision, when and how; whoever heads the unit records and corrects it."""
    found, of, person = revision_of(number, revision), find(Unit, unit), signed_in()
    kept = briefing_of(found, of.id)
    if not (may_record(of.id, person) or _may_see(found, of.id, kept)):
        not_for_them()
    form = BriefingForm(obj=kept) if kept else BriefingForm()
    rows = _rows(kept, of)
    may = may_record(of.id, person) and why_not_worked_by(found, found.state) is None
    if form.validate_on_submit():
        with form.refusals():
            kept = record_briefing(found, of, _presences(rows), by=person, **_given(form))
            attach(kept, form.files.data, by=person)
            flash(_("The briefing of %(unit)s was recorded.", unit=of.name))
            return back_to(to_document(found.document))
    return render_template(
        "documents/briefing.html",
        form=form,
        revision=found,
        document=found.document,
        unit=of,
        kept=kept,
        rows=rows,
        may=may,
        methods=METHODS,
        duty=duty_of(found, person),
        files=files_of(kept) if kept else [],
        back=to_revision(found),
    ), form.status


def _may_see(revision: Revision, unit_id: int, kept: Briefing | None) -> bool:
    """Whether a briefing, held or still to be held, is of those whose readings the signed-in person may see."""
    reach = reach_of(signed_in())
    return reach.covers(revision.document) or reach.over_unit(unit_id) or _recorded(kept)


def _recorded(kept: Briefing | None) -> bool:
    return kept is not None and kept.recorded_by_id == signed_in().id


def _rows(kept: Briefing | None, unit: Unit) -> list[RosterRow]:
    """The roster: whoever stands in the record, then the staff of today who do not yet."""
    stored = {one.person_id: one for one in kept.people} if kept else {}
    staff = {one.id: one for one in roster_of(unit.id, signed_in())} if may_record(unit.id, signed_in()) else {}
    names = {number: one.name for number, one in stored.items()} | {number: one.name for number, one in staff.items()}
    return [_row(number, name, stored.get(number), staff.get(number)) for number, name in names.items()]


def _row(number: int, name: str, stored: Any, person: Any) -> RosterRow:
    there = stored.was_there if stored else True
    caught = stored.caught_up_on.isoformat() if stored and stored.caught_up_on else ""
    if request.method == "POST":
        there, caught = request.form.get(f"there-{number}") == "yes", request.form.get(f"caught-{number}", "")
    return RosterRow(number, name, person is None or bool(person.login), there, caught)


def _presences(rows: list[RosterRow]) -> dict[int, Presence]:
    return {row.number: Presence(row.was_there, None if row.was_there else _day(row.caught_up_on)) for row in rows}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Incomplete(_("Type a day, such as 24/11/2026.")) from None


def _given(form: BriefingForm) -> dict[str, Any]:
    return {
        "held_on": form.held_on.data or today(),
        "method": form.method.data,
        "note": form.note.data or "",
        "reason": form.reason.data or "",
    }
