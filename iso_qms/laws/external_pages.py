"""The pages of the list of external documents: on the screen, as Word and as Excel."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for

from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.laws.external import ORIGINS, STANDINGS, External, Wanted, counts, externals_of, externals_wanted
from iso_qms.laws.room import room
from iso_qms.laws.word import WORD, external_file
from iso_qms.web import Column, as_excel, attachment_answer, day_asked, here, kept_filters, paged, signed_in
from iso_qms.workflow import Refused

MOST_EXCEL_ROWS = 50_000
MOST_WORD_ROWS = 10_000


@room.route("/external", needs="laws.read")
def external() -> Any:
    """Legal texts and other documents from outside, with how they stand, where they are used and who keeps them."""
    if back := kept_filters("external"):
        return back
    wanted, person = Wanted.of(request.args, day_asked()), signed_in()
    found = counts(wanted, person)
    page = paged(externals_wanted(wanted, person), total=found[wanted.origin])
    return render_template(
        "laws/external.html",
        page=page,
        lines=externals_of(page.rows, person, wanted.day),
        wanted=wanted,
        chips=_chips(wanted, found),
        standings=STANDINGS,
        may_keep=person.may("laws.keep"),
        may_write=person.may("documents.write"),
    )


@room.route("/external.xlsx", needs="laws.read")
def external_excel() -> Response:
    """The same rows as Excel."""
    columns = [
        Column(_("Kind"), lambda one: str(one.kind), 18),
        Column(_("Number"), lambda one: one.number, 20),
        Column(_("Date of the text"), lambda one: one.dated, 14),
        Column(_("Issued by"), lambda one: one.issuer, 28),
        Column(_("Title"), lambda one: one.title, 60),
        Column(_("In effect from"), lambda one: one.valid_from, 14),
        Column(_("No longer in effect from"), lambda one: one.valid_to, 14),
        Column(_("State"), lambda one: str(one.standing.label), 20),
        Column(_("Replaced by"), lambda one: one.note, 28),
        Column(_("Where it is used"), lambda one: "; ".join(one.used), 40),
        Column(_("Kept by"), lambda one: one.keeper, 30),
    ]
    return as_excel(_lines(MOST_EXCEL_ROWS), columns, name=_name())


@room.route("/external.docx", needs="laws.read")
def external_word() -> Response:
    """The same rows as a sheet to sign."""
    lines = _lines(MOST_WORD_ROWS + 1)
    if len(lines) > MOST_WORD_ROWS:
        raise Refused(_("That is too long for one sheet. Narrow the list to %(n)s documents.", n=MOST_WORD_ROWS))
    data = external_file(lines, Wanted.of(request.args, day_asked()), here())
    return attachment_answer(data, name=f"{_name()}.docx", mimetype=WORD)


def _lines(most: int) -> list[External]:
    wanted, person = Wanted.of(request.args, day_asked()), signed_in()
    rows = db.session.execute(externals_wanted(wanted, person).limit(most)).all()
    return externals_of(rows, person, wanted.day)


def _name() -> str:
    return _("External documents %(day)s", day=f"{day_asked():%Y-%m-%d}")


def _chips(wanted: Wanted, found: dict[str, int]) -> list[dict[str, Any]]:
    args: dict[str, Any] = {key: one for key, one in request.args.items() if key not in ("origin", "page", "all")}
    return [
        {
            "label": label,
            "count": found[name],
            "current": name == wanted.origin,
            "shape": "",
            "url": url_for("laws.external", agency=here().slug, **(args | ({"origin": name} if name else {"all": 1}))),
        }
        for name, label in {"": _("All"), **ORIGINS}.items()
    ]
