"""Which rules of consistency an agency leaves out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered
from iso_qms.processes.checking import RULES


class RuleSwitch(AgencyOwned, Base, Journaled, Remembered):
    """A rule of consistency that an agency leaves out, and why, from one moment until it is asked again.

    Rows stay: they say by which rules a draft was looked at on a day. Of a rule one at most is open.
    """

    __tablename__ = "rule_switch"
    __table_args__ = (
        Index(
            "ix_rule_switch_off", "agency_id", "rule", unique=True,
            sqlite_where=text("on_at IS NULL"), postgresql_where=text("on_at IS NULL"),
        ),
    )  # fmt: skip
    journal_kind = "rule_switch"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    off_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    off_name: Mapped[str] = mapped_column(String(200))
    off_post: Mapped[str] = mapped_column(String(200), default="")
    off_at: Mapped[datetime]
    on_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    on_name: Mapped[str] = mapped_column(String(200), default="")
    on_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return str(RULES[self.rule].label) if self.rule in RULES else self.rule

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may read procedures sees by which rules they are looked at."""
        return select(RuleSwitch)
