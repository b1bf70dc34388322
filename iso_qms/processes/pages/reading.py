"""A procedure in force, for those who work by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any

from flask import render_template

from iso_qms.blobs import files_of
from iso_qms.clock import now, today
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import document_of, to_document, to_revision
from iso_qms.i18n import _, language
from iso_qms.organisation.people import Person, holdings_of
from iso_qms.organisation.working_days import calendar_of
from iso_qms.processes import agreement
from iso_qms.processes.amounts import amount_in_words
from iso_qms.processes.diagram import Labels, draw
from iso_qms.processes.operations import object_in
from iso_qms.processes.procedure import Object
from iso_qms.processes.register import my_parties
from iso_qms.processes.room import room
from iso_qms.web import back_to, day_asked, signed_in
from iso_qms.worktime import Due, Reason, Term, Unit, UnknownYear, due


@dataclass(frozen=True)
class Promise:
    """A time limit as a reader asks for it: what is promised, and when a dossier received now would be due."""

    case: str
    kind: str
    words: str
    starts_from: str
    cutoff: str
    due: Due | None
    why: list[tuple[date, bool, str]]


@dataclass(frozen=True)
class DrawnStep:
    """A step as the diagram shows it."""

    number: str
    action: str
    responsible: str
    durations: str


@room.route("/<numbered:number>", needs="processes.read")
def show(number: int) -> Any:
    """The procedure in force on a day; where none is, the document itself says what there is."""
    document, day = document_of(number), day_asked()
    revision = document.revision_on(day)
    if revision is None or document.kind != "procedure":
        return back_to(to_document(document, on=None if day == today() else day.isoformat()))
    found = object_in(revision)
    mine = _mine(found, signed_in(), day)
    return render_template(
        "processes/show.html",
        document=document,
        revision=revision,
        found=found,
        texts={one["key"]: one["text"] for one in found["sections"]},
        promises=list(_promises(found, revision)),
        table=table_of(found),
        lanes=lanes_of(found, revision.title, mine),
        mine=mine,
        day=day,
        coming=_coming(revision),
        files=files_of(revision),
        to_document=to_document(document),
        to_revision=to_revision,
    )


def lanes_of(found: Object, title: str, mine: set[str]) -> Any:
    """The steps as swim lanes, those of the reader heavy."""
    labels = Labels(
        description=_("%(steps)d steps through %(lanes)d parties; the same as the table of steps."),
        nobody=_("Nobody named"),
    )
    steps = [
        DrawnStep(
            number=(one["number"] or "").strip(" ."),
            action=one["action"].lstrip("-+•* "),
            responsible=one["responsible"] or "",
            durations=_drawn(one["durations"]),
        )
        for one in found["steps"]
    ]
    return draw(steps, title=_("Steps of %(title)s", title=title), labels=labels, mine=mine)


@dataclass(frozen=True)
class Table:
    """The steps as a table: the cases, a row for each step with its cells of time, and the sums against the limits."""

    cases: list[str]
    rows: list[tuple[Mapping[str, Any], list[Any]]]
    sums: list[agreement.Sum]


def table_of(found: Object) -> Table:
    """The table of steps; a cell of time is None where one above covers it, else (text, rows it covers)."""
    cases = agreement.cases_of(found["steps"])
    rows = []
    covered: set[tuple[Any, int]] = set()
    for place, step in enumerate(found["steps"], start=1):
        cells: list[Any] = []
        for case in cases:
            mine = [d for d in step["durations"] if d["case"] == case]
            last = min(max((d["to_step"] for d in mine), default=place), len(found["steps"]))
            cells.append(None if (case, place) in covered else (_times(mine), last - place + 1))
            covered |= {(case, at) for at in range(place + 1, last + 1)}
        rows.append((step, cells))
    return Table([case or "" for case in cases], rows, agreement.sums_in(found))


def _times(durations: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(one["raw"] for one in durations)


def _drawn(durations: Sequence[Mapping[str, Any]]) -> str:
    texts = []
    for one in durations:
        words = amount_in_words(one["amount"], one["unit"]) or one["raw"]
        span = one["to_step"] - one["from_step"] + 1
        shared = _(" for %(n)s steps", n=span) if span > 1 else ""
        texts.append(f"{one['case']}: {words}{shared}" if one["case"] else f"{words}{shared}")
    return "; ".join(dict.fromkeys(texts))


def _mine(found: Object, person: Person, day: date) -> set[str]:
    held = holdings_of(person, day)
    places = [word for one in held for word in (one.post.title, one.post.unit.name)]
    return my_parties((one["responsible"] for one in found["steps"]), places)


def _promises(found: Object, revision: Revision) -> Iterator[Promise]:
    for limit in found["time_limits"]:
        reckoned = _reckoned(limit, revision)
        yield Promise(
            case=limit["case"] or "",
            kind=limit["kind"],
            words=amount_in_words(limit["amount"], limit["unit"]) or limit["raw"],
            starts_from=limit["starts_from"] or "",
            cutoff=limit["cutoff"] or "",
            due=reckoned,
            why=[(one.date, one.counted, _why(one)) for one in reckoned.explanation] if reckoned else [],
        )


def _reckoned(limit: Mapping[str, Any], revision: Revision) -> Due | None:
    """When a dossier received this moment would be due; None for phases, and where no calendar says."""
    if limit["kind"] != "case" or limit["unit"] == "office_hours":
        return None
    term = Term(Fraction(limit["amount"] or 1).limit_denominator(100), Unit(limit["unit"]))
    cutoff = time.fromisoformat(limit["cutoff"]) if limit["cutoff"] else None
    calendar = calendar_of(revision.agency_id, unit=revision.document.unit_id)
    try:
        return due(now(), term=term, calendar=calendar, cutoff=cutoff)
    except UnknownYear:
        return None


def _why(day: Any) -> str:
    words = {
        Reason.WORKING: _("counts"),
        Reason.MAKEUP: _("make-up working day, counts"),
        Reason.WEEKEND: _("weekly day off"),
        Reason.HOLIDAY: _("holiday"),
        Reason.COMP_OFF: _("compensatory day off"),
        Reason.NOT_LAST: _("day off inside the term, counts"),
    }
    name = day.name_vi if language() == "vi" else day.name_en
    return f"{words[day.reason]}: {name}" if name else words[day.reason]


def _coming(revision: Revision) -> Revision | None:
    """The revision that takes over on a day already known."""
    later = [one for one in revision.document.revisions if one.state == "approved" and one.valid_from is not None]
    return later[0] if later else None
