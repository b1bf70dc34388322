"""Whatever anybody does in whatever order: no duty is lost, nothing is told twice, nothing closes unverified.

The ladder's own arithmetic with a life beside it, without a database: cheap enough to try thousands of orders.
"""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from iso_qms.clock import now
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.actions import FollowUp
from iso_qms.improvement.action.follow_ups import clear_ladder, move_ladder, relay_ladder, set_ladder
from iso_qms.improvement.action.ladder import Steps
from iso_qms.improvement.flow import ACTION
from iso_qms.worktime import add_working_days, next_working_day
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()
HEAD = SimpleNamespace(id=99)
DUTY_IN = {"accepted": ladder.CARRY_OUT, "carried_out": ladder.VERIFY}


@st.composite
def ladders(draw):
    rungs = draw(st.sets(st.integers(-10, 10), max_size=5)) | {0}
    head = draw(st.integers(-3, 3))
    leaders, every = draw(st.integers(head, 8)), draw(st.integers(1, 6))
    return Steps(tuple(sorted(rungs)), head, leaders, every)


class AnyOrder(RuleBasedStateMachine):
    """One action: its states by the real table of moves, its rungs by the real ladder."""

    @initialize()
    def planned(self):
        self.today, self.state, self.carried, self.verified = date(2026, 3, 2), "planned", False, False
        self.held = dict(ladder.USUAL)
        self.due = {duty: add_working_days(self.today, days=8, calendar=CALENDAR) for duty in DUTY_IN.values()}
        self.action = SimpleNamespace(agency_id=1, follow_ups=[], steps=self.held.__getitem__)
        self.action.add_follow_up = self._add
        self.told, self.extended, self.measured = Counter(), False, None
        self.people = [SimpleNamespace(id=number) for number in range(4)]
        self.owners, self.away, self.gone = self.people[:1], set(), set()

    def _add(self, **values):
        self.action.follow_ups.append(FollowUp(told_to=[], **values))

    def _args(self, duty):
        return {"due_on": self.due[duty], "today": self.today, "calendar": CALENDAR}

    def _may(self, name):
        return self.state in ACTION.move(name).start

    @rule(name=st.sampled_from([move.name for move in ACTION.moves]))
    def somebody_moves_it(self, name):
        if not self._may(name):
            return
        if name == "verify" and self.measured is False:
            return  # What is measured is confirmed by its result alone (`why_not_yet`).
        before, self.state = self.state, ACTION.move(name).end
        if before in DUTY_IN:
            clear_ladder(self.action, DUTY_IN[before])
        if self.state in DUTY_IN:
            duty = DUTY_IN[self.state]
            self.due[duty] = max(self.due[duty], next_working_day(self.today, calendar=CALENDAR))
            set_ladder(self.action, duty, **self._args(duty))
        self.carried |= name == "carry_out"
        self.verified |= name in ("verify", "reject")

    @precondition(lambda self: self.state in DUTY_IN)
    @rule(steps=ladders())
    def the_ladder_changes(self, steps):
        duty = DUTY_IN[self.state]
        self.held[duty] = steps
        relay_ladder(self.action, duty, **self._args(duty))

    @precondition(lambda self: self.state == "carried_out" and self.measured is None)
    @rule(reached=st.booleans())
    def its_effect_is_measured(self, reached):
        self.measured = reached
        if not reached:
            self.somebody_moves_it("reject")

    @precondition(lambda self: self.state == "not_effective")
    @rule()
    def it_is_planned_anew_one_level_higher(self):
        """What failed is kept as it is; another action follows it."""
        assert not any(one.is_pending for one in self.action.follow_ups)
        self.action.follow_ups = []
        self.state, self.carried, self.verified, self.extended, self.measured = "planned", False, False, False, None
        self.due = {duty: add_working_days(self.today, days=8, calendar=CALENDAR) for duty in DUTY_IN.values()}

    @precondition(lambda self: self.state == "accepted" and not self.extended)
    @rule(days=st.integers(1, 15))
    def more_time_is_granted_once(self, days):
        self.extended = True
        self.due[ladder.CARRY_OUT] = add_working_days(
            max(self.due[ladder.CARRY_OUT], self.today), days=days, calendar=CALENDAR
        )
        set_ladder(self.action, ladder.CARRY_OUT, **self._args(ladder.CARRY_OUT))

    @rule(number=st.integers(0, 3))
    def somebody_goes_on_leave_or_comes_back(self, number):
        self.away ^= {number}

    @precondition(lambda self: self.owners)
    @rule(number=st.none() | st.integers(0, 3))
    def its_owner_leaves_and_hands_over(self, number):
        """To somebody who is still there, or the post stands empty; what reminds of it is untouched."""
        before = [one for one in self.action.follow_ups if one.is_pending]
        self.gone |= {one.id for one in self.owners}
        self.owners = [one for one in self.people if one.id == number and number not in self.gone]
        assert before == [one for one in self.action.follow_ups if one.is_pending]

    @precondition(lambda self: not self.owners)
    @rule(number=st.integers(0, 3))
    def the_empty_post_is_filled(self, number):
        self.owners = [one for one in self.people if one.id == number and number not in self.gone]

    @precondition(lambda self: self.state in DUTY_IN)
    @rule(days=st.integers(0, 3))
    def the_calendar_moves_it(self, days):
        duty = DUTY_IN[self.state]
        self.due[duty] = add_working_days(self.due[duty], days=days, calendar=CALENDAR)
        move_ladder(self.action, duty, **self._args(duty))

    @rule(days=st.integers(0, 9), walks=st.integers(1, 3))
    def time_passes_and_rounds_are_walked(self, days, walks):
        self.today += timedelta(days=days)
        if not CALENDAR.is_working_day(self.today):
            return
        for _walk in range(walks):
            self._tell()

    def _tell(self):
        duty = DUTY_IN.get(self.state)
        come = sorted(
            (one for one in self.action.follow_ups if one.duty == duty and one.is_pending and one.due_on <= self.today),
            key=lambda one: one.offset,
        )
        if not come:
            return
        *missed, reached = come
        for one in missed:
            one.void_at = now()
        reached.told_at = now()
        self.told[id(reached)] += 1
        if duty == ladder.CARRY_OUT:
            self._heard()
        move_ladder(self.action, duty, **self._args(duty))

    def _heard(self):
        heard = ladder.heard_by(self.owners, away=self.away, above=lambda: [HEAD])
        assert any(one.id not in self.away for one in heard), "somebody at hand hears of it"
        assert not {one.id for one in heard} & self.gone, "nobody hears of what is no longer theirs"

    @invariant()
    def nothing_is_told_twice(self):
        if hasattr(self, "told"):
            assert max(self.told.values(), default=0) <= 1
            assert len({(one.duty, one.series, one.offset) for one in self.action.follow_ups}) == len(
                self.action.follow_ups
            )

    @invariant()
    def no_duty_is_lost(self):
        if hasattr(self, "told") and self.state in DUTY_IN:
            assert any(one.is_pending for one in self.action.follow_ups if one.duty == DUTY_IN[self.state])

    @invariant()
    def what_is_over_reminds_nobody(self):
        if hasattr(self, "told"):
            standing = DUTY_IN.get(self.state)
            assert not [one for one in self.action.follow_ups if one.is_pending and one.duty != standing]

    @invariant()
    def nothing_closes_unverified(self):
        if hasattr(self, "told") and self.state in ("effective", "not_effective"):
            assert self.carried
            assert self.verified


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
