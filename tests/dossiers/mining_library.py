"""The same question put to an independent process-mining library (pm4py), in its own terms: DECLARE constraints."""

import contextlib
import io
import warnings
from collections import Counter

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas as pd
    import pm4py


def answer(flow, file):
    """What the library says of a log whose activities are names of steps, in the shape of our own answer.

    The log is CSV, or a path with .xes in its name.

    Every constraint is judged by the library. It has none for a step that may happen once or not at all, nor for one
    waited for only where it happens, so these are asked together with whether the step happens in the case.
    """
    log, order, names = _from_xes(file) if ".xes" in str(file) else _from_csv(file)
    strangers = sorted(names - {step.name for step in flow.steps}) if flow.reports_unknown else []
    verdicts = pm4py.conformance_declare(log, _constraints(flow, strangers))
    found = {trace.attributes["concept:name"]: one["deviations"] for trace, one in zip(log, verdicts, strict=True)}
    return _counted(flow, order, found)


def _from_xes(path):
    with contextlib.redirect_stderr(io.StringIO()):  # It draws a bar of its progress.
        log = pm4py.read_xes(str(path), return_legacy_log_object=True)
    return (
        log,
        [trace.attributes["concept:name"] for trace in log],
        {event["concept:name"] for one in log for event in one},
    )


def _from_csv(file):
    table = pd.read_csv(file)
    table["time:timestamp"] = pd.to_datetime(table["time:timestamp"], utc=True, format="ISO8601")
    order = list(dict.fromkeys(table["case:concept:name"].astype(str)))
    table = pm4py.format_dataframe(
        table, case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    return pm4py.convert_to_event_log(table), order, set(table["concept:name"])


def _constraints(flow, strangers):
    name = {step.id: step.name for step in flow.steps}
    sure = {"support": 1.0, "confidence": 1.0}
    return {
        "existence": {step.name: sure for step in flow.steps},
        "exactly_one": {step.name: sure for step in flow.steps if not step.repeatable},
        "precedence": {(name[after], step.name): sure for step in flow.steps for after in step.after},
        "absence": dict.fromkeys(strangers, sure),
    }


def _counted(flow, order, found):
    step = {step.name: step for step in flow.steps}
    counts = {kind: Counter() for kind in ("missing", "order", "repeated", "unknown")}
    nonconforming = []
    for case in order:
        never = {what for kind, what in found[case] if kind == "existence"}
        before = sum(map(Counter.total, counts.values()))
        for kind, what in found[case]:
            if kind == "existence" and step[what].required:
                counts["missing"][step[what].id] += 1
            elif kind == "exactly_one" and what not in never:
                counts["repeated"][step[what].id] += 1
            elif kind == "precedence" and (step[what[0]].required or what[0] not in never):
                counts["order"][f"{step[what[1]].id}>{step[what[0]].id}"] += 1
            elif kind == "absence":
                counts["unknown"][what] += 1
        if sum(map(Counter.total, counts.values())) > before:
            nonconforming.append(case)
    return {
        "cases": len(order),
        "conforming": len(order) - len(nonconforming),
        "deviations": {kind: dict(count) for kind, count in counts.items()},
        "nonconforming": nonconforming,
    }
