"""Whether somebody is qualified to inspect: pure rules over what they hold and what the agency asks for.

The usual requirements are those of Circular 26/2014/TT-BKHCN, article 40: a degree, training as an official, training
in auditing quality systems, and three years of work in the field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from iso_qms.audits.team.independence import Reason
from iso_qms.audits.topics import TOPICS
from iso_qms.i18n import _, _l
from iso_qms.worktime import months_after

QUALIFICATIONS = {
    "degree": _l("University degree"),
    "civil_service": _l("Training as an official (chuyên viên)"),
    "qms_audit": _l("Training in auditing quality systems"),
    "experience": _l("Years of work in the field"),
    "topic": _l("Training in a topic of inspections"),
}
"""Kinds of qualification; experience counts from the day it began."""
ASKED = tuple(kind for kind in QUALIFICATIONS if kind != "topic")
"""What may be required of a lead or a member, whatever they inspect."""
USUAL_LEAD = ASKED
USUAL_MEMBER = ("degree", "qms_audit")


@dataclass(frozen=True)
class Held:
    """A qualification: since when, and the last day it is valid; None: it does not expire."""

    kind: str
    since: date
    until: date | None = None
    topic: str = ""

    def __str__(self) -> str:
        from iso_qms.audits.topics import TOPICS

        return f"{QUALIFICATIONS[self.kind]}{f': {TOPICS[self.topic]}' if self.topic else ''}"


@dataclass(frozen=True)
class Asked:
    """What is required: kinds, years of experience, topics that need a training of their own."""

    kinds: tuple[str, ...] = ()
    years: int = 3
    topics: frozenset[str] = frozenset()


def lacking(name: str, held: Collection[Held], asked: Asked, topics: Collection[str], day: date) -> list[Reason]:
    """What this person lacks on a day to inspect those topics, each in a sentence; none: they are competent."""
    found = [reason for kind in asked.kinds for reason in _lacks(name, held, kind, asked.years, day)]
    for topic in topics:
        if topic in asked.topics:
            found += _lacks_topic(name, [one for one in held if one.kind == "topic" and one.topic == topic], topic, day)
    return found


def _lacks(name: str, held: Collection[Held], kind: str, years: int, day: date) -> Iterator[Reason]:
    label = str(QUALIFICATIONS[kind])
    there = [one for one in held if one.kind == kind]
    if kind == "experience" and there:
        since = min(one.since for one in there)
        if since > months_after(day, -12 * years):
            words = _(
                "%(who)s has worked in the field since %(day)s, less than %(n)s years before the visit.",
                who=name,
                day=f"{since:%d/%m/%Y}",
                n=years,
            )
            yield Reason("competence:experience", words, can_be_excused=False)
        return
    yield from _out_of_date(name, label, there, day, f"competence:{kind}")


def _lacks_topic(name: str, there: list[Held], topic: str, day: date) -> Iterator[Reason]:
    label = _("training in “%(topic)s”", topic=str(TOPICS[topic]).lower())
    yield from _out_of_date(name, label, there, day, f"competence:topic:{topic}")


def _out_of_date(name: str, label: str, there: list[Held], day: date, key: str) -> Iterator[Reason]:
    if any(one.since <= day and (one.until is None or day <= one.until) for one in there):
        return
    over = [one.until for one in there if one.until is not None and one.until < day]
    if over:
        words = _("%(who)s: “%(what)s” was valid until %(day)s.", who=name, what=label, day=f"{max(over):%d/%m/%Y}")
    else:
        words = _("%(who)s: there is no record of “%(what)s”.", who=name, what=label)
    yield Reason(key, words, can_be_excused=False)
