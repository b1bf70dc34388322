"""Search over everything one may see, and the files of things."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from flask import Response, abort, flash, render_template, request, send_file, url_for

from iso_qms import blobs
from iso_qms.blobs import Attachment
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import ReasonForm
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.registry import Mark, registry
from iso_qms.search import Hit
from iso_qms.search import search as search_all
from iso_qms.text import fold
from iso_qms.web import SIGNED_IN, back_to, day_asked, not_for_them, signed_in


@room.route("/<agency>/search", needs=SIGNED_IN)
def search() -> Any:
    """What was typed, wherever it stands; one kind of thing at a time when asked, as it stood on a chosen day."""
    typed, kind, day = request.args.get("q", ""), request.args.get("kind", ""), day_asked()
    hits = search_all(typed, person=signed_in())
    counts = Counter(hit.kind for hit in hits)
    shown = [hit for hit in hits if not kind or hit.kind == kind]
    return render_template(
        "desk/search.html",
        typed=typed,
        kind=kind,
        day=day,
        on=None if day == today() else day.isoformat(),
        hits=shown,
        marks=_marks(shown, day),
        counts=counts,
        total=len(hits),
        borne_before=_borne_before(shown, typed),
    )


def _marks(hits: list[Hit], day: date) -> dict[tuple[str, int], Mark]:
    """What is said beside each hit of a kind that has marks."""
    found: dict[tuple[str, int], Mark] = {}
    for kind, marks_on in registry.marks.items():
        things = [hit.thing for hit in hits if hit.kind == kind]
        found |= {(kind, number): mark for number, mark in marks_on(things, day).items()} if things else {}
    return found


@room.route("/<agency>/files/<int:number>", needs=SIGNED_IN)
def file(number: int) -> Response:
    """A file, for whoever may see the thing it belongs to. Only harmless types open in the browser."""
    one = _file(number)
    if leave_trace := registry.file_openings.get(one.kind):
        leave_trace(db.session.get(registry.things[one.kind].model, one.thing_id), signed_in())
    answer: Response = send_file(
        blobs.opened(one.sha256),
        mimetype=one.mimetype if one.is_shown else "application/octet-stream",
        as_attachment=not one.is_shown,
        download_name=one.name,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    # Flask lets files be kept and asks again; on a shared computer the next person would find them in the cache.
    answer.headers["Cache-Control"] = "no-store"
    return answer


@room.route("/<agency>/files/<int:number>/set-aside", methods=["GET", "POST"], needs=SIGNED_IN)
def set_file_aside(number: int) -> Any:
    """Take a wrong file out of sight, by whoever added it; its content stays as evidence."""
    one = _file(number)
    if one.added_by_id != signed_in().id:
        abort(403)
    form, back = ReasonForm(), registry.url_of(one.kind, one.thing_id)
    if form.validate_on_submit():
        with form.refusals():
            blobs.set_aside(one, by=signed_in(), reason=form.reason.data)
            flash(_("The file was taken out of sight; the history says why."))
            return back_to(back or url_for("desk.door"))
    return render_template("desk/set_file_aside.html", form=form, file=one, back=back), form.status


def _borne_before(hits: list[Hit], typed: str) -> dict[tuple[str, int], str]:
    """By which name it bore before a thing was found, where that is what was typed."""
    found: dict[tuple[str, int], str] = {}
    for kind, names_of in registry.other_names.items():
        numbers = [hit.thing.id for hit in hits if hit.kind == kind]
        for number, names in (names_of(numbers) if numbers else {}).items():
            said = next((one for one in names if fold(typed) and fold(typed) in fold(one)), None)
            if said is not None:
                found[kind, number] = said
    return found


def may_see(kind: str, thing_id: int) -> bool:
    """Whether the signed-in person may see a thing known as (kind, id)."""
    known = registry.things.get(kind)
    if known is None:
        return False
    query = known.model.visible_to(signed_in()).where(known.model.id == thing_id)
    return db.session.scalars(query).unique().first() is not None


def may_read_about(kind: str, thing_id: int) -> bool:
    """Whether the history and the papers of a thing one may see are for the signed-in person too."""
    model = registry.things[kind].model
    needs = getattr(model, "history_needs", None)
    return not needs or db.session.get(model, thing_id) is signed_in() or signed_in().may(needs)


def _file(number: int) -> Attachment:
    one = db.session.get(Attachment, number) or abort(404)
    if one.set_aside_at is not None:
        abort(404)  # Taken out of sight for a reason; its content is kept as evidence, and nobody opens it by number.
    if not may_see(one.kind, one.thing_id) or not may_read_about(one.kind, one.thing_id):
        not_for_them()
    return one
