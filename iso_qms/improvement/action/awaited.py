"""What a corrective action waits for, so that it is carried out as soon as that has happened in the system."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.registry import ActionKind, registry


class AwaitedThing(Base, AgencyOwned):
    """One thing an action waits for: of which kind, what was there before, and what showed that it has happened."""

    __tablename__ = "awaited_thing"
    __table_args__ = (UniqueConstraint("action_id", "kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    before_id: Mapped[int | None]
    """What was there already when the action was planned: it shows nothing."""
    happened_on: Mapped[date | None] = mapped_column(Date, index=True)
    words: Mapped[str] = mapped_column(String(300), default="")
    proof_kind: Mapped[str] = mapped_column(String(40), default="")
    proof_id: Mapped[int | None]

    action: Mapped[CorrectiveAction] = relationship()

    @property
    def brought(self) -> ActionKind:
        """What the room that knows such things brings for them."""
        return registry.action_kinds[self.kind]


def awaited_of(action: CorrectiveAction) -> list[AwaitedThing]:
    """What an action waits for, in the order it was chosen."""
    query = select(AwaitedThing).where(AwaitedThing.action_id == action.id)
    return list(db.session.scalars(query.order_by(AwaitedThing.id)))
