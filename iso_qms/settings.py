"""Every setting, one line each with its sentence. A wrong value stops the start with that sentence."""

# ruff: noqa: RUF009  (`_setting` makes a dataclass field; what it is called with is frozen)

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "ISO_QMS_"


class WrongSetting(ValueError):
    """A setting has a value that cannot be used; the message says what is expected."""


def _setting(default: Any, sentence: str) -> Any:
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator may choose, read from the environment as ISO_QMS_<NAME>."""

    home: Path = _setting(Path("instance"), "The folder where everything is kept: database, files, secret key.")
    database_url: str = _setting("", "The database: sqlite:///… or postgresql://…; empty: a SQLite file in the home.")
    secret_key: str = _setting("", "What signs cookies, 32 characters or more; empty: made once and kept in the home.")
    host: str = _setting("127.0.0.1", "The address the pages are served on.")
    port: int = _setting(8000, "The port the pages are served on, 1 to 65535.")
    base_url: str = _setting("http://127.0.0.1:8000", "The address people type, used in letters; begins with http.")
    secure_cookies: bool = _setting(False, "1 when the pages are served over HTTPS, so that cookies travel only there.")
    proxies: int = _setting(0, "How many proxies of yours stand before the pages, each adding X-Forwarded-For, 0 to 5.")
    time_zone: str = _setting("Asia/Ho_Chi_Minh", "The time zone days are reckoned in, such as Asia/Ho_Chi_Minh.")
    smtp_url: str = _setting("", "Where letters leave: smtp://user:password@host:port; empty: read in the desk.")
    mail_from: str = _setting("iso-qms@localhost", "The sender of letters, an address with an @.")
    journal_mail: str = _setting("", "The address the journal's last root is sent to each day; empty: nowhere.")
    signing_certificate: str = _setting("", "The agency's certificate and key (PKCS#12 file); empty: no digital seals.")
    signing_passphrase: str = _setting("", "The passphrase of the agency's certificate.")
    time_stamp_url: str = _setting("", "The server that stamps the time of seals (RFC 3161); empty: no time stamps.")
    trusted_roots: str = _setting("", "A PEM file, or a folder of them: who vouches for the signatures of others.")
    idle_minutes: int = _setting(60, "Minutes without a request after which a person signs in again, 5 to 1440.")
    session_hours: int = _setting(12, "Hours after which a person signs in again in any case, 1 to 168.")
    upload_mb: int = _setting(32, "The largest upload in megabytes, 1 to 1024.")
    password_cost: int = _setting(3, "Rounds of argon2id for a password, 1 to 10.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read what is set, refuse what cannot be used."""
        given = {
            one.name: environment[PREFIX + one.name.upper()]
            for one in fields(cls)
            if environment.get(PREFIX + one.name.upper())
        }
        return cls(**{name: _converted(name, value) for name, value in given.items()})

    def __post_init__(self) -> None:
        _demand("port", 1 <= self.port <= 65535)
        _demand("proxies", 0 <= self.proxies <= 5)
        _demand("base_url", self.base_url.startswith("http"))
        _demand("secret_key", not self.secret_key or len(self.secret_key) >= 32)
        _demand("mail_from", "@" in self.mail_from)
        _demand("time_stamp_url", not self.time_stamp_url or self.time_stamp_url.startswith("http"))
        _demand("idle_minutes", 5 <= self.idle_minutes <= 1440)
        _demand("session_hours", 1 <= self.session_hours <= 168)
        _demand("upload_mb", 1 <= self.upload_mb <= 1024)
        _demand("password_cost", 1 <= self.password_cost <= 10)
        _demand("smtp_url", not self.smtp_url or self.smtp_url.startswith(("smtp://", "smtps://")))
        _demand("database_url", not self.database_url or self.database_url.startswith(("sqlite:", "postgres")))
        _demand("time_zone", _is_zone(self.time_zone))

    @property
    def zone(self) -> ZoneInfo:
        """The zone days are reckoned in."""
        return ZoneInfo(self.time_zone)

    @property
    def database(self) -> str:
        """The address SQLAlchemy opens: PostgreSQL goes through psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{self.home.resolve() / 'iso-qms.db'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.database_url

    def prepare_home(self) -> None:
        """Make the home and its secret key when they are missing."""
        try:
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise WrongSetting(f"{_wrong('home', str(self.home))} It cannot be made: {error.strerror}.") from None

    def signing_key(self) -> str:
        """The key that signs cookies: the one set, else the one kept in the home, made on the first start."""
        if self.secret_key:
            return self.secret_key
        place = self.home / "secret.key"
        if not place.exists():
            _keep_new_key(place)
        return place.read_text(encoding="ascii")


def _keep_new_key(place: Path) -> None:
    # The key is written aside and linked into place whole: of two processes that start at once both read the same one.
    draft = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32), encoding="ascii")
    with suppress(FileExistsError):
        place.hardlink_to(draft)
    draft.unlink()


def sentence_of(name: str) -> str:
    """The sentence that explains a setting."""
    return str(Settings.__dataclass_fields__[name].metadata["sentence"])


def _converted(name: str, value: str) -> Any:
    kind = Settings.__dataclass_fields__[name].type
    try:
        if kind == "bool":
            return {"1": True, "0": False}[value]
        return {"int": int, "Path": Path}.get(str(kind), str)(value)
    except (KeyError, ValueError):
        raise _wrong(name, value) from None


def _demand(name: str, holds: bool) -> None:
    if not holds:
        raise _wrong(name)


def _wrong(name: str, value: str | None = None) -> WrongSetting:
    what = f"{PREFIX}{name.upper()}" + (f" is {value!r}" if value is not None else " cannot be used")
    return WrongSetting(f"{what}. {sentence_of(name)}")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
