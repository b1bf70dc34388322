"""From when to when the time of a step runs, to the edge of its limit."""

from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.conformance import Flow, Step
from iso_qms.dossiers.deadlines import Pause, Reckoner
from iso_qms.dossiers.step.step_times import Done, overruns, times
from iso_qms.worktime import Calendar, Term, Unit

RECKONER = Reckoner(Calendar({2026: True}))
DAY, TWO_HOURS = Term(Fraction(1), Unit.WORKING_DAY), Term(Fraction(2), Unit.WORKING_HOUR)
FLOW = Flow("QT-07", (
    Step("receive", "Nhận", limit=TWO_HOURS),
    Step("ask", "Hỏi", after=("receive",), required=False, repeatable=True, limit=DAY),
    Step("check", "Xét", after=("receive", "ask"), limit=DAY),
    Step("sign", "Ký", after=("check",)),
    Step("hand", "Trả", after=("sign",), limit=DAY, limit_since="sign"),
))  # fmt: skip


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HO_CHI_MINH)


def over(*course, received="03-02T08:00", pauses=()):
    """Which steps took too long; 2026-03-02 is a Monday, offices work from 7:30 to 11:30 and from 13:00 to 17:00."""
    done = [Done(step, at(moment), *mark) for step, moment, *mark in course]
    return [one.step for one in overruns(FLOW, done, received_at=at(received), reckoner=RECKONER, pauses=pauses)]


def test_the_very_end_of_a_limit_is_in_time_and_a_moment_later_is_not():
    assert over(("receive", "03-02T10:00:00")) == []
    assert over(("receive", "03-02T10:00:01")) == ["receive"]
    received = ("receive", "03-02T09:00")
    assert over(received, ("check", "03-03T23:59:59")) == []
    assert over(received, ("check", "03-04T00:00")) == ["check"], "midnight belongs to the next day"
    assert over(("receive", "03-06T09:00"), ("check", "03-09T16:00"), received="03-06T08:30") == [], "a weekend between"


def test_a_part_of_a_second_is_given_to_whoever_works():
    late = [Done("receive", at("03-02T10:00:01"))]
    assert overruns(FLOW, late, received_at=at("03-02T08:00:00.5"), reckoner=RECKONER) == []
    found = overruns(FLOW, [Done("receive", at("03-02T10:01"))], received_at=at("03-02T08:00"), reckoner=RECKONER)
    assert [(one.began_at, one.ends_at) for one in found] == [(at("03-02T08:00"), at("03-02T10:00"))]


def test_a_step_begins_with_the_last_one_it_waits_for_or_with_its_own_beginning():
    asked = ("receive", "03-02T09:00"), ("ask", "03-03T09:00")
    assert over(*asked, ("check", "03-04T16:00")) == []
    assert over(("receive", "03-02T09:00"), ("check", "03-04T16:00")) == ["check"]
    assert (
        over(("receive", "03-02T09:00"), ("check", "03-04T08:00", "START"), ("check", "03-05T16:00", "complete")) == []
    )
    assert over(*asked, ("ask", "03-06T09:00"), ("ask", "03-12T09:00")) == ["ask"], "each time anew, told once"


def test_what_came_too_early_or_has_no_limit_or_no_known_beginning_is_not_judged():
    assert over(("check", "03-20T09:00"), ("receive", "03-20T10:00"), received="03-20T09:30") == []
    assert over(("receive", "03-02T09:00"), ("check", "03-20T09:00"), ("ask", "03-20T10:00")) == ["ask"]
    assert over(("receive", "03-02T09:00"), ("check", "03-02T10:00"), ("sign", "03-30T10:00")) == []
    assert over(("receive", "03-02T09:00", "start")) == []
    assert [one.step for one in overruns(FLOW, [Done("receive", at("03-02T12:00"))], reckoner=Reckoner(Calendar({})),
                                         received_at=at("03-02T08:00"))] == []  # fmt: skip


def test_a_limit_of_several_steps_runs_from_the_beginning_of_the_first():
    early = ("receive", "03-02T09:00"), ("check", "03-02T10:00")
    assert over(*early, ("sign", "03-03T10:00"), ("hand", "03-03T16:00")) == []
    assert over(*early, ("sign", "03-03T10:00"), ("hand", "03-04T08:00")) == ["hand"]
    assert over(*early, ("hand", "03-04T08:00")) == [], "the first of them never happened"


def test_pauses_stop_the_time_of_a_step_as_far_as_they_lie_in_it():
    course = ("receive", "03-02T09:00"), ("check", "03-05T16:00")
    stood = Pause(at("03-02T10:00"), at("03-04T10:00"))
    assert over(*course, pauses=[stood]) == []
    assert over(*course, pauses=[Pause(at("03-01T10:00"), at("03-02T09:00"))]) == ["check"]
    assert over(*course, pauses=[Pause(at("03-03T10:00"), None)]) == [], "done while the clock stood still"
    assert over(*course, pauses=[Pause(at("03-05T16:00") + timedelta(hours=1), None)]) == ["check"]


def test_a_step_took_the_time_from_its_own_beginning_and_waited_until_then():
    course = [
        Done("receive", at("03-02T09:00")), Done("check", at("03-02T13:30"), "start"), Done("check", at("03-03T08:30")),
        Done("sign", at("03-03T09:00")), Done("hand", at("03-03T10:30")), Done("ask", at("03-03T11:00")),
    ]  # fmt: skip
    pause = Pause(at("03-03T07:30"), at("03-03T08:00"), "", "")
    found = times(FLOW, course, received_at=at("03-02T08:00"), reckoner=RECKONER, pauses=[pause])
    hours = {
        one.step: (one.worked / 3600, one.waited and one.waited / 3600, one.is_over) for one in found if one.worked
    }
    assert hours == {
        "receive": (1, None, False), "sign": (0.5, None, None), "hand": (1.5, None, False), "ask": (9.5, None, False),
    }, "what came before a step it waits for is not timed"  # fmt: skip
    without = [one for one in course if one.step != "ask"]
    [check] = [
        one
        for one in times(FLOW, without, received_at=at("03-02T08:00"), reckoner=RECKONER, pauses=[pause])
        if one.step == "check"
    ]
    assert (check.worked, check.waited, check.is_over) == (4 * 3600, 3 * 3600, False)


EVENTS = st.lists(
    st.builds(
        lambda step, hours, mark: Done(step, at("03-02T08:00") + timedelta(hours=hours), mark),
        st.sampled_from([one.id for one in FLOW.steps]), st.integers(0, 200), st.sampled_from(["", "start"]),
    ),
    max_size=9,
).map(lambda course: sorted(course, key=lambda one: one.at))  # fmt: skip


@given(EVENTS)
def test_what_took_longer_than_its_limit_is_the_same_as_what_the_dossier_is_held_against(course):
    more = {"received_at": at("03-02T08:00"), "reckoner": RECKONER}
    over = {one.step for one in times(FLOW, course, **more) if one.is_over}
    assert over == {one.step for one in overruns(FLOW, course, **more)}
