"""The page on which an action is told what completes it, and what its own page shows of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, render_template, url_for
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.i18n import _
from iso_qms.improvement.action import completing
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.awaited import awaited_of
from iso_qms.improvement.room import room
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.web import HouseForm, back_to, find, here, missing, signed_in


class TieForm(HouseForm):
    """The things that are waited for."""

    things = SelectMultipleField(coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


@dataclass(frozen=True)
class Waiting:
    """One thing an action waits for, as its page tells it."""

    label: Any
    name: str
    url: str | None
    happened_on: date | None
    words: str
    proof: str | None


@room.route("/actions/<int:number>/completes/<kind>", methods=["GET", "POST"], needs="improvement.plan")
def completes(number: int, kind: str) -> Any:
    """Choose what completes an action by itself."""
    one = find(CorrectiveAction, number)
    if kind not in registry.action_kinds or not completing.may_tie(one, signed_in()):
        return missing(CorrectiveAction, CorrectiveAction.id == number)
    brought = registry.action_kinds[kind]
    form = TieForm(data={"things": [each.thing_id for each in awaited_of(one) if each.kind == kind]})
    form.things.label.text, form.things.choices = str(brought.asks), list(brought.choices(one, signed_in()))
    if form.validate_on_submit():
        with form.refusals():
            completing.tie(one, kind, form.things.data, by=signed_in())
            flash(_("%(code)s: what completes it was kept.", code=one.code))
            return back_to(url_for("improvement.action", agency=here().slug, number=one.id))
    return render_template("improvement/completes.html", form=form, one=one, brought=brought), form.status


def waiting_of(one: CorrectiveAction) -> list[Waiting]:
    """What an action waits for, with where it can be done, or with what showed that it has happened."""
    found = []
    for each in awaited_of(one):
        name, url = each.brought.called(each, signed_in())
        proof = registry.url_of(each.proof_kind, each.proof_id, seen_by=signed_in()) if each.proof_id else None
        found.append(Waiting(each.brought.label, name, url, each.happened_on, each.words, proof))
    return found


def ways_to_complete(one: CorrectiveAction, person: Person) -> list[tuple[Any, str]]:
    """The kinds of things that could complete an action, each with the page where it is chosen."""
    if not completing.may_tie(one, person):
        return []
    slug = here().slug
    return [
        (kind.label, url_for("improvement.completes", agency=slug, number=one.id, kind=name))
        for name, kind in registry.action_kinds.items()
    ]
