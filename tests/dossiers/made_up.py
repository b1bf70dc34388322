"""Dossiers poured into the register as an import would leave them, without a file: quickly, and as many as wanted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from iso_qms.clock import HO_CHI_MINH, now
from iso_qms.db import db
from iso_qms.dossiers.deadlines import verdict
from iso_qms.dossiers.figure.counting import Tally
from iso_qms.dossiers.figure.counts import keep
from iso_qms.dossiers.incoming.loading import load, make_room_for, new_numbers, stored_as
from iso_qms.dossiers.models import UNJUDGED, Dossier, DossierImport

MOMENTS = ("received_at", "first_due_at", "finished_at")
COLUMNS = (
    "id", "year", "agency_id", "source", "code", "procedure", "document_id", "case", *MOMENTS, "basis", "state",
    "verdict", "channel", "receiving_unit_id", "deciding_unit_id", "pauses", "waiting", "digest", "former", "run_id",
    "events", "differs", "left_out",
)  # fmt: skip


def told(received: datetime, *, due=None, finished=None, state="", waiting=False, **heads: Any) -> dict[str, Any]:
    """One dossier, judged as the import judges it."""
    state = state or ("finished" if finished else "open")
    judged = state not in UNJUDGED
    found = (
        "" if judged and finished is None else verdict(ends_at=due, finished_at=finished, at=received, judged=judged)
    )
    known = {
        "document_id": None,
        "receiving_unit_id": None,
        "deciding_unit_id": None,
        "channel": "direct",
        "left_out": False,
    }
    moments = {"received_at": received, "first_due_at": due, "finished_at": finished}
    return {**known, **moments, "state": state, "verdict": str(found), "waiting": waiting and state == "open", **heads}


def pour(dossiers: Iterable[Mapping[str, Any]], place: Any, *, many: int = 50_000) -> None:
    """Load dossiers with their counts, in the unit that is open; of a million no more than so many are held at once."""
    run, rows = _run(place), iter(dossiers)
    while batch := [one for one, _place in zip(rows, range(many), strict=False)]:
        tally = Tally()
        for one in batch:
            tally.add(one)
        keep(tally, agency_id=place.agency_id)
        make_room_for({_local(one["received_at"]).year for one in batch})
        numbers = new_numbers(len(batch))
        load(Dossier.__table__, COLUMNS, list(_rows(batch, numbers, place, run)))


def _rows(batch: list[Mapping[str, Any]], numbers: list[int], place: Any, run: int) -> Iterator[tuple[Any, ...]]:
    moment, _as_json = stored_as()
    for number, one in zip(numbers, batch, strict=True):
        known = {
            **one, "id": number, "year": _local(one["received_at"]).year, "agency_id": place.agency_id,
            "source": "made up", "code": f"H-{number:07d}", "procedure": "QT-07", "case": "", "basis": "source",
            "pauses": "[]", "digest": "", "former": "[]", "run_id": run, "events": 0, "differs": 0, "left_out": False,
        }  # fmt: skip
        known |= {name: moment(one[name]) for name in MOMENTS}
        yield tuple(known[name] for name in COLUMNS)


def days(start: datetime, number: float | None) -> datetime | None:
    """So many days after the start."""
    return None if number is None else start + timedelta(days=number)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(HO_CHI_MINH)


def _run(place: Any) -> int:
    names = "total", "done", "added", "changed", "same", "older", "refused", "times"
    numbers = dict.fromkeys(names, 0)
    texts = dict.fromkeys(("kept", "holder", "broken", "sha256"), "")
    row = {
        "agency_id": place.agency_id, "kind": "dossiers", "source": "made up", "name": "made up", "mapping": {},
        "strange": {}, "by_id": place.people["quality"], "started_at": now(), "finished_at": now(),
    }  # fmt: skip
    table: Any = DossierImport.__table__
    number: int = (
        db.session.connection().execute(insert(table).values(**numbers, **texts, **row)).inserted_primary_key[0]
    )
    return number
