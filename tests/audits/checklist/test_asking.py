"""What a question asks for, how an answer is kept, and the verdict that follows from its value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from iso_qms.audits.checklist.asking import (
    ANSWER_KINDS,
    ANSWERS,
    UNSEEN,
    Asked,
    choices_in,
    choices_text,
    in_language,
    judged,
    number_of,
    score_of,
    sound,
    time_of,
)
from iso_qms.workflow import Incomplete

FEES = choices_in("+ đúng mức | the present ones\n- mức cũ | old ones\nkhông thu")


def asks(kind, **more):
    return Asked("Câu hỏi?", answer_kind=kind, **more)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3,5", "3.5"),
        ("3.50", "3.5"),
        (" 1 000 ", "1000"),
        ("1\u00a0000", "1000"),
        ("-0", "0"),
        ("007", "7"),
        ("+2", "2"),
    ],
)
def test_a_number_is_read_in_either_manner(typed, kept):
    assert number_of(typed) == kept
    assert number_of(kept) == kept, "what is kept is read again as it is"


@pytest.mark.parametrize(
    "typed", ["1.000", "1,000", "1.000.000", "ba", "3,5,1", "1e5", "NaN", "", "9" * 13, "½", "--1"]
)
def test_what_is_no_number_or_reads_in_two_ways_is_refused(typed):
    with pytest.raises(Incomplete):
        number_of(typed)


@pytest.mark.parametrize(("typed", "kept"), [("7:45", "07:45"), ("7h45", "07:45"), ("16h", "16:00")])
def test_a_time_is_read_as_people_write_it(typed, kept):
    assert time_of(typed) == kept


@pytest.mark.parametrize("typed", ["24:00", "7:60", "sáng", "745", "", "-1:00"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(Incomplete):
        time_of(typed)


@pytest.mark.parametrize(
    ("question", "value", "verdict"),
    [
        (asks("number", most="0"), "0", "conform"),
        (asks("number", most="0"), "1", "not"),
        (asks("number", least="2", most="10"), "10", "conform"),
        (asks("number", least="2", most="10"), "9,99", "conform"),
        (asks("number", least="2", most="10"), "1,99", "not"),
        (asks("number", least="-5"), "-6", "not"),
        (asks("time", most="07:30"), "7h30", "conform"),
        (asks("time", most="07:30"), "07:31", "not"),
        (asks("time", least="16:30"), "9:00", "not"),
        (asks("choice", choices=FEES), "c1", "conform"),
        (asks("choice", choices=FEES), "c2", "not"),
        (asks("choice", choices=FEES), "c3", "conform"),
    ],
)
def test_a_value_with_a_limit_tells_its_verdict_whatever_else_is_said(question, value, verdict):
    assert judged(question, "", value)[0] == verdict
    assert judged(question, "not" if verdict == "conform" else "conform", value)[0] == verdict
    assert judged(question, "not_seen", "") == ("not_seen", "")
    assert judged(question, "", "") == ("", ""), "nothing is no answer"


@pytest.mark.parametrize("question", [asks("number"), asks("time"), asks("text"), asks("evidence")])
def test_without_a_limit_the_team_judges_and_writes_down_what_it_saw(question):
    value = {"number": "3", "time": "07:45"}.get(question.answer_kind, "Sổ trực tháng 11")
    assert judged(question, "not", value) == ("not", value)
    with pytest.raises(Incomplete, match="phù hợp"):
        judged(question, "", value)
    with pytest.raises(Incomplete, match="đã xem"):
        judged(question, "conform", "")


def test_what_does_not_go_together_is_refused():
    assert judged(asks("verdict"), "not", "") == ("not", "")
    assert judged(asks("verdict"), "perhaps", "") == ("", "")
    for question, said, value in (
        (asks("verdict"), "not", "3"),
        (asks("number", most="0"), "not_applicable", "3"),
        (asks("choice", choices=FEES), "", "c9"),
        (asks("text"), "conform", "x" * 2001),
    ):
        with pytest.raises(Incomplete):
            judged(question, said, value)


@given(
    some.sampled_from(sorted(ANSWER_KINDS)),
    some.sampled_from(["", *ANSWERS, "other"]),
    some.one_of(some.text(max_size=12), some.integers(-20, 20).map(str), some.just("c1"), some.just("7h5")),
    some.sampled_from(["", "0", "5"]),
)
@settings(max_examples=300, deadline=None)
def test_what_was_judged_is_judged_the_same_again(kind, said, typed, most):
    question = sound(asks(kind, choices=FEES, most=f"{most}:00" if most and kind == "time" else most))
    try:
        verdict, value = judged(question, said, typed)
    except Incomplete:
        return
    assert verdict in ("", *ANSWERS)
    assert not (verdict in UNSEEN and value)
    assert judged(question, verdict, value) == (verdict, value)


def test_choices_are_typed_a_line_each_and_read_back():
    assert [one["conforms"] for one in FEES] == [True, False, True]
    assert choices_in(choices_text(FEES)) == FEES
    plain = choices_in("tốt | good\nxấu")
    assert plain == [{"key": "c1", "vi": "tốt", "en": "good"}, {"key": "c2", "vi": "xấu", "en": ""}]
    assert in_language("người | people", "en") == "people"
    assert in_language("người", "en") == "người"


def test_a_question_that_cannot_be_asked_is_refused():
    assert sound(asks("number", least=" 2,50 ", most="3")).least == "2.5"
    assert sound(asks("verdict", least="x", choices=FEES)) == asks("verdict", choices=[]), (
        "what is not asked is dropped"
    )
    for wrong in (
        asks("number", least="3", most="2"),
        asks("time", most="sáng"),
        asks("choice", choices=FEES[:1]),
        asks("colour"),
        Asked(" "),
    ):
        with pytest.raises(Incomplete):
            sound(wrong)


def test_a_score_counts_what_was_judged_by_its_weight():
    assert score_of([(1, "conform"), (3, "not"), (5, "not_seen")]) == 25
    assert score_of([(0, "conform"), (1, "not_applicable")]) is None
    assert score_of([(1, "conform"), (2, "conform")]) == 100
