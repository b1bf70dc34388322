"""A log held against its documented steps, beside pm4py on the same file and question: reading included on both sides.

pm4py is large and under the AGPL, so it is no dependency of anything here: `pip install pm4py` first.
"""

from __future__ import annotations

import argparse
import gc
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from benchmarks.figures import Figure
from iso_qms.dossiers.conformance import check
from iso_qms.dossiers.event.event_logs import read
from iso_qms.dossiers.step.flow_files import read_flow

FLOW = b"""{"code": "QT-07", "unknown": "report", "steps": [
  {"id": "receive", "name": "Receive"},
  {"id": "check", "name": "Check", "after": ["receive"]},
  {"id": "more", "name": "Ask for more", "after": ["check"], "required": false, "repeatable": true},
  {"id": "assess", "name": "Assess", "after": ["check", "more"]},
  {"id": "sign", "name": "Sign", "after": ["assess"]},
  {"id": "hand", "name": "Hand out", "after": ["sign"]}]}"""
NAMES = ("Receive", "Check", "Assess", "Sign", "Hand out")


def measure(app: object, place: object, wanted: argparse.Namespace) -> Iterator[Figure]:
    """The aims are a million cases in 20 s by the command, and ten times the speed of the library."""
    with tempfile.TemporaryDirectory() as name:
        flow, small, large = (Path(name) / one for one in ("flow.json", "small.csv", "large.csv"))
        flow.write_bytes(FLOW)
        _write(small, wanted.cases)
        events = _write(large, wanted.many_cases)
        if find_spec("pm4py"):
            yield _beside_the_library(small, wanted.cases)
        else:
            print("pm4py is not installed, so nothing stands beside the command.", file=sys.stderr)
        command = [sys.executable, "-c", "from iso_qms.cli import main; main()", "conformance", "check", "--json"]
        start = time.perf_counter()
        subprocess.run([*command, "--flow", flow, "--log", large], stdout=subprocess.DEVNULL)
        taken = time.perf_counter() - start
        yield Figure(
            f"The command on {wanted.many_cases} cases, aim 20 s", taken, 20.0, note=f"{events} events; bare is the aim"
        )


def _beside_the_library(log: Path, cases: int) -> Figure:
    from tests.dossiers.mining_library import answer

    gc.disable()  # As the command does; the library is spared the search for circles as well.
    flow, start = read_flow(FLOW), time.process_time()
    with log.open("rb") as file:
        ours = check(flow, read(file)).as_json()
    middle = time.process_time()
    theirs = answer(flow, log)
    end = time.process_time()
    gc.enable()
    assert ours == theirs, "the two do not agree"
    return Figure(
        f"{cases} cases held against their steps, pm4py", middle - start, end - middle, note="same answer; CPU time"
    )


def _write(place: Path, cases: int) -> int:
    """A log case by case: some ask for more, some skip, shuffle or repeat; the number of its events."""
    with place.open("w", encoding="utf-8") as file:
        file.write("case:concept:name,concept:name,time:timestamp,org:group,org:resource\n")
        chance = random.Random(7)
        return sum(_write_case(file, number, chance) for number in range(cases))


def _write_case(file: TextIO, number: int, chance: random.Random) -> int:
    names = list(NAMES)
    if chance.random() < 0.2:
        names.insert(2, "Ask for more")
    if chance.random() < 0.1:
        names.pop(chance.randrange(len(names)))
    if chance.random() < 0.1:
        chance.shuffle(names)
    if chance.random() < 0.1:
        names.append(chance.choice(names))
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(20_000_000))
    for name in names:
        at += timedelta(seconds=chance.randrange(1, 90_000))
        file.write(f"HS-{number:07d},{name},{at.isoformat()},Unit {number % 50},Person {number % 900}\n")
    return len(names)
