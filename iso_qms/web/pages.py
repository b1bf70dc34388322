"""What every template may use: globals, filters, hashed assets; and the headers every answer carries."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, Response, g, request, url_for
from markupsafe import Markup

from iso_qms.clock import as_local, today
from iso_qms.i18n import LANGUAGES, gettext, language, ngettext
from iso_qms.journal import history_of, sentence
from iso_qms.registry import registry
from iso_qms.web import deadlines
from iso_qms.web.own_unit import own_unit_chip
from iso_qms.web.sheets import sheet

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STATIC = Path(__file__).parent.parent / "static"


@dataclass(frozen=True)
class NavRoom:
    """An entry of the rooms line."""

    label: str
    url: str
    current: bool
    count: int = 0
    late: bool = False


def furnish(app: Flask) -> None:
    """Give the app's templates what they may use, and its answers their headers."""
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        asset=asset,
        languages=LANGUAGES,
        language=language,
        history_of=history_of,
        sentence=sentence,
        today=today,
        registry=registry,
        url_of=registry.url_of,
        own_unit_chip=own_unit_chip,
        sheet=sheet,
    )
    app.jinja_env.globals.update(left=deadlines.left, why=deadlines.why, why_working_days=deadlines.why_working_days)
    app.jinja_env.filters.update(
        day=day, moment=moment, clock=clock, number=number, weekday=weekday, month=month, long_day=long_day
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.context_processor(_context)
    app.after_request(_headers)


def day(value: date | datetime | None) -> str:
    """A day as people here write it: 23/11/2026, or 23 Nov 2026."""
    if value is None:
        return "–"
    plain = as_local(value).date() if isinstance(value, datetime) else value
    return f"{plain:%d/%m/%Y}" if language() == "vi" else f"{plain.day} {plain:%b %Y}"


def long_day(value: date) -> str:
    """A day as Decree 30/2020 writes it: ngày 05 tháng 02 năm 2026."""
    if language() == "en":
        return f"{value.day} {value:%B %Y}"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def moment(value: datetime | None) -> str:
    """A moment in local time: 23/11/2026 07:42."""
    return f"{day(value)} {clock(value)}" if value else "–"


def clock(value: datetime) -> str:
    """The time of day in local time: 07:42."""
    return f"{as_local(value):%H:%M}"


def number(value: float | None) -> str:
    """A number with the language's own signs: 12.846 or 12,846."""
    return "–" if value is None else format_decimal(value, locale=language())


def weekday(value: date | datetime) -> str:
    """The day of the week in words; of a moment, the day it is here, not in UTC."""
    plain = as_local(value).date() if isinstance(value, datetime) else value
    words: str = format_date(plain, "EEEE", locale=language())
    return words if language() == "en" else words[0].lower() + words[1:]


def month(value: date) -> str:
    """The month in words: Tháng 3, or March."""
    words: str = format_date(value, "LLLL", locale=language())
    return words


def asset(name: str) -> str:
    """The address of a static file, with its hash, so that browsers may keep it for good."""
    return _asset_url(name, request.script_root)


def you() -> str:
    """How to address the reader: bà, ông, or anh/chị; in English, you."""
    person = g.get("person")
    if language() == "en":
        return "you"
    return (person.salutation if person else "") or "anh/chị"


@lru_cache(maxsize=4096)
def _room_url(endpoint: str, agency: str, root: str) -> str:
    return url_for(endpoint, agency=agency)


@cache
def _asset_url(name: str, root: str) -> str:
    # A page names ten of them, and none changes while the house stands; `root` is where the house stands.
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    place = STATIC / name
    return hashlib.sha256(place.read_bytes()).hexdigest()[:10] if place.is_file() else "0"


def _context() -> dict[str, Any]:
    person, agency = g.get("person"), g.get("agency")
    return {
        "person": person,
        "agency": agency,
        "holding": str(person.acting()) if person else "",
        "locale": language(),
        "you": you(),
        "rooms_nav": _rooms(person, agency) if person and agency else [],
        "Markup": Markup,
    }


def _rooms(person: Any, agency: Any) -> list[NavRoom]:
    urls = [
        (str(one.label), _room_url(one.endpoint, agency.slug, request.root_path))
        for one in sorted(registry.rooms.values(), key=lambda one: one.order)
        if one.right == "signed_in" or person.may(one.right)
    ]
    # The room one is in is the one whose address is the longest beginning of this page's address.
    here = max((url for _label, url in urls if request.path.startswith(url)), key=len, default="")
    return [NavRoom(label, url, url == here) for label, url in urls]


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    if request.endpoint == "static":
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        # A controlled document must not be read from the cache of a shared PC after it was superseded.
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers["Vary"] = "Accept-Language, Cookie"
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    return answer
