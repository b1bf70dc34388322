"""A million due moments at once, beside the engine that names every day, which is asked for a hundredth of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from benchmarks.figures import Figure
from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.deadlines import Reckoner
from iso_qms.worktime import due, read_term
from iso_qms.worktime.seed import seeded_calendar

MANY, FEW = 1_000_000, 10_000
TERMS = [read_term(text) for text in ("3 working days", "8 working hours", "½ ngày", "15 days", "2 months", "same day")]


def measure(_app: Any, _place: Any, _wanted: Any) -> Iterator[Figure]:
    """The due moments of a year of receipts in six terms."""
    calendar, chance = seeded_calendar(), random.Random(1)
    start = datetime(2026, 1, 5, tzinfo=HO_CHI_MINH)
    rows = [
        (start + timedelta(minutes=chance.randrange(300 * 1440)), TERMS[number % len(TERMS)]) for number in range(MANY)
    ]
    began = perf_counter()
    Reckoner(calendar).ends_of(rows)
    ours = perf_counter() - began
    began = perf_counter()
    for received, term in rows[:FEW]:
        due(received, term=term, calendar=calendar)
    bare = (perf_counter() - began) * MANY / FEW
    yield Figure("a million due moments", ours, bare, "the engine, day by day")
