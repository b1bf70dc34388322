"""Some dossiers reckoned again: their units and procedures, their days, how they were kept, and the counts of them.

What is found to be as it was is not touched. What was said before stays in the dossier, with the reckoning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.dossiers.deadlines import due_day, is_paused, verdict
from iso_qms.dossiers.due.first_due import FirstDue, kept_as
from iso_qms.dossiers.due.promises import promises
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.due.reckonings import DossierReckoning
from iso_qms.dossiers.event.events import DossierActivity, DossierEvent, DossierHand
from iso_qms.dossiers.figure.counting import Tally
from iso_qms.dossiers.figure.counts import keep
from iso_qms.dossiers.incoming.intake import trace_of
from iso_qms.dossiers.incoming.loading import learned
from iso_qms.dossiers.incoming.mapping import LEFT_OUT
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.incoming.understanding import Understanding
from iso_qms.dossiers.models import UNJUDGED, Dossier, DossierName, DossierSource, pauses_of
from iso_qms.dossiers.operations import hold_source, units_by_words
from iso_qms.dossiers.promise.apologies import living_apologies
from iso_qms.dossiers.step.judging_many import judged_anew
from iso_qms.journal import write
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import Corrected
from iso_qms.worktime.counting import midnight

_TABLE: Any = Dossier.__table__
_EVENTS: Any = DossierEvent.__table__
AT_ONCE = 2_000
CHANGES = (
    "document_id", "receiving_unit_id", "deciding_unit_id", "channel", "left_out", "first_due_at", "basis", "verdict",
    "conforms", "differs", "former",
)  # fmt: skip
OF_UNITS = {"receiving_unit_id": "receiving_name_id", "deciding_unit_id": "deciding_name_id"}
Row = dict[str, Any]


def reckon_some(one: DossierReckoning, *, by: Person) -> bool:
    """Reckon the next dossiers again; answers whether there were any."""
    for source in [one.source] if one.source else db.session.scalars(select(DossierSource.name).distinct()):
        hold_source(source)
    query = select(*_TABLE.c).where(_TABLE.c.agency_id == one.agency_id, _TABLE.c.id > one.reached, _concerned(one))
    rows = [dict(row) for row in db.session.execute(query.order_by(_TABLE.c.id).limit(AT_ONCE)).mappings()]
    if not rows:
        return False
    again = Again(one)
    found = again.with_events(rows) if one.kind == "events" else again.judged([(row, again.row(row)) for row in rows])
    changed = [(before, after) for before, after in found if before != after]
    _keep(changed, one)
    _settle_apologies(changed, one, by=by)
    one.reached, one.looked, one.changed = rows[-1]["id"], one.looked + len(rows), one.changed + len(changed)
    return True


class Again:
    """What dossiers are by what is known now."""

    def __init__(self, one: DossierReckoning) -> None:
        self.one = one
        self._promises, self._reckoners = promises(), Reckoners(one.agency_id)
        self._first_due = FirstDue(self._promises, self._reckoners)
        self._names = {}
        if one.kind == "dossiers":
            self._names = {row.id: row.name for row in db.session.execute(select(DossierName.id, DossierName.name))}
            mapping = mapping_of(one.source, one.kind)
            self._means = Understanding(mapping, self._promises, units_by_words(mapping.units))
        elif one.kind == "events" and one.reached == 0:
            _hands_again(one)

    def row(self, before: Mapping[str, Any]) -> Row:
        """A dossier with its words mapped again, where they were asked for, and with its day."""
        row = dict(before)
        if self.one.kind == "dossiers":
            self._map(row)
        ends_at, row["basis"] = self._first_due.of(
            row["received_at"], document_id=row["document_id"], case=row["case"], unit_id=row["deciding_unit_id"],
            pauses=pauses_of(row["pauses"]), given=row["given_due_at"],
        )  # fmt: skip
        if ends_at != row["first_due_at"]:
            row["first_due_at"] = ends_at
        moments = {name: row[name] for name in ("state", "received_at", "finished_at")}
        row["verdict"] = kept_as(**moments, ends_at=ends_at)
        return row

    def judged(self, changed: Sequence[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
        """Held against the steps again, too."""
        kinds = judged_anew(
            {row["id"]: row for _before, row in changed if row["events"]}, self._promises, self._reckoners
        )
        for _before, row in changed:
            if row["id"] in kinds:
                found = kinds[row["id"]]
                row["conforms"], row["differs"] = None if found is None else not found, int(found or 0)
        return list(changed)

    def with_events(self, rows: Sequence[Row]) -> list[tuple[Row, Row]]:
        """What happened to them under the words of now, and held against the steps again."""
        activities = self.one.facts.get("activity", {})
        numbers = [row["id"] for row in rows]
        for old, new in _activities(activities, self.one.agency_id).items():
            mine = _EVENTS.c.dossier_id.in_(numbers), _EVENTS.c.activity_id == old
            db.session.connection().execute(update(_EVENTS).where(*mine).values(activity_id=new))
        return self.judged([(row, dict(row)) for row in rows])

    def _map(self, row: Row) -> None:
        asked, names = self.one.facts, self._names
        if row["procedure"] in asked.get("procedure", ()):
            row["document_id"] = self._means.document(row["procedure"])
        for column, named in OF_UNITS.items():
            if (words := names.get(row[named], "")) in asked.get("unit", ()):
                row[column] = self._means.unit(words)
        if (words := names.get(row["channel_name_id"], "")) in asked.get("channel", ()):
            row["channel"] = self._means.channel(words)
        row["left_out"] = self._means.is_left_out(row["procedure"], names.get(row["deciding_name_id"], ""))


def mapping_of(source: str, kind: str) -> ColumnMapping:
    """How a source is read now."""
    query = select(DossierSource).where(DossierSource.name == source, DossierSource.kind == kind)
    return ColumnMapping.of_json(db.session.scalars(query).one().mapping)


def _concerned(one: DossierReckoning) -> ColumnElement[bool]:
    if one.kind == "calendar":
        return _over_days(one.corrected)
    mine = _TABLE.c.source == one.source
    return and_(mine, _TABLE.c.events > 0) if one.kind == "events" else and_(mine, _bears(one.facts))


def _over_days(corrected: Sequence[Corrected]) -> ColumnElement[bool]:
    """Whose time ran, or runs, over one of the days from the first to the last."""
    first, lasts = midnight(min(one.first for one in corrected)), [one.last for one in corrected]
    still = or_(_TABLE.c.first_due_at >= first, _TABLE.c.finished_at >= first, _TABLE.c.state == "open")
    ran = or_(still, _TABLE.c.first_due_at.is_(None))
    if None in lasts:
        return ran
    return and_(_TABLE.c.received_at < midnight(max(filter(None, lasts))) + timedelta(days=1), ran)


def _bears(words: Mapping[str, Any]) -> ColumnElement[bool]:
    named = select(DossierName.id).where(DossierName.name.in_(list(words.get("unit", ()))))
    channels = select(DossierName.id).where(DossierName.name.in_(list(words.get("channel", ()))))
    return or_(
        _TABLE.c.procedure.in_(list(words.get("procedure", ()))),
        _TABLE.c.receiving_name_id.in_(named),
        _TABLE.c.deciding_name_id.in_(named),
        _TABLE.c.channel_name_id.in_(channels),
    )


def _hands_again(one: DossierReckoning) -> None:
    """The units of those who acted, for the words that were mapped."""
    wanted = one.facts.get("unit", ())
    mapping = mapping_of(one.source, one.kind)
    means = Understanding(mapping, promises([]), units_by_words(mapping.units))
    table: Any = DossierHand.__table__
    for words in wanted:
        mine = table.c.agency_id == one.agency_id, table.c.unit_words == words
        db.session.connection().execute(update(table).where(*mine).values(unit_id=means.unit(words)))


def _activities(said: Mapping[str, str], agency_id: int) -> dict[int, int]:
    """The number of each activity that bears another name now, and that of the activity of this name."""
    renamed = {old: new for old, new in said.items() if new not in (LEFT_OUT, old)}
    query = select(DossierActivity).where(DossierActivity.name.in_(list(renamed)))
    found = {}
    for one in db.session.scalars(query).all():
        row = {"agency_id": agency_id, "name": renamed[one.name], "lifecycle": one.lifecycle}
        found[one.id] = learned(DossierActivity, row, key=tuple(row))
    return found


def _keep(changed: Sequence[tuple[Row, Row]], one: DossierReckoning) -> None:
    """Write what changed, with its counts and a trace of what was."""
    if not changed:
        return
    tally = Tally()
    for before, after in changed:
        tally.add(before, by=-1)
        tally.add(after)
        if _moved(before, after):
            trace = trace_of(_Named(before)) | {"run": before["run_id"], "reckoning": one.id}
            after["former"] = [*before["former"], trace]
    keep(tally, agency_id=one.agency_id)
    statement = update(_TABLE).where(_TABLE.c.id == bindparam("which"), _TABLE.c.year == bindparam("of_year"))
    statement = statement.values({name: bindparam(f"new_{name}", type_=_TABLE.c[name].type) for name in CHANGES})
    rows = [
        {f"new_{name}": after[name] for name in CHANGES} | {"which": after["id"], "of_year": after["year"]}
        for _before, after in changed
    ]
    db.session.connection().execute(statement, rows)


def _settle_apologies(changed: Sequence[tuple[Row, Row]], one: DossierReckoning, *, by: Person) -> None:
    """What that means for units and apologies: one that was owed for lateness that is none is owed no longer."""
    at, told = now(), {unit: Counter(numbers) for unit, numbers in one.told.items()}
    was_late = {after["id"]: (_is_late(before, at), _is_late(after, at), after) for before, after in changed}
    for before, after in changed:
        unit = str(after["deciding_unit_id"] or after["receiving_unit_id"] or 0)
        was, is_now, _row = was_late[after["id"]]
        numbers = told.setdefault(unit, Counter())
        numbers["moved"] += _moved(before, after)
        numbers["in_time"] += was and not is_now
        numbers["late"] += is_now and not was
    for apology in living_apologies(was_late).values():
        was, is_now, row = was_late[apology.dossier_id]
        unowed = today() if was and not is_now else None if is_now else apology.unowed_on
        is_late = bool(apology.sent_on and row["first_due_at"] and apology.sent_on > due_day(row["first_due_at"]))
        if (unowed, is_late) == (apology.unowed_on, apology.is_late):
            continue
        if unowed and not apology.unowed_on:
            told.setdefault(str(apology.unit_id), Counter())["unowed"] += 1
        apology.unowed_on, apology.is_late = unowed, is_late
        write(apology, "apology.reckoned", by=by)
    one.told = {unit: dict(numbers) for unit, numbers in told.items()}


def _is_late(row: Row, at: datetime) -> bool:
    found = verdict(
        ends_at=row["first_due_at"],
        finished_at=row["finished_at"],
        at=at,
        judged=row["state"] not in UNJUDGED,
        paused=is_paused(pauses_of(row["pauses"]), at),
    )
    return found.value in ("late", "open_late")


def _moved(before: Row, after: Row) -> bool:
    return bool(before["first_due_at"] != after["first_due_at"])


class _Named:
    """A row by names."""

    def __init__(self, row: Row) -> None:
        self.__dict__ = row
