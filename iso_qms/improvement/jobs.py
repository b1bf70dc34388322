"""What falls due by itself: the follow-ups of actions, and due days that a change of the calendar moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction, FollowUp, read_holders
from iso_qms.improvement.action.extending import move_with_calendar
from iso_qms.improvement.action.follow_ups import due_actions, tell_due, verifiers_of
from iso_qms.improvement.action.rung import read_rungs
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.rounds import each_due, walked_agency_id


def follow_ups_round() -> int:
    """Whoever has to act is reminded before, on and after the due day; then their head, then leadership."""
    return each_due("follow_ups", _due, lambda action, clock: tell_due(action, today(), by=clock), read=_read)


def calendar_moves(agency: Agency, by: Person) -> Iterator[tuple[list[Person], str]]:
    """After a change of the working calendar every open due day moves once; answers who is concerned, and by what."""
    query = select(CorrectiveAction).where(CorrectiveAction.agency_id == agency.id, CorrectiveAction.state.in_(OPEN))
    for action in db.session.scalars(query).unique().all():
        if day := move_with_calendar(action, by=by):
            yield _concerned(action), _("%(code)s is due on %(day)s now.", code=action.code, day=f"{day:%d/%m/%Y}")


def _due() -> Select[CorrectiveAction]:
    return due_actions(today(), agency_id=walked_agency_id())


def _read(actions: Sequence[CorrectiveAction]) -> None:
    read_rungs(actions, FollowUp, FollowUp.action_id)
    read_holders(actions)


def _concerned(action: CorrectiveAction) -> list[Any]:
    return verifiers_of(action, day=today()) if action.state == "carried_out" else action.owners
