"""`HasLifecycle`: the only code that writes `.state`, as a compare-and-set, so that two people cannot both win."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import String, inspect, select, update
from sqlalchemy.orm import Mapped, attributes, mapped_column

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import Acting, Journaled, JournalEntry, sentence, write
from iso_qms.journal.noticing import ONE_BY_ONE
from iso_qms.organisation.people import Person, one_hand
from iso_qms.workflow import Forbidden, Incomplete, Move, State, Workflow, WrongState


@dataclass(frozen=True)
class OpenMove:
    """A move somebody may see on a page; `blocked` says why it is not yet possible."""

    move: Move
    blocked: str | None = None
    primary: bool = False
    """Whether it is the one thing this person came for."""

    @property
    def name(self) -> str:
        return self.move.name

    @property
    def label(self) -> str:
        return str(self.move.label)

    @property
    def consequence(self) -> str:
        return str(self.move.consequence)

    @property
    def asks_reason(self) -> bool:
        return self.move.asks_reason

    @property
    def signs(self) -> bool:
        return self.move.signs

    @property
    def asks_papers(self) -> bool:
        return self.move.asks_papers


class HasLifecycle(Journaled):
    """A thing with a life declared in a `Workflow`."""

    workflow: ClassVar[Workflow]
    if TYPE_CHECKING:
        id: Any

    state: Mapped[str] = mapped_column(String(30), index=True)

    def __init__(self, **values: Any) -> None:
        values.setdefault("state", self.workflow.first.name)
        super().__init__(**values)

    @property
    def status(self) -> State:
        """The state with its word and look."""
        return self.workflow.state(self.state)

    def people_of(self, group: str) -> Iterable[Person]:
        """The people behind a `not_by` group; by default the attribute or property of that name."""
        found: Iterable[Person] = getattr(self, group)
        return found

    @property
    def hands_since(self) -> date | None:
        """The day from which deputyships tie hands together; today alone unless a room knows better."""
        return None

    def advance(
        self, name: str, *, by: Person, note: str = "", private: bool = False, acting: Acting | None = None
    ) -> None:
        """Make a move: check state, right and four eyes, set the state unless somebody was faster, write it down.

        `acting` says as whom, where the thing itself knows better than the right, such as a route that names a post.
        """
        move = self.workflow.move(name)
        self._demand_start(move)
        self._demand_right(move, by)
        self._demand_other_hand(move, by)
        if move.asks_reason and not note.strip():
            raise Incomplete(_("Give a reason: it stands in the history."))
        self._set(move)
        acting = acting or by.acting(move.needs, self)
        write(self, f"{self.workflow.name}.{name}", by=by, reason=note.strip(), acting=acting, private=private)

    def open_moves(self, by: Person) -> list[OpenMove]:
        """The moves this person has the right to from here; those four eyes forbid are left out."""
        found = []
        for move in self.workflow.moves_from(self.state):
            try:
                self._demand_right(move, by)
                self._demand_other_hand(move, by)
            except Forbidden:
                continue
            found.append(OpenMove(move, self.why_not_yet(move)))
        return found

    def demand_open(self, name: str, *, by: Person) -> None:
        """Refuse as `advance` would, for the page of a move, so that nobody types in vain."""
        move = self.workflow.move(name)
        self._demand_start(move)
        self._demand_right(move, by)
        self._demand_other_hand(move, by)
        if missing := self.why_not_yet(move):
            raise Incomplete(missing)

    def why_not_yet(self, move: Move) -> str | None:
        """Why a move one has the right to is not possible yet; a room says more about its own things."""
        return None

    def _demand_start(self, move: Move) -> None:
        if self.state not in move.start:
            raise WrongState(_too_late(self, move))

    def _demand_right(self, move: Move, by: Person) -> None:
        if not by.may(move.needs, self):
            raise Forbidden(_("You have no right to do this: %(move)s.", move=move.label))

    def _demand_other_hand(self, move: Move, by: Person) -> None:
        if by.is_clock:
            return
        for group in move.not_by:
            people = {person.id for person in self.people_of(group)}
            if by.id in one_hand(people, today(), since=self.hands_since):
                raise Forbidden(_four_eyes(group))

    def _set(self, move: Move) -> None:
        table: Any = inspect(type(self)).local_table
        db.session.flush()
        result: Any = db.session.execute(
            update(table).where(table.c.id == self.id, table.c.state.in_(move.start)).values(state=move.end),
            execution_options={ONE_BY_ONE: True},
        )
        if result.rowcount != 1:
            db.session.refresh(self, ["state"])
            raise WrongState(_too_late(self, move))
        attributes.set_committed_value(self, "state", move.end)


def _too_late(thing: HasLifecycle, move: Move) -> str:
    last = db.session.scalar(
        select(JournalEntry)
        .where(JournalEntry.kind == thing.journal_kind, JournalEntry.thing_id == thing.id)
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    state = thing.status.label
    if last is None:
        return _("This is no longer possible: it is %(state)s now.", state=state)
    return _(
        "Somebody was faster: %(who)s %(did)s at %(at)s, and it is “%(state)s” now.",
        who=last.name or "–",
        did=sentence(last.verb),
        at=f"{as_local(last.at):%H:%M}",
        state=state,
    )


FOUR_EYES: dict[str, Any] = {}
"""For each `not_by` group, the sentence of the rule; rooms fill it in."""


def _four_eyes(group: str) -> str:
    return str(FOUR_EYES.get(group) or _("You had a hand in this yourself, so somebody else must do it."))
