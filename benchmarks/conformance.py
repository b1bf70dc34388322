"""A log held against its documented steps, beside pm4py on the same file and question: reading included on both sides.

The question is all that `iso-qms conformance check --json` answers. pm4py is asked it as the DECLARE constraints of
`tests/dossiers/mining_library.py`, on the kind of log that it checks fastest, and must answer the same. Both read the
file from the disk, as CSV, as XES and as XES packed by gzip, in one process; the time is that of the processor.

pm4py is large and under the AGPL, so it is no dependency of anything here: `pip install pm4py` first.
"""

from __future__ import annotations

import argparse
import csv
import gc
import gzip
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
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
            for log in (small, *_as_xes(small)):
                yield _beside_the_library(log, wanted.cases)
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
    kind = "".join(log.suffixes)
    return Figure(
        f"{cases} cases held against their steps, {kind}, pm4py", middle - start, end - middle,
        note="same answer; CPU time",
    )  # fmt: skip


def _as_xes(log: Path) -> tuple[Path, Path]:
    """The same log as XES, as it is and packed."""
    plain, packed = log.with_suffix(".xes"), log.with_suffix(".xes.gz")
    with log.open(encoding="utf-8") as file, plain.open("w", encoding="utf-8") as xes:
        xes.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n')
        for case, events in groupby(csv.DictReader(file), key=itemgetter("case:concept:name")):
            xes.write(f'\t<trace>\n\t\t<string key="concept:name" value="{case}"/>\n')
            for event in events:
                kinds = ((key, "date" if key.startswith("time:") else "string") for key in list(event)[1:])
                lines = (f'\t\t\t<{kind} key="{key}" value="{event[key]}"/>\n' for key, kind in kinds)
                xes.write(f"\t\t<event>\n{''.join(lines)}\t\t</event>\n")
            xes.write("\t</trace>\n")
        xes.write("</log>\n")
    with plain.open("rb") as whole, gzip.open(packed, "wb") as file:
        shutil.copyfileobj(whole, file)
    return plain, packed


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
