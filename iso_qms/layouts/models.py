"""The versions of an agency's layouts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.i18n import _
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.registry import registry


class LayoutVersion(AgencyOwned, Base, Journaled):
    """A Word template an agency uploaded for one kind of paper. Its file hangs on it as an attachment."""

    __tablename__ = "layout_version"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "number"),)
    journal_kind = "layout"
    files_stay = True  # Papers were written with it.

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    is_used: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))

    added_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        kind = registry.layouts.get(self.kind)
        return _("%(kind)s, layout %(number)s", kind=kind.label if kind else self.kind, number=self.number)

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Those who look after layouts see them; others see the papers."""
        query = select(LayoutVersion)
        return query if person.may("layouts.manage") else query.where(false())
