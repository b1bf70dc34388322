import json

import pytest

from iso_qms.dossiers.conformance import BadFlow, Step
from iso_qms.dossiers.step.flow_files import read_flow
from iso_qms.i18n import speaking
from iso_qms.worktime import read_term


def flow_of(**found):
    return read_flow(json.dumps(found).encode())


def test_a_flow_is_read_as_it_is_written():
    step = {"id": "a", "name": "Nhận", "after": ["b"], "required": False, "repeatable": True, "role": "Một cửa"}
    flow = flow_of(
        code="QT-07", unknown="report", steps=[{**step, "limit": {"amount": 0.5, "unit": "working_day"}}, {"id": "b"}]
    )
    assert (flow.code, flow.reports_unknown) == ("QT-07", True)
    assert flow.steps == (
        Step("a", "Nhận", ("b",), required=False, repeatable=True, role="Một cửa", limit=read_term("½ ngày")),
        Step("b", "b"),
    )


@pytest.mark.parametrize(
    ("limit", "term"),
    [
        ({"amount": 2, "unit": "working_hour"}, "2 working hours"),
        ({"amount": 2.0, "unit": "days"}, "2 days"),
        ({"amount": None, "unit": "same_day"}, "same day"),
        ({"amount": 1, "unit": "same_day"}, "same day"),
        ({"unit": "office_hours"}, None),
        (None, None),
    ],
)
def test_limits_are_terms_of_working_time(limit, term):
    assert flow_of(steps=[{"id": "a", "limit": limit}]).steps[0].limit == (term and read_term(term))


def test_a_file_may_begin_with_a_mark_or_be_utf_16_and_hold_keys_of_others():
    text = json.dumps({"code": "Đ", "title": "x", "steps": [{"id": "a", "colour": "red"}]}, ensure_ascii=False)
    for encoding in ("utf-8-sig", "utf-16"):
        assert read_flow(text.encode(encoding)).code == "Đ"


LIMIT = "Step “a”: “limit” is an amount and a unit, like 2 and “working_day”."
WRONG_LIMITS = [
    2, {"amount": 2}, {"amount": 0, "unit": "month"}, {"amount": True, "unit": "month"}, {"amount": 1, "unit": "x"}
]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "The flow is no JSON object with “code” and “steps”."),
        ({"code": "x"}, "The flow has no list of “steps”."),
        ({"steps": [], "unknown": "yes"}, "“unknown” is either “allow” or “report”."),
        ({"steps": [], "unknow": "report"}, "In the flow, “unknow” stands for “unknown”?"),
        ({"steps": ["a"]}, "Step 1 of the flow is no JSON object."),
        ({"steps": [{"id": "a"}, {"id": 1}]}, "Step 2 of the flow has no “id”, which is a text."),
        ({"steps": [{"id": "a", "requierd": True}]}, "In step “a”, “requierd” stands for “required”?"),
        ({"steps": [{"id": "a", "name": 1}]}, "Step “a”: “name” is a text."),
        ({"steps": [{"id": "a", "after": "b"}]}, "Step “a”: “after” is a list of ids."),
        ({"steps": [{"id": "a", "after": ["b"]}]}, "Step “a” comes after “b”, which the flow does not have."),
        ({"steps": [{"id": "a", "required": "no"}]}, "Step “a”: “required” is true or false."),
        *[({"steps": [{"id": "a", "limit": limit}]}, LIMIT) for limit in WRONG_LIMITS],
    ],
)  # fmt: skip
def test_a_flow_that_cannot_be_used_is_refused_with_one_sentence(found, sentence):
    with speaking("en"), pytest.raises(BadFlow) as refused:
        read_flow(json.dumps(found).encode())
    assert str(refused.value) == sentence


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b"{'a': 1}"])
def test_what_is_not_json_is_said_to_be_not_json(data):
    with speaking("en"), pytest.raises(BadFlow, match=r"^The flow is not JSON"):
        read_flow(data)
