"""The corrective action request as a Word form: what happened, cause and plan, acceptance, result and verification."""

from __future__ import annotations

from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.documents.request.change_requests import requests_from
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.elsewhere.similar import DECISIONS, decided_on
from iso_qms.improvement.models import GRADES, CauseAnalysis, Nonconformity
from iso_qms.improvement.risk.risks import risks_of
from iso_qms.journal import history_of
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, written
from iso_qms.registry import registry
from iso_qms.web.pages import day, moment

PARTS = ("happened", "planned", "accepted", "verified")
BLANK = "……………………………………"

Pairs = list[tuple[str, str]]


def request_form(action: CorrectiveAction, *, agency: Agency) -> bytes:
    """The form with what is known so far; what is still to come, and every signature, stays to be written by hand."""
    values = request_values(action, agency=agency)
    return filled("nonconformity", lambda: values) or draw(Saying(values))


def draw(said: Saying) -> bytes:
    """The form of the system."""
    paper = Paper(said["code"])
    paper.head(
        body=said["agency"],
        superior=said.optional("superior"),
        number=_("No.: %(code)s", code=said["code"]),
        dated=said.place_and_day("day"),
    )
    paper.title(_("Corrective action request"), said["what"])
    signs = [
        [_("Raised by"), _("Head of unit")],
        [_("Planned by")],
        [_("Head of the ISO committee"), _("Head of unit")],
        [_("Carried out by"), _("Verified by")],
    ]
    headings = (
        _("1. What does not meet the requirement"),
        _("2. Cause and planned action"),
        _("3. Acceptance of the plan"),
        _("4. Result and verification"),
    )
    for part, heading, places in zip(PARTS, headings, signs, strict=True):
        paper.box(heading, said.pairs(part), signs=places)
    return paper.data()


def request_values(action: CorrectiveAction, *, agency: Agency) -> Values:
    """The values of the form: its four parts as labels and texts."""
    parts = _happened(action), _planned(action), _accepted(action), _verified(action)
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": written(action.accepted_on or today()),
        "code": action.code,
        "what": action.what,
        "nonconformity": action.nonconformity.code,
        "title": action.nonconformity.title,
        "unit": action.nonconformity.unit.name,
        **{name: _as_rows(pairs) for name, pairs in zip(PARTS, parts, strict=True)},
    }


def _as_rows(pairs: Pairs) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in pairs]


def _happened(action: CorrectiveAction) -> Pairs:
    parent = action.nonconformity
    return [
        (_("Nonconformity"), f"{parent.code} {parent.title}"),
        (_("Unit"), parent.unit.name),
        (_("Grade"), str(GRADES[parent.grade])),
        (_("Source"), _source(parent)),
        (_("Found on"), day(parent.found_on)),
        (_("Criterion"), parent.criterion or BLANK),
        (_("What was seen"), parent.description or BLANK),
        *_corrections(parent),
        (_("Papers attached"), "\n".join(one.name for one in files_of(parent)) or BLANK),
    ]


def _corrections(one: Nonconformity) -> Pairs:
    """What was put right on the spot, and every correction asked for with its owner, its term and what was done."""
    spot = [(_("Put right at once"), _dated(one.correction, one.corrected_on))]
    asked = [each for each in one.corrections if each.state != "called_off"]
    rows = []
    for each in asked:
        term = _("%(post)s, by %(until)s", post=each.owner_post, until=moment(each.due_at))
        done = f"{each.result} ({each.done_by.name}, {moment(each.done_at)})" if each.done_by else BLANK
        rows.append((_("Correction asked for"), f"{each.what} ({term})\n{done}"))
    return rows if asked and not one.correction else [*spot, *rows]


def _source(one: Nonconformity) -> str:
    label = str(registry.sources.get(one.source_kind, one.source_kind))
    return ", ".join(filter(None, (label, one.source_reference, day(one.source_on) if one.source_on else "")))


def _planned(action: CorrectiveAction) -> Pairs:
    cause = action.analysis
    return [
        *(_chains(cause) if cause else [(_("Cause"), BLANK)]),
        (_("Could it happen elsewhere?"), (cause.elsewhere if cause else "") or BLANK),
        *_consequences(action.nonconformity),
        (_("What will be done"), "\n".join(filter(None, (action.what, action.how)))),
        (_("Owner"), str(action.owner_post)),
        (_("Due on"), day(action.due_on)),
        (_("How one will see that it works"), action.expected),
        *([(_("Measured by"), f"{measure.about}, {measure.target_words}")] if (measure := action.measure) else []),
        (_("Judged on"), day(action.verify_on)),
        (_("Planned by"), f"{action.planned_by.name}, {day(action.planned_on)}"),
    ]


def _consequences(one: Nonconformity) -> Pairs:
    """Similar cases with what was decided, risks it bears on, and documents to change; each only where there is one."""
    alike = [f"{each.words}: {DECISIONS[each.decision]}" for each in decided_on(one)]
    risks = [f"{each.risk.title}: {each.why}" for each in risks_of(one)]
    changes = [f"{each.code}, {each.about_code}" for each in requests_from("nonconformity", one.id)]
    rows = (_("Similar cases elsewhere"), alike), (_("Risk"), risks), (_("Documents to change"), changes)
    return [(label, "\n".join(said)) for label, said in rows if said]


def _chains(cause: CauseAnalysis) -> Pairs:
    """Each chain from why to why; the main one ends in the cause, the others in a further one."""
    named, found = causes_of(cause.agency_id).named, list[tuple[str, str]]()
    for place, one in enumerate(cause.branches):
        found += [(_("Why %(n)s", n=number), why) for number, why in enumerate(one.whys, start=1)]
        label = _("Further cause %(n)s", n=place) if place else _("Cause")
        found.append((label, f"{one.statement} ({named(one.class_key)})" if one.class_key else one.statement))
    return found


def _accepted(action: CorrectiveAction) -> Pairs:
    granted = [wish for wish in action.extensions if wish.state == "granted"]
    return [
        (_("Accepted on"), day(action.accepted_on) if action.accepted_on else BLANK),
        (_("Verifier"), action.verifier.name if action.verifier else BLANK),
        *((_("More time"), f"{day(wish.from_day)} → {day(wish.to_day)}: {wish.reason}") for wish in granted),
    ]


def _verified(action: CorrectiveAction) -> Pairs:
    known = action.state in ("effective", "not_effective")
    return [
        (_("What was done"), _dated(action.result, action.performed_on)),
        (_("What shows it"), _dated(action.assessment, action.verified_on)),
        (_("Conclusion"), str(action.status.label) if known else _("☐ Effective    ☐ Not effective")),
        (_("If not done as planned: goes on until"), _goes_on(action)),
        (_("If not effective: number of the new request"), _successors(action)),
    ]


def _goes_on(action: CorrectiveAction) -> str:
    redone = any(entry.verb == "corrective_action.redo" for entry in history_of(action))
    return day(action.due_on) if redone else BLANK


def _successors(action: CorrectiveAction) -> str:
    later = [one.code for one in action.nonconformity.actions if one.follows_id == action.id]
    return ", ".join(later) or BLANK


def _dated(text: str, on: object) -> str:
    return f"{text} ({day(on)})" if text and on else BLANK  # type: ignore[arg-type]
