"""The verbs of improvement as entries of a diary: each says on which day, at what time, who does what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from werkzeug.datastructures import FileStorage

from iso_qms.demo.story import Entry, Story
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting, extending
from iso_qms.improvement.effect import measuring
from iso_qms.improvement.effect.measuring import Choice
from iso_qms.improvement.effect.reckoning import effects_round

Day = Callable[[Story], date]


def past(days: int) -> Day:
    """A working day counted from the base day."""
    return lambda story: story.day(days)


def coming(days: int) -> Day:
    """A working day counted from the next one: 0 is due now."""
    return lambda story: story.due(days)


def opened(key: str, day: int, at: str, *, by: str, unit: str, title: str, **values: Any) -> Entry:
    """A nonconformity is opened."""

    def act(story: Story) -> None:
        story.things[key] = operations.open_nonconformity(title, by=story.people[by], unit=story.units[unit], **values)

    return Entry(day, at, act)


def corrected(key: str, day: int, at: str, *, by: str, text: str) -> Entry:
    """The case itself is put right."""
    return Entry(day, at, lambda story: operations.correct(
        story.things[key], by=story.people[by], text=text, done_on=story.day(day)
    ))  # fmt: skip


def caused(key: str, day: int, at: str, *, by: str, whys: tuple[str, ...], statement: str, **more: Any) -> Entry:
    """The cause is given, with its class (`class_key`), further causes (`further`) and where else (`elsewhere`)."""
    return Entry(day, at, lambda story: operations.analyse(
        story.things[key], by=story.people[by], whys=whys, statement=statement, **more
    ))  # fmt: skip


def dismissed(key: str, day: int, at: str, *, by: str, note: str) -> Entry:
    """No action is needed."""
    return Entry(day, at, lambda story: operations.dismiss(story.things[key], by=story.people[by], note=note))


def planned(
    case: str, key: str, day: int, at: str, *, by: str, owner: str, due: Day, measure: Choice, **texts: Any
) -> Entry:
    """An action is planned against the cause, with how its effect is measured."""

    def act(story: Story) -> None:
        story.things[key] = acting.plan(
            story.things[case],
            by=story.people[by],
            owner_post=story.posts[owner],
            due_on=due(story),
            measure=measure,
            **texts,
        )

    return Entry(day, at, act)


def check(question: str, *, days: int, cases: int = 5, target: int = 90) -> Choice:
    """A repeated check: so many cases, looked at within so many days after the action was carried out."""
    return Choice(kind="check", question=question, sample_size=cases, target=target, window_days=days)


def looked(key: str, day: int, at: str, *, by: str, answers: Sequence[bool], shows: tuple[str, str]) -> Entry:
    """So many cases are looked at, each with what shows the answer: that it is right, or that it is not."""

    def act(story: Story) -> None:
        for number, is_right in enumerate(answers, start=1):
            measuring.look_at(
                story.things[key],
                by=story.people[by],
                which=f"{story.day(day):%m}-{number:03d}",
                is_right=is_right,
                evidence=shows[0] if is_right else shows[1],
            )

    return Entry(day, at, act)


def counted(day: int) -> Entry:
    """The system counts what is to be judged on that morning."""
    return Entry(day, "07:05", lambda _story: effects_round())


def accepted(key: str, day: int, at: str, *, by: str, verifier: str | None = None) -> Entry:
    """The plan is accepted."""
    return Entry(day, at, lambda story: acting.accept(
        story.things[key], by=story.people[by], verifier=story.people[verifier] if verifier else None
    ))  # fmt: skip


def carried_out(
    key: str, day: int, at: str, *, by: str, result: str, evidence: Callable[[Story], FileStorage] | None = None
) -> Entry:
    """The action is reported carried out, with a file where there is one."""

    def act(story: Story) -> None:
        acting.carry_out(story.things[key], by=story.people[by], result=result)
        operations.add_papers(story.things[key], [evidence(story)] if evidence else [], by=story.people[by])

    return Entry(day, at, act)


def confirmed(key: str, day: int, at: str, *, by: str, assessment: str) -> Entry:
    """Somebody with no hand in it confirms the result that was counted."""
    return Entry(day, at, lambda story: acting.verify(story.things[key], by=story.people[by], assessment=assessment))


def ended(key: str, day: int, at: str, *, by: str, note: str, dropped: bool = False) -> Entry:
    """The plan is returned, or the action dropped."""
    verb = acting.drop if dropped else acting.return_plan
    return Entry(day, at, lambda story: verb(story.things[key], by=story.people[by], note=note))


def asked(key: str, day: int, at: str, *, by: str, to: Day, reason: str) -> Entry:
    """More time is asked for."""

    def act(story: Story) -> None:
        story.things[f"{key} wish"] = extending.ask(
            story.things[key], by=story.people[by], to_day=to(story), reason=reason
        )

    return Entry(day, at, act)


def decided(key: str, day: int, at: str, *, by: str, granted: bool, note: str) -> Entry:
    """The wish is decided above."""
    verb = extending.grant if granted else extending.refuse
    return Entry(day, at, partial(_decide, verb, key, by, note))


def _decide(verb: Callable[..., None], key: str, by: str, note: str, story: Story) -> None:
    verb(story.things[f"{key} wish"], by=story.people[by], note=note)
