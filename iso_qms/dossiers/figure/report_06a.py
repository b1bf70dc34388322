"""Form II.06a/VPCP/KSTT: how the dossiers of a span were handled, field by field, and whether its columns agree.

The form has no column for dossiers that were taken back, stopped or passed on, nor for answers that never had a due
day. The rule: those closed so within the span stand in no column at all, not even among what came in, and their number
is printed under the table. Column 12 holds those that wait for papers.

Columns are added up from the counts that every import keeps, and `iso-qms dossiers recount` proves those. What columns
4 to 6 leave out is counted in the register itself, because the counts do not say when what was closed had come in; so
that column 3 is their sum shows that the two agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import and_, func, literal, not_, select

from iso_qms.db import db
from iso_qms.dossiers.figure.counted import LEFT_OUT, NO_FIELD, Asked, fields
from iso_qms.dossiers.figure.tallied import Numbers, seen_by, tallied
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.people import Person

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
    """Count the dossiers of a span for the form, as seen at a moment."""
    counted = tallied(asked, "field", person=person, at=at)
    apart = _by_field(_left_out(asked, person))
    names = (*COLUMNS.values(), *LEFT_OUT)
    found = {}
    for field in counted.keys() | apart.keys():
        numbers = defaultdict(int, counted.get(field, {}))
        columns = _columns(numbers, apart.get(field, _NOTHING))
        found[field] = {name: columns.get(name, numbers[name]) for name in names}
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


_NOTHING: Numbers = defaultdict(int)


def _columns(counted: Numbers, apart: Numbers) -> dict[str, int]:
    """The columns of a line that are no figures themselves."""
    return {
        "handled": counted["received"] + counted["carried"] - sum(counted[name] for name in LEFT_OUT),
        "new_online": counted["online"] - apart["online"],
        "new_desk": counted["desk"] - apart["desk"],
        "new_carried": counted["carried"] - apart["carried"],
    }


def _left_out(asked: Asked, person: Person) -> Iterator[Found[Any]]:
    """Of each procedure, those left out that were closed in the span, by how they had come into it."""
    one, begins, ends = Dossier, asked.begins, asked.ends
    # Written into the statement, for only so SQLite sees that the index of those left out will do.
    apart = one.verdict == literal("not_judged", literal_execute=True)
    new = one.received_at >= begins
    columns = {
        "online": and_(new, one.channel == "online"), "desk": and_(new, one.channel != "online"), "carried": not_(new),
    }  # fmt: skip
    told = [func.count().filter(condition).label(name) for name, condition in columns.items()]
    query = seen_by(person, asked, select(one.document_id, *told), one).where(apart).group_by(one.document_id)
    without_a_day = and_(one.finished_at.is_(None), new, one.received_at < ends)
    # Two questions, because either finds its dossiers together in the index, and one for both would not.
    for closed in (and_(one.finished_at >= begins, one.finished_at < ends), without_a_day):
        yield from db.session.execute(query.where(closed))


def _by_field(rows: Iterator[Found[Any]]) -> dict[str, Numbers]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    named = fields()
    for row in rows:
        for name, count in row._mapping.items():
            if name != "document_id":
                found[named.get(row.document_id, NO_FIELD)][name] += count
    return dict(found)
