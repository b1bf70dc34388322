"""Posting what the outbox holds, through SMTP, each letter exactly once as far as SMTP allows.

A letter is claimed in a unit of its own before it is sent, and marked in another one after it. Whoever is killed in
between leaves a claim that runs out; the letter then leaves with the same Message-ID, by which mailboxes know it again.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import quote, unquote, urlsplit

from flask import current_app
from sqlalchemy import Select, select

from iso_qms.clock import now
from iso_qms.db import db, transaction, unit
from iso_qms.outbox.letters import Letter
from iso_qms.settings import Settings

log = logging.getLogger("iso_qms")

CLAIM = timedelta(minutes=5)
"""How long a claim holds when its process was killed; longer than any one letter takes."""

SECONDS_TO_WAIT = 30
MOST_TRIES = 8
LONGEST_BACK_OFF = timedelta(hours=6)
STALE = timedelta(days=7)
"""A letter older than this is not posted any more: it would tell yesterday's news, and still stands on the desk."""


def post_due() -> int:
    """Post every letter that is due; answers how many left. Without an SMTP server letters stay on the desk."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.smtp_url or not _something_is_due():
        return 0
    sent = 0
    with _server(settings) as server:
        while (number := _claim()) is not None:
            try:
                server.send_message(_message(number, settings))
            except smtplib.SMTPServerDisconnected:
                _release(number)
                raise
            except (smtplib.SMTPException, ValueError) as failure:
                _note_failure(number, failure)
                with suppress(smtplib.SMTPException):
                    server.rset()
            else:
                _mark_sent(number)
                sent += 1
    return sent


def as_message(letter: Letter, settings: Settings) -> EmailMessage:
    """A letter as it goes through the post."""
    message = EmailMessage()
    domain = settings.mail_from.rpartition("@")[2]
    message["Message-ID"] = f"<{quote(letter.key, safe='')}@{domain}>"
    message["Subject"] = letter.subject
    message["From"] = formataddr((letter.agency.name if letter.agency else "ISO-QMS", settings.mail_from))
    message["To"] = letter.address
    message["Date"] = format_datetime(letter.written_at)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.body + "\n")
    return message


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    place = urlsplit(settings.smtp_url)
    host, secure = place.hostname or "localhost", place.scheme == "smtps"
    if secure:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, place.port or 465, timeout=SECONDS_TO_WAIT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, place.port or 25, timeout=SECONDS_TO_WAIT)
    with server:
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        yield server


def _due() -> Select[Letter]:
    return select(Letter).where(Letter.next_try_at <= now()).order_by(Letter.next_try_at, Letter.id)


def _something_is_due() -> bool:
    with transaction():
        stale = _due().where(Letter.written_at < now() - STALE)
        for letter in db.session.scalars(stale):
            letter.next_try_at, letter.set_aside_at = None, now()
        return db.session.scalar(_due().limit(1)) is not None


def _claim() -> int | None:
    with transaction():
        letter = db.session.scalar(_due().limit(1).with_for_update(skip_locked=True))
        if letter is None:
            return None
        letter.next_try_at = now() + CLAIM
        return letter.id


def _message(number: int, settings: Settings) -> EmailMessage:
    with unit(writes=False):
        return as_message(db.session.get_one(Letter, number), settings)


def _mark_sent(number: int) -> None:
    with transaction():
        letter = db.session.get_one(Letter, number)
        letter.sent_at, letter.next_try_at, letter.last_error = now(), None, ""


def _release(number: int) -> None:
    with transaction():
        db.session.get_one(Letter, number).next_try_at = now() + timedelta(minutes=1)


def _note_failure(number: int, failure: Exception) -> None:
    log.warning("letter %s could not be posted: %s", number, failure)
    with transaction():
        letter = db.session.get_one(Letter, number)
        letter.attempts += 1
        letter.last_error = str(failure)[:500]
        if _is_final(failure) or letter.attempts >= MOST_TRIES:
            letter.next_try_at, letter.set_aside_at = None, now()
        else:
            letter.next_try_at = _next_try(letter.attempts)


def _next_try(attempts: int) -> datetime:
    return now() + min(LONGEST_BACK_OFF, timedelta(minutes=2**attempts))


def _is_final(failure: Exception) -> bool:
    """Whether trying again is of no use: the address is refused for good, or is none."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPResponseException):
        return failure.smtp_code in (501, 550, 551, 553)
    return isinstance(failure, ValueError)
