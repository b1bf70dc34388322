from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.dossiers.conformance import BadFlow, Deviations, Flow, Step, check, deviations_of
from iso_qms.dossiers.event.event_logs import EventLog, read
from iso_qms.dossiers.step.flow_files import read_flow
from iso_qms.i18n import speaking

ROOT = Path(__file__).parents[2]
LOG = ROOT.parent / "shared" / "data" / "event-logs" / "permit-receipt-phase.csv"
FLOW = Flow(
    "QT-07",
    (
        Step("receive", "Receive"),
        Step("check", "Check", after=("receive",), repeatable=True),
        Step("more", "Ask for more", after=("check",), required=False, repeatable=True),
        Step("decide", "Decide", after=("check", "more")),
        Step("hand", "Hand out", after=("decide",)),
    ),
    reports_unknown=True,
)
GOOD = ("Receive", "Check", "Decide", "Hand out")


def deviations(*names, flow=FLOW):
    return deviations_of(flow, names)


def test_a_case_conforms_when_every_required_step_happens_after_those_it_waits_for():
    assert not deviations(*GOOD)
    assert not deviations("Receive", "Check", "Ask for more", "Check", "Ask for more", "Decide", "Hand out")


def test_a_required_step_that_never_happens_is_missing_and_was_waited_for():
    assert deviations("Receive", "Decide", "Hand out") == Deviations(missing=("check",), order=(("decide", "check"),))
    assert deviations() == Deviations(missing=("receive", "check", "decide", "hand"))


def test_a_step_that_is_not_required_is_waited_for_only_when_it_happens():
    assert not deviations(*GOOD)
    assert deviations("Receive", "Check", "Decide", "Ask for more", "Hand out").order == (("decide", "more"),)


def test_a_step_that_may_not_happen_twice_is_repeated_however_often_and_by_whatever_word():
    assert deviations(*GOOD, "Decide", "decide", "Decide") == Deviations(repeated=("decide",))
    assert not deviations("Receive", "Check", "Check", "Decide", "Hand out")


def test_the_name_of_a_step_goes_before_the_id_of_another():
    flow = Flow("", (Step("a", "b"), Step("b", "c", required=False)))
    assert not deviations("b", "c", flow=flow)
    assert deviations("b", "b", flow=flow).repeated == ("a",)


def test_names_are_compared_as_they_are_read():
    flow = Flow("", (Step("x", "Thẩm định"),), reports_unknown=True)
    assert not deviations(" Thâ\u0309m đi\u0323nh\u200b ", flow=flow)
    assert deviations("thẩm định", "thâ\u0309m đi\u0323nh", "X", flow=flow).unknown == ("thẩm định", "X")


def test_unknown_activities_count_only_when_the_flow_reports_them():
    assert deviations("tea", *GOOD, "tea", "Tea").unknown == ("tea", "Tea")
    assert not deviations("tea", *GOOD, flow=Flow("", FLOW.steps))


def test_counts_are_of_cases_and_cases_that_do_not_conform_stand_in_file_order():
    log = EventLog.of(
        {
            "9": ("Decide", "Decide", "Decide", *GOOD, "tea", "tea"),
            "good": GOOD,
            "1": ("Receive", "Decide", "Check", "Hand out"),
            "again": GOOD,
            "idle": (),
            "2": ("Receive", "Decide", "Check", "Hand out"),
        }
    )
    found = check(FLOW, log).as_json()
    assert found == {
        "cases": 6,
        "conforming": 2,
        "deviations": {
            "missing": {"receive": 1, "check": 1, "decide": 1, "hand": 1},
            "order": {"decide>check": 3},
            "repeated": {"decide": 1},
            "unknown": {"tea": 1},
        },
        "nonconforming": ["9", "1", "idle", "2"],
    }
    assert list(found["deviations"]["missing"]) == ["receive", "check", "decide", "hand"]
    assert check(FLOW, EventLog.of({})).as_json()["cases"] == 0


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([Step("a", "A"), Step("a", "B")], "The flow has two steps with the id “a”."),
        ([Step("a", "Ký"), Step("b", "Ky\u0301")], "The flow has two steps with the name “Ký”."),
        ([Step("a", "A", ("b",))], "Step “a” comes after “b”, which the flow does not have."),
    ],
)
def test_a_flow_that_contradicts_itself_is_refused(steps, sentence):
    with speaking("en"), pytest.raises(BadFlow) as refused:
        Flow("", tuple(steps))
    assert str(refused.value) == sentence


def test_a_circle_is_named_and_judged_by_the_words():
    flow = Flow("", (Step("a", "A", ("c",)), Step("b", "B", ("a",), required=False), Step("c", "C", ("b",))))
    assert set(flow.circle) == {"a", "b", "c"} and flow.circle[0] == flow.circle[-1]
    assert not Flow("", FLOW.steps).circle
    assert not deviations("C", "A", flow=flow)
    assert deviations("C", "A", "B", flow=flow).order == (("c", "b"),)


@st.composite
def flows(draw):
    """Up to five steps, each named in capital letters or by an id, perhaps another's, after any of them."""
    ids = "abcde"[: draw(st.integers(0, 5))]
    names = draw(st.permutations([*ids, *ids.upper()]))
    some = st.sets(st.sampled_from(ids), max_size=3).map(sorted).map(tuple) if ids else st.just(())
    steps = (Step(key, name, draw(some), *draw(_FLAGS)) for key, name in zip(ids, names, strict=False))
    return Flow("", tuple(steps), draw(st.booleans()))


_FLAGS = st.tuples(st.booleans(), st.booleans())
cases = st.lists(st.lists(st.sampled_from("ABCDEacx"), max_size=9).map(tuple), max_size=8)


@settings(max_examples=60, deadline=None)
@given(flows(), cases)
def test_it_agrees_with_the_words_of_the_definition_taken_one_by_one(flow, sequences):
    log = EventLog.of({str(number): names for number, names in enumerate(sequences)})
    assert check(flow, log).as_json() == by_the_words(flow, sequences)


def by_the_words(flow, sequences):
    """The definition written down once more, without a thought of speed."""
    found = {"missing": {}, "order": {}, "repeated": {}, "unknown": {}}
    nonconforming = []
    for number, names in enumerate(sequences):
        ids = [
            next((s.id for s in flow.steps if name == s.name), next((s.id for s in flow.steps if name == s.id), None))
            for name in names
        ]
        keys = set()
        for step in flow.steps:
            places = [place for place, key in enumerate(ids) if key == step.id]
            if step.required and not places:
                keys.add(("missing", step.id))
            if not step.repeatable and len(places) > 1:
                keys.add(("repeated", step.id))
            for after in step.after:
                waived = not flow.by_id[after].required and after not in ids
                if not waived and any(after not in ids[:place] for place in places):
                    keys.add(("order", f"{step.id}>{after}"))
        if flow.reports_unknown:
            keys |= {("unknown", name) for name, key in zip(names, ids, strict=True) if key is None}
        for kind, key in keys:
            found[kind][key] = found[kind].get(key, 0) + 1
        if keys:
            nonconforming.append(str(number))
    return {
        "cases": len(sequences),
        "conforming": len(sequences) - len(nonconforming),
        "deviations": found,
        "nonconforming": nonconforming,
    }


@pytest.mark.skipif(not LOG.exists(), reason="the sample event log is not on this machine")
def test_a_real_log_of_permits_is_held_against_its_procedure():
    flow = read_flow((ROOT / "docs" / "permit-receipt.flow.json").read_bytes())
    with LOG.open("rb") as file:
        found = check(flow, read(file)).as_json()
    assert (found["cases"], found["conforming"], len(found["nonconforming"])) == (1434, 1217, 217)
    assert found["deviations"] == {
        "missing": {"check": 118, "determine": 131, "send": 134, "stop-advice": 125, "stop": 151},
        "order": {"determine>adjust": 5, "send>determine": 1},
        "repeated": {"determine": 4, "stop-advice": 59},
        "unknown": {},
    }
