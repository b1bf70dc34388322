"""A person's private calendar feed: a secret address, of which only a hash is kept, made anew or ended at will."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _l
from iso_qms.journal import say, write
from iso_qms.organisation.accounts import hash_token
from iso_qms.organisation.agencies import across
from iso_qms.organisation.people import Person

say({"person.feed_made": _l("made a calendar address"), "person.feed_ended": _l("ended the calendar address")})


class CalendarFeed(Base):
    """The one calendar address a person has; its token is shown once."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")


def make_feed(person: Person) -> str:
    """A new secret token for one's own calendar; an older one stops working at once."""
    token = secrets.token_urlsafe(32)
    feed = db.session.get(CalendarFeed, person.id) or CalendarFeed(person_id=person.id)
    feed.token_hash, feed.made_at = hash_token(token), now()
    db.session.add(feed)
    write(person, "person.feed_made", by=person)
    return token


def end_feed(person: Person) -> None:
    """Let the address lead nowhere from now on."""
    feed = db.session.get(CalendarFeed, person.id)
    if feed is not None:
        db.session.delete(feed)
        write(person, "person.feed_ended", by=person)


def feed_of(person: Person) -> CalendarFeed | None:
    """The calendar address a person has made, without its secret."""
    return db.session.get(CalendarFeed, person.id)


def person_of(token: str) -> Person | None:
    """Whose calendar that token opens; nobody's once they are locked."""
    with across():
        feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == hash_token(token)))
    return feed.person if feed is not None and not feed.person.is_locked else None
