"""The page of figures of a register of `--register` dossiers, beside the bare sum over the same counts in the same run.

Bare is one query that adds the counts of a year up by procedure; ours is the whole page: figures of a year and of a
span from the 15th to the 14th, the form of the state, the score card, and the lists that their widest numbers open.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from sqlalchemy import text

from benchmarks.figures import Figure, alternating
from iso_qms.clock import HO_CHI_MINH, now
from iso_qms.db import db, learn_sizes, transaction, unit
from iso_qms.dossiers.figure.counts import recount
from iso_qms.organisation.agencies import Agency, across, choose
from tests.documents.conftest import Shelf
from tests.dossiers.made_up import pour, told
from tests.fixtures.places import PASSWORD
from tests.fixtures.visitors import Visitor

START = datetime(2025, 1, 1, 7, 30, tzinfo=HO_CHI_MINH)
LEFT_OUT = ("withdrawn", "withdrawn", "stopped", "transferred")
PROCEDURES, UNITS = 200, ("centre", "economy", "culture", "land", "office")
ALL = "since=2025-01-01&until=2026-12-31"
ODD = "since=2025-12-15&until=2026-06-14"
PAGES = (
    "figures?year=2026&by=procedure", "figures?year=2026&by=unit", f"figures?by=procedure&{ODD}",
    f"figures?by=unit&{ODD}", "report?year=2026", f"report?{ODD}", f"score?{ODD}",
    *(f"?counted={name}&{ALL}" for name in ("received", "judged", "late", "open", "open_late", "withdrawn", "handled")),
    *(f"?counted={name}&{ODD}" for name in ("judged", "carried", "handled", "open", "undated")),
)  # fmt: skip
BARE = (
    "SELECT document_id, sum(received), sum(early), sum(on_time), sum(late) FROM dossier_count "
    "WHERE agency_id = :agency AND period BETWEEN 202601 AND 202612 GROUP BY document_id"
)


def measure(app: Flask, place: Any, wanted: argparse.Namespace) -> Iterator[Figure]:
    """The page by procedure and by unit, and how long it takes to prove the counts."""
    with app.app_context():
        with transaction():
            shelf = Shelf(place)
            documents = [shelf.document(f"QT-{number:03}").id for number in range(PROCEDURES)]
        began = perf_counter()
        with transaction():
            choose(db.session.get(Agency, place.agency_id))
            pour(_dossiers(place, wanted.register, documents), place)
            learn_sizes()  # As an import does at its end.
        poured = perf_counter() - began
    app.test_client_class = Visitor
    visitor: Any = app.test_client()
    visitor.sign_in("quality", PASSWORD)

    def page(query: str) -> Any:
        return visitor.get(f"/an-khe/dossiers/{query}")

    def bare() -> None:
        with app.app_context(), unit(writes=False):
            db.session.execute(text(BARE), {"agency": place.agency_id}).all()

    for query in PAGES:
        if page(query).status_code != 200:
            raise SystemExit(f"the page of figures answered {page(query).status_code}")
        ours, plain = alternating(lambda asked=query: page(asked), bare, seconds=wanted.seconds)  # type: ignore[misc]
        ran = process_time()
        page(query)
        note = f"{(process_time() - ran) * 1000:.0f} ms of the processor"
        yield Figure(f"{wanted.register} dossiers, {query}", ours, plain, note=note)
    with app.app_context():
        began = perf_counter()
        with transaction(), across():
            many, differing = recount(agency_id=place.agency_id, corrects=False)
        note = f"{many} dossiers, {len(differing)} counts differ; bare is pouring them in"
        yield Figure("recount", perf_counter() - began, poured, note=note)


def _dossiers(place: Any, many: int, documents: Sequence[int]) -> Iterator[dict[str, Any]]:
    chance, last = random.Random(7), now()
    span = (last - START) // timedelta(minutes=1)
    for _number in range(many):
        received = START + timedelta(minutes=chance.randrange(span))
        due = received + timedelta(days=chance.choice((3, 5, 15)))
        finished: datetime | None = received + timedelta(days=chance.randrange(1, 18))
        if finished is None or finished > last:
            finished = None
        procedure = chance.randrange(len(documents))
        state = chance.choice(LEFT_OUT) if finished and chance.random() < 0.06 else ""
        yield told(
            received, due=due, finished=finished, state=state,
            channel=chance.choice(("online", "online", "direct", "post")),
            document_id=documents[procedure], receiving_unit_id=place.units["centre"],
            deciding_unit_id=place.units[UNITS[procedure % len(UNITS)]],
        )  # fmt: skip
