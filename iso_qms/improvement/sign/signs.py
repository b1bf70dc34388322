"""Signs of formalism: the limits an agency sets, the cases there are, and what was talked about, which puts them away.

Only the quality team reads any of it. A sign is a prompt for a talk: it counts nobody's failings, ranks nobody, and
goes from its page into no letter, feed, search or export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import now, today
from iso_qms.db import Base, append_only, db
from iso_qms.i18n import _, _l
from iso_qms.improvement.sign.sign_rules import fresh
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.registry import Sign, SignCase, registry
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

RIGHT = "improvement.signs"

say({"sign_rules.changed": _l("changed the limits of the signs"), "sign_talk.noted": _l("noted a talk about a sign")})


class SignRules(Base, AgencyOwned, Journaled, Remembered):
    """The limits an agency has set; the usual ones hold for those it has not."""

    __tablename__ = "sign_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "sign_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    limits: Mapped[dict[str, Any]] = mapped_column(default=dict)

    def __str__(self) -> str:
        return _("Limits of the signs")


class SignTalk(Base, AgencyOwned, Journaled):
    """A talk about one case of a sign: when, what came of it, and the rows that were there. It is never changed."""

    __tablename__ = "sign_talk"
    __table_args__ = (Index("ix_sign_talk_case", "agency_id", "sign", "case_key"),)
    journal_kind = "sign_talk"
    journal_private = frozenset({"note", "words", "rows", "case_key"})

    id: Mapped[int] = mapped_column(primary_key=True)
    sign: Mapped[str] = mapped_column(String(40))
    case_key: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    """What the case was called on that day."""
    rows: Mapped[list[Any]] = mapped_column(default=list)
    talked_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return str(registry.signs[self.sign].label) if self.sign in registry.signs else self.sign

    @staticmethod
    def visible_to(person: Person) -> Select[SignTalk]:
        """Those who read the signs; nobody else finds any."""
        query = select(SignTalk)
        return query if person.may(RIGHT) else query.where(false())

    @property
    def rows_then(self) -> list[tuple[str, int]]:
        """The rows that were there, as (kind, id)."""
        return [(kind, number) for kind, number in self.rows]


append_only(SignTalk.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Standing:
    """A case as it stands: what of it is new since the last talk, and the talks."""

    name: str
    case: SignCase
    talks: Sequence[SignTalk]

    @property
    def new(self) -> list[tuple[str, int]]:
        """The rows that no talk was about."""
        return fresh(rows_of(self.case), [one.rows_then for one in self.talks])


@dataclass(frozen=True)
class Read:
    """A sign as an agency reads it: its rule in words, the cases to talk about, and those put away."""

    name: str
    sign: Sign
    rule: str
    open: Sequence[Standing]
    away: Sequence[Standing]


def limits_of(agency_id: int) -> dict[str, dict[str, int]]:
    """The limits that hold, by sign."""
    own = remembered("sign_rules", partial(_read_limits, agency_id), agency_id=agency_id)
    return {
        name: {limit: int(own.get(f"{name}.{limit}", one.usual)) for limit, one in sign.limits.items()}
        for name, sign in registry.signs.items()
    }


def signs_for(person: Person, day: date) -> list[Read]:
    """Every sign with its cases, the newest row first."""
    talks = _talks(person)
    return [_read(name, sign, talks, person, day) for name, sign in registry.signs.items()]


def standing_of(name: str, key: str, person: Person, day: date) -> Standing | None:
    """One case with the talks about it; None where there is none now."""
    sign = registry.signs.get(name)
    talks = _talks(person).get((name, key), []) if sign else []
    found = sign.find(limits_of(person.agency_id)[name], person, day) if sign else ()
    return next((Standing(name, case, talks) for case in found if case.key == key), None)


def note_talk(name: str, key: str, *, by: Person, talked_on: date, note: str, seen: Iterable[str]) -> SignTalk:
    """Put a case away after a talk, with the rows its page showed; a row that came since brings it back."""
    _demand_right(by)
    standing = standing_of(name, key, by, today())
    if standing is None:
        raise WrongState(_("There is nothing to talk about here any more."))
    if not clean(note).strip():
        raise Incomplete(_("Note in a sentence what came of the talk."))
    if talked_on > today():
        raise Incomplete(_("A talk is noted once it was held. Choose today or an earlier day."))
    shown = set(seen)
    rows = [[kind, number] for kind, number in rows_of(standing.case) if f"{kind}:{number}" in shown]
    values = {"words": standing.case.words, "rows": rows, "talked_on": talked_on, "note": clean(note).strip()}
    talk = SignTalk(agency_id=by.agency_id, sign=name, case_key=key, by=by, at=now(), **values)
    db.session.add(talk)
    write(talk, "sign_talk.noted", by=by)
    return talk


def set_limits(given: Mapping[str, Mapping[str, int]], *, by: Person) -> SignRules:
    """Set the limits of the signs."""
    _demand_right(by)
    for name, sign in registry.signs.items():
        for limit, one in sign.limits.items():
            if not one.least <= given[name][limit] <= one.most:
                words = _("“%(what)s” lies between %(least)s and %(most)s.")
                raise Incomplete(words % {"what": one.label, "least": one.least, "most": one.most})
    row = db.session.scalars(select(SignRules).where(SignRules.agency_id == by.agency_id)).first()
    if row is None:
        row = SignRules(agency_id=by.agency_id)
        db.session.add(row)
    row.limits = {f"{name}.{limit}": n for name, limits in given.items() for limit, n in limits.items()}
    write(row, "sign_rules.changed", by=by)
    return row


def rows_of(case: SignCase) -> list[tuple[str, int]]:
    """The rows of a case as (kind, id)."""
    return [(row.kind, row.thing_id) for row in case.rows]


def _read(name: str, sign: Sign, talks: Mapping[Any, list[SignTalk]], person: Person, day: date) -> Read:
    limits = limits_of(person.agency_id)[name]
    found = [Standing(name, case, talks.get((name, case.key), [])) for case in sign.find(limits, person, day)]
    # By the newest row: in any order by number the page would be a ranking.
    found.sort(key=lambda one: max(row.day for row in one.case.rows), reverse=True)
    waiting, away = [one for one in found if one.new], [one for one in found if not one.new]
    return Read(name, sign, str(sign.rule) % limits, waiting, away)


def _talks(person: Person) -> dict[tuple[str, str], list[SignTalk]]:
    found: dict[tuple[str, str], list[SignTalk]] = {}
    for one in _newest_first(person):
        found.setdefault((one.sign, one.case_key), []).append(one)
    return found


def _newest_first(person: Person) -> Iterator[SignTalk]:
    query = SignTalk.visible_to(person).where(SignTalk.agency_id == person.agency_id)
    yield from db.session.scalars(query.order_by(SignTalk.talked_on.desc(), SignTalk.id.desc()))


def _demand_right(by: Person) -> None:
    if not by.may(RIGHT):
        raise Forbidden(_("Quality control reads the signs."))


def _read_limits(agency_id: int) -> dict[str, Any]:
    row = db.session.scalars(select(SignRules).where(SignRules.agency_id == agency_id)).first()
    return dict(row.limits) if row else {}
