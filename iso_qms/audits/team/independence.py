"""Why somebody must not inspect something: pure rules over the facts of a person (ISO 9001:2015, 9.2.2 c).

Independence is computed and never ticked. Every tie is answered, each in a sentence that names its fact, so that a
planner can judge it, name somebody else, or ask for an exception to just this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from iso_qms.i18n import _, _l
from iso_qms.worktime import months_after

INTERESTS = {
    "relative_unit": _l("A relative works in a unit"),
    "relative_person": _l("A relative of a person here"),
    "former_post": _l("A former post elsewhere, or before the records here begin"),
    "other": _l("Another interest"),
}
"""What somebody may declare of themselves."""


@dataclass(frozen=True)
class Reason:
    """One tie, or one thing lacking: its key names the fact, so that an exception covers this and nothing else."""

    key: str
    text: str
    can_be_excused: bool = True


@dataclass(frozen=True)
class Service:
    """A post held from one day until another (half-open); `deputy_for` names who was represented."""

    unit_id: int
    unit: str
    post: str
    since: date
    until: date | None = None
    deputy_for: str = ""

    def is_on(self, day: date) -> bool:
        """Whether it was held on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Hand:
    """A part in a procedure: wrote, reviewed, approved or owns it; `through` is who did, where that is one hand."""

    document_id: int
    code: str
    part: str
    through: str = ""


@dataclass(frozen=True)
class OpenAction:
    """An open corrective action somebody owns or carries out, and the unit of its nonconformity."""

    id: int
    code: str
    unit_id: int


@dataclass(frozen=True)
class Declared:
    """An interest somebody declared, from one day to another, both included."""

    id: int
    kind: str
    unit_id: int | None = None
    person_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of one person."""

    id: int
    name: str
    services: tuple[Service, ...] = ()
    answers_for: frozenset[int] = frozenset()
    hands: tuple[Hand, ...] = ()
    actions: tuple[OpenAction, ...] = ()
    interests: tuple[Declared, ...] = ()


@dataclass(frozen=True)
class ScopeUnit:
    """An inspected unit, and the numbers of it and everything under it."""

    id: int
    name: str
    below: frozenset[int]


@dataclass(frozen=True)
class Scope:
    """What is inspected on which day; `people` belong to it or answer for it; `months` is how long a post binds."""

    day: date
    units: tuple[ScopeUnit, ...] = ()
    documents: frozenset[int] = frozenset()
    people: dict[int, str] = field(default_factory=dict)
    months: int = 12


def reasons(facts: Facts, scope: Scope) -> list[Reason]:
    """Every reason why this person must not inspect that, the plainest first; none: they are independent."""
    found = [
        *(one for unit in scope.units for one in _ties_to(facts, unit, scope)),
        *_hands(facts, scope),
        *(one for unit in scope.units for one in _actions(facts, unit)),
        *_interests(facts, scope),
    ]
    return list({one.key: one for one in reversed(found)}.values())[::-1]


def _ties_to(facts: Facts, unit: ScopeUnit, scope: Scope) -> Iterator[Reason]:
    own = next((one for one in facts.services if one.is_on(scope.day) and one.unit_id in unit.below), None)
    if own is not None:
        yield Reason(f"own:{unit.id}", _own(facts, unit, own))
    if unit.id in facts.answers_for:
        text = _(
            "%(who)s answers for %(unit)s, and nobody inspects what they answer for. Name somebody else.",
            who=facts.name,
            unit=unit.name,
        )
        yield Reason(f"answers:{unit.id}", text)
    if own is None and (past := _past(facts, unit, scope)):
        yield Reason(f"past:{unit.id}", _was_there(facts, past, scope))


def _own(facts: Facts, unit: ScopeUnit, own: Service) -> str:
    if own.deputy_for:
        return _(
            "%(who)s deputises for %(other)s in %(unit)s (%(post)s), and nobody inspects a unit they act for.",
            who=facts.name,
            other=own.deputy_for,
            unit=unit.name,
            post=own.post,
        )
    return _(
        "%(who)s belongs to %(unit)s (%(post)s), and nobody inspects their own unit. Name somebody else.",
        who=facts.name,
        unit=unit.name,
        post=own.post,
    )


def _past(facts: Facts, unit: ScopeUnit, scope: Scope) -> Service | None:
    first = months_after(scope.day, -scope.months)
    over = [
        one
        for one in facts.services
        if one.unit_id in unit.below and one.until is not None and one.since < one.until and first < one.until
        and one.until <= scope.day
    ]  # fmt: skip
    return max(over, key=lambda one: one.until or scope.day, default=None)


def _was_there(facts: Facts, past: Service, scope: Scope) -> str:
    assert past.until is not None
    return _(
        "%(who)s was in %(unit)s (%(post)s) until %(day)s, less than %(n)s months before the visit.",
        who=facts.name,
        unit=past.unit,
        post=past.post,
        day=f"{past.until - timedelta(days=1):%d/%m/%Y}",
        n=scope.months,
    )


def _hands(facts: Facts, scope: Scope) -> Iterator[Reason]:
    for one in facts.hands:
        if one.document_id in scope.documents:
            yield Reason(f"hand:{one.document_id}:{one.part}", _hand(facts, one))


def _hand(facts: Facts, one: Hand) -> str:
    if one.through:
        return _(
            "%(other)s had a hand in %(document)s, and counts as one with %(who)s: they stand in for each other.",
            who=facts.name,
            other=one.through,
            document=one.code,
        )
    words = {
        "wrote": _(
            "%(who)s wrote %(document)s, and nobody inspects their own work.", who=facts.name, document=one.code
        ),
        "reviewed": _(
            "%(who)s reviewed %(document)s, and nobody inspects their own work.", who=facts.name, document=one.code
        ),
        "approved": _(
            "%(who)s approved %(document)s, and nobody inspects their own work.", who=facts.name, document=one.code
        ),
        "owns": _(
            "%(who)s holds the post that owns %(document)s, and nobody inspects their own work.",
            who=facts.name,
            document=one.code,
        ),
    }
    return words[one.part]


def _actions(facts: Facts, unit: ScopeUnit) -> Iterator[Reason]:
    for one in facts.actions:
        if one.unit_id in unit.below:
            text = _(
                "%(who)s has a part in the corrective action %(code)s, which is still open in %(unit)s.",
                who=facts.name,
                code=one.code,
                unit=unit.name,
            )
            yield Reason(f"action:{one.id}", text)


def _interests(facts: Facts, scope: Scope) -> Iterator[Reason]:
    # What was declared is for the person and quality control: the sentence says to what it ties, and nothing more.
    for one in facts.interests:
        if not _binds(one, scope):
            continue
        where = next((unit.name for unit in scope.units if one.unit_id in unit.below), "")
        who = where or scope.people.get(one.person_id or 0, "")
        if who:
            text = _("%(who)s has declared an interest that ties them to %(what)s.", who=facts.name, what=who)
            yield Reason(f"interest:{one.id}", text)


def _binds(one: Declared, scope: Scope) -> bool:
    # A former post binds as long after its end as one that was held here.
    last = months_after(scope.day, -scope.months) if one.kind == "former_post" else scope.day
    return (one.since is None or one.since <= scope.day) and (one.until is None or one.until >= last)
