"""Form II.06a/VPCP/KSTT: how the dossiers of a span were handled, field by field, and whether its columns agree.

The form has no column for dossiers that were taken back, stopped or passed on, nor for answers that never had a due
day. The rule: those closed so within the span stand in no column at all, not even among what came in, and their number
is printed under the table. Column 12 holds those that wait for papers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from iso_qms.db import db
from iso_qms.dossiers.counted import LEFT_OUT, NO_FIELD, Asked, conditions, fields, narrowed
from iso_qms.dossiers.models import Dossier, of_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import units_with

COLUMNS = {
    3: "handled",
    4: "new_online",
    5: "new_desk",
    6: "new_carried",
    7: "judged",
    8: "early",
    9: "on_time",
    10: "late",
    11: "open",
    12: "open_in_time",
    13: "open_late",
}
"""The columns of the form by their numbers, each with the figure that fills it."""
IDENTITIES = ((3, (4, 5, 6)), (7, (8, 9, 10)), (11, (12, 13)), (3, (7, 11)))


@dataclass(frozen=True)
class Row:
    """A line of the form: its field, and what its columns hold; a field of None is that of all together."""

    field: str | None
    numbers: Mapping[str, int]

    def __getitem__(self, column: int) -> int:
        return self.numbers[COLUMNS[column]]


@dataclass(frozen=True)
class Failed:
    """An identity that does not hold in a line: the column of the sum, those it is made of, and both numbers."""

    row: Row
    whole: int
    parts: tuple[int, ...]

    @property
    def sum(self) -> int:
        """What the parts make together."""
        return sum(self.row[part] for part in self.parts)


@dataclass(frozen=True)
class Report:
    """The form of a span: its lines, the one of all, and how many stand in no column, by how they were closed."""

    rows: Sequence[Row]
    whole: Row
    left_out: Mapping[str, int]

    @property
    def failed(self) -> list[Failed]:
        """Every identity that does not hold, line by line."""
        return [one for row in (*self.rows, self.whole) for one in failed(row)]


def report_06a(asked: Asked, *, person: Person, at: datetime) -> Report:
    """Count the dossiers of a span for the form; each column by itself, so that the identities are a proof."""
    names = (*COLUMNS.values(), *LEFT_OUT)
    wanted = conditions(asked, at)
    query = select(Dossier.document_id, *[func.count().filter(wanted[name]).label(name) for name in names])
    query = query.where(of_units(Dossier, units_with(person, "dossiers.read")), *narrowed(Dossier, asked))
    found: dict[str, dict[str, int]] = {}
    known = fields()
    for told in db.session.execute(query.group_by(Dossier.document_id)).mappings():
        into = found.setdefault(known.get(told["document_id"], NO_FIELD), dict.fromkeys(names, 0))
        for name in names:
            into[name] += told[name]
    return made(found, names)


def made(found: Mapping[str, Mapping[str, int]], names: Sequence[str]) -> Report:
    """The form out of the counts of each field, those without a field last. Pure."""
    order = sorted(found, key=lambda field: (field == NO_FIELD, field))
    whole = {name: sum(one[name] for one in found.values()) for name in names}
    rows = [Row(field, found[field]) for field in order if any(found[field][name] for name in COLUMNS.values())]
    return Report(rows, Row(None, whole), {name: whole[name] for name in LEFT_OUT})


def failed(row: Row) -> list[Failed]:
    """The identities that do not hold in a line. Pure."""
    return [Failed(row, whole, parts) for whole, parts in IDENTITIES if row[whole] != sum(row[part] for part in parts)]
