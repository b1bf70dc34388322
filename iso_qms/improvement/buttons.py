"""What may be done now, as buttons: the moves of a life, and the verbs beside them (correct, plan, extend)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.correction import rewording
from iso_qms.improvement.effect.measures import BEFORE
from iso_qms.improvement.effect.measuring import check_phase, may_name_visit
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.people import Person

QUIET = ("call_off", "close", "dismiss", "drop", "refuse", "redo", "reject", "reopen", "replan", "return_plan")
"""Moves that are never the main thing to do."""


@dataclass(frozen=True)
class Verb:
    """What a button says and where it leads, below the address of its thing."""

    name: str
    label: Any


@dataclass(frozen=True)
class Button:
    """One thing that may be done now, on a page of its own: every act takes papers."""

    move: Verb
    consequence: str = ""
    blocked: str | None = None
    asks_reason: bool = True
    signs: bool = False
    quiet: bool = False
    primary: bool = False


def buttons_of(thing: Any, person: Person) -> list[Button]:
    """Everything a person may do with a nonconformity or an action now; the most pressing one is primary."""
    moves = move_buttons(thing, person)
    if isinstance(thing, Nonconformity):
        # What failed is reopened by whoever judged it; by hand one reopens only what had ended.
        moves = [one for one in moves if thing.status.final or one.move.name != "moves/reopen"]
        found = [*_of_corrections(thing, person), *_verbs_of_nonconformity(thing, person), *moves]
    else:
        found = [*moves, *_verbs_of_action(thing, person)]
    return with_primary(sorted(found, key=lambda one: one.quiet))


def move_buttons(thing: Any, person: Person) -> list[Button]:
    """The moves of its life that this person may make now."""
    return [
        Button(
            Verb(f"moves/{one.name}", one.label),
            one.consequence,
            one.blocked,
            quiet=one.name in QUIET,
        )
        for one in thing.open_moves(person)
    ]


def with_primary(buttons: list[Button]) -> list[Button]:
    """The same buttons, the first that is possible and not quiet made the primary one."""
    first = next((one for one in buttons if one.blocked is None and not one.quiet), None)
    return [replace(one, primary=one is first) for one in buttons]


def _of_corrections(one: Nonconformity, person: Person) -> Iterator[Button]:
    for asked in one.corrections:
        for button in move_buttons(asked, person) if not asked.status.final else ():
            verb = Verb(f"../../corrections/{asked.id}/{button.move.name}", button.move.label)
            yield replace(button, move=verb, consequence=asked.what)


def _verbs_of_nonconformity(one: Nonconformity, person: Person) -> Iterator[Button]:
    if one.status.final:
        return
    if one.state != "open" and person.may("improvement.plan", one):
        planned = any(not action.status.final for action in one.actions)
        label = _("Plan another action") if planned else _("Plan an action")
        words = _("What is done against the cause, by which post, until when.")
        yield Button(Verb("plan", label), words, quiet=planned)
    if person.may("improvement.analyse", one):
        label = _("Change the correction") if one.correction else _("Write down the correction")
        yield Button(Verb("correct", label), _("What put the case itself right at once."), quiet=True)
        words = _("By a post, within so many working hours.")
        yield Button(Verb("ask", _("Have it put right")), words, quiet=True)
    if person.may("improvement.analyse", one) and not one.restricted:
        yield Button(Verb("similar", _("Look for similar cases")), _("In other units and procedures."), quiet=True)
    if person.may("improvement.analyse", one):
        yield Button(Verb("risk", _("Link a risk")), _("That it happened, or was weighed wrongly."), quiet=True)
    if one.analysis and person.may("improvement.analyse", one):
        yield Button(Verb("cause", _("Correct the words of the cause")), quiet=True)
    if person.may("improvement.open", one):
        yield Button(Verb("edit", _("Change what is written")), quiet=True)


def _verbs_of_action(one: CorrectiveAction, person: Person) -> Iterator[Button]:
    is_owner = person.id in {each.id for each in one.owners}
    if one.state == "accepted" and is_owner and not one.extensions and person.may("improvement.extend"):
        words = _("Once, with a reason; whoever stands above you decides.")
        yield Button(Verb("extend", _("Ask for more time")), words, quiet=True)
    if phase := check_phase(one, person):
        words = _("Which case, right or not, and what shows it.")
        yield Button(Verb("check", _("Look at a case")), words, quiet=phase == BEFORE)
    if may_name_visit(one, person):
        yield Button(Verb("visit", _("Name the visit that looks again")))
    if rewording.field_to_reword(one) and rewording.may_reword(one, person):
        yield Button(Verb("reword", _("Correct what is written")), quiet=True)
