"""Our answers held against those of pm4py. It is large and under the AGPL, so it is not among what is set up for tests:
what it said of logs made at random (release 2.7.23) is kept, and `pip install pm4py` lets it be asked again."""

import io
import json
import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from iso_qms.dossiers.conformance import Flow, Step, check
from iso_qms.dossiers.event.event_logs import read
from iso_qms.dossiers.step.flow_files import read_flow
from tests.dossiers.test_conformance import LOG, ROOT

ANSWERS = json.loads(Path(__file__).with_name("library_answers.json").read_text(encoding="utf-8"))
asked = pytest.mark.skipif(not find_spec("pm4py"), reason="pm4py is not installed (pip install pm4py)")


@pytest.mark.parametrize("seed", range(20))
def test_the_library_found_the_same_in_logs_made_at_random(seed):
    chance = random.Random(seed)
    flow, text = random_flow(chance), random_log(chance)
    assert check(flow, read(io.BytesIO(text.encode()))).as_json() == ANSWERS[seed]


@asked
@pytest.mark.skipif(not LOG.exists(), reason="the sample event log is not on this machine")
def test_the_library_finds_the_same_in_a_real_log():
    from tests.dossiers.mining_library import answer

    flow = read_flow((ROOT / "docs" / "permit-receipt.flow.json").read_bytes())
    with LOG.open("rb") as file:
        ours = check(flow, read(file)).as_json()
    assert ours == answer(flow, LOG)


@asked
@pytest.mark.parametrize("seed", range(20))
def test_the_library_still_says_so(seed):
    from tests.dossiers.mining_library import answer

    chance = random.Random(seed)
    flow, text = random_flow(chance), random_log(chance)
    assert answer(flow, io.StringIO(text)) == ANSWERS[seed]


def random_flow(chance):
    """Up to six steps, each waiting for some of those before it."""
    steps = []
    for place in range(chance.randint(1, 6)):
        after = tuple(step.id for step in steps if chance.random() < 0.4)
        steps.append(
            Step(f"s{place}", f"Step {place}", after, required=chance.random() < 0.6, repeatable=chance.random() < 0.5)
        )
    return Flow("", tuple(steps), reports_unknown=chance.random() < 0.5)


def random_log(chance, cases=60):
    """Cases of mostly forward, sometimes disordered and unknown activities, their events scattered over the file."""
    rows = []
    for case in range(cases):
        names = sorted(chance.choices(range(8), k=chance.randint(1, 9)))
        if chance.random() < 0.5:
            chance.shuffle(names)
        times = chance.sample(range(60 * 24), len(names))
        for name, minute in zip(names, sorted(times), strict=True):
            rows.append(f"c{case},Step {name},2026-01-05T{minute // 60:02d}:{minute % 60:02d}:00+07:00")
    chance.shuffle(rows)
    return "\n".join(["case:concept:name,concept:name,time:timestamp", *rows])
