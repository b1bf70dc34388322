"""What awaits me, in the calendar of a phone: a secret address per person (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, abort, current_app, flash, g, render_template, request, url_for

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.desk.home import rows_of
from iso_qms.desk.room import room
from iso_qms.i18n import _, speaking
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.feeds import end_feed, feed_of, make_feed, person_of
from iso_qms.organisation.people import Person
from iso_qms.registry import Awaiting, registry
from iso_qms.web import PUBLIC, SIGNED_IN, back_to, signed_in

LINE = 75
"""Octets after which a line is folded (RFC 5545, 3.1)."""


@room.route("/me/calendar", methods=["GET", "POST"], needs=SIGNED_IN)
def feed() -> Any:
    """My calendar address: made, made anew, ended. It is shown once."""
    person = signed_in()
    if request.method == "POST" and request.form.get("act") == "end":
        end_feed(person)
        flash(_("The calendar address leads nowhere any more."))
        return back_to(url_for("desk.feed"))
    token = make_feed(person) if request.method == "POST" else ""
    address = url_for("desk.calendar_file", token=token, _external=True) if token else ""
    return render_template("desk/feed.html", address=address, kept=feed_of(person))


@room.route("/calendar/<token>.ics", needs=PUBLIC)
def calendar_file(token: str) -> Any:
    """What awaits the person whose secret address this is, as whole days."""
    person = person_of(token) or abort(404)
    with across():
        g.agency = db.session.get(Agency, person.agency_id)
    choose(g.agency)
    with speaking(person.locale or "vi"):
        secret = current_app.config["SECRET_KEY"]
        text = written(days_of(person, today()), name=_("What awaits me"), at=now(), secret=secret)
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def days_of(person: Person, day: date) -> list[Awaiting]:
    """What awaits a person now or later, and the days on which something happens that concerns them."""
    appointments = [one for provider in (*registry.appointments, *registry.ahead) for one in provider(person, day)]
    return [*rows_of(person, day), *appointments]


def written(rows: Iterable[Awaiting], *, name: str, at: datetime, secret: str = "") -> str:
    """The rows that have a due day as an iCalendar file; of a discreet row it says only that something waits."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ISO-QMS//Desk//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    lines = [*head]
    for row in rows:
        if row.due_on is not None:
            lines += _event(row, row.due_on, at, secret)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(row: Awaiting, day: date, at: datetime, secret: str) -> list[str]:
    what = _("Something awaits you on the desk") if row.discreet else " · ".join(filter(None, (row.code, row.what)))
    # A name that stays the same from fetch to fetch, so that a calendar moves the day it has. It is made with a secret:
    # whoever sees somebody's calendar could else try the addresses of findings until one fits.
    name = hashlib.sha256(f"{secret} {row.kind} {row.url}".encode()).hexdigest()[:32]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{name}@{request.host if request else 'desk'}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(what)}",
    ]
    if not row.discreet:
        lines += [f"DESCRIPTION:{_text(row.why)}"]
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, no letter cut in two, each further one after a blank."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
