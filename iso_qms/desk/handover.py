"""Hand-over of a leaver: everything open on one page, given to a successor in one act."""

from __future__ import annotations

from typing import Any

from flask import flash, g, render_template, request

from iso_qms.blobs import attach
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import HandOverForm
from iso_qms.desk.people import to_person
from iso_qms.desk.room import room
from iso_qms.i18n import ngettext
from iso_qms.organisation import operations
from iso_qms.organisation.operations.holdings import held_from
from iso_qms.organisation.people import Person
from iso_qms.outbox import tell
from iso_qms.registry import Awaiting, registry
from iso_qms.web import find, signed_in


@room.route("/<agency>/people/<int:number>/hand-over", methods=["GET", "POST"], needs="organisation.manage")
def hand_over(number: int) -> Any:
    """What a leaver has open; first what would move, then the act itself."""
    leaver = find(Person, number)
    form = HandOverForm(leaver=leaver)
    would_move = None
    if form.validate_on_submit():
        with form.refusals():
            moved = _hand_over(leaver, form)
            if "confirmed" in request.form:
                flash(_moved(leaver, moved))
                return to_person(leaver)
            would_move = moved
            # Shown before it is done: the act ran to be counted, and is taken back whole.
            g.unit_refused = True
            db.session.rollback()
    shown = {"holdings": held_from(leaver, today()), "waiting": _waiting(leaver), "would_move": would_move}
    return render_template("desk/hand_over.html", form=form, somebody=leaver, **shown), form.status


def _hand_over(leaver: Person, form: HandOverForm) -> int:
    to, since, reason = find(Person, form.to.data), form.on.data, form.reason.data
    moved = operations.hand_over(leaver, to=to, by=signed_in(), on=since, reason=reason)
    told = {"leaver": leaver.name, "moved": moved, "since": since, "reason": reason}
    tell(to, "handed_over", about=to, by=signed_in(), urgent=True, **told)
    attach(leaver, form.files.data, by=signed_in())
    if form.lock.data:
        operations.lock_person(leaver, by=signed_in(), reason=reason)
    return moved


def _waiting(leaver: Person) -> list[Awaiting]:
    rows = [row for offers in registry.awaiting for row in offers(leaver, today())]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or today(), row.what))


def _moved(leaver: Person, moved: int) -> str:
    return ngettext(
        "%(num)s thing of %(name)s was handed over.",
        "%(num)s things of %(name)s were handed over.",
        moved,
        name=leaver.name,
    )
