"""How the lists of nonconformities and of corrective actions are narrowed: both by the same fields of the address."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sqlalchemy import ColumnElement

from iso_qms.improvement.cause.coming_back import recurrences
from iso_qms.improvement.models import GRADES, Nonconformity
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.web import number_in


@dataclass(frozen=True)
class Narrowing(ABC):
    """A view of a list and the fields that narrow it: words, a unit with those under it, and what the case is."""

    views: ClassVar[Mapping[str, Any]]

    view: str = "open"
    q: str = ""
    unit: int | None = None
    grade: str = ""
    source: str = ""
    again: bool = False
    document: int | None = None
    behind: ColumnElement[bool] | None = None
    """Which ones stand behind the figure the address names."""

    @classmethod
    def of(cls, args: Any, person: Person) -> Self:
        """From the address; what is not known is left out."""
        view, grade, source = (args.get(name, "") for name in ("view", "grade", "source"))
        return cls(
            view if view in cls.views else "open",
            args.get("q", "").strip(),
            number_in(args, "unit") or None,
            grade if grade in GRADES else "",
            source if source in registry.sources else "",
            bool(args.get("again")),
            number_in(args, "document") or None,
            cls.behind_figure(args, person),
        )

    @staticmethod
    @abstractmethod
    def behind_figure(args: Any, person: Person) -> ColumnElement[bool] | None:
        """The condition of what stands behind the figure an address names, if it names one."""

    @property
    def is_narrowed(self) -> bool:
        """Whether any field besides the view is set."""
        set_ones = (self.q, self.unit, self.grade, self.source, self.again, self.document, self.behind is not None)
        return any(set_ones)

    def of_case(self, person: Person) -> Iterator[ColumnElement[bool]]:
        """The conditions on the nonconformity itself, and on what stands behind the figure."""
        if self.grade:
            yield Nonconformity.grade == self.grade
        if self.source:
            yield Nonconformity.source_kind == self.source
        if self.document:
            yield Nonconformity.document_id == self.document
        if self.again:
            yield Nonconformity.id.in_(recurrences(person))
        if self.behind is not None:
            yield self.behind
