"""The app's configuration and what stands around its rooms: sign-in state, CSRF, errors."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, request
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError
from werkzeug.exceptions import (
    BadRequest,
    Conflict,
    HTTPException,
    InternalServerError,
    NotFound,
    ServiceUnavailable,
)
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from iso_qms import db as database
from iso_qms.organisation.accounts import UserSession, session_of
from iso_qms.settings import Settings
from iso_qms.web import pages
from iso_qms.web.asked import Asked
from iso_qms.web.door import READS, enter, speaking_here
from iso_qms.web.numbers import ThingNumber
from iso_qms.web.refusals import refusal_page

MEGABYTE = 1_000_000
log = logging.getLogger("iso_qms")


class House(Flask):
    """Flask, able to make addresses where there is no request: in rounds and commands, from the address people type."""

    request_class = Asked

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """The maker of addresses for a request, or for none."""
        if request is not None:
            return super().create_url_adapter(request)
        place = urlsplit(self.config["SETTINGS"].base_url)
        return self.url_map.bind(place.netloc, script_name=place.path or "/", url_scheme=place.scheme)


class SessionUser(UserMixin):
    """What Flask-Login keeps of a signed-in person: the token of their session."""

    def __init__(self, token: str, session: UserSession | None = None) -> None:
        self.token, self.session_id = token, session.id if session else 0
        # Held here, because the database session would forget it, and the door then read it a second time.
        self.session = session

    def get_id(self) -> str:
        """What stands in the signed cookie."""
        return self.token


def configuration(settings: Settings) -> dict[str, Any]:
    """Flask's configuration from our settings."""
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.signing_key(),
        "SQLALCHEMY_DATABASE_URI": settings.database,
        # What is said of people must not come into the log of whoever operates this, with a statement that failed.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "MAX_CONTENT_LENGTH": settings.upload_mb * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 10 * MEGABYTE,
        "MAX_FORM_PARTS": 20_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_NAME": "iso_qms",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "JSON_AS_ASCII": False,
    }


def furnish_app(app: Flask) -> None:
    """Everything around the rooms."""
    app.url_map.converters["int"] = ThingNumber
    proxies = app.config["SETTINGS"].proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load_user)
    app.register_error_handler(HTTPException, _outside_error)
    app.register_error_handler(Exception, _broken)
    pages.furnish(app)


def _load_user(token: str) -> SessionUser | None:
    found = session_of(token)
    return SessionUser(token, found) if found else None


def _outside_error(error: HTTPException) -> Response | HTTPException:
    # Errors that never reached a room's door: an unknown address, a wrong token, too large a body.
    if error.code is not None and error.code < 400:
        return error
    with database.unit(writes=False):
        g.pop("_login_user", None)
        enter(None)
        with speaking_here():
            return refusal_page(error)


def _broken(error: Exception) -> Response | HTTPException:
    log.exception("a request broke")
    if isinstance(error, OperationalError):
        return _outside_error(ServiceUnavailable())
    if isinstance(error, IntegrityError):
        return _outside_error(Conflict())
    cause = error.orig if isinstance(error, StatementError) and not isinstance(error, DataError) else error
    if isinstance(cause, (DataError, OverflowError, RecursionError)):
        # What no database holds and no reader follows, typed into an address or sent by a program.
        return _outside_error(NotFound() if request.method in READS else BadRequest())
    return _outside_error(InternalServerError())
