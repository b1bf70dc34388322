"""How the effect of an action is measured: the measure, its frozen baseline, its result, and the items of a check."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.charts import percent, shown
from iso_qms.db import Base
from iso_qms.i18n import _, _l
from iso_qms.improvement.effect.effects import is_met, seal, value_of
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.registry import Measure, Measured, registry

if TYPE_CHECKING:
    from iso_qms.improvement.action.actions import CorrectiveAction

CHECK, REINSPECTION = "check", "reinspection"

OWN_KINDS = {
    CHECK: _l("A repeated check: a question, asked of so many cases"),
    REINSPECTION: _l("No measure fits: a re-inspection on a day"),
}
"""What improvement measures by itself; everything else is registered by the room that keeps the rows."""

BEFORE, AFTER = "before", "after"


class EffectMeasure(Base, AgencyOwned, Journaled):
    """What an action's effect is measured by. Target and window are fixed with the plan, the baseline when accepted.

    There is no place here for a figure that somebody types as the result.
    """

    __tablename__ = "effect_measure"
    journal_kind = "effect_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id", ondelete="RESTRICT"), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    target: Mapped[int]
    window_days: Mapped[int]
    question: Mapped[str] = mapped_column(String(300), default="")
    sample_size: Mapped[int | None]
    why_none: Mapped[str] = mapped_column(Text, default="")
    """Why no measure fits, where a re-inspection takes its place."""
    visit_id: Mapped[int | None]
    baseline: Mapped[dict[str, Any] | None]
    """As it was counted on the day of acceptance, with its days, its rows and their fingerprint."""
    frozen_on: Mapped[date | None] = mapped_column(Date)
    result: Mapped[dict[str, Any] | None]
    measured_on: Mapped[date | None] = mapped_column(Date, index=True)
    reached: Mapped[bool | None]

    action: Mapped[CorrectiveAction] = relationship(back_populates="measure")
    items: Mapped[list[CheckItem]] = relationship(back_populates="measure", order_by="CheckItem.id")

    def __str__(self) -> str:
        return self.about

    def journal_root(self) -> CorrectiveAction:
        return self.action

    def journal_over(self) -> CorrectiveAction:
        return self.action

    @property
    def registered(self) -> Measure | None:
        """The measure of a room, where it is one and that room is here."""
        return registry.measures.get(self.kind)

    @property
    def label(self) -> Any:
        """The words of its kind."""
        return self.registered.label if self.registered else OWN_KINDS.get(self.kind, self.kind)

    @property
    def about(self) -> str:
        """What is counted, in words."""
        if self.kind == CHECK:
            return _("Share answered yes: %(question)s", question=self.question)
        if self.kind == REINSPECTION:
            return _("Nonconforming findings of the re-inspection")
        return self.registered.about(self.parameters) if self.registered else str(self.label)

    @property
    def is_share(self) -> bool:
        """Whether its figures are in per cent."""
        return self.kind == CHECK or bool(self.registered and self.registered.is_share)

    @property
    def fewer_is_better(self) -> bool:
        """Whether the target is a most, not a least."""
        return self.kind == REINSPECTION or bool(self.registered and self.registered.fewer_is_better)

    @property
    def waits_for_visit(self) -> bool:
        """Whether somebody still has to plan the visit that looks again."""
        return self.kind == REINSPECTION and self.visit_id is None and self.measured_on is None

    @property
    def target_words(self) -> str:
        """The mark, as it is printed."""
        figure = self.figure(self.target)
        return _("at most %(n)s", n=figure) if self.fewer_is_better else _("at least %(n)s", n=figure)

    def figure(self, value: float | None) -> str:
        """A figure of this measure, as it is printed."""
        if value is None:
            return "–"
        return percent(value / 100) if self.is_share else shown(value)

    def value(self, counted: dict[str, Any] | None) -> float | None:
        """The figure of what was counted: a count, or a share in per cent."""
        return value_of(counted["numerator"], counted["denominator"], share=self.is_share) if counted else None

    def meets(self, value: float | None) -> bool:
        """Whether a figure reaches the target."""
        return value is not None and is_met(value, self.target, fewer=self.fewer_is_better)

    def items_of(self, phase: str) -> list[CheckItem]:
        """The cases looked at before the plan was accepted, or after it was carried out."""
        return [one for one in self.items if one.phase == phase]

    def window_end(self, done_on: date) -> date:
        """The last day that is counted when the action is carried out on a day."""
        return done_on + timedelta(days=self.window_days)


class CheckItem(Base, AgencyOwned, Journaled):
    """One case of a repeated check: which one, whether it was right, and what shows it. Never changed."""

    __tablename__ = "check_item"
    __table_args__ = (UniqueConstraint("measure_id", "phase", "which"),)
    journal_kind = "check_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("effect_measure.id", ondelete="RESTRICT"), index=True)
    phase: Mapped[str] = mapped_column(String(10))
    which: Mapped[str] = mapped_column(String(200))
    is_right: Mapped[bool]
    evidence: Mapped[str] = mapped_column(Text)
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    checked_on: Mapped[date] = mapped_column(Date)

    measure: Mapped[EffectMeasure] = relationship(back_populates="items")
    checked_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return self.which

    def journal_root(self) -> CorrectiveAction:
        return self.measure.action

    def journal_over(self) -> CorrectiveAction:
        return self.measure.action


def counted(found: Measured | None, first: date, last: date) -> dict[str, Any] | None:
    """What was counted, as it is kept for good."""
    if found is None:
        return None
    rows = [[one.kind, one.thing_id, one.day.isoformat() if one.day else "", one.counts] for one in found.rows]
    return {
        "numerator": found.numerator,
        "denominator": found.denominator,
        "first_on": first.isoformat(),
        "last_on": last.isoformat(),
        "rows": rows,
        "sha256": seal(found.numerator, found.denominator, rows),
    }


def measured_words(one: EffectMeasure) -> str:
    """The result in a sentence: what was measured, before, now, and the target."""
    return _(
        "Measured: %(about)s. Before: %(before)s; target: %(target)s; now: %(now)s.",
        about=one.about,
        before=one.figure(one.value(one.baseline)),
        target=one.target_words,
        now=one.figure(one.value(one.result)),
    )
