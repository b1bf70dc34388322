"""Life cycles as data: states, moves, and the rules that hold for every one of them.

A `Workflow` is declared once in a room's `flow.py`. From it come the rule, the buttons, the diagram and the tests.
This module is pure: it knows neither Flask nor the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

CLOCK = "clock"
"""The right that only the passage of time has."""


class Refused(Exception):
    """An act is not possible; the message is a sentence fit for the person who tried."""

    status = 409


class Forbidden(Refused):
    """The person has no right to do this."""

    status = 403


class WrongState(Refused):
    """The thing is no longer in a state that allows this move."""

    status = 409


class Incomplete(Refused):
    """Something is still missing; the message says what."""

    status = 422


@dataclass(frozen=True)
class State:
    """A station in a life: its name, its word, how it looks, and whether life ends there."""

    name: str
    label: Any
    tone: str = "calm"
    shape: str = "draft"
    final: bool = False


@dataclass(frozen=True, kw_only=True)
class Move:
    """A step from one state to another, with who may make it and who must not.

    One that asks for a reason, a signature or papers has a page of its own; any other is a plain button.
    """

    name: str
    label: Any
    said: Any
    start: tuple[str, ...]
    end: str
    needs: str
    not_by: tuple[str, ...] = ()
    asks_reason: bool = False
    signs: bool = False
    asks_papers: bool = False
    consequence: Any = ""


@dataclass(frozen=True)
class Workflow:
    """A named table of states and moves; the first state is where life begins."""

    name: str
    states: list[State]
    moves: list[Move] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = [state.name for state in self.states]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a state is declared twice")
        if len({move.name for move in self.moves}) != len(self.moves):
            raise ValueError(f"{self.name}: a move is declared twice")
        for move in self.moves:
            unknown = {*move.start, move.end} - set(names)
            if unknown:
                raise ValueError(f"{self.name}.{move.name}: unknown states {sorted(unknown)}")

    @property
    def first(self) -> State:
        """Where every life begins."""
        return self.states[0]

    def state(self, name: str) -> State:
        """The state of that name."""
        return next(state for state in self.states if state.name == name)

    def move(self, name: str) -> Move:
        """The move of that name; `KeyError` when there is none."""
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(f"{self.name} has no move {name!r}")

    def moves_from(self, state: str) -> list[Move]:
        """What can happen next, in the order declared."""
        return [move for move in self.moves if state in move.start]

    def allows(self, name: str, state: str) -> bool:
        """Whether the move may start in that state."""
        return state in self.move(name).start

    def unreachable(self) -> set[str]:
        """States no life can come to; empty in a sound workflow."""
        return {state.name for state in self.states} - self._reached()

    def dead_ends(self) -> set[str]:
        """States that are not final and have no way out; empty in a sound workflow."""
        return {state.name for state in self.states if not state.final and not self.moves_from(state.name)}

    def mermaid(self) -> str:
        """The diagram of this life, as Mermaid text."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.first.name}"]
        lines += [f"    {start} --> {move.end}: {move.name}" for move in self.moves for start in move.start]
        lines += [f"    {state.name} --> [*]" for state in self.states if state.final]
        return "\n".join(lines)

    def _reached(self) -> set[str]:
        reached = {self.first.name}
        frontier: Iterable[str] = [self.first.name]
        while frontier:
            frontier = {move.end for state in frontier for move in self.moves_from(state)} - reached
            reached |= set(frontier)
        return reached
