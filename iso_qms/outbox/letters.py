"""Letters: written in the transaction of the act they tell of, posted after it, and readable on the desk.

An urgent letter leaves by itself; the others wait for the digest, one letter a working day that also says what awaits
its reader. A letter's key makes it the only one of its kind: written again, it is silently the same letter.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urljoin

from flask import current_app
from jinja2.meta import find_undeclared_variables
from sqlalchemy import Date, ForeignKey, Select, String, Text, and_, delete, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import now
from iso_qms.db import Base, db, upsert
from iso_qms.i18n import DEFAULT, speaking
from iso_qms.organisation.agencies import Agency, chosen_id
from iso_qms.organisation.people import Person
from iso_qms.registry import Counted, registry
from iso_qms.settings import Settings


class Letter(Base):
    """A letter to one person or one address. It is posted while `next_try_at` is set."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(300), unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    urgent: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str | None] = mapped_column(String(40))
    thing_id: Mapped[int | None]
    written_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    gathered_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str] = mapped_column(String(500), default="")

    person: Mapped[Person | None] = relationship(lazy="select")
    agency: Mapped[Agency | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.subject

    @staticmethod
    def visible_to(person: Person) -> Select[Letter]:
        """A person reads their own letters."""
        return select(Letter).where(Letter.person_id == person.id)


class DigestDay(Base):
    """The last day on which a person's digest was made, even when there was nothing to say."""

    __tablename__ = "digest_day"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True)
    on: Mapped[date] = mapped_column(Date)


def tell(
    people: Person | Iterable[Person | None] | None,
    name: str,
    *,
    about: Any = None,
    by: Person | None = None,
    urgent: bool = False,
    key: str | None = None,
    address: str | None = None,
    **values: Any,
) -> int:
    """Write a letter to each of the people, each in their own language, and to an address where one is given.

    `templates/letters/<name>.txt` may use `person, about, by, link, agency` and the values; its first line is the
    subject. Answers how many letters were not written before. Whoever is locked or is the clock gets none.
    """
    readers = list(_readers(people))
    if not readers and not address:
        return 0
    db.session.flush()
    facts = {"about": about, "by": by, **values}
    own_key = f"{name}:{secrets.token_hex(12)}"
    sheets: dict[Any, tuple[str, str]] = {}
    agency_id = getattr(about, "agency_id", None) or getattr(by, "agency_id", None) or chosen_id()
    rows = []
    for person in readers:
        row = _row(name, facts, sheets, urgent=urgent, language=person.locale, person=person)
        rows.append(row | {"key": f"{key or own_key}:{person.id}", "agency_id": person.agency_id})
    if address:
        row = _row(name, facts, sheets, urgent=True, language=None, address=address)
        rows.append(row | {"key": f"{key or own_key}:{address}", "agency_id": agency_id})
    return _write(rows) if key else _write_new(rows)


def letters_of(person: Person, *, unread: bool = False) -> list[Letter]:
    """A person's letters, newest first."""
    query = Letter.visible_to(person).order_by(Letter.id.desc())
    return list(db.session.scalars(query.where(Letter.read_at.is_(None)) if unread else query))


def mark_read(letter: Letter) -> None:
    """Remember that its reader opened a letter on the desk; the digest then leaves it out."""
    letter.read_at = letter.read_at or now()


def unread_of(person: Person) -> Counted:
    """How many letters a person has not opened yet."""
    query = select(func.count().label("unread")).select_from(Letter)
    return Counted(query.where(Letter.person_id == person.id, Letter.read_at.is_(None)), int)


def mark_all_read(person: Person) -> None:
    """Remember that a person has seen all their letters."""
    mine = Letter.person_id == person.id, Letter.read_at.is_(None)
    db.session.execute(update(Letter).where(*mine).values(read_at=now()))


def set_aside_letters(agency_id: int) -> list[Letter]:
    """The letters of an agency that could not be posted, newest first, for an administrator to look at."""
    query = select(Letter).where(Letter.agency_id == agency_id, Letter.set_aside_at.is_not(None))
    return list(db.session.scalars(query.order_by(Letter.id.desc()).limit(200)))


def post_again(letter: Letter) -> None:
    """Try a letter once more that was set aside."""
    letter.set_aside_at, letter.attempts, letter.last_error, letter.next_try_at = None, 0, "", now()


def forget_letters(kind: str, numbers: Iterable[int], *, agency_id: int, telling: Iterable[str]) -> int:
    """Remove for good the letters about some things, and every other one that tells any of these words; how many."""
    told = [one.contains(words, autoescape=True) for words in telling for one in (Letter.subject, Letter.body)]
    about = and_(Letter.kind == kind, Letter.thing_id.in_(list(numbers)))
    rows = db.session.scalars(select(Letter.id).where(Letter.agency_id == agency_id, or_(about, *told))).all()
    db.session.execute(delete(Letter).where(Letter.id.in_(rows)))
    return len(rows)


def tell_calendar_moves(moved: Iterable[tuple[Any, Any]], by: Person) -> None:
    """Tell everybody once what became of their due dates when the calendar changed."""
    sentences: dict[int, tuple[Person, list[Any]]] = {}
    for people, sentence in moved:
        for person in _readers(people):
            sentences.setdefault(person.id, (person, []))[1].append(sentence)
    for person, told in sentences.values():
        tell(person, "calendar_moved", by=by, sentences=told)


def address_of(thing: Any) -> str:
    """The full address of a thing's page; empty when it has none."""
    known = registry.things.get(getattr(thing, "journal_kind", ""))
    return full_address(known.url(thing)) if known else ""


def full_address(url: str) -> str:
    """An address on this install as it stands in a letter."""
    settings: Settings = current_app.config["SETTINGS"]
    return urljoin(settings.base_url.rstrip("/") + "/", url) if url else ""


def compose(name: str, **facts: Any) -> tuple[str, str]:
    """Subject and body of a letter from its template, in the language spoken now."""
    written = current_app.jinja_env.get_template(f"letters/{name}.txt").render(**facts)
    subject, _, body = written.strip().partition("\n")
    return " ".join(subject.split())[:300], re.sub(r"\n\s*\n+", "\n\n", body).strip()


def _readers(people: Person | Iterable[Person | None] | None) -> Iterator[Person]:
    given = [people] if isinstance(people, Person) else people or ()
    each = {person.id: person for person in given if person is not None}
    return (person for person in each.values() if not person.is_locked and not person.is_clock)


def _row(
    name: str,
    facts: dict[str, Any],
    sheets: dict[Any, tuple[str, str]],
    *,
    urgent: bool,
    language: str | None,
    person: Person | None = None,
    address: str = "",
) -> dict[str, Any]:
    about, spoken = facts["about"], language or DEFAULT
    # A letter that names its reader is composed for each; any other once for everybody of one language.
    sheet = (spoken, person.id if person and "person" in _names_in(name) else None)
    if sheet not in sheets:
        sheets[sheet] = _composed(name, facts, spoken, person)
    subject, body = sheets[sheet]
    where = address or (person.email if person else "")
    return {
        "name": name,
        "person_id": person.id if person else None,
        "address": where,
        "subject": subject,
        "body": body,
        "language": spoken,
        "urgent": urgent,
        "kind": getattr(about, "journal_kind", None),
        "thing_id": getattr(about, "id", None),
        "written_at": now(),
        "next_try_at": now() if urgent and where else None,
        "attempts": 0,
        "last_error": "",
    }


def _composed(name: str, facts: dict[str, Any], spoken: str, person: Person | None) -> tuple[str, str]:
    with speaking(spoken):
        link = address_of(facts["about"])
        subject, body = compose(name, person=person, link=link, **facts)
    return subject, f"{body}\n\n{link}" if link and link not in body else body


@cache
def _names_in(name: str) -> set[str]:
    """What a letter's template asks for."""
    source, _path, _fresh = current_app.jinja_env.loader.get_source(  # type: ignore[union-attr]
        current_app.jinja_env, f"letters/{name}.txt"
    )
    return find_undeclared_variables(current_app.jinja_env.parse(source))


def _write_new(rows: list[dict[str, Any]]) -> int:
    """Letters whose keys nobody can have used before: one statement for all."""
    if rows:
        db.session.execute(insert(Letter.__table__), rows)  # type: ignore[arg-type]
    return len(rows)


def _write(rows: list[dict[str, Any]]) -> int:
    if not rows:
        return 0
    statement = upsert(Letter.__table__).on_conflict_do_nothing(index_elements=["key"])
    # A letter that was there already gives back no row.
    return len(db.session.execute(statement.returning(Letter.__table__.c.id), rows).all())
