"""What may be done now, as buttons: the moves of a life, and the verbs beside them (correct, plan, ask for more time)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from iso_qms.i18n import _
from iso_qms.improvement.actions import CorrectiveAction
from iso_qms.improvement.forms import has_form
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.people import Person

QUIET = ("drop", "dismiss", "reopen", "return_plan", "reject", "refuse", "edit")
"""Moves that are never the main thing to do."""


@dataclass(frozen=True)
class Verb:
    """What a button says and where it leads, below the address of its thing."""

    name: str
    label: Any


@dataclass(frozen=True)
class Button:
    """One thing that may be done now; `asks_reason` means that it has a page of its own."""

    move: Verb
    consequence: str = ""
    blocked: str | None = None
    asks_reason: bool = True
    signs: bool = False
    primary: bool = False

    def demoted(self) -> Button:
        """The same beside something more pressing."""
        return replace(self, primary=False)


def buttons_of(thing: Any, person: Person) -> list[Button]:
    """Everything a person may do with a nonconformity or an action now; the first that is no refusal is primary."""
    found = [*move_buttons(thing, person, first=False)]
    if isinstance(thing, Nonconformity):
        found = _beside_nonconformity(thing, person, found)
    elif isinstance(thing, CorrectiveAction):
        found = _beside_action(thing, person, found)
    return _with_primary(found)


def move_buttons(thing: Any, person: Person, *, first: bool = True) -> list[Button]:
    """The moves of its life that this person may make now."""
    found = [
        Button(
            Verb(f"moves/{one.name}", one.label), one.consequence, one.blocked, asks_reason=has_form(thing, one.name)
        )
        for one in thing.open_moves(person)
    ]
    return _with_primary(found) if first else found


def _beside_nonconformity(one: Nonconformity, person: Person, moves: list[Button]) -> list[Button]:
    before, after = [], []
    if one.state in ("analysed", "acting") and person.may("improvement.plan", one):
        planned = any(not action.status.final for action in one.actions)
        button = Button(
            Verb("plan", _("Plan another action") if planned else _("Plan an action")),
            _("What is done against the cause, by which post, until when."),
        )
        (after if planned else before).append(button)
    if not one.status.final and person.may("improvement.analyse", one):
        label = _("Change the correction") if one.correction else _("Write down the correction")
        after.append(Button(Verb("correct", label), _("What put the case itself right at once.")))
    if not one.status.final and person.may("improvement.open", one):
        after.append(Button(Verb("edit", _("Change what is written")), ""))
    quiet = [button for button in moves if _is_quiet(button)]
    return before + [button for button in moves if button not in quiet] + after + quiet


def _beside_action(one: CorrectiveAction, person: Person, moves: list[Button]) -> list[Button]:
    owner = person.id in {each.id for each in one.owners}
    if one.state == "accepted" and owner and not one.asked_extension and person.may("improvement.extend"):
        moves.append(
            Button(Verb("extend", _("Ask for more time")), _("With a reason; whoever stands above you decides."))
        )
    return moves


def _with_primary(buttons: list[Button]) -> list[Button]:
    first = next((one for one in buttons if one.blocked is None and not _is_quiet(one)), None)
    return [replace(one, primary=one is first) for one in buttons]


def _is_quiet(button: Button) -> bool:
    return button.move.name.removeprefix("moves/") in QUIET
