"""The page of promises: dossiers about to be late, and those that owe an apology, of the units one may see."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from iso_qms.clock import now
from iso_qms.dossiers.due.due_words import lateness, lateness_again
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise import broken_promises
from iso_qms.dossiers.promise.apologies import living_apologies
from iso_qms.dossiers.promise.promise_telling import may_draft
from iso_qms.dossiers.promise.promised import VIEWS, counts_of, promised_rows
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.registry import registry
from iso_qms.web import back_to, find, here, paged, signed_in

APOLOGISED = ("soon", "outstanding")
"""The lists from which apologies are drafted at once: whoever has many to draft need not open each dossier first."""


@room.route("/promises", needs="dossiers.read")
def promised() -> Any:
    """Dossiers whose promise is about to be broken, or was broken and not made good: the first list that holds any."""
    at, person = now(), signed_in()
    found = counts_of(person, at)
    view = request.args.get("view", "")
    if view not in VIEWS:
        view = next((name for name in VIEWS if found[name]), next(iter(VIEWS)))
    page = paged(promised_rows(view, person, at), total=found[view])
    return render_template(
        "dossiers/promised.html",
        page=page,
        apologies=living_apologies([one.id for one in page.rows]),
        view=VIEWS[view],
        chips=[_chip(name, found[name], current=name == view) for name in VIEWS],
        late=lambda one: lateness(one, at),
        late_again=lambda one: lateness_again(one, at),
        may_draft=lambda one: view in APOLOGISED and may_draft(one, person),
    )


@room.route("/<int:number>/nonconformity", methods=["POST"], needs="improvement.open")
def make_nonconformity(number: int) -> Any:
    """Make a nonconformity of a broken promise, with what is known of it as evidence."""
    dossier = find(Dossier, number)
    made = broken_promises.make_nonconformity(dossier, by=signed_in())
    flash(_("%(code)s was opened, with what is known of the dossier.", code=made.code))
    return back_to(registry.things["nonconformity"].url(made))


def _chip(name: str, count: int, *, current: bool) -> dict[str, Any]:
    return {
        "label": VIEWS[name].label,
        "count": count,
        "current": current,
        "shape": "clock" if count and VIEWS[name].is_broken else "",
        "url": url_for("dossiers.promised", agency=here().slug, view=name),
    }
