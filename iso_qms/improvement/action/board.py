"""The board of actions: a column for each state, and on each card the moves this person may make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from iso_qms.db import db
from iso_qms.improvement.action.action_register import WantedActions, action_rows
from iso_qms.improvement.action.actions import CorrectiveAction, read_holders
from iso_qms.improvement.flow import ACTION
from iso_qms.improvement.telling import Standing, standing
from iso_qms.lifecycle import OpenMove
from iso_qms.organisation.people import Person
from iso_qms.workflow import Refused, State

MOST = 200
"""Cards on one board; more are to be narrowed down."""

ENDED_DAYS = 60
"""Ended actions stay on the board so long after their last day; the list has them all."""

WITHOUT_QUESTIONS = ("accept",)
"""Moves that ask for nothing and are made at once; every other one opens its page."""


@dataclass(frozen=True)
class Card:
    """An action with what is due next, the moves this person may make, and why not the others, by where they lead."""

    action: CorrectiveAction
    standing: Standing
    moves: Sequence[OpenMove]
    reasons: Mapping[str, str]

    def end_of(self, move: OpenMove) -> str:
        """The column a move leads to."""
        return move.move.end

    def is_at_once(self, move: OpenMove) -> bool:
        """Whether the move asks for nothing more."""
        return move.name in WITHOUT_QUESTIONS


@dataclass
class Column:
    """A state with its cards."""

    state: State
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """The columns, and whether more would not fit."""

    columns: Sequence[Column]
    is_cut: bool

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(len(one.cards) for one in self.columns)


def board_of(wanted: WantedActions, *, person: Person, day: date) -> Board:
    """The actions that the list shows, by state; beside the open ones those that ended not long ago."""
    found = _actions(wanted, person, day)
    columns = {one.name: Column(one) for one in ACTION.states}
    read_holders(found[:MOST])
    for action in found[:MOST]:
        columns[action.state].cards.append(Card(action, standing(action, day), *_moves_of(action, person)))
    return Board(list(columns.values()), len(found) > MOST)


def _moves_of(action: CorrectiveAction, person: Person) -> tuple[list[OpenMove], dict[str, str]]:
    """The moves this person may make now, and of every other from here why it would be refused."""
    moves, reasons = [], {}
    for move in ACTION.moves_from(action.state):
        try:
            action.demand_open(move.name, by=person)
            moves.append(OpenMove(move))
        except Refused as refusal:
            reasons[move.end] = str(refusal)
    return moves, {end: why for end, why in reasons.items() if end not in {one.move.end for one in moves}}


def _actions(wanted: WantedActions, person: Person, day: date) -> Sequence[CorrectiveAction]:
    ended = CorrectiveAction.state.in_(_FINAL)
    recent = or_(~ended, CorrectiveAction.verify_on >= day - timedelta(days=ENDED_DAYS))
    query = action_rows(wanted, person=person, day=day, also=ended if wanted.view == "open" else None)
    loads = joinedload(CorrectiveAction.planned_by), joinedload(CorrectiveAction.performed_by)
    return db.session.scalars(query.where(recent).options(*loads).limit(MOST + 1)).unique().all()


_FINAL = tuple(one.name for one in ACTION.states if one.final)
