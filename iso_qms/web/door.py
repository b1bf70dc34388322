"""The door: every request comes in here, and only here is anything committed.

The wrapper chooses the kind of unit by the method, finds the agency, asks who is there and whether they may, runs the
view, renders to bytes, commits once, and answers. Any refusal or error rolls back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import wraps
from typing import Any, NoReturn

from flask import Blueprint, Response, abort, flash, g, make_response, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from iso_qms import db as database
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import LANGUAGES, _, speaking
from iso_qms.organisation.accounts import UserSession, is_password, note_failed_try, tries_left
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.people import Person
from iso_qms.web.refusals import refusal_page, words_typed
from iso_qms.web.sheets import led_to, note_answer
from iso_qms.web.traces import note_refused_page
from iso_qms.workflow import Refused

PUBLIC = "public"
"""A route anybody may open."""

SIGNED_IN = "signed_in"
"""A route for everybody who is signed in, whatever their rights."""

READS = ("GET", "HEAD", "OPTIONS")
SEEN_EVERY = timedelta(minutes=2)


class Room(Blueprint):
    """A blueprint whose routes each name the right they need."""

    def __init__(self, name: str, import_name: str, *, prefix: str | None = None) -> None:
        super().__init__(name, import_name, url_prefix=f"/<agency>/{name}" if prefix is None else prefix)
        self.needs: dict[str, str] = {}

    def route(self, rule: str, *, needs: str, writes: bool | None = None, **options: Any) -> Callable[..., Any]:  # type: ignore[override]
        """Like Flask's, with `needs`: a right `room.verb`, `SIGNED_IN` or `PUBLIC`.

        `writes=False` keeps a POST from taking the write lock: it then writes only through `aside()`.
        """
        declare = super().route

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            endpoint = options.pop("endpoint", view.__name__)
            self.needs[f"{self.name}.{endpoint}"] = needs
            declare(rule, endpoint=endpoint, **options)(_door(view, needs, writes))
            return view

        return decorate


def signed_in() -> Person:
    """The person at the door."""
    person: Person = g.person
    return person


def here() -> Agency:
    """The agency whose pages these are."""
    agency: Agency = g.agency
    return agency


def not_for_them(*, there: bool = True) -> NoReturn:
    """Answer as if there were nothing, for something that is there but not for them: it leaves a trace.

    For something that is not `there` the same is done, and undone.
    """
    g.hidden_from_them = there
    abort(404)


def password_confirmed() -> bool:
    """Whether the password typed into this form is the person's own; checked before the write lock was taken."""
    return bool(g.get("password_confirmed", False))


def _door(view: Callable[..., Any], needs: str, writes: bool | None) -> Callable[..., Response]:
    @wraps(view)
    def through(**kwargs: Any) -> Response:
        slug = kwargs.pop("agency", None)
        for name in ("unit_refused", "seen_noted", "hidden_from_them", "password_confirmed", "_login_user"):
            g.pop(name, None)
        with database.collecting_asides():
            _confirm_password()
            with database.unit(writes=request.method not in READS if writes is None else writes) as session:
                answer = _answered(view, needs, slug, kwargs)
                if g.get("unit_refused") or not session.info.get("writes"):
                    return answer
                session.commit()
                return answer

    return through


def _answered(view: Callable[..., Any], needs: str, slug: str | None, kwargs: dict[str, Any]) -> Response:
    enter(slug)
    with speaking_here():
        try:
            _demand(needs)
            if (place := led_to()) is not None:
                flash(_("This was sent already, and was done once."))
                return make_response(redirect(place, 303))
            answer = make_response(view(**kwargs))
            note_answer(answer)
            # A file is handed to the server as it is; some servers give it a length, so that it does not look streamed.
            if not answer.is_streamed and not answer.direct_passthrough:
                answer.get_data()
            return answer
        except HTTPException as error:
            if error.response is None:
                return _refused(error, error.code, slug)
            g.unit_refused = True
            return make_response(error.response)
        except Refused as refusal:
            return _refused(refusal, refusal.status, slug)


def _refused(problem: Refused | HTTPException, status: int | None, slug: str | None) -> Response:
    g.unit_refused = True
    db.session.rollback()
    enter(slug)
    hidden = g.get("hidden_from_them")
    if status == 403 or hidden is not None:
        note_refused_page(keep=status == 403 or bool(hidden))
    return refusal_page(problem)


def enter(slug: str | None) -> None:
    """Find who is at the door and which agency's pages are wanted."""
    # Run again after a rollback: what was loaded before it is stale, and the page of a refusal needs it fresh.
    with across():
        g.session = _user_session()
        g.person = g.session.person if g.session else None
        g.agency = _agency(slug)
    g.slug_unknown = slug is not None and g.agency is None
    choose(g.agency)
    _note_seen(g.session)


def _agency(slug: str | None) -> Agency | None:
    # The person's own is at hand, and is nearly always the one that is wanted.
    own = g.person.agency if g.person else None
    return (
        own
        if slug is None or (own and own.slug == slug)
        else db.session.scalar(select(Agency).where(Agency.slug == slug))
    )


def _user_session() -> UserSession | None:
    current: Any = current_user._get_current_object()
    if not current.is_authenticated:
        return None
    return db.session.get(UserSession, current.session_id)


def speaking_here() -> AbstractContextManager[None]:
    """Speak the language of the person at the door: their own choice, a link's, the cookie's, the browser's."""
    return speaking(_language())


def _demand(needs: str) -> None:
    if g.slug_unknown:
        abort(404)
    if needs == PUBLIC:
        return
    if g.person is None:
        if request.method not in READS and words_typed():
            abort(401)  # The way through the door would lose what was typed.
        abort(redirect(url_for("desk.sign_in", next=_wanted()), 303))
    if g.agency is None or g.person.agency_id != g.agency.id:
        not_for_them()
    if needs != SIGNED_IN and not g.person.may(needs):
        abort(403)


def _wanted() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _language() -> str:
    asked = g.person.locale if g.person else request.args.get("lang")
    for chosen in (asked, request.cookies.get("language")):
        if chosen in LANGUAGES:
            return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES), "vi") or "vi"


def _confirm_password() -> None:
    # Argon2 takes its time on purpose; done in here, and not inside the writing unit, nobody else waits for it.
    if request.method in READS or "own_password" not in request.form or not current_user.is_authenticated:
        return
    with database.unit(writes=False) as session, across():
        one = session.get(UserSession, current_user.session_id)
        if one is None:
            return
        person_id, login, address = one.person_id, one.person.login or "", request.remote_addr or ""
        # Whoever finds a computer unlocked must not try passwords here that signing in would not let them try.
        if not tries_left(login, address):
            abort(429)
        g.password_confirmed = is_password(one.person, request.form["own_password"])
    if not g.password_confirmed:
        database.aside(lambda: note_failed_try(login, address, person_id))


def _note_seen(one: UserSession | None) -> None:
    if one is None or now() - one.seen_at < SEEN_EVERY or g.get("seen_noted"):
        return
    g.seen_noted = True
    identity = one.id

    def note() -> None:
        with across():
            found = db.session.get_one(UserSession, identity)
            found.seen_at = now()
            found.person.seen_at = found.seen_at

    database.aside(note)
