"""An agency's own list of cause classes, and within how many months the same cause counts as coming back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.i18n import _, _l, language
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.text import clean, fold
from iso_qms.workflow import Forbidden, Incomplete

MONTHS = 12
MOST_MONTHS = 60

say({"cause_rules.changed": _l("changed the cause classes")})


@dataclass(frozen=True)
class CauseClass:
    """A class of causes, named in both languages; a retired one is no longer offered, and keeps its name."""

    key: str
    vi: str
    en: str
    retired: bool = False

    def __str__(self) -> str:
        return (self.en or self.vi) if language() == "en" else self.vi


USUAL = (
    CauseClass("people", "Nhân lực, năng lực", "People and competence"),
    CauseClass("method", "Phương pháp, quy trình", "Method and procedure"),
    CauseClass("tools", "Công cụ, phần mềm", "Tools and software"),
    CauseClass("law", "Pháp luật, quy định", "Law and regulation"),
    CauseClass("environment", "Môi trường, trụ sở", "Environment and premises"),
    CauseClass("information", "Thông tin, phối hợp", "Information and cooperation"),
    CauseClass("checking", "Đo lường, kiểm tra", "Measurement and checking"),
)
"""What an agency begins with."""


class CauseRules(Base, AgencyOwned, Journaled, Remembered):
    """What an agency has set; the usual holds until it does."""

    __tablename__ = "cause_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "cause_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    months: Mapped[int] = mapped_column(default=MONTHS)
    classes: Mapped[list[Any]] = mapped_column(default=list)


@dataclass(frozen=True)
class Causes:
    """What holds in an agency."""

    months: int = MONTHS
    classes: tuple[CauseClass, ...] = USUAL

    def named(self, key: str) -> str:
        """The name of a class in the reader's language; a sentence where none was given."""
        return next((str(one) for one in self.classes if one.key == key), _("No class given"))

    def offered(self, *kept: str) -> list[CauseClass]:
        """The classes that may be chosen, and those already chosen."""
        return [one for one in self.classes if not one.retired or one.key in kept]


def causes_of(agency_id: int) -> Causes:
    """What holds in an agency, the usual until it sets its own."""
    return remembered("cause_rules", partial(_read, agency_id), agency_id=agency_id)


def set_cause_rules(*, by: Person, months: int, classes: Sequence[CauseClass]) -> CauseRules:
    """Rename, retire or add classes and set the months. No class ever goes: old causes keep their names.

    A class without a key is new.
    """
    if not by.may("improvement.classes"):
        raise Forbidden(_("Quality control sets these rules."))
    if not 1 <= months <= MOST_MONTHS:
        raise Incomplete(_("Look back from 1 to %(most)s months.", most=MOST_MONTHS))
    kept = causes_of(by.agency_id).classes
    given = _named(classes, taken={one.key for one in kept})
    named = {one.key: one for one in given}
    # What is missing from the form stays as it was: a class is retired, never removed.
    whole = [named.pop(one.key, one) for one in kept] + list(named.values())
    _demand_names(whole)
    row = db.session.scalars(select(CauseRules).where(CauseRules.agency_id == by.agency_id)).first()
    if row is None:
        row = CauseRules(agency_id=by.agency_id)
        db.session.add(row)
    row.months, row.classes = months, [asdict(one) for one in whole]
    write(row, "cause_rules.changed", by=by)
    return row


def _named(classes: Sequence[CauseClass], *, taken: set[str]) -> list[CauseClass]:
    found, number = [], 1
    for one in classes:
        key = one.key
        if key not in taken:
            while f"own-{number}" in taken:
                number += 1
            key = f"own-{number}"
            taken.add(key)
        found.append(CauseClass(key, clean(one.vi).strip(), clean(one.en).strip(), one.retired))
    return found


def _demand_names(classes: Sequence[CauseClass]) -> None:
    if any(not one.vi for one in classes):
        raise Incomplete(_("Give each class a name in Vietnamese."))
    if all(one.retired for one in classes):
        raise Incomplete(_("Keep at least one class in use."))
    used = [fold(one.vi) for one in classes if not one.retired]
    if len({*used}) < len(used):
        raise Incomplete(_("Two classes bear the same name. Rename one of them."))


def _read(agency_id: int) -> Causes:
    row = db.session.scalars(select(CauseRules).where(CauseRules.agency_id == agency_id)).first()
    return Causes(row.months, tuple(CauseClass(**one) for one in row.classes)) if row else Causes()
