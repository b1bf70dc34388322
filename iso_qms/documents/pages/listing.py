"""The master list: every controlled document, and what of it was in force on a day (ISO 9001:2015, 7.5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.blobs import WORD
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.code.codes import other_names
from iso_qms.documents.flow import REVISION
from iso_qms.documents.master_list import master_list_file
from iso_qms.documents.models import KINDS, Document
from iso_qms.documents.register import OF_A_DAY, STATES, Line, Wanted, counts_of, documents_wanted, lines_of
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit, named_units
from iso_qms.registry import registry
from iso_qms.text import clean, fold
from iso_qms.web import (
    Column,
    as_excel,
    attachment_answer,
    day_asked,
    here,
    kept_filters,
    number_asked,
    paged,
    signed_in,
)
from iso_qms.workflow import Refused

MOST_EXCEL_ROWS = 50_000
MOST_WORD_ROWS = 10_000


@dataclass(frozen=True)
class Chip:
    """A common view of the list, with how many documents it holds."""

    label: str
    count: int
    url: str
    current: bool
    shape: str = ""


@room.route("/", needs="documents.read")
def index() -> Any:
    """The master list of a day."""
    if back := kept_filters("documents"):
        return back
    wanted, person = _wanted(), signed_in()
    counts = counts_of(wanted, person)
    page = paged(documents_wanted(wanted, person), total=counts[wanted.state])
    former = other_names(one.id for one in page.rows) if wanted.typed else {}
    return render_template(
        "documents/index.html",
        wanted=wanted,
        page=page,
        lines=lines_of(page.rows, person, wanted.day),
        counts=counts,
        former={number: _meant(names, wanted.typed) for number, names in former.items()},
        chips=_chips(wanted, counts),
        units=named_units(today()),
        kinds={name: str(label) for name, label in KINDS.items()},
        in_force=REVISION.state("in_force"),
        suspended=REVISION.state("suspended"),
        is_today=wanted.day == today(),
        intakes=[one for one in registry.intakes if person.may(one[2])],
        lists=[one for one in registry.lists if person.may(one[2])],
        is_filtered=bool(wanted.typed or wanted.kind or wanted.unit_id or wanted.state or wanted.day != today()),
        url=_url,
    )


@room.route("/master-list.xlsx", needs="documents.read")
def index_excel() -> Any:
    """The master list as Excel, with the same filters."""
    wanted = _wanted()
    return as_excel(_lines(wanted, MOST_EXCEL_ROWS), _columns(), name=_name(wanted))


@room.route("/master-list.docx", needs="documents.read")
def index_word() -> Response:
    """The master list as a sheet to sign, with the same filters."""
    wanted = _wanted()
    lines = _lines(wanted, MOST_WORD_ROWS + 1)
    if len(lines) > MOST_WORD_ROWS:
        raise Refused(_("That is too long for one sheet. Narrow the list to %(n)s documents.", n=MOST_WORD_ROWS))
    unit = db.session.get(Unit, wanted.unit_id) if wanted.unit_id else None
    data = master_list_file(lines, wanted, here(), unit_name=unit.name if unit else "")
    return attachment_answer(data, name=f"{_name(wanted)}.docx", mimetype=WORD)


def _lines(wanted: Wanted, most: int) -> list[Line]:
    """Every line that fits, some hundred documents at a time."""
    person = signed_in()
    query = documents_wanted(wanted, person).options(joinedload(Document.owner_post)).limit(most)
    found = db.session.scalars(query).unique().all()
    return [line for at in range(0, len(found), 500) for line in lines_of(found[at : at + 500], person, wanted.day)]


def _name(wanted: Wanted) -> str:
    return _("Master list %(day)s", day=f"{wanted.day:%Y-%m-%d}")


def _wanted() -> Wanted:
    args = request.args
    return Wanted(
        day=day_asked(),
        typed=clean(args.get("q", "")).strip()[:200],
        kind=args.get("kind", "") if args.get("kind") in KINDS else "",
        unit_id=number_asked("unit"),
        state=args.get("state", "") if args.get("state") in STATES else "",
        sort="title" if args.get("sort") == "title" else "code",
    )


def _meant(names: list[str], typed: str) -> str:
    """The former code that what was typed means, if it means one."""
    words = fold(typed).split()
    return next((one for one in names if words and all(word in fold(one) for word in words)), "")


def _url(**changed: Any) -> str:
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(".index", agency=here().slug, **(args | changed))


def _chips(wanted: Wanted, counts: dict[str, int]) -> list[Chip]:
    # What is being worked on is so today; of another day nobody can tell.
    is_today = wanted.day == today()
    words = {"": _("All"), "none": _("Not in force")}
    words |= {name: str(REVISION.state(name).label) for name in STATES if name != "none"}
    shapes = {name: REVISION.state(name).shape for name in STATES if name != "none"}
    return [
        Chip(
            words[name],
            counts[name],
            _url(state=name or None, all=None if name else 1),
            wanted.state == name,
            shapes.get(name, "withdrawn" if name else ""),
        )
        for name in ("", *STATES)
        if name in ("", "in_force", wanted.state) or (counts[name] and (is_today or name in OF_A_DAY))
    ]


def _columns() -> list[Column]:
    return [
        Column(_("Code"), lambda line: line.document.code, 18),
        Column(_("Title"), _title, 60),
        Column(_("Kind"), lambda line: KINDS[line.document.kind], 18),
        Column(_("Issue no."), lambda line: line.shown.issue_label if line.shown else "", 10),
        Column(_("State"), _state, 22),
        Column(_("In force from"), lambda line: line.shown.valid_from if line.shown else None, 14),
        Column(_("In force until"), lambda line: line.shown.valid_to if line.shown else None, 14),
        Column(_("Suspended from"), lambda line: line.suspension.valid_from if line.suspension else None, 14),
        Column(_("Suspended until"), lambda line: line.suspension.valid_to if line.suspension else None, 14),
        Column(_("Reason of the suspension"), lambda line: line.suspension.reason if line.suspension else "", 40),
        Column(_("Unit in charge"), lambda line: line.document.unit.name, 34),
        Column(_("Acknowledged"), lambda line: line.done if line.asked else None, 14),
        Column(_("Asked"), lambda line: line.asked or None, 10),
    ]


def _title(line: Line) -> str:
    """The title as it stood on the day."""
    return line.shown.title if line.shown else line.document.title


def _state(line: Line) -> str:
    if line.shown is None:
        return _("No text yet") if not line.others else _("Not in force on that day")
    if line.suspension is not None:
        return str(REVISION.state("suspended").label)
    return str((REVISION.state("in_force") if line.is_in_force else line.shown.status).label)
