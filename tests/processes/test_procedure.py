"""The one mapping between a procedure as read and its blocks."""

import pytest
from hypothesis import given

from iso_qms.documents.comparison.alignment import Value
from iso_qms.processes.procedure import home_of, object_of, values_of
from iso_qms.processes.reading import read
from tests.processes.procedures import HEAD, procedures


@given(procedures())
def test_blocks_give_the_same_object_back(found):
    assert object_of(HEAD, values_of(found)) == found


def test_a_step_put_in_before_changes_no_other_block():
    step = {"number": "1", "action": "A", "responsible": None, "output": None, "durations": []}
    shared = {"case": None, "amount": 1, "unit": "working_day", "raw": "01", "parse": "ok", "starts_from": None}
    both = [step | {"durations": [shared | {"from_step": 1, "to_step": 2}]}, step | {"number": "2"}]
    before = values_of(_with_steps(both))
    moved = [step | {"durations": [shared | {"from_step": 2, "to_step": 3}]}, step | {"number": "2"}]
    assert values_of(_with_steps([step | {"number": "0"}, *moved]))[1:] == before


def test_rows_stand_under_their_section():
    found = object_of(HEAD, [])
    found["sections"] = [{"key": key, "heading": key, "text": ""} for key in ("forms_list", "records", "forms")]
    found["forms"] = [
        {"title": "A", "code": None, "source": "forms_list"},
        {"title": "B", "code": None, "source": "forms"},
    ]
    kinds = [(one.kind, one.content.get("title")) for one in values_of(found)]
    assert kinds == [("section", None), ("form", "A"), ("section", None), ("section", None), ("form", "B")]
    assert home_of("form", found["forms"][0]) == "forms_list"


def test_rows_without_their_section_are_kept():
    found = object_of(HEAD, [Value("record", {"name": "Sổ", "place": None, "retention": None})])
    assert object_of(HEAD, values_of(found)) == found


@pytest.mark.parametrize("number", range(10))
def test_real_procedures_go_through_blocks_unchanged(samples, number):
    files = sorted((samples / "procedures").glob("*.docx"))
    if number >= len(files):
        pytest.skip("fewer sample files than that")
    found = read(files[number].read_bytes(), name="a.docx")
    mapped = object_of(found, values_of(found))
    assert {name: found[name] for name in mapped} == mapped


def _with_steps(steps):
    return object_of(HEAD, []) | {"steps": steps}
